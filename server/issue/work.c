/* issue/work.c -- documents on their way: typeset, compared, filed. */
#include <string.h>

#include "archive/register.h"
#include "base/arena.h"
#include "base/buf.h"
#include "issue/issue_priv.h"
#include "xml/xml.h"

bool
work_start(struct work *w, struct iss *iss, const struct model_campaign *c,
    struct err *err)
{
	*w = (struct work){ .iss = iss, .c = c, .a = arena_new(0) };
	w->doc.org = c->org;
	w->doc.campaign = c->key;
	w->doc.campaign_name = c->name;
	w->doc.suffix = "";
	arc_uid(iss->arc, w->uid);
	w->doc.uid = w->uid;
	return w->a != NULL || err_nomem(err);
}

void
work_end(struct work *w)
{
	arena_free(w->set);
	arena_free(w->a);
	w->set = w->a = NULL;
}

/* --- typesetting --- */

static bool
first_error(struct work *w)
{
	for (size_t i = 0; i < w->errors.len; i++)
		if (!err_is_warning(w->errors.items[i]->kind)) {
			w->err = *w->errors.items[i];
			return false;
		}
	return err_nomem(&w->err);
}

/* The bytes and what the index needs of the data. */
static bool
keep_data(struct work *w, struct xml_doc *view, struct err *err)
{
	struct buf data = { 0 };
	const char *people = NULL;
	bool ok = xml_canonical(view, &data, err);

	if (ok) {
		w->doc.data_len = data.len;
		w->doc.data = arena_memdup(w->set, buf_str(&data), data.len);
		ok = w->doc.data != NULL || err_nomem(err);
	}
	buf_done(&data);
	ok = ok &&
	     (arc_data_words(w->set, view, &people, &w->doc.body) ||
		 err_nomem(err)) &&
	     arc_data_outgoing(w->set, view, &w->doc.outgoing, err);
	if (ok && people[0] != '\0')
		w->doc.people = people;
	return ok;
}

static bool
typeset(struct work *w, struct err *err)
{
	struct press_job job = { .template = w->template,
		.number = w->doc.code,
		.issuer = w->c->org_name,
		/* A wrong form is refused.  Certificates have a form of their
		 * own. */
		.nd30 = w->h == NULL,
		.created = (int64_t)w->doc.date * 86400 + 3600 };
	struct xml_doc *view;
	struct press_result r;

	if (!w->view(w, &view, err))
		return false;
	job.data = view;
	if (!press_run(w->maker->press, w->set, &job, &w->errors, &r))
		return first_error(w);
	w->doc.pdf = r.pdf;
	w->doc.pdf_len = r.pdf_len;
	w->doc.pages = r.pages;
	w->doc.template_lock = w->maker->row;
	w->doc.making = making_json(w->set, w->maker, &job, &r, &w->errors);
	/* Without these the document would be filed, but not found. */
	return keep_data(w, view, err) &&
	       ((w->doc.making != NULL && w->doc.symbol != NULL &&
		    w->doc.title != NULL && w->doc.key != NULL) ||
		   err_nomem(err));
}

void
work_typeset(struct work *w)
{
	arena_free(w->set);
	w->set = arena_new(0);
	w->set_ok = false;
	w->doc.year = day_ymd(w->doc.date).year;
	if (w->set == NULL) {
		err_nomem(&w->err);
		return;
	}
	err_list_init(&w->errors, w->set);
	w->doc.code = arena_printf(w->set, "%02lld%s/%s",
	    (long long)w->doc.number, w->doc.suffix, w->doc.symbol);
	w->set_ok =
	    w->doc.code != NULL ? typeset(w, &w->err) : err_nomem(&w->err);
}

/* --- numbers --- */

/* The number that the data asks for is either where an empty series begins or
 * what comes next anyway. */
static bool
as_given(const struct work *w, int64_t *next, bool fresh, struct err *err)
{
	if (fresh)
		*next = w->given;
	if (*next == w->given)
		return true;
	err_set(err, ERR_REGISTER, no_pos,
	    "dữ liệu ghi số %lld, số tiếp theo của sổ là %lld",
	    (long long)w->given, (long long)*next);
	return err_hint(err, "bỏ thuộc tính so để sổ tự cấp số");
}

static bool
next_of(struct arc *arc, const struct work *w, int64_t *ret, struct err *err)
{
	bool fresh;

	return arc_next_number(arc, w->doc.org, w->doc.series,
		   day_ymd(w->doc.date).year, ret, &fresh, err) &&
	       (w->given <= 0 || as_given(w, ret, fresh, err));
}

/* It needs no number (any more). */
static bool
is_settled(const struct work *w)
{
	return w->found || w->spoilt;
}

static void
give(struct works *ws, int64_t next)
{
	for (size_t i = 0; i < ws->count; i++)
		if (!is_settled(&ws->list[i]) && !ws->list[i].reserved)
			ws->list[i].doc.number = next++;
}

/* NULL when all are settled. */
static struct work *
first_new(struct works *ws)
{
	for (size_t i = 0; i < ws->count; i++)
		if (!is_settled(&ws->list[i]))
			return &ws->list[i];
	return NULL;
}

/* Who is filed already needs no number; true = somebody is that was not. */
static bool
look_again(struct works *ws, struct arc *arc)
{
	struct arc_doc doc;
	bool any = false;

	for (size_t i = 0; i < ws->count; i++) {
		struct work *w = &ws->list[i];

		if (w->found || !arc_find_key(arc, w->a, w->doc.key, &doc))
			continue;
		memcpy(w->uid, doc.uid, sizeof(w->uid));
		any = w->found = true;
	}
	return any;
}

/* All are made by the same version. */
static bool
choose_maker(struct works *ws, const struct work *w, struct err *err)
{
	if (!maker_choose(ws->iss, ws->list[0].a, w->template, &ws->maker, err))
		return false;
	for (size_t i = 0; i < ws->count; i++)
		ws->list[i].maker = &ws->maker;
	return true;
}

bool
works_number(struct works *ws, struct err *err)
{
	const struct work *w;
	int64_t next = 0;

	look_again(ws, ws->iss->arc);
	w = first_new(ws);
	if (w == NULL)
		return true;
	if (!choose_maker(ws, w, err))
		return false;
	if (ws->next > 0)
		next = ws->next;
	else if (!w->reserved && !next_of(ws->iss->arc, w, &next, err))
		return false;
	give(ws, next);
	return true;
}

/* --- the act --- */

static bool
take(struct arc *arc, const struct work *w, struct err *err)
{
	const struct arc_number n = { w->doc.org, w->doc.series, w->doc.year,
		w->doc.number, w->doc.suffix };
	int64_t number;

	if (w->reserved)
		return arc_may_use(arc, &n, w->doc.date, err);
	if (!arc_take_number(
		arc, w->doc.org, w->doc.series, w->doc.date, &number, err))
		return false;
	return number == w->doc.number ||
	       err_set(err, ERR_REGISTER, no_pos,
		   "văn bản dàn trang với số %lld, sổ cấp số %lld",
		   (long long)w->doc.number, (long long)number);
}

/* A number that was given before this program came opens an empty series. */
static bool
open_at_given(struct arc *arc, const struct work *w, struct err *err)
{
	int64_t next;
	bool fresh;

	if (w->given <= 0 || w->reserved)
		return true;
	return arc_next_number(arc, w->doc.org, w->doc.series, w->doc.year,
		   &next, &fresh, err) &&
	       (!fresh ||
		   arc_open_series(arc, w->doc.org, w->doc.series, w->doc.year,
		       w->given, "các số trước đã cấp trên sổ giấy", err));
}

static bool
all_set(const struct works *ws)
{
	for (size_t i = 0; i < ws->count; i++)
		if (!is_settled(&ws->list[i]) && !ws->list[i].set_ok)
			return false;
	return true;
}

/* Are the numbers that the texts carry the ones that the register gives? */
static bool
compare(struct works *ws, struct arc *arc, struct err *err)
{
	bool other = look_again(ws, arc);
	const struct work *w = first_new(ws);
	int64_t next;

	if (w == NULL || (w->reserved && !other))
		return true;
	if (!next_of(arc, w, &next, err))
		return false;
	if (!other && next == w->doc.number && all_set(ws))
		return true;
	ws->next = next;
	ws->moved = !ws->inside;
	if (ws->moved)
		return err_set(
		    err, ERR_BUSY, no_pos, "số đã cấp cho việc khác");
	do {
		give(ws, next);
		for (size_t i = 0; i < ws->count; i++)
			if (!is_settled(&ws->list[i]))
				work_typeset(&ws->list[i]);
	} while (works_leave_out(ws));
	return works_set(ws, err);
}

static bool
tell_inside(struct works *ws, struct arc *arc, struct err *err)
{
	struct arena *a = arena_new(0);
	struct iss_made *made =
	    a == NULL ? NULL : arena_alloc_n(a, ws->count, sizeof(*made));
	bool ok = made != NULL || err_nomem(err);

	for (size_t i = 0; ok && i < ws->count; i++) {
		const struct work *w = &ws->list[i];

		made[i] = (struct iss_made){ .at = ws->from + i,
			.uid = w->spoilt ? NULL : w->uid,
			.why = w->spoilt ? &w->err : NULL };
	}
	ok = ok && ws->iss->inside(arc, ws->iss->ctx, made, ws->count, err);
	arena_free(a);
	return ok;
}

static bool
file_act(struct arc *arc, void *ctx, struct err *err)
{
	struct works *ws = ctx;
	const struct work *first;

	if (!compare(ws, arc, err))
		return false;
	first = first_new(ws);
	if (first != NULL && !open_at_given(arc, first, err))
		return false;
	for (size_t i = 0; i < ws->count; i++) {
		const struct work *w = &ws->list[i];

		if (is_settled(w))
			continue;
		if (!take(arc, w, err) || !arc_add(arc, &w->doc, err)) {
			if (w->h != NULL)
				err_record(err, w->h->name);
			return false;
		}
	}
	return ws->iss->inside == NULL || tell_inside(ws, arc, err);
}

bool
works_file(struct works *ws, struct err *err)
{
	struct arc *arc = ws->iss->arc;

	ws->moved = false;
	if (first_new(ws) == NULL && ws->iss->inside == NULL)
		return true;
	if (ws->iss->writer != NULL)
		return arc_write(ws->iss->writer, file_act, ws, err);
	if (arc_begin(arc, err)) {
		if (file_act(arc, ws, err))
			return arc_commit(arc, err);
		arc_abort(arc);
	}
	return false;
}

/* --- what came of it --- */

bool
works_set(struct works *ws, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; i < ws->count; i++) {
		struct work *w = &ws->list[i];

		if (is_settled(w))
			continue;
		for (size_t k = 0; w->set != NULL && k < w->errors.len; k++)
			err_list_add(ws->iss->errors, w->errors.items[k]);
		if (w->set_ok || !ok)
			continue;
		ok = false;
		if (err != NULL)
			*err = w->err;
		if (w->h != NULL)
			err_record(err, w->h->name);
	}
	return ok;
}

/* An environment that fails spoils nothing: the same text may be set later. */
bool
works_leave_out(struct works *ws)
{
	bool any = false;

	for (size_t i = 0; ws->iss->inside != NULL && i < ws->count; i++) {
		struct work *w = &ws->list[i];

		if (is_settled(w) || w->set_ok ||
		    err_exit_status(w->err.kind) != 1)
			continue;
		err_record(&w->err, w->h->name);
		any = w->spoilt = true;
	}
	return any;
}

void
works_tell(struct works *ws)
{
	struct iss *iss = ws->iss;
	struct arc_doc doc;

	for (size_t i = 0; iss->issued != NULL && i < ws->count; i++) {
		struct work *w = &ws->list[i];

		if (arc_find_key(iss->arc, w->a, w->doc.key, &doc))
			iss->issued(iss->ctx, &doc, !w->found);
	}
}
