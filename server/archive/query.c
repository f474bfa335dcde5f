/* archive/query.c -- reading, searching, checking.
 *
 * What is typed becomes an FTS5 query in which every word is quoted, so nothing
 * that is typed can be a syntax error.  A word with marks asks for exactly
 * those marks, a word without for any.  Newest first is the order of row
 * numbers and costs nothing. */
#include <stdio.h>
#include <string.h>

#include "archive/arc_priv.h"
#include "viet/syllable.h"
#include "viet/text.h"

enum { COUNTED = 10000, LIMIT = 1000, DEADLINE_MS = 2000 };

static bool
walk(const char *text, size_t len, bool query, db_emit emit, void *ctx)
{
	struct viet_syllables it;
	struct viet_syllable s;

	viet_syllables_start(&it, text, len);
	while (viet_syllable_next(&it, &s)) {
		struct db_token t = { s.exact, s.exact_len, s.from, s.to,
			false };

		if (!emit(ctx, &t))
			return false;
		if (query || !s.marked)
			continue;
		t.text = s.folded;
		t.len = s.folded_len;
		t.colocated = true;
		if (!emit(ctx, &t))
			return false;
	}
	return true;
}

const struct db_tokenizer arc_tokenizer = { "vi", walk };

static const char sql_get[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE d.uid = ?1";
static const char sql_events[] =
    "SELECT at, kind, text FROM event WHERE uid = ?1 ORDER BY seq";
static const char sql_series[] =
    "SELECT c.org, c.series, c.year, c.last, (SELECT count(*) FROM document d "
    "WHERE d.org = c.org AND d.series = c.series AND d.year = c.year) "
    "FROM counter c ORDER BY c.year DESC, c.series";
static const char sql_all[] =
    "SELECT " ROW_COLUMNS " FROM document d ORDER BY d.id";

#define FILTERS                                                          \
	" AND (?2 = '' OR d.type = ?2) AND (?3 = '' OR d.campaign = ?3)" \
	" AND (?4 = 0 OR d.year = ?4) AND (?5 = '' OR d.series = ?5)"
static const char sql_newest[] =
    "SELECT " ROW_COLUMNS " FROM document d WHERE (?6 = 0 OR d.id < ?6)" FILTERS
    " ORDER BY d.id DESC LIMIT ?7";
static const char sql_match[] =
    "SELECT " ROW_COLUMNS " FROM search s JOIN document d ON d.id = s.rowid"
    " WHERE search MATCH ?1 AND (?6 = 0 OR s.rowid < ?6)" FILTERS
    " ORDER BY s.rowid DESC LIMIT ?7";
static const char sql_ranked[] =
    "SELECT " ROW_COLUMNS " FROM search s JOIN document d ON d.id = s.rowid"
    " WHERE search MATCH ?1" FILTERS
    " ORDER BY bm25(search, 8.0, 4.0, 1.0), s.rowid DESC LIMIT ?7 OFFSET ?6";
static const char sql_count_all[] =
    "SELECT count(*) FROM (SELECT 1 FROM document d WHERE 1" FILTERS
    " LIMIT ?7)";
static const char sql_count_match[] =
    "SELECT count(*) FROM (SELECT 1 FROM search s JOIN document d ON d.id = "
    "s.rowid WHERE search MATCH ?1" FILTERS " LIMIT ?7)";

static const char *const sql_facets[] = {
	[ARC_BY_TYPE] = "SELECT type, type_name, count(*) FROM document "
			"GROUP BY type ORDER BY 3 DESC",
	[ARC_BY_YEAR] =
	    "SELECT CAST(year AS TEXT), CAST(year AS TEXT), count(*) "
	    "FROM document GROUP BY year ORDER BY year DESC",
	[ARC_BY_CAMPAIGN] = "SELECT campaign, campaign_name, count(*) FROM "
			    "document WHERE campaign <> '' GROUP BY campaign "
			    "ORDER BY 3 DESC LIMIT 100",
};

bool
arc_get(struct arc *arc, struct arena *a, const char *uid, struct arc_doc *ret,
    struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_get, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		row_read(st, a, ret);
	db_reset(st);
	return row || err_set(err, ERR_NOTFOUND, no_pos, "văn bản %.40s", uid);
}

bool
arc_read(struct arc *arc, struct arena *a, const struct arc_doc *doc, bool data,
    const char **ret, size_t *ret_len, struct err *err)
{
	const struct hash *want = data ? &doc->data_sha256 : &doc->sha256;
	int64_t len = data ? doc->data_length : doc->length;
	struct hash have;
	char *bytes;

	if (!volume_read(arc, a, doc->volume,
		data ? doc->data_offset : doc->offset, len, &bytes, err))
		return false;
	hash_of(bytes, (size_t)len, &have);
	if (!hash_equal(&have, want)) {
		err_set(err, ERR_CORRUPT, no_pos,
		    "bản lưu của văn bản %s (%s) không còn nguyên", doc->code,
		    doc->uid);
		return err_hint(
		    err, "báo người quản trị phục hồi từ bản sao dự phòng");
	}
	*ret = bytes;
	*ret_len = (size_t)len;
	return true;
}

bool
arc_events(struct arc *arc, struct arena *a, const char *uid,
    struct arc_event **ret, size_t *ret_count, struct err *err)
{
	enum { MOST = 200 };
	struct arc_event *list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	bool row = true;
	size_t n = 0;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(arc->db, sql_events, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	while (n < MOST && db_step(st, &row, err) && row) {
		list[n].at = db_int(st, 0);
		list[n].kind = db_text(st, 1, a);
		list[n++].text = db_text(st, 2, a);
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

bool
arc_list_series(struct arc *arc, struct arena *a, struct arc_series **ret,
    size_t *ret_count, struct err *err)
{
	enum { MOST = 500 };
	struct arc_series *list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	bool row = true;
	size_t n = 0;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(arc->db, sql_series, &st, err))
		return false;
	while (n < MOST && db_step(st, &row, err) && row) {
		list[n] =
		    (struct arc_series){ db_text(st, 0, a), db_text(st, 1, a),
			    (int)db_int(st, 2), db_int(st, 3), db_int(st, 4) };
		n++;
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

bool
arc_facets(struct arc *arc, struct arena *a, enum arc_facet_kind kind,
    struct arc_facet **ret, size_t *ret_count, struct err *err)
{
	enum { MOST = 100 };
	struct arc_facet *list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	bool row = true;
	size_t n = 0;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(arc->db, sql_facets[kind], &st, err))
		return false;
	while (n < MOST && db_step(st, &row, err) && row) {
		list[n] = (struct arc_facet){ db_text(st, 0, a),
			db_text(st, 1, a), db_int(st, 2) };
		n++;
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

/* --- from words to a query --- */

static void
add_term(struct buf *out, struct buf *without, const char *text, size_t len,
    bool not_wanted, bool prefix)
{
	struct buf *to = not_wanted ? without : out;
	struct viet_syllables it;
	struct viet_syllable s;

	viet_syllables_start(&it, text, len);
	if (!viet_syllable_next(&it, &s))
		return; /* punctuation only */
	if (to->len > 0)
		buf_str_add(to, not_wanted ? " OR " : " AND ");
	buf_char(to, '"');
	for (size_t i = 0; i < len; i++)
		if (text[i] != '"')
			buf_char(to, text[i]);
	buf_char(to, '"');
	if (prefix)
		buf_str_add(to, " *");
}

/* Length of a curly quote at s, 0 when there is none. */
static size_t
quote_at(const char *s)
{
	if (*s == '"')
		return 1;
	if (strncmp(s, "“", 3) == 0 || strncmp(s, "”", 3) == 0)
		return 3;
	return 0;
}

static size_t
until_quote(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0' && quote_at(s + n) == 0)
		n++;
	return n;
}

static size_t
until_space(const char *s)
{
	size_t n = 0;

	while (s[n] != '\0' && strchr(" \t\r\n", s[n]) == NULL &&
	       quote_at(s + n) == 0)
		n++;
	return n;
}

static const char *
build_query(struct arena *a, const char *words, const char **ret_explain)
{
	struct buf wanted = { 0 }, without = { 0 };
	const char *s = words, *out = NULL;

	*ret_explain = NULL;
	while (*s != '\0') {
		bool minus = *s == '-';
		size_t q, n;

		s += minus;
		q = quote_at(s);
		s += q;
		n = q > 0 ? until_quote(s) : until_space(s);
		/* The last word may still be typed. */
		add_term(&wanted, &without, s, n, minus,
		    q == 0 && !minus && s[n] == '\0' && n >= 3);
		s += n;
		s += q > 0 ? quote_at(s) : 0;
		s += strspn(s, " \t\r\n");
	}
	if (wanted.len == 0 && without.len > 0)
		*ret_explain =
		    "Cần ít nhất một từ muốn tìm; dấu trừ chỉ để bớt kết quả.";
	else if (wanted.len == 0)
		*ret_explain =
		    "Chỉ có dấu câu, chưa có từ để tìm; đây là mọi văn bản.";
	else if (without.len > 0)
		out = arena_printf(
		    a, "(%s) NOT (%s)", buf_str(&wanted), buf_str(&without));
	else
		out = arena_strdup(a, buf_str(&wanted));
	buf_done(&wanted);
	buf_done(&without);
	return out;
}

static void
bind_filters(struct db_stmt *st, const char *match, const struct arc_query *q)
{
	if (match != NULL)
		db_bind_text(st, 1, match);
	db_bind_text(st, 2, q->type == NULL ? "" : q->type);
	db_bind_text(st, 3, q->campaign == NULL ? "" : q->campaign);
	db_bind_int(st, 4, q->year);
	db_bind_text(st, 5, q->series == NULL ? "" : q->series);
}

static bool
count_hits(struct arc *arc, const char *match, const struct arc_query *q,
    struct arc_hits *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db,
		match == NULL ? sql_count_all : sql_count_match, &st, err))
		return false;
	bind_filters(st, match, q);
	db_bind_int(st, 7, COUNTED + 1);
	if (!db_step(st, &row, err))
		return false;
	ret->total = row ? db_int(st, 0) : 0;
	db_reset(st);
	ret->more_total = ret->total > COUNTED;
	if (ret->more_total)
		ret->total = COUNTED;
	return true;
}

static bool
fetch(struct arc *arc, struct arena *a, const char *match,
    const struct arc_query *q, int limit, struct arc_hits *ret, struct err *err)
{
	bool ranked = q->relevance && match != NULL;
	const char *sql = match == NULL ? sql_newest
			  : ranked	? sql_ranked
					: sql_match;
	struct db_stmt *st;
	bool row = true, ok;

	if (!db_prepare(arc->db, sql, &st, err))
		return false;
	bind_filters(st, match, q);
	db_bind_int(st, 6, q->before);
	db_bind_int(st, 7, limit + 1);
	while ((ok = db_step(st, &row, err)) && row) {
		if (ret->count == (size_t)limit) {
			ret->next = ranked ? q->before + limit
					   : ret->docs[limit - 1].id;
			break;
		}
		row_read(st, a, &ret->docs[ret->count++]);
	}
	db_reset(st);
	return ok;
}

bool
arc_search(struct arc *arc, struct arena *a, const struct arc_query *q,
    struct arc_hits *ret, struct err *err)
{
	const char *words = q->words == NULL ? "" : q->words, *match = NULL;
	int limit = q->limit < 1 ? 20 : q->limit > LIMIT ? LIMIT : q->limit;
	bool ok;

	*ret = (struct arc_hits){ 0 };
	ret->docs = arena_alloc_n(a, (size_t)limit + 1, sizeof(*ret->docs));
	if (ret->docs == NULL)
		return err_nomem(err);
	if (words[strspn(words, " \t\r\n")] != '\0') {
		if (!viet_nfc(a, words, strlen(words), &words, NULL)) {
			ret->explain =
			    "Từ tìm có ký tự không đọc được; đã bỏ qua.";
			words = "";
		} else {
			match = build_query(a, words, &ret->explain);
		}
	}
	db_deadline(arc->db, DEADLINE_MS);
	ok = fetch(arc, a, match, q, limit, ret, err) &&
	     count_hits(arc, match, q, ret, err);
	db_deadline(arc->db, 0);
	if (!ok && err != NULL && err->kind == ERR_BUSY) {
		ret->explain =
		    "Tìm quá lâu nên đã dừng; hãy thêm từ hoặc lọc theo năm.";
		return true;
	}
	return ok;
}

/* --- checking --- */

static bool
check_one(struct arc *arc, const struct arc_doc *d, struct err_list *problems)
{
	struct arena *a = arena_new(0);
	const char *bytes;
	size_t len;
	struct err err;
	bool ok = a != NULL;

	for (int data = 0; ok && data < 2; data++)
		if (!arc_read(arc, a, d, data == 1, &bytes, &len, &err)) {
			err_list_add(problems, &err);
			ok = false;
		}
	arena_free(a);
	return ok;
}

bool
arc_fsck(struct arc *arc, struct err_list *problems, int64_t *ret_count,
    struct err *err)
{
	struct arena *a = arena_new(0);
	struct db_stmt *st;
	bool row = true, ok;

	*ret_count = 0;
	if (a == NULL)
		return err_nomem(err);
	ok = db_prepare(arc->db, sql_all, &st, err);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_doc d;

		arena_reset(a);
		row_read(st, a, &d);
		check_one(arc, &d, problems);
		(*ret_count)++;
	}
	arena_free(a);
	return ok;
}
