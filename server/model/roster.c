/* model/roster.c -- lists of honourees in the database. */
#include "model/roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/roster_priv.h"
#include "viet/number.h"
#include "viet/sort.h"
#include "viet/text.h"
#include "xml/xml.h"

const char *const model_column_names[MODEL_COLUMNS] = { "Đối tượng",
	"Danh xưng", "Họ và tên, tên tập thể", "Chức vụ",
	"Đơn vị công tác, địa chỉ", "Ghi chú" };

#define COLUMNS "id, version, kind, key, salutation, name, position, unit, note"
/* clang-format off */
static const char sql_all[] =
    "SELECT " COLUMNS " FROM roster_entry WHERE campaign = ?1 AND round = ?2"
    " ORDER BY kind, place";
static const char sql_one[] =
    "SELECT " COLUMNS " FROM roster_entry"
    " WHERE campaign = ?1 AND round = ?2 AND id = ?3";
static const char sql_last_places[] =
    "SELECT coalesce(max(place), 0), coalesce(max(CAST(substr(key,"
    " instr(key, '-') + 1) AS INTEGER)), 0), count(*) FROM roster_entry"
    " WHERE campaign = ?1 AND round = ?2";
static const char sql_add[] =
    "INSERT INTO roster_entry(campaign, round, kind, place, key, salutation,"
    " name, position, unit, note, version)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1)";
static const char sql_clear[] =
    "DELETE FROM roster_entry WHERE campaign = ?1 AND round = ?2";
static const char sql_save[] =
    "UPDATE roster_entry SET kind = ?4, salutation = ?5, name = ?6,"
    " position = ?7, unit = ?8, note = ?9, version = version + 1"
    " WHERE campaign = ?1 AND round = ?2 AND id = ?3";
static const char sql_drop[] =
    "DELETE FROM roster_entry WHERE campaign = ?1 AND round = ?2 AND id = ?3";
static const char sql_place[] =
    "UPDATE roster_entry SET place = ?2 WHERE id = ?1";
static const char sql_units[] =
    "SELECT name FROM unit WHERE org = ?1 ORDER BY place, name";
static const char sql_units_clear[] = "DELETE FROM unit WHERE org = ?1";
static const char sql_unit[] =
    "INSERT INTO unit(org, place, name) VALUES(?1, ?2, ?3)"
    " ON CONFLICT(org, name) DO NOTHING";
/* clang-format on */

static void
read_entry(const struct db_stmt *st, struct arena *a, struct model_entry *e)
{
	*e = (struct model_entry){ .id = db_int(st, 0),
		.version = db_int(st, 1),
		.kind = (enum model_kind)db_int(st, 2),
		.key = db_text(st, 3, a) };
	e->text[MODEL_KIND] = model_kind_names[e->kind];
	for (int i = MODEL_SALUTATION; i < MODEL_COLUMNS; i++)
		e->text[i] = db_text(st, 3 + i, a);
}

bool
model_roster_load(struct db *db, struct arena *a, const char *campaign,
    const char *round, struct model_roster *ret, struct err *err)
{
	struct model_entry *list = NULL;
	size_t n = 0, cap = 0;
	struct db_stmt *st;
	bool row = true;

	*ret = (struct model_roster){ 0 };
	if (!db_prepare(db, sql_all, &st, err))
		return false;
	db_bind_text(st, 1, campaign);
	db_bind_text(st, 2, round);
	while (row) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		if (n == cap) {
			size_t more = cap == 0 ? 64 : 4 * cap;
			struct model_entry *bigger =
			    arena_alloc_n(a, more, sizeof(*list));

			if (bigger == NULL) {
				db_reset(st);
				return err_nomem(err);
			}
			if (n > 0)
				memcpy(bigger, list, n * sizeof(*list));
			list = bigger;
			cap = more;
		}
		read_entry(st, a, &list[n]);
		ret->per_kind[list[n++].kind]++;
	}
	db_reset(st);
	ret->entries = list;
	ret->count = n;
	return true;
}

static bool
gone(int64_t id, struct err *err)
{
	err_set(err, ERR_NOTFOUND, no_pos, "dòng %lld của danh sách",
	    (long long)id);
	return err_hint(err, "dòng này đã bị xóa; tải lại trang");
}

bool
model_entry_get(struct db *db, struct arena *a, const char *campaign,
    const char *round, int64_t id, struct model_entry *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, sql_one, &st, err))
		return false;
	db_bind_text(st, 1, campaign);
	db_bind_text(st, 2, round);
	db_bind_int(st, 3, id);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		read_entry(st, a, ret);
	db_reset(st);
	return row || gone(id, err);
}

/* --- adding --- */

static const char *
text_or(const struct model_entry *e, int column)
{
	return e->text[column] == NULL ? "" : e->text[column];
}

static void
bind_texts(struct db_stmt *st, int at, const struct model_entry *e)
{
	for (int i = MODEL_SALUTATION; i < MODEL_COLUMNS; i++)
		db_bind_text(st, at + i - 1, text_or(e, i));
}

/* Where the list ends: last place, last number in a key, entries. */
static bool
list_end(struct db *db, const struct model_act *act, int64_t ret[static 3],
    struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, sql_last_places, &st, err))
		return false;
	db_bind_text(st, 1, act->campaign);
	db_bind_text(st, 2, act->round);
	if (!db_step(st, &row, err))
		return false;
	for (int i = 0; row && i < 3; i++)
		ret[i] = db_int(st, i);
	db_reset(st);
	return true;
}

bool
roster_insert(struct db *db, struct arena *a, const struct model_act *act,
    const struct model_entry *entries, size_t count, struct err *err)
{
	static const char *const prefixes[MODEL_KINDS] = { "tt", "cn", "hgd" };
	int64_t end[3] = { 0 };
	struct db_stmt *st;

	if (!list_end(db, act, end, err))
		return false;
	if (end[2] + (int64_t)count > MODEL_ROSTER_MOST) {
		err_set(err, ERR_LIMIT, no_pos, "danh sách dài quá %d dòng",
		    MODEL_ROSTER_MOST);
		return err_hint(err, "chia thành nhiều đợt khen");
	}
	for (size_t i = 0; i < count; i++) {
		const struct model_entry *e = &entries[i];
		const char *key =
		    e->key != NULL && e->key[0] != '\0'
			? e->key
			: arena_printf(a, "%s-%04lld", prefixes[e->kind],
			      (long long)++end[1]);

		if (key == NULL)
			return err_nomem(err);
		if (!db_prepare(db, sql_add, &st, err))
			return false;
		db_bind_text(st, 1, act->campaign);
		db_bind_text(st, 2, act->round);
		db_bind_int(st, 3, e->kind);
		db_bind_int(st, 4, ++end[0]);
		db_bind_text(st, 5, key);
		bind_texts(st, 6, e);
		if (!db_run(st, err))
			return false;
	}
	return true;
}

bool
roster_clear(struct db *db, const struct model_act *act, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(db, sql_clear, &st, err))
		return false;
	db_bind_text(st, 1, act->campaign);
	db_bind_text(st, 2, act->round);
	return db_run(st, err);
}

bool
model_roster_add(struct db *db, struct arena *a, const struct model_act *act,
    const struct model_entry *entries, size_t count, bool replace,
    const char *what, struct err *err)
{
	return roster_step(db, a, act, what, err) &&
	       (!replace || roster_clear(db, act, err)) &&
	       roster_insert(db, a, act, entries, count, err);
}

/* --- one row --- */

bool
model_entry_save(struct db *db, struct arena *a, const struct model_act *act,
    const struct model_entry *e, struct err *err)
{
	struct model_entry now;
	struct db_stmt *st;

	if (!model_entry_get(
		db, a, act->campaign, act->round, e->id, &now, err))
		return false;
	if (now.version != e->version) {
		err_set(err, ERR_TAKEN, no_pos,
		    "dòng «%s» đã có người sửa trong lúc bạn sửa",
		    now.text[MODEL_NAME]);
		return err_hint(err, "tải lại trang để thấy dòng mới nhất");
	}
	if (!db_prepare(db, sql_save, &st, err))
		return false;
	db_bind_text(st, 1, act->campaign);
	db_bind_text(st, 2, act->round);
	db_bind_int(st, 3, e->id);
	db_bind_int(st, 4, e->kind);
	bind_texts(st, 5, e);
	return db_run(st, err);
}

bool
model_entry_drop(struct db *db, struct arena *a, const struct model_act *act,
    int64_t id, struct err *err)
{
	struct model_entry now;
	struct db_stmt *st;

	if (!model_entry_get(db, a, act->campaign, act->round, id, &now, err) ||
	    !roster_step(db, a, act,
		arena_printf(a, "bỏ %s", now.text[MODEL_NAME]), err) ||
	    !db_prepare(db, sql_drop, &st, err))
		return false;
	db_bind_text(st, 1, act->campaign);
	db_bind_text(st, 2, act->round);
	db_bind_int(st, 3, id);
	return db_run(st, err);
}

/* --- order --- */

struct placed {
	const struct model_entry *e;
	int64_t unit; /* its place among the units */
	const char *unit_key, *name_key;
};

static int
by_place(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	int c;

	if (a->e->kind != b->e->kind)
		return a->e->kind < b->e->kind ? -1 : 1;
	if (a->unit != b->unit)
		return a->unit < b->unit ? -1 : 1;
	c = strcmp(a->unit_key, b->unit_key);
	if (c == 0)
		c = strcmp(a->name_key, b->name_key);
	return c != 0 ? c : (a->e < b->e ? -1 : a->e > b->e);
}

/* The unit that the text names or ends with: "Phòng Thanh tra, Sở Y tế" is of
 * "Sở Y tế".  Units that nobody ordered come last. */
static int64_t
unit_place(const char *folded, char *const *units, size_t count)
{
	size_t best = 0, len = strlen(folded);
	int64_t place = INT64_MAX;

	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(units[i]);

		if (n > best && n <= len &&
		    strcmp(folded + len - n, units[i]) == 0 &&
		    (n == len || folded[len - n - 1] == ' ')) {
			best = n;
			place = (int64_t)i;
		}
	}
	return place;
}

static const char *
unit_of(const struct model_entry *e)
{
	return e->kind == MODEL_COLLECTIVE ? text_or(e, MODEL_NAME)
					   : text_or(e, MODEL_UNIT);
}

static bool
place_all(struct arena *a, const struct model_roster *r,
    const char *const *units, size_t unit_count, enum model_order order,
    struct placed *list)
{
	char **names = arena_alloc_n(a, unit_count + 1, sizeof(*names));

	if (names == NULL)
		return false;
	for (size_t i = 0; i < unit_count; i++)
		if ((names[i] = viet_fold(a, units[i])) == NULL)
			return false;
	for (size_t i = 0; i < r->count; i++) {
		const struct model_entry *e = &r->entries[i];
		bool person = e->kind != MODEL_COLLECTIVE;
		const char *unit = viet_key_text(a, unit_of(e)),
			   *folded = viet_fold(a, unit_of(e));
		bool by_unit = order == MODEL_BY_UNIT;

		list[i].e = e;
		list[i].unit = !by_unit || folded == NULL
				   ? 0
				   : unit_place(folded, names, unit_count);
		list[i].unit_key = by_unit ? unit : "";
		list[i].name_key =
		    person ? viet_key_name(a, text_or(e, MODEL_NAME))
			   : viet_key_text(a, text_or(e, MODEL_NAME));
		if (list[i].unit_key == NULL || list[i].name_key == NULL)
			return false;
	}
	return true;
}

bool
model_roster_sort(struct db *db, struct arena *a, const struct model_act *act,
    const char *org, enum model_order order, struct err *err)
{
	struct model_roster r;
	const char *const *units;
	size_t n;
	struct placed *list;
	struct db_stmt *st;

	if (!model_roster_load(db, a, act->campaign, act->round, &r, err) ||
	    !model_units(db, a, org, &units, &n, err))
		return false;
	list = arena_alloc_n(a, r.count + 1, sizeof(*list));
	if (list == NULL || !place_all(a, &r, units, n, order, list))
		return err_nomem(err);
	if (!roster_step(db, a, act,
		order == MODEL_BY_NAME ? "xếp theo tên" : "xếp theo đơn vị",
		err))
		return false;
	qsort(list, r.count, sizeof(*list), by_place);
	for (size_t i = 0; i < r.count; i++) {
		if (!db_prepare(db, sql_place, &st, err))
			return false;
		db_bind_int(st, 1, list[i].e->id);
		db_bind_int(st, 2, (int64_t)i + 1);
		if (!db_run(st, err))
			return false;
	}
	return true;
}

/* --- units --- */

bool
model_units(struct db *db, struct arena *a, const char *org,
    const char *const **ret, size_t *ret_count, struct err *err)
{
	enum { MOST = 5000 };
	const char **list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	size_t n = 0;
	bool row = true;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_units, &st, err))
		return false;
	db_bind_text(st, 1, org);
	while (n < MOST) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		list[n++] = db_text(st, 0, a);
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

bool
model_units_set(struct db *db, const char *org, const char *const *names,
    size_t count, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(db, sql_units_clear, &st, err))
		return false;
	db_bind_text(st, 1, org);
	if (!db_run(st, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!db_prepare(db, sql_unit, &st, err))
			return false;
		db_bind_text(st, 1, org);
		db_bind_int(st, 2, (int64_t)i + 1);
		db_bind_text(st, 3, names[i]);
		if (!db_run(st, err))
			return false;
	}
	return true;
}
