/* issue/print.c -- the job that makes one file for the printer.
 *
 * Certificates are set again from their archived data by the version of the
 * template that made them: what is printed is what is filed.  A file
 * that was cut off is begun anew. */
#include <string.h>
#include <unistd.h>

#include "archive/fact.h"
#include "base/arena.h"
#include "base/file.h"
#include "issue/batch_priv.h"
#include "issue/edition.h"
#include "issue/sheets.h"
#include "xml/xml.h"

enum { TELL_EVERY = 64 };

const char *
iss_print_path(const struct iss_batch *b, struct arena *a, const char *job)
{
	return arena_printf(a, "%s/print/%s.pdf", b->config.data, job);
}

/* --- adding --- */

/* Lines hold no line ends: what is typed becomes one line. */
static const char *
one_line(struct arena *a, const char *s)
{
	char *copy = arena_strdup(a, s == NULL ? "" : s);

	for (char *p = copy; p != NULL && *p != '\0'; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	return copy;
}

static bool
find_setting(struct arc *arc, struct arena *a, const char *printer,
    const char *stock, struct iss_setting *ret, struct err *err)
{
	struct iss_setting *list;
	size_t n;

	if (!iss_settings(arc, a, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].printer, printer) == 0 &&
		    strcmp(list[i].stock, stock) == 0) {
			*ret = list[i];
			return true;
		}
	err_set(err, ERR_NOTFOUND, no_pos,
	    "chưa căn chỉnh máy in «%s» với phôi «%s»", printer, stock);
	return err_hint(err, "căn chỉnh ở trang Máy in");
}

static bool
is_given(const char *s)
{
	return s != NULL && s[strspn(s, " \t\r\n")] != '\0';
}

static bool
check_print(struct iss_batch *b, struct arena *a, const struct iss_print *p,
    struct award *w, struct err *err)
{
	struct arc *arc = batch_reader(b, err);
	struct iss_setting ignored;
	struct arc_doc *docs;
	size_t n;

	if (arc == NULL || !award_load(b, a, p->decision, w, err) ||
	    !iss_sorted(arc, a, p->decision, p->sort, &docs, &n, err))
		return false;
	if (n == 0) {
		err_set(err, ERR_NOTFOUND, no_pos,
		    "Quyết định %s chưa có bằng khen nào", w->decision.code);
		return err_hint(err, "cấp số và tạo bằng khen trước khi in");
	}
	if (is_given(p->pages) && !is_given(p->reason)) {
		err_set(err, ERR_VALUE, no_pos, "chưa ghi lý do in lại");
		return err_hint(err, "lý do vào nhật ký, ví dụ: kẹt giấy");
	}
	if (is_given(p->pages) && !sheets_pick(p->pages, NULL, 0, err))
		return false;
	return !p->overlay || !is_given(p->printer) ||
	       find_setting(arc, a, p->printer, p->stock, &ignored, err);
}

static const char *
print_args(struct arena *a, const struct iss_print *p)
{
	const char *printer = one_line(a, p->printer),
		   *stock = one_line(a, p->stock),
		   *pages = one_line(a, p->pages),
		   *reason = one_line(a, p->reason);

	if (printer == NULL || stock == NULL || pages == NULL || reason == NULL)
		return NULL;
	return arena_printf(a,
	    "sort=%s\nlist=%d\nseparators=%d\noverlay=%d\nprinter=%s\n"
	    "stock=%s\npages=%s\nreason=%s\n",
	    iss_sort_keys[p->sort], p->list, p->separators, p->overlay, printer,
	    stock, pages, reason);
}

bool
iss_print_add(struct iss_batch *b, const struct iss_print *p,
    char ret_id[static ENV_ID_LEN + 1], bool *ret_fresh, struct err *err)
{
	struct arena *a = arena_new(0);
	struct jobs_new job = { .kind = ISS_PRINT,
		.key = p->key,
		.owner = p->owner,
		.subject = p->decision };
	struct award w;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && check_print(b, a, p, &w, err);
	if (ok) {
		job.org = w.decision.org;
		job.args = print_args(a, p);
		job.title = arena_printf(a, "%s, Quyết định %s",
		    p->list		 ? "Biên bản giao nhận"
		    : is_given(p->pages) ? "In lại bằng khen"
		    : p->overlay	 ? "Tập in trên phôi"
					 : "Tập in bằng khen",
		    w.decision.code);
		ok = job.args != NULL && job.title != NULL
			 ? jobs_add(b->jobs, &job, ret_id, ret_fresh, err)
			 : err_nomem(err);
	}
	arena_free(a);
	return ok;
}

/* --- the file --- */

struct printing {
	struct iss_batch *batch;
	struct jobs_run *run;
	struct arena *a;   /* of the run */
	struct arena *one; /* of a sheet */
	struct arc *arc;
	struct award w;
	struct press_book *book;
	enum iss_sort sort;
	bool list, separators, overlay;
	const char *pages, *reason;
	struct iss_setting setting; /* scale 0 = none */
	size_t sheets;		    /* printed */
	bool cut;		    /* somebody wants it stopped */
};

static bool
read_args(struct printing *p, struct err *err)
{
	const char *args = jobs_run_info(p->run)->args;
	const char *sort = args_get(p->a, args, "sort"),
		   *printer = args_get(p->a, args, "printer");

	for (int i = 0; i < ISS_SORTS; i++)
		if (strcmp(sort, iss_sort_keys[i]) == 0)
			p->sort = (enum iss_sort)i;
	p->list = args_get(p->a, args, "list")[0] == '1';
	p->separators = args_get(p->a, args, "separators")[0] == '1' &&
			p->sort == ISS_BY_UNIT;
	p->overlay = args_get(p->a, args, "overlay")[0] == '1';
	p->pages = args_get(p->a, args, "pages");
	p->reason = args_get(p->a, args, "reason");
	return !p->overlay || printer[0] == '\0' ||
	       find_setting(p->arc, p->a, printer,
		   args_get(p->a, args, "stock"), &p->setting, err);
}

/* A text of the row's lock, a flat JSON object; NULL when it has none. */
static const char *
lock_text(struct arena *a, const struct arc_doc *d, const char *name)
{
	const char *s = strstr(d->template_lock, name);

	if (s == NULL)
		return NULL;
	s += strlen(name);
	return arena_strndup(a, s, strcspn(s, "\""));
}

/* The press on exactly the files of the version that made it. */
static bool
use_version(struct printing *p, const struct arc_doc *d,
    const char **ret_template, struct err *err)
{
	const char *lock = lock_text(p->one, d, "\"sha256\":\"");
	struct press *press;

	*ret_template = lock_text(p->one, d, "\"template\":\"");
	if (*ret_template == NULL || lock == NULL) {
		err_set(err, ERR_CONSISTENCY, no_pos,
		    "%s cấp trước khi mẫu có phiên bản", d->code);
		return err_hint(err, "in từ các tệp PDF đã lưu: tải tệp ZIP");
	}
	if (!iss_open_lock(p->arc, p->batch->config.press, lock, &press, err))
		return false;
	press_book_use(p->book, press);
	return true;
}

static bool
add_document(struct printing *p, const struct press_job *job,
    const char *outline, struct press_result *r, struct err *err)
{
	struct err_list errors;

	err_list_init(&errors, p->one);
	if (press_book_add(p->book, p->one, job, outline, &errors, r))
		return true;
	for (size_t i = 0; i < errors.len; i++)
		if (!err_is_warning(errors.items[i]->kind)) {
			if (err != NULL)
				*err = *errors.items[i];
			return false;
		}
	return err_nomem(err);
}

static bool
add_certificate(struct printing *p, const struct arc_doc *d, struct err *err)
{
	struct press_job job = { .overlay = p->overlay,
		.number = d->code,
		.issuer = p->w.c->org_name,
		.created = (int64_t)d->date * 86400 + 3600 };
	struct press_result r;
	struct xml_doc *data;
	const char *bytes, *outline;
	size_t len;

	outline = arena_printf(p->one, "%s %s", d->code, d->honouree);
	if (outline == NULL)
		return err_nomem(err);
	if (!use_version(p, d, &job.template, err) ||
	    !arc_read(p->arc, p->one, d, true, &bytes, &len, err) ||
	    !xml_parse(p->one, "du-lieu.xml", bytes, len, XML_DATA, &data, err))
		return false;
	job.data = data;
	if (add_document(p, &job, outline, &r, err))
		return true;
	err_record(err, d->honouree);
	return false;
}

static void
put_head(struct printing *p, struct xml_build *b)
{
	const struct arc_doc *d = &p->w.decision;
	char iso[11];

	xml_copy(b, xml_child(p->w.c->root, "co-quan"));
	day_print_iso(d->date, iso);
	xml_open(b, "quyet-dinh");
	xml_set(b, "so-ky-hieu", d->code);
	xml_set(b, "ngay", iso);
	xml_close(b);
}

static bool
add_separator(struct printing *p, const struct sheet *s, struct err *err)
{
	struct press_job job = { .template = "sheets/separator",
		.issuer = p->w.c->org_name,
		.created = (int64_t)p->w.decision.date * 86400 + 3600 };
	struct xml_build *b = xml_build_new(p->one, "ho-so");
	struct xml_doc *data;
	struct press_result r;

	put_head(p, b);
	xml_open(b, "to-ngan");
	xml_set_int(b, "so-luong", (long long)s->count);
	xml_set_int(b, "tu", (long long)s->from + 1);
	xml_set_int(b, "den", (long long)(s->from + s->count));
	xml_leaf(b, "don-vi", s->unit);
	xml_close(b);
	if (!xml_build_doc(b, &data, err))
		return false;
	job.data = data;
	press_book_use(p->book, p->batch->config.press);
	return add_document(p, &job, s->unit, &r, err);
}

static void
put_receiver(struct xml_build *b, const struct arc_doc *d)
{
	xml_open(b, "bang");
	xml_set(b, "so", d->code);
	xml_leaf(b, "ten", d->honouree);
	xml_leaf(b, "don-vi", d->unit[0] == '\0' ? NULL : d->unit);
	xml_close(b);
}

/* The hand-over list: one table, a line of its own above each unit. */
static bool
add_list(
    struct printing *p, const struct arc_doc *docs, size_t n, struct err *err)
{
	struct press_job job = { .template = "sheets/handover-list",
		.issuer = p->w.c->org_name,
		.created = (int64_t)p->w.decision.date * 86400 + 3600 };
	struct xml_build *b = xml_build_new(p->one, "ho-so");
	struct xml_doc *data;
	struct press_result r;

	put_head(p, b);
	xml_open(b, "giao-nhan");
	xml_set_int(b, "so-luong", (long long)n);
	for (size_t i = 0; i < n; i++) {
		bool first =
		    i == 0 || strcmp(docs[i].unit, docs[i - 1].unit) != 0;

		if (first && i > 0)
			xml_close(b);
		if (first) {
			xml_open(b, "don-vi");
			xml_set(b, "ten", iss_unit_of(&docs[i]));
		}
		put_receiver(b, &docs[i]);
	}
	if (n > 0)
		xml_close(b);
	xml_close(b);
	if (!xml_build_doc(b, &data, err))
		return false;
	job.data = data;
	return add_document(p, &job, "Biên bản giao nhận", &r, err);
}

static bool
add_sheets(
    struct printing *p, const struct arc_doc *docs, size_t n, struct err *err)
{
	struct sheet *sheets;
	bool *picked = NULL, ok = true;
	size_t count;

	if (!sheets_make(p->a, docs, n, p->separators, &sheets, &count, err))
		return false;
	if (p->pages[0] != '\0') {
		picked = arena_alloc_n(p->a, count, sizeof(*picked));
		if (picked == NULL)
			return err_nomem(err);
		if (!sheets_pick(p->pages, picked, count, err))
			return false;
	}
	jobs_tell_total(p->run, count);
	for (size_t i = 0; ok && !p->cut && i < count; i++) {
		if (i % TELL_EVERY == TELL_EVERY - 1) {
			jobs_tell(p->run, TELL_EVERY);
			p->cut = jobs_stopping(p->run);
		}
		if (picked != NULL && !picked[i])
			continue;
		arena_reset(p->one);
		ok = sheets[i].doc != NULL
			 ? add_certificate(p, sheets[i].doc, err)
			 : add_separator(p, &sheets[i], err);
		p->sheets++;
	}
	return ok;
}

/* --- the end --- */

static const char *
log_text(struct printing *p)
{
	const struct arc_doc *d = &p->w.decision;

	if (p->pages[0] == '\0')
		return arena_printf(p->a, "Lập tập in %s Quyết định %s, %zu tờ",
		    p->overlay ? "trên phôi bằng khen" : "bằng khen", d->code,
		    p->sheets);
	return arena_printf(p->a,
	    "In lại trang %s của tập bằng khen Quyết định %s, %zu tờ. Lý do: "
	    "%s",
	    p->pages, d->code, p->sheets, p->reason);
}

static bool
log_act(struct arc *arc, void *ctx, struct err *err)
{
	struct printing *p = ctx;
	struct arc_fact f = { .kind = p->pages[0] == '\0' ? "in" : "in-lai",
		.key = jobs_run_id(p->run),
		.other = p->pages,
		.value = jobs_run_info(p->run)->owner,
		.uid = p->w.decision.uid,
		.text = log_text(p) };
	const struct arc_fact like = { .kind = f.kind, .key = f.key };
	struct arc_fact before;

	/* Written already, before the program was stopped. */
	if (!arc_last_fact(arc, p->a, &like, &before, err) || before.seq != 0)
		return before.seq != 0;
	return f.text != NULL ? arc_add_fact(arc, &f, err) : err_nomem(err);
}

static bool
make_book(struct printing *p, const char *path, struct err *err)
{
	const struct arc_doc *d = &p->w.decision;
	const struct press_book_meta meta = { .title =
						  jobs_run_info(p->run)->title,
		.issuer = p->w.c->org_name,
		.number = d->code,
		.created = (int64_t)d->date * 86400 + 3600,
		.shift = { (mpt)((int64_t)p->setting.x * 72000 / 254),
		    (mpt)((int64_t)p->setting.y * 72000 / 254),
		    p->setting.scale_x, p->setting.scale_y } };
	struct arc_doc *docs;
	size_t n;
	bool ok;

	if (!iss_sorted(p->arc, p->a, d->uid, p->list ? ISS_BY_UNIT : p->sort,
		&docs, &n, err) ||
	    !press_book_begin(
		p->batch->config.press, path, &meta, &p->book, err))
		return false;
	ok = p->list ? add_list(p, docs, n, err) : add_sheets(p, docs, n, err);
	if (!ok || p->cut) {
		press_book_drop(p->book);
		return ok;
	}
	if (!press_book_end(p->book, err))
		return false;
	/* A list may be made again by anybody; sheets are on record. */
	return p->list || arc_write(p->batch->config.writer, log_act, p, err);
}

bool
print_finish(void *ctx, struct jobs_run *run, struct err *err)
{
	struct printing p = { .batch = ctx,
		.run = run,
		.a = jobs_run_arena(run),
		.one = arena_new(0) };
	const char *dir = arena_printf(p.a, "%s/print", p.batch->config.data),
		   *path = iss_print_path(p.batch, p.a, jobs_run_id(run));
	bool ok =
	    (p.one != NULL && dir != NULL && path != NULL) || err_nomem(err);

	p.arc = ok ? batch_reader(p.batch, err) : NULL;
	ok = ok && p.arc != NULL &&
	     award_load(p.batch, p.a, jobs_run_info(run)->subject, &p.w, err) &&
	     read_args(&p, err) && file_make_dir(dir, err) &&
	     make_book(&p, path, err);
	if (ok && !p.cut)
		ok = jobs_leave(run, path, err);
	arena_free(p.one);
	return ok;
}
