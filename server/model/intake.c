/* model/intake.c -- which column is what, which row is somebody. */
#include "model/intake.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "viet/number.h"
#include "viet/text.h"

/* --- headings --- */

/* Folded words of headings; the longest that stands in a heading decides. */
static const struct {
	const char *words;
	int field;
} headings[] = {
	{ "ho va ten", MODEL_NAME },
	{ "ho ten", MODEL_NAME },
	{ "ho va ten dem", MODEL_NAME },
	{ "ho dem", MODEL_NAME },
	{ "ten tap the", MODEL_NAME },
	{ "ten ca nhan", MODEL_NAME },
	{ "ten ho gia dinh", MODEL_NAME },
	{ "ho gia dinh", MODEL_NAME },
	{ "tap the, ca nhan", MODEL_NAME },
	{ "ten don vi", MODEL_NAME },
	{ "ten", MODEL_NAME },
	{ "danh xung", MODEL_SALUTATION },
	{ "xung ho", MODEL_SALUTATION },
	{ "ong/ba", MODEL_SALUTATION },
	{ "ong (ba)", MODEL_SALUTATION },
	{ "ong, ba", MODEL_SALUTATION },
	{ "gioi tinh", MODEL_SALUTATION },
	{ "chuc vu", MODEL_POSITION },
	{ "chuc danh", MODEL_POSITION },
	{ "nghe nghiep", MODEL_POSITION },
	{ "don vi", MODEL_UNIT },
	{ "don vi cong tac", MODEL_UNIT },
	{ "noi cong tac", MODEL_UNIT },
	{ "co quan", MODEL_UNIT },
	{ "dia chi", MODEL_UNIT },
	{ "noi o", MODEL_UNIT },
	{ "thuong tru", MODEL_UNIT },
	{ "thon, xa", MODEL_UNIT },
	{ "ghi chu", MODEL_NOTE },
	{ "doi tuong", MODEL_KIND },
	{ "loai doi tuong", MODEL_KIND },
	{ "stt", MODEL_IGNORE },
	{ "tt", MODEL_IGNORE },
	{ "so tt", MODEL_IGNORE },
	{ "thanh tich", MODEL_IGNORE },
	{ "hinh thuc", MODEL_IGNORE },
	{ "tien thuong", MODEL_IGNORE },
	{ "ngay sinh", MODEL_IGNORE },
	{ "nam sinh", MODEL_IGNORE },
	{ "don vi trinh", MODEL_IGNORE },
	{ "don vi de nghi", MODEL_IGNORE },
};

static const char *
cell(const struct model_table *t, size_t row, size_t column)
{
	return row < t->rows && column < t->columns
		   ? t->cells[row * t->columns + column]
		   : "";
}

/* A heading as it is compared and remembered: folded, single spaces. */
static const char *
heading_key(struct arena *a, const char *text)
{
	const char *m = model_mend(a, text);

	return m == NULL ? NULL : viet_fold(a, m);
}

/* «don vi» in «ten don vi (phong)», not in «don vie». */
static bool
has_words(const char *text, const char *words)
{
	size_t len = strlen(words);

	for (const char *p = strstr(text, words); p != NULL;
	     p = strstr(p + 1, words)) {
		bool begins = p == text || strchr(" ,/(.", p[-1]) != NULL;
		char end = p[len];

		if (begins && (end == '\0' || strchr(" ,/().:;", end) != NULL))
			return true;
	}
	return false;
}

/* How sure: the length of the words that were found, 0 = not at all. */
static size_t
read_heading(const char *folded, int *ret)
{
	size_t best = 0;

	for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++) {
		size_t len = strlen(headings[i].words);

		if (len > best && strlen(folded) < 60 &&
		    has_words(folded, headings[i].words)) {
			best = len;
			*ret = headings[i].field;
		}
	}
	return best;
}

static const char sql_heading[] =
    "SELECT field FROM roster_heading WHERE org = ?1 AND heading = ?2";
static const char sql_remember[] =
    "INSERT INTO roster_heading(org, heading, field) VALUES(?1, ?2, ?3) "
    "ON CONFLICT(org, heading) DO UPDATE SET field = excluded.field";

static bool
remembered(struct db *db, const char *org, const char *key, bool *ret_row,
    int *ret, struct err *err)
{
	struct db_stmt *st;

	*ret_row = false;
	if (db == NULL)
		return true;
	if (!db_prepare(db, sql_heading, &st, err))
		return false;
	db_bind_text(st, 1, org);
	db_bind_text(st, 2, key);
	if (!db_step(st, ret_row, err))
		return false;
	if (*ret_row)
		*ret = (int)db_int(st, 0);
	db_reset(st);
	return true;
}

struct guess {
	struct db *db;
	struct arena *a;
	const char *org;
	const struct model_table *t;
};

/* Reads row as headings; *ret_hits = columns that mean something. */
static bool
read_headings(struct guess *g, size_t row, struct model_map *map,
    size_t *ret_hits, struct err *err)
{
	*ret_hits = 0;
	for (size_t k = 0; k < MODEL_MAP_COLUMNS; k++)
		map->field[k] = MODEL_IGNORE;
	for (size_t k = 0; k < g->t->columns && k < MODEL_MAP_COLUMNS; k++) {
		const char *key = heading_key(g->a, cell(g->t, row, k));
		bool known;

		if (key == NULL)
			return err_nomem(err);
		if (key[0] == '\0')
			continue;
		if (!remembered(
			g->db, g->org, key, &known, &map->field[k], err))
			return false;
		*ret_hits += known || read_heading(key, &map->field[k]) > 0;
	}
	return true;
}

/* Share of a column's filled cells that the test holds for, in percent. */
static int
share(const struct model_table *t, size_t column,
    bool (*test)(struct arena *a, const char *text), struct arena *a,
    size_t *ret_filled)
{
	size_t yes = 0;

	*ret_filled = 0;
	for (size_t i = 0; i < t->rows && i < 200; i++) {
		const char *s = cell(t, i, column);

		*ret_filled += s[0] != '\0';
		yes += s[0] != '\0' && test(a, s);
	}
	return *ret_filled == 0 ? 0 : (int)(100 * yes / *ret_filled);
}

static bool
is_number(struct arena *a, const char *s)
{
	int64_t n;

	(void)a;
	return viet_number_parse(s, &n);
}

static bool
is_salutation(struct arena *a, const char *s)
{
	static const char *const all[] = { "ông", "bà", "anh", "chị", "nam",
		"nữ", "đồng chí", "đ/c" };
	const char *lower = viet_lower(a, s);

	for (size_t i = 0; lower != NULL && i < sizeof(all) / sizeof(all[0]);
	     i++)
		if (strcmp(lower, all[i]) == 0)
			return true;
	return false;
}

/* Without headings: numbers are no texts, Ông and Bà are known; the other
 * columns come in the order of forms. */
static void
guess_by_content(struct guess *g, struct model_map *map)
{
	static const int order[] = { MODEL_NAME, MODEL_POSITION, MODEL_UNIT,
		MODEL_NOTE };
	size_t next = 0, filled;

	map->heading = -1;
	for (size_t k = 0; k < MODEL_MAP_COLUMNS; k++) {
		map->field[k] = MODEL_IGNORE;
		if (k >= g->t->columns ||
		    share(g->t, k, is_number, g->a, &filled) > 60 ||
		    filled == 0)
			continue;
		if (share(g->t, k, is_salutation, g->a, &filled) > 60)
			map->field[k] = MODEL_SALUTATION;
		else if (next < sizeof(order) / sizeof(order[0]))
			map->field[k] = order[next++];
	}
}

bool
model_map_guess(struct db *db, struct arena *a, const char *org,
    const struct model_table *t, struct model_map *ret, struct err *err)
{
	enum { LOOK = 20 };
	struct guess g = { db, a, org, t };
	struct model_map map;
	size_t best = 0, hits;

	ret->kind = MODEL_AUTO;
	guess_by_content(&g, ret);
	for (size_t row = 0; row < t->rows && row < LOOK; row++) {
		if (!read_headings(&g, row, &map, &hits, err))
			return false;
		if (hits < 2 || hits <= best)
			continue;
		best = hits;
		*ret = map;
		ret->heading = (int)row;
		ret->kind = MODEL_AUTO;
	}
	return true;
}

bool
model_map_remember(struct db *db, struct arena *a, const char *org,
    const struct model_table *t, const struct model_map *map, struct err *err)
{
	struct db_stmt *st;

	for (size_t k = 0;
	     map->heading >= 0 && k < t->columns && k < MODEL_MAP_COLUMNS;
	     k++) {
		const char *key =
		    heading_key(a, cell(t, (size_t)map->heading, k));

		if (key == NULL)
			return err_nomem(err);
		if (key[0] == '\0')
			continue;
		if (!db_prepare(db, sql_remember, &st, err))
			return false;
		db_bind_text(st, 1, org);
		db_bind_text(st, 2, key);
		db_bind_int(st, 3, map->field[k]);
		if (!db_run(st, err))
			return false;
	}
	return true;
}

/* --- rows --- */

struct taking {
	struct arena *a;
	const struct model_table *t;
	const struct model_map *map;
	struct model_taken *out;
	int section; /* kind that the last «II. CÁ NHÂN» said, or MODEL_AUTO */
};

/* The row's cells of one field, joined. */
static const char *
joined(struct taking *k, size_t row, int field)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t c = 0; c < k->t->columns && c < MODEL_MAP_COLUMNS; c++) {
		const char *text = cell(k->t, row, c);

		if (k->map->field[c] != field || text[0] == '\0')
			continue;
		if (b.len > 0)
			buf_str_add(&b, field == MODEL_NAME ? " " : ", ");
		buf_str_add(&b, text);
	}
	for (size_t i = 0; i < b.len; i++)
		if (b.data[i] == '\n' || b.data[i] == '\t')
			b.data[i] = ' ';
	s = buf_ok(&b) ? arena_strndup(k->a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return s == NULL ? "" : s;
}

/* All texts of the row, for judging and for saying what was skipped. */
static const char *
whole_row(struct taking *k, size_t row, size_t *ret_filled)
{
	struct buf b = { 0 };
	const char *s;

	*ret_filled = 0;
	for (size_t c = 0; c < k->t->columns; c++) {
		const char *text = cell(k->t, row, c);

		if (text[0] == '\0')
			continue;
		if (++*ret_filled > 1)
			buf_char(&b, ' ');
		buf_str_add(&b, text);
	}
	s = buf_ok(&b) ? arena_strndup(k->a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return s == NULL ? "" : s;
}

static int
kind_named(const char *folded)
{
	static const char *const words[MODEL_KINDS] = { "tap the", "ca nhan",
		"ho gia dinh" };

	for (int i = 0; i < MODEL_KINDS; i++)
		if (has_words(folded, words[i]))
			return i;
	return MODEL_AUTO;
}

static bool
starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* «(1) (2) (3)», «1 2 3»: digits, brackets and blanks alone. */
static bool
only_numbers(const char *s)
{
	return s[strspn(s, "0123456789()[] .")] == '\0';
}

/* Why the row is nobody, or NULL. */
static const char *
not_somebody(struct taking *k, size_t row)
{
	size_t filled;
	const char *all = whole_row(k, row, &filled),
		   *folded = heading_key(k->a, all);
	int kind;

	if (folded == NULL || filled == 0)
		return "";
	if (only_numbers(folded))
		return "số thứ tự của cột";
	if (starts(folded, "cong") || starts(folded, "tong cong") ||
	    starts(folded, "tong so") || starts(folded, "danh sach") ||
	    starts(folded, "an dinh danh sach"))
		if (filled <= 3 &&
		    (strlen(folded) < 8 ||
			strpbrk(folded, ":0123456789") != NULL ||
			starts(folded, "danh sach") || starts(folded, "tong")))
			return "dòng tổng hoặc tiêu đề";
	kind = kind_named(folded);
	if (kind != MODEL_AUTO && filled <= 2 && strlen(folded) < 60) {
		k->section = kind;
		return "tiêu đề nhóm";
	}
	return NULL;
}

/* "Ông Nguyễn Văn A" in one cell. */
static void
split_salutation(struct taking *k, struct model_entry *e)
{
	static const char *const all[] = { "Ông ", "Bà ", "ông ", "bà ", "ÔNG ",
		"BÀ ", "Đồng chí ", "Đ/c " };
	const char *name = e->text[MODEL_NAME];

	for (size_t i = 0; e->text[MODEL_SALUTATION][0] == '\0' &&
			   i < sizeof(all) / sizeof(all[0]);
	     i++)
		if (starts(name, all[i])) {
			size_t len = strlen(all[i]);
			char *lower = viet_lower(k->a, all[i]);

			if (lower == NULL)
				return;
			lower[len - 1] = '\0';
			e->text[MODEL_SALUTATION] =
			    starts(lower, "đ/c") ? "Đồng chí"
						 : viet_capital(k->a, lower);
			e->text[MODEL_NAME] = name + len;
			return;
		}
}

static enum model_kind
kind_of(struct taking *k, const struct model_entry *e)
{
	const char *said = heading_key(k->a, e->text[MODEL_KIND]),
		   *name = heading_key(k->a, e->text[MODEL_NAME]);
	int kind = said == NULL ? MODEL_AUTO : kind_named(said);

	if (kind != MODEL_AUTO)
		return (enum model_kind)kind;
	if (k->map->kind != MODEL_AUTO)
		return (enum model_kind)k->map->kind;
	if (k->section != MODEL_AUTO)
		return (enum model_kind)k->section;
	if (name != NULL &&
	    (starts(name, "ho ong ") || starts(name, "ho ba ") ||
		starts(name, "gia dinh ong ") || starts(name, "gia dinh ba ")))
		return MODEL_HOUSEHOLD;
	return e->text[MODEL_SALUTATION][0] != '\0' ||
		       e->text[MODEL_POSITION][0] != '\0'
		   ? MODEL_PERSON
		   : MODEL_COLLECTIVE;
}

static void
take_row(struct taking *k, size_t row)
{
	struct model_roster *r = &k->out->roster;
	struct model_entry *e = &r->entries[r->count];

	*e = (struct model_entry){ .row = (int)row + 1 };
	for (int i = 0; i < MODEL_COLUMNS; i++)
		e->text[i] = joined(k, row, i);
	split_salutation(k, e);
	e->kind = kind_of(k, e);
	e->text[MODEL_KIND] = model_kind_names[e->kind];
	/* A collective has its unit in its name. */
	if (e->kind == MODEL_COLLECTIVE && e->text[MODEL_UNIT][0] != '\0') {
		if (strstr(e->text[MODEL_NAME], e->text[MODEL_UNIT]) == NULL)
			e->text[MODEL_NAME] = arena_printf(k->a, "%s, %s",
			    e->text[MODEL_NAME], e->text[MODEL_UNIT]);
		e->text[MODEL_UNIT] = "";
	}
	r->per_kind[e->kind]++;
	r->count++;
}

bool
model_take(struct arena *a, const struct model_table *t,
    const struct model_map *map, struct model_taken *ret, struct err *err)
{
	struct taking k = { a, t, map, ret, MODEL_AUTO };

	*ret = (struct model_taken){ 0 };
	ret->roster.entries =
	    arena_alloc_n(a, t->rows + 1, sizeof(*ret->roster.entries));
	ret->skipped = arena_alloc_n(a, t->rows + 1, sizeof(*ret->skipped));
	if (ret->roster.entries == NULL || ret->skipped == NULL)
		return err_nomem(err);
	for (size_t row = 0; row < t->rows; row++) {
		size_t filled;
		const char *why = (int)row == map->heading ? "dòng tiêu đề cột"
				  : (int)row < map->heading
				      ? "phía trên tiêu đề cột"
				      : not_somebody(&k, row);
		const char *text = whole_row(&k, row, &filled);

		if (why == NULL && joined(&k, row, MODEL_NAME)[0] == '\0' &&
		    filled < 2)
			why = "không có tên";
		if (why == NULL)
			take_row(&k, row);
		else if (filled > 0)
			ret->skipped[ret->skipped_count++] =
			    (struct model_skipped){ (int)row + 1, text, why };
	}
	for (size_t i = 0; i < ret->roster.count; i++)
		for (int c = 0; c < MODEL_COLUMNS; c++)
			if (ret->roster.entries[i].text[c] == NULL)
				return err_nomem(err);
	return true;
}

/* --- between --- */

static const char sql_put[] =
    "INSERT INTO roster_upload(id, campaign, round, at, by, name, encoding, "
    "bytes) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(id) DO UPDATE "
    "SET encoding = excluded.encoding";
static const char sql_old[] = "DELETE FROM roster_upload WHERE at < ?1";
static const char sql_get[] =
    "SELECT campaign, round, at, name, encoding, bytes FROM roster_upload "
    "WHERE id = ?1 AND by = ?2";
static const char sql_drop[] = "DELETE FROM roster_upload WHERE id = ?1";

bool
model_upload_put(struct db *db, const struct model_upload *u, struct err *err)
{
	enum { A_DAY = 86400 };
	struct db_stmt *st;

	if (!db_prepare(db, sql_old, &st, err))
		return false;
	db_bind_int(st, 1, u->at - A_DAY);
	if (!db_run(st, err) || !db_prepare(db, sql_put, &st, err))
		return false;
	db_bind_text(st, 1, u->id);
	db_bind_text(st, 2, u->campaign);
	db_bind_text(st, 3, u->round);
	db_bind_int(st, 4, u->at);
	db_bind_text(st, 5, u->by);
	db_bind_text(st, 6, u->name);
	db_bind_text(st, 7, u->encoding);
	db_bind_blob(st, 8, u->bytes, u->len);
	return db_run(st, err);
}

bool
model_upload_get(struct db *db, struct arena *a, const char *id, const char *by,
    struct model_upload *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, sql_get, &st, err))
		return false;
	db_bind_text(st, 1, id);
	db_bind_text(st, 2, by);
	if (!db_step(st, &row, err))
		return false;
	if (row) {
		*ret = (struct model_upload){ .id = id,
			.by = by,
			.campaign = db_text(st, 0, a),
			.round = db_text(st, 1, a),
			.at = db_int(st, 2),
			.name = db_text(st, 3, a),
			.encoding = db_text(st, 4, a) };
		ret->bytes = db_blob(st, 5, a, &ret->len);
	}
	db_reset(st);
	if (!row) {
		err_set(err, ERR_NOTFOUND, no_pos, "tệp vừa gửi lên");
		return err_hint(err, "tệp chỉ giữ một ngày; gửi lại");
	}
	return true;
}

bool
model_upload_drop(struct db *db, const char *id, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(db, sql_drop, &st, err))
		return false;
	db_bind_text(st, 1, id);
	return db_run(st, err);
}
