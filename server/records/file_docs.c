/* records/file_docs.c -- what lies in a file, and closing it. */
#include <stdlib.h>
#include <string.h>

#include "archive/fact.h"
#include "base/hash.h"
#include "records/file_priv.h"
#include "records/records_priv.h"

/* Put in or taken out by hand: the newest fact about a document counts. */
struct hand {
	const char *uid;
	bool in;
};

static bool
by_hand(struct arc *arc, struct arena *a, const char *id, struct hand **ret,
    size_t *ret_count, struct err *err)
{
	const struct arc_fact like = { .kind = "file-doc", .key = id };
	struct arc_fact *facts;
	size_t n, count = 0;

	if (!arc_list_facts(arc, a, &like, &facts, &n, err))
		return false;
	*ret = arena_alloc_n(a, n + 1, sizeof(**ret));
	if (*ret == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < count && strcmp((*ret)[k].uid, facts[i].other) != 0)
			k++;
		count += k == count;
		(*ret)[k] = (struct hand){ facts[i].other,
			strcmp(facts[i].value, "co") == 0 };
	}
	*ret_count = count;
	return true;
}

static const struct hand *
find_hand(const struct hand *list, size_t n, const char *uid)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].uid, uid) == 0)
			return &list[i];
	return NULL;
}

/* Does the campaign's file hold it by itself? */
static bool
by_itself(const struct rec_file *f, const struct arc_doc *d)
{
	return f->campaign[0] != '\0' &&
	       strcmp(f->campaign, d->campaign) == 0 &&
	       strcmp(f->org, d->org) == 0 &&
	       strcmp(d->type, "certificate") != 0 &&
	       (!f->closed || d->id <= f->last_id);
}

static bool
add_campaign(struct arc *arc, struct arena *a, const struct rec_file *f,
    struct buf *all, struct err *err)
{
	struct arc_doc *docs;
	size_t n;

	if (f->campaign[0] == '\0')
		return true;
	if (!arc_list_campaign(arc, a, f->org, f->campaign, &docs, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (by_itself(f, &docs[i]))
			buf_add(all, &docs[i], sizeof(docs[i]));
	return true;
}

static int
by_time(const void *a, const void *b)
{
	const struct arc_doc *x = a, *y = b;

	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* What was taken out goes, what was put in comes. */
static bool
apply_hand(struct arc *arc, struct arena *a, const struct hand *hands, size_t n,
    struct buf *all, struct err *err)
{
	struct arc_doc *docs = (struct arc_doc *)(void *)all->data;
	size_t count = all->len / sizeof(*docs), kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (find_hand(hands, n, docs[i].uid) == NULL)
			docs[kept++] = docs[i];
	}
	buf_cut(all, kept * sizeof(*docs));
	for (size_t i = 0; i < n; i++) {
		struct arc_doc d;

		if (!hands[i].in)
			continue;
		if (!arc_get(arc, a, hands[i].uid, &d, err))
			return false;
		buf_add(all, &d, sizeof(d));
	}
	return true;
}

bool
rec_file_documents(struct arc *arc, struct arena *a, const struct rec_file *f,
    struct arc_doc **ret, size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	struct hand *hands;
	size_t n;
	bool ok;

	ok = by_hand(arc, a, f->id, &hands, &n, err) &&
	     add_campaign(arc, a, f, &all, err) &&
	     (buf_ok(&all) || err_nomem(err)) &&
	     apply_hand(arc, a, hands, n, &all, err);
	*ret_count = all.len / sizeof(**ret);
	*ret =
	    ok && buf_ok(&all) ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	buf_done(&all);
	if (!ok)
		return false;
	if (*ret == NULL)
		return err_nomem(err);
	qsort(*ret, *ret_count, sizeof(**ret), by_time);
	return true;
}

static bool
holds(struct arc *arc, struct arena *a, const struct rec_file *f,
    const struct arc_doc *d, bool *ret, struct err *err)
{
	const struct hand *h;
	struct hand *hands;
	size_t n;

	if (!by_hand(arc, a, f->id, &hands, &n, err))
		return false;
	h = find_hand(hands, n, d->uid);
	*ret = h != NULL ? h->in : by_itself(f, d);
	return true;
}

bool
rec_files_of(struct arc *arc, struct arena *a, const struct arc_doc *doc,
    struct rec_file **ret, size_t *ret_count, struct err *err)
{
	size_t n, kept = 0;

	if (!rec_file_list(arc, a, ret, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool in;

		if (!holds(arc, a, &(*ret)[i], doc, &in, err))
			return false;
		if (in)
			(*ret)[kept++] = (*ret)[i];
	}
	*ret_count = kept;
	return true;
}

/* --- acts --- */

static bool
record(struct arc *arc, struct arena *a, const struct rec_file *f,
    const struct arc_doc *d, bool in, const char *reason, struct err *err)
{
	struct arc_fact fact = { .kind = "file-doc",
		.key = f->id,
		.other = d->uid,
		.value = in ? "co" : "khong",
		.uid = d->uid };

	fact.text = arena_printf(a, "%s hồ sơ %d/%s: %s %s. Lý do: %s",
	    in ? "Đưa vào" : "Đưa khỏi", f->catalog, f->notation, d->type_name,
	    d->code, reason);
	return fact.text != NULL ? arc_add_fact(arc, &fact, err)
				 : err_nomem(err);
}

static bool
move(struct arc *arc, struct arena *a, const char *id, const char *uid, bool in,
    const char *reason, struct err *err)
{
	struct rec_file f;
	struct arc_doc d;
	bool now;

	if (!file_editable(arc, a, id, reason, &f, err) ||
	    !arc_get(arc, a, uid, &d, err) || !holds(arc, a, &f, &d, &now, err))
		return false;
	if (now != in)
		return record(arc, a, &f, &d, in, reason, err);
	return err_set(err, ERR_REGISTER, no_pos, "%s %s %s hồ sơ %d/%s",
	    d.type_name, d.code, in ? "đã có trong" : "không có trong",
	    f.catalog, f.notation);
}

bool
rec_file_put(struct arc *arc, struct arena *a, const char *id, const char *uid,
    const char *reason, struct err *err)
{
	return move(arc, a, id, uid, true, reason, err);
}

bool
rec_file_take_out(struct arc *arc, struct arena *a, const char *id,
    const char *uid, const char *reason, struct err *err)
{
	return move(arc, a, id, uid, false, reason, err);
}

/* --- closing --- */

/* Over "uid SHA-256\n" of each document in order. */
static const char *
hash_list(struct arena *a, const struct arc_doc *docs, size_t n)
{
	struct buf b = { 0 };
	struct hash h;
	char hex[HASH_HEX + 1];
	const char *ret;

	for (size_t i = 0; i < n; i++) {
		hash_hex(&docs[i].sha256, hex);
		buf_printf(&b, "%s %s\n", docs[i].uid, hex);
	}
	hash_of(buf_str(&b), b.len, &h);
	hash_hex(&h, hex);
	ret = buf_ok(&b) ? arena_strdup(a, hex) : NULL;
	buf_done(&b);
	return ret;
}

static bool
can_close(const struct rec_file *f, const struct arc_doc *docs, size_t n,
    day_t end, struct err *err)
{
	int pages = 0;

	for (size_t i = 0; i < n; i++)
		pages += docs[i].pages;
	if (n == 0)
		return err_set(err, ERR_REGISTER, no_pos,
		    "hồ sơ %d/%s chưa có văn bản nào", f->catalog, f->notation);
	if (n > REC_DOCUMENTS_MAX || pages > REC_PAGES_MAX) {
		err_set(err, ERR_LIMIT, no_pos,
		    "hồ sơ %d/%s có %zu văn bản, %d trang; phụ lục VI cho đến "
		    "%d văn bản, %d trang",
		    f->catalog, f->notation, n, pages, REC_DOCUMENTS_MAX,
		    REC_PAGES_MAX);
		return err_hint(err, "tách thành nhiều hồ sơ");
	}
	if (end >= f->start && end >= docs[n - 1].date)
		return true;
	err_set(err, ERR_VALUE, no_pos,
	    "ngày kết thúc trước ngày bắt đầu hoặc trước văn bản cuối của hồ "
	    "sơ");
	return err_hint(err, "ghi ngày công việc kết thúc");
}

bool
rec_file_close(struct arc *arc, struct arena *a, const char *id, day_t end,
    const char *reason, struct err *err)
{
	struct rec_file f;
	struct arc_doc *docs;
	size_t n;

	if (!file_editable(arc, a, id, reason, &f, err) ||
	    !rec_file_documents(arc, a, &f, &docs, &n, err) ||
	    !can_close(&f, docs, n, end, err))
		return false;
	f.closed = true;
	f.end = end;
	f.ended = day_ymd(end).year;
	for (size_t i = 0; i < n; i++)
		if (docs[i].id > f.last_id)
			f.last_id = docs[i].id;
	f.list_hash = hash_list(a, docs, n);
	return f.list_hash != NULL
		   ? file_record(arc, a, &f, "Kết thúc", reason, err)
		   : err_nomem(err);
}

bool
rec_file_verify(
    struct arc *arc, struct arena *a, const struct rec_file *f, struct err *err)
{
	struct arc_doc *docs;
	const char *now;
	size_t n;

	if (!f->closed)
		return true;
	if (!rec_file_documents(arc, a, f, &docs, &n, err))
		return false;
	now = hash_list(a, docs, n);
	if (now == NULL)
		return err_nomem(err);
	return strcmp(now, f->list_hash) == 0 ||
	       err_set(err, ERR_CORRUPT, no_pos,
		   "danh mục văn bản của hồ sơ %d/%s khác lúc kết thúc",
		   f->catalog, f->notation);
}
