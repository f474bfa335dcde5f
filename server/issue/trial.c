/* issue/trial.c -- every certificate is typeset before number 1 is taken.
 *
 * What is odd goes into the item's note, a line each: kind, TAB, sentence.
 * report.c reads them. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "issue/batch_priv.h"
#include "viet/text.h"
#include "xml/xml.h"

/* One certificate on trial. */
struct trial {
	struct arena *a;
	bool ok;
	struct err err;
	struct buf note;
};

struct trials {
	struct iss_batch *batch;
	const struct award *w;
	const struct jobs_item *items;
	struct press *press; /* of the version in force */
	int64_t next;	     /* number of the first, as it would be */
	struct trial *list;
};

static void
put_points(struct buf *b, mpt v)
{
	int64_t tenths = ((int64_t)v + 50) / 100;

	buf_int(b, tenths / 10);
	if (tenths % 10 != 0)
		buf_printf(b, ",%d", (int)(tenths % 10));
}

static void
note_shrunk(struct buf *b, const struct lay_shrunk *s)
{
	buf_printf(b, "%d\tÔ «%s» thu từ ", ISS_SHRUNK,
	    s->name == NULL ? "" : s->name);
	put_points(b, s->from);
	buf_str_add(b, " pt xuống ");
	put_points(b, s->to);
	buf_str_add(b, " pt\n");
}

static void
note_letters(struct buf *b, const char *field, const char *text)
{
	struct viet_suspect it = { 0 };

	while (text != NULL && viet_suspect(text, &it))
		buf_printf(b, "%d\t%s: chữ thứ %zu là U+%04X, %s; %s\n",
		    ISS_ODD, field, it.letter, (unsigned)it.cp, it.what,
		    it.hint);
}

static void
note_error(struct buf *b, const struct err *err)
{
	buf_printf(b, "%d\t%s%s%s\n", ISS_SPOILT, err->text,
	    err->hint[0] == '\0' ? "" : "; ", err->hint);
}

static const struct err *
first_error(const struct err_list *errors)
{
	for (size_t i = 0; i < errors->len; i++)
		if (!err_is_warning(errors->items[i]->kind))
			return errors->items[i];
	return NULL;
}

static bool
set_one(struct trials *ts, struct trial *t, const struct model_honouree *h,
    int64_t number)
{
	const struct award *w = ts->w;
	char uid[ENV_ID_LEN + 1];
	struct press_job job = { .template = "certificate-merit",
		.issuer = w->c->org_name,
		.created = (int64_t)w->r->date * 86400 + 3600 };
	struct press_result r;
	struct err_list errors;
	struct xml_doc *view;

	memset(uid, '0', ENV_ID_LEN);
	uid[ENV_ID_LEN] = '\0';
	err_list_init(&errors, t->a);
	job.number = arena_printf(t->a, "%02lld/SV", (long long)number);
	if (job.number == NULL)
		return err_nomem(&t->err);
	if (!model_certificate_view(t->a, w->c, w->r, h, w->decision.code,
		number, certificate_address(t->a, w->c, uid), &view, &t->err))
		return false;
	job.data = view;
	if (!press_run(ts->press, t->a, &job, &errors, &r)) {
		const struct err *first = first_error(&errors);

		if (first == NULL)
			return err_nomem(&t->err);
		t->err = *first;
		return false;
	}
	for (const struct lay_shrunk *s = r.facts->shrunk; s != NULL;
	     s = s->next)
		note_shrunk(&t->note, s);
	return r.pages == 1 || err_set(&t->err, ERR_OVERFLOW, no_pos,
				   "bằng dài %d trang", r.pages);
}

static void
try_one(void *ctx, size_t i)
{
	struct trials *ts = ctx;
	struct trial *t = &ts->list[i];
	size_t at =
	    award_find(ts->w, ts->items[i].key, (size_t)(ts->items[i].n - 1));
	const struct model_honouree *h;

	t->a = arena_new(0);
	if (t->a == NULL || at == ts->w->r->count) {
		t->ok = t->a == NULL ? err_nomem(&t->err)
				     : err_set(&t->err, ERR_CORRUPT, no_pos,
					   "quyết định không có người này");
		return;
	}
	h = &ts->w->r->honourees[at];
	note_letters(&t->note, "Tên", h->name);
	note_letters(&t->note, "Chức vụ", h->position);
	note_letters(&t->note, "Đơn vị, địa chỉ", h->unit);
	t->ok = set_one(ts, t, h, ts->next + ts->items[i].n - 1);
	if (!t->ok && err_exit_status(t->err.kind) == 1)
		note_error(&t->note, &t->err);
	arena_free(t->a);
	t->a = NULL;
}

struct settling {
	struct jobs_run *run;
	const struct jobs_item *items;
	size_t count;
};

static bool
settle_act(struct arc *arc, void *ctx, struct err *err)
{
	struct settling *s = ctx;

	return jobs_settle(arc_db(arc), s->run, s->items, s->count, err);
}

/* Notes become the items'; an environment that failed fails the job. */
static bool
settle(struct trials *ts, struct jobs_run *run, size_t count, struct err *err)
{
	struct arena *a = jobs_run_arena(run);
	struct jobs_item *items = arena_alloc_n(a, count, sizeof(*items));
	struct settling s = { run, items, count };

	if (items == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < count; i++) {
		struct trial *t = &ts->list[i];

		if (!t->ok && err_exit_status(t->err.kind) != 1) {
			if (err != NULL)
				*err = t->err;
			return false;
		}
		items[i] = ts->items[i];
		items[i].fate = t->ok ? JOBS_MADE : JOBS_SPOILT;
		items[i].note = arena_strdup(a, buf_str(&t->note));
		if (items[i].note == NULL || !buf_ok(&t->note))
			return err_nomem(err);
	}
	if (!arc_write(ts->batch->config.writer, settle_act, &s, err))
		return false;
	jobs_tell(run, count);
	return true;
}

bool
trial_step(void *ctx, struct jobs_run *run, const struct jobs_item *items,
    size_t count, struct err *err)
{
	struct iss_batch *b = ctx;
	struct arena *a = jobs_run_arena(run);
	struct arc *arc = batch_reader(b, err);
	struct award w;
	struct trials ts = { .batch = b, .w = &w, .items = items, .next = 1 };
	struct batch all = { .job = try_one, .ctx = &ts, .count = count };
	struct iss iss = { .arc = arc, .press = b->config.press };
	struct place_of of = { .type = "BK" };
	struct place place;
	struct maker maker;
	bool fresh, ok;

	if (arc == NULL ||
	    !award_load(b, a, jobs_run_info(run)->subject, &w, err))
		return false;
	of.c = w.c;
	of.date = w.r->date;
	of.node = w.r->node;
	if (!maker_choose(&iss, a, "certificate-merit", &maker, err) ||
	    !place_find(&iss, a, &of, &place, err) ||
	    !arc_next_number(arc, w.c->org, place.series,
		day_ymd(w.r->date).year, &ts.next, &fresh, err))
		return false;
	ts.press = maker.press;
	ts.list = arena_alloc_n(a, count, sizeof(*ts.list));
	if (ts.list == NULL)
		return err_nomem(err);
	pool_run(b->pool, &all);
	pool_wait(b->pool, &all);
	ok = settle(&ts, run, count, err);
	for (size_t i = 0; i < count; i++)
		buf_done(&ts.list[i].note);
	return ok;
}
