/* model/roster_step.c -- what was done to a list, and undoing it; a list as
 * XML. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/roster_priv.h"
#include "xml/xml.h"

enum { STEPS_KEPT = 20 };

/* clang-format off */
static const char sql_step[] =
    "INSERT INTO roster_step(campaign, round, step, at, by, what, undone, before)"
    " SELECT ?1, ?2, coalesce(max(step), 0) + 1, ?3, ?4, ?5, 0, ?6"
    " FROM roster_step WHERE campaign = ?1 AND round = ?2";
static const char sql_forget[] =
    "DELETE FROM roster_step WHERE campaign = ?1 AND round = ?2 AND step <="
    " (SELECT max(step) FROM roster_step WHERE campaign = ?1 AND round = ?2) - ?3";
static const char sql_last[] =
    "SELECT step, what, before FROM roster_step WHERE campaign = ?1"
    " AND round = ?2 AND undone = 0 ORDER BY step DESC LIMIT 1";
static const char sql_undone[] =
    "UPDATE roster_step SET undone = 1"
    " WHERE campaign = ?1 AND round = ?2 AND step = ?3";
/* clang-format on */

/* A line for each entry, fields with tabs between. */
static void
pack_text(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '\\' || *s == '\t' || *s == '\n')
			buf_char(b, '\\');
		buf_char(b, *s == '\t' ? 't' : *s == '\n' ? 'n' : *s);
	}
}

static const char *
pack(struct arena *a, const struct model_roster *r)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t i = 0; i < r->count; i++) {
		const struct model_entry *e = &r->entries[i];

		buf_int(&b, e->kind);
		buf_char(&b, '\t');
		pack_text(&b, e->key);
		for (int k = MODEL_SALUTATION; k < MODEL_COLUMNS; k++) {
			buf_char(&b, '\t');
			pack_text(&b, e->text[k]);
		}
		buf_char(&b, '\n');
	}
	s = buf_ok(&b) ? arena_strndup(a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return s;
}

/* One text up to a tab or the line's end; *s moves behind it. */
static const char *
unpack_text(struct arena *a, const char **s)
{
	size_t len = strcspn(*s, "\t\n"), n = 0;
	char *out = arena_alloc(a, len + 1);

	for (size_t i = 0; out != NULL && i < len; i++) {
		bool escaped = (*s)[i] == '\\' && i + 1 < len;

		i += escaped;
		out[n++] = !escaped	    ? (*s)[i]
			   : (*s)[i] == 't' ? '\t'
			   : (*s)[i] == 'n' ? '\n'
					    : (*s)[i];
	}
	*s += len;
	*s += **s != '\0';
	return out;
}

static bool
unpack(struct arena *a, const char *text, struct model_roster *ret)
{
	size_t lines = 0;

	for (const char *p = text; *p != '\0'; p++)
		lines += *p == '\n';
	ret->entries = arena_alloc_n(a, lines + 1, sizeof(*ret->entries));
	ret->count = 0;
	if (ret->entries == NULL)
		return false;
	while (ret->count < lines) {
		struct model_entry *e = &ret->entries[ret->count++];
		const char *kind = unpack_text(a, &text);

		e->kind = kind == NULL || kind[0] < '0' || kind[0] > '2'
			      ? MODEL_PERSON
			      : (enum model_kind)(kind[0] - '0');
		e->key = unpack_text(a, &text);
		for (int k = MODEL_SALUTATION; k < MODEL_COLUMNS; k++)
			if ((e->text[k] = unpack_text(a, &text)) == NULL)
				return false;
	}
	return true;
}

bool
roster_step(struct db *db, struct arena *a, const struct model_act *act,
    const char *what, struct err *err)
{
	struct model_roster r;
	const char *before;
	struct db_stmt *st;

	if (!model_roster_load(db, a, act->campaign, act->round, &r, err))
		return false;
	before = pack(a, &r);
	if (before == NULL || what == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_step, &st, err))
		return false;
	db_bind_text(st, 1, act->campaign);
	db_bind_text(st, 2, act->round);
	db_bind_int(st, 3, act->at);
	db_bind_text(st, 4, act->by);
	db_bind_text(st, 5, what);
	db_bind_text(st, 6, before);
	if (!db_run(st, err) || !db_prepare(db, sql_forget, &st, err))
		return false;
	db_bind_text(st, 1, act->campaign);
	db_bind_text(st, 2, act->round);
	db_bind_int(st, 3, STEPS_KEPT);
	return db_run(st, err);
}

struct last {
	int64_t step;
	const char *what, *before;
};

static bool
find_last(struct db *db, struct arena *a, const char *campaign,
    const char *round, bool *ret_row, struct last *ret, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(db, sql_last, &st, err))
		return false;
	db_bind_text(st, 1, campaign);
	db_bind_text(st, 2, round);
	if (!db_step(st, ret_row, err))
		return false;
	if (*ret_row)
		*ret = (struct last){ db_int(st, 0), db_text(st, 1, a),
			db_text(st, 2, a) };
	db_reset(st);
	return true;
}

bool
model_roster_last(struct db *db, struct arena *a, const char *campaign,
    const char *round, const char **ret_what, struct err *err)
{
	struct last last;
	bool row;

	if (!find_last(db, a, campaign, round, &row, &last, err))
		return false;
	*ret_what = row ? last.what : NULL;
	return true;
}

bool
model_roster_undo(struct db *db, struct arena *a, const struct model_act *act,
    struct err *err)
{
	struct model_roster before;
	struct db_stmt *st;
	struct last last;
	bool row;

	if (!find_last(db, a, act->campaign, act->round, &row, &last, err))
		return false;
	if (!row) {
		err_set(err, ERR_NOTFOUND, no_pos, "không còn gì để hoàn tác");
		return err_hint(err, "chỉ giữ %d việc gần nhất", STEPS_KEPT);
	}
	if (!unpack(a, last.before, &before))
		return err_nomem(err);
	if (!roster_clear(db, act, err) ||
	    !roster_insert(db, a, act, before.entries, before.count, err) ||
	    !db_prepare(db, sql_undone, &st, err))
		return false;
	db_bind_text(st, 1, act->campaign);
	db_bind_text(st, 2, act->round);
	db_bind_int(st, 3, last.step);
	return db_run(st, err);
}

/* --- XML --- */

/* Which text is which element. */
static const struct {
	enum model_column column;
	const char *name;
} parts[MODEL_KINDS][4] = {
	{ { MODEL_NAME, "ten" }, { MODEL_NOTE, "ghi-chu" } },
	{ { MODEL_NAME, "ten" }, { MODEL_POSITION, "chuc-vu" },
	    { MODEL_UNIT, "don-vi" }, { MODEL_NOTE, "ghi-chu" } },
	{ { MODEL_NAME, "ten" }, { MODEL_UNIT, "dia-chi" },
	    { MODEL_NOTE, "ghi-chu" } },
};

void
model_roster_put(struct xml_build *b, const struct model_roster *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct model_entry *e = &r->entries[i];

		xml_open(b, model_kind_names[e->kind]);
		xml_set(b, "ma", e->key);
		if (e->kind == MODEL_PERSON && e->text[MODEL_SALUTATION][0])
			xml_set(b, "danh-xung", e->text[MODEL_SALUTATION]);
		for (int k = 0; k < 4 && parts[e->kind][k].name != NULL; k++) {
			const char *s = e->text[parts[e->kind][k].column];

			xml_leaf(
			    b, parts[e->kind][k].name, s[0] == '\0' ? NULL : s);
		}
		xml_close(b);
	}
}

static bool
read_entry(struct arena *a, const struct xml_node *n, struct model_entry *e,
    struct err *err)
{
	const char *title = xml_attr(n, "danh-xung");

	e->key = xml_attr(n, "ma");
	for (int k = 0; k < MODEL_COLUMNS; k++)
		e->text[k] = "";
	e->text[MODEL_SALUTATION] = title == NULL ? "" : title;
	for (const struct xml_node *c = xml_first_element(n); c != NULL;
	     c = xml_next_element(c)) {
		int k = 0;

		while (k < 4 && parts[e->kind][k].name != NULL &&
		       strcmp(parts[e->kind][k].name, xml_name(c)) != 0)
			k++;
		if (k == 4 || parts[e->kind][k].name == NULL) {
			err_set(err, ERR_ELEMENT, xml_pos(c),
			    "<%s> không có cột nào trong danh sách",
			    xml_name(c));
			return err_hint(err, "bỏ thẻ ấy khỏi tệp rồi nhập lại");
		}
		e->text[parts[e->kind][k].column] = xml_string(a, c);
		if (e->text[parts[e->kind][k].column] == NULL)
			return err_nomem(err);
	}
	return true;
}

bool
model_roster_read(struct arena *a, const struct xml_node *round,
    struct model_roster *ret, struct err *err)
{
	size_t all = 0;

	for (const struct xml_node *n = xml_first_element(round); n != NULL;
	     n = xml_next_element(n))
		all++;
	*ret = (struct model_roster){ 0 };
	ret->entries = arena_alloc_n(a, all + 1, sizeof(*ret->entries));
	if (ret->entries == NULL)
		return err_nomem(err);
	for (int k = 0; k < MODEL_KINDS; k++)
		for (const struct xml_node *n = xml_first_element(round);
		     n != NULL; n = xml_next_element(n)) {
			struct model_entry *e = &ret->entries[ret->count];

			if (strcmp(xml_name(n), model_kind_names[k]) != 0)
				continue;
			e->kind = (enum model_kind)k;
			if (!read_entry(a, n, e, err))
				return false;
			ret->count++;
			ret->per_kind[k]++;
		}
	return true;
}
