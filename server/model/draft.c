/* model/draft.c -- drafts of campaigns in the database. */
#include "model/draft.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "db/module.h"
#include "model/roster.h"
#include "xml/xml.h"

/* clang-format off */
static const char *const steps[] = {
	/* 1: what issuing stores stood here before there were versions. */
	"CREATE TABLE IF NOT EXISTS campaign("
	" key TEXT PRIMARY KEY, org TEXT NOT NULL, name TEXT NOT NULL,"
	" data TEXT NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS honouree("
	" campaign TEXT NOT NULL REFERENCES campaign(key), round TEXT NOT NULL,"
	" key TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,"
	" folded TEXT NOT NULL, unit TEXT NOT NULL, position TEXT NOT NULL,"
	" PRIMARY KEY(campaign, round, key)) WITHOUT ROWID;"
	"CREATE INDEX IF NOT EXISTS honouree_name ON honouree(folded)",
	/* 2 */
	"CREATE TABLE draft("
	" campaign TEXT NOT NULL, part TEXT NOT NULL, version INTEGER NOT NULL,"
	" made INTEGER NOT NULL, org TEXT NOT NULL, name TEXT NOT NULL,"
	" PRIMARY KEY(campaign, part)) WITHOUT ROWID;"
	"CREATE TABLE draft_version("
	" campaign TEXT NOT NULL, part TEXT NOT NULL, version INTEGER NOT NULL,"
	" at INTEGER NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL,"
	" fields TEXT NOT NULL,"
	" PRIMARY KEY(campaign, part, version)) WITHOUT ROWID;"
	"CREATE TABLE draft_typed("
	" campaign TEXT NOT NULL, part TEXT NOT NULL, by TEXT NOT NULL,"
	" base INTEGER NOT NULL, at INTEGER NOT NULL, fields TEXT NOT NULL,"
	" PRIMARY KEY(campaign, part, by)) WITHOUT ROWID;"
	"CREATE TABLE roster_entry("
	" id INTEGER PRIMARY KEY, campaign TEXT NOT NULL, round TEXT NOT NULL,"
	" kind INTEGER NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL,"
	" salutation TEXT NOT NULL, name TEXT NOT NULL, position TEXT NOT NULL,"
	" unit TEXT NOT NULL, note TEXT NOT NULL, version INTEGER NOT NULL,"
	" UNIQUE(campaign, round, key));"
	"CREATE INDEX roster_order ON roster_entry(campaign, round, kind, place);"
	"CREATE TABLE roster_step("
	" campaign TEXT NOT NULL, round TEXT NOT NULL, step INTEGER NOT NULL,"
	" at INTEGER NOT NULL, by TEXT NOT NULL, what TEXT NOT NULL,"
	" undone INTEGER NOT NULL, before TEXT NOT NULL,"
	" PRIMARY KEY(campaign, round, step)) WITHOUT ROWID;"
	"CREATE TABLE roster_upload("
	" id TEXT PRIMARY KEY, campaign TEXT NOT NULL, round TEXT NOT NULL,"
	" at INTEGER NOT NULL, by TEXT NOT NULL, name TEXT NOT NULL,"
	" encoding TEXT NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE roster_heading("
	" org TEXT NOT NULL, heading TEXT NOT NULL, field INTEGER NOT NULL,"
	" PRIMARY KEY(org, heading)) WITHOUT ROWID;"
	"CREATE TABLE unit("
	" org TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,"
	" PRIMARY KEY(org, name)) WITHOUT ROWID",
};

static const char sql_list[] =
    "SELECT d.campaign, d.org, d.name, d.version, v.at, v.by,"
    " (SELECT count(*) FROM draft r WHERE r.campaign = d.campaign AND r.part <> ''),"
    " (SELECT count(*) FROM roster_entry e WHERE e.campaign = d.campaign)"
    " FROM draft d JOIN draft_version v ON v.campaign = d.campaign"
    " AND v.part = d.part AND v.version = d.version"
    " WHERE d.part = '' AND (?1 = '' OR d.org = ?1) ORDER BY v.at DESC, d.campaign";
static const char sql_get[] =
    "SELECT v.version, v.at, v.by, v.what, v.fields FROM draft d"
    " JOIN draft_version v ON v.campaign = d.campaign AND v.part = d.part"
    " AND v.version = CASE ?3 WHEN 0 THEN d.version ELSE ?3 END"
    " WHERE d.campaign = ?1 AND d.part = ?2";
static const char sql_versions[] =
    "SELECT version, at, by, what FROM draft_version"
    " WHERE campaign = ?1 AND part = ?2 ORDER BY version DESC LIMIT 500";
static const char sql_rounds[] =
    "SELECT part FROM draft WHERE campaign = ?1 AND part <> '' ORDER BY made, part";
static const char sql_put[] =
    "INSERT INTO draft(campaign, part, version, made, org, name)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(campaign, part)"
    " DO UPDATE SET version = excluded.version, org = excluded.org,"
    " name = excluded.name";
static const char sql_version[] =
    "INSERT INTO draft_version(campaign, part, version, at, by, what, fields)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char sql_keep[] =
    "INSERT INTO draft_typed(campaign, part, by, base, at, fields)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(campaign, part, by)"
    " DO UPDATE SET base = excluded.base, at = excluded.at,"
    " fields = excluded.fields";
static const char sql_typed[] =
    "SELECT base, at, fields FROM draft_typed"
    " WHERE campaign = ?1 AND part = ?2 AND by = ?3";
static const char sql_forget[] =
    "DELETE FROM draft_typed WHERE campaign = ?1 AND part = ?2 AND by = ?3";
/* clang-format on */

bool
model_upgrade(struct db *db, struct err *err)
{
	static const struct db_module module = { "model", steps,
		sizeof(steps) / sizeof(steps[0]) };

	return db_upgrade(db, &module, err);
}

static enum model_part
part_kind(const char *part)
{
	return part[0] == '\0' ? MODEL_CAMPAIGN : MODEL_ROUND;
}

/* --- reading --- */

bool
model_draft_list(struct db *db, struct arena *a, const char *org,
    struct model_head **ret, size_t *ret_count, struct err *err)
{
	enum { MOST = 1000 };
	struct model_head *list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	size_t n = 0;
	bool row = true;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_list, &st, err))
		return false;
	db_bind_text(st, 1, org);
	while (n < MOST) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		list[n++] = (struct model_head){ .campaign = db_text(st, 0, a),
			.org = db_text(st, 1, a),
			.name = db_text(st, 2, a),
			.version = db_int(st, 3),
			.at = db_int(st, 4),
			.by = db_text(st, 5, a),
			.rounds = db_int(st, 6),
			.honourees = db_int(st, 7) };
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

bool
model_draft_get(struct db *db, struct arena *a, const char *campaign,
    const char *part, int64_t version, struct model_draft *ret, struct err *err)
{
	struct db_stmt *st;
	const char *fields = NULL;
	bool row;

	if (!db_prepare(db, sql_get, &st, err))
		return false;
	db_bind_text(st, 1, campaign);
	db_bind_text(st, 2, part);
	db_bind_int(st, 3, version);
	if (!db_step(st, &row, err))
		return false;
	if (row) {
		*ret = (struct model_draft){ .campaign = campaign,
			.part = part,
			.version = db_int(st, 0),
			.at = db_int(st, 1),
			.by = db_text(st, 2, a),
			.what = db_text(st, 3, a) };
		fields = db_text(st, 4, a);
	}
	db_reset(st);
	if (!row) {
		err_set(err, ERR_NOTFOUND, no_pos,
		    part[0] == '\0' ? "phong trào %s" : "phong trào %s, đợt %s",
		    campaign, part);
		return err_hint(err, "chọn lại trong danh sách phong trào");
	}
	return model_form_unpack(a, part_kind(part), fields, &ret->form, err);
}

bool
model_draft_versions(struct db *db, struct arena *a, const char *campaign,
    const char *part, struct model_draft **ret, size_t *ret_count,
    struct err *err)
{
	enum { MOST = 500 };
	struct model_draft *list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	size_t n = 0;
	bool row = true;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_versions, &st, err))
		return false;
	db_bind_text(st, 1, campaign);
	db_bind_text(st, 2, part);
	while (n < MOST) {
		if (!db_step(st, &row, err))
			return false;
		if (!row)
			break;
		list[n++] = (struct model_draft){ .campaign = campaign,
			.part = part,
			.version = db_int(st, 0),
			.at = db_int(st, 1),
			.by = db_text(st, 2, a),
			.what = db_text(st, 3, a) };
	}
	db_reset(st);
	*ret = list;
	*ret_count = n;
	return true;
}

bool
model_draft_rounds(struct db *db, struct arena *a, const char *campaign,
    const char *const **ret, size_t *ret_count, struct err *err)
{
	enum { MOST = 100 };
	const char **list = arena_alloc_n(a, MOST, sizeof(*list));
	struct db_stmt *st;
	size_t n = 0;
	bool row = true;

	if (list == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_rounds, &st, err))
		return false;
	db_bind_text(st, 1, campaign);
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

/* --- saving --- */

static bool
same_form(const struct model_form *x, const struct model_form *y)
{
	if (x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (strcmp(x->fields[i].path, y->fields[i].path) != 0 ||
		    strcmp(x->fields[i].value, y->fields[i].value) != 0)
			return false;
	return true;
}

static bool
newer(const struct model_draft *d, struct err *err)
{
	err_set(err, ERR_TAKEN, no_pos,
	    "%s đã lưu bản %lld của phần này trước khi bạn lưu", d->by,
	    (long long)d->version);
	return err_hint(err, "xem hai bên khác nhau ở đâu rồi lưu lại");
}

static bool
check_key(const struct model_save *s, struct err *err)
{
	const char *key = model_form_get(s->form, "@ma"),
		   *want = s->part[0] == '\0' ? s->campaign : s->part;

	if (strcmp(key, want) == 0)
		return true;
	err_set(err, ERR_VALUE, no_pos, "mã đổi từ «%s» thành «%s»", want, key);
	err_data(err, "@ma");
	return err_hint(err, "mã giữ nguyên từ lúc tạo; tạo phần mới nếu cần");
}

static bool
write_version(struct db *db, struct arena *a, const struct model_save *s,
    int64_t version, struct err *err)
{
	bool main = s->part[0] == '\0';
	const char *fields = model_form_pack(a, s->form);
	struct db_stmt *st;

	if (fields == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_put, &st, err))
		return false;
	db_bind_text(st, 1, s->campaign);
	db_bind_text(st, 2, s->part);
	db_bind_int(st, 3, version);
	db_bind_int(st, 4, s->at);
	db_bind_text(st, 5, main ? model_form_get(s->form, "co-quan/@ma") : "");
	db_bind_text(
	    st, 6, model_form_get(s->form, main ? "phong-trao/ten" : "@ten"));
	if (!db_run(st, err) || !db_prepare(db, sql_version, &st, err))
		return false;
	db_bind_text(st, 1, s->campaign);
	db_bind_text(st, 2, s->part);
	db_bind_int(st, 3, version);
	db_bind_int(st, 4, s->at);
	db_bind_text(st, 5, s->by);
	db_bind_text(st, 6, s->what);
	db_bind_text(st, 7, fields);
	return db_run(st, err);
}

bool
model_draft_save(struct db *db, struct arena *a, const struct model_save *s,
    int64_t *ret_version, struct err *err)
{
	struct model_draft now = { 0 };
	struct err none;
	bool there;

	if (!check_key(s, err))
		return false;
	there = model_draft_get(db, a, s->campaign, s->part, 0, &now, &none);
	if (!there && none.kind != ERR_NOTFOUND) {
		if (err != NULL)
			*err = none;
		return false;
	}
	if (there && s->base == 0) {
		err_set(err, ERR_TAKEN, no_pos, "mã «%s» đã dùng",
		    s->part[0] == '\0' ? s->campaign : s->part);
		err_data(err, "@ma");
		return err_hint(err, "chọn mã khác");
	}
	if (!there && s->base != 0) {
		if (err != NULL)
			*err = none;
		return false;
	}
	if (now.version != s->base)
		return newer(&now, err);
	if (there && same_form(&now.form, s->form)) {
		*ret_version = now.version;
		return true;
	}
	if (!write_version(db, a, s, now.version + 1, err))
		return false;
	*ret_version = now.version + 1;
	return true;
}

/* --- what was typed --- */

bool
model_typed_keep(
    struct db *db, struct arena *a, const struct model_save *t, struct err *err)
{
	const char *fields = model_form_pack(a, t->form);
	struct db_stmt *st;

	if (fields == NULL)
		return err_nomem(err);
	if (!db_prepare(db, sql_keep, &st, err))
		return false;
	db_bind_text(st, 1, t->campaign);
	db_bind_text(st, 2, t->part);
	db_bind_text(st, 3, t->by);
	db_bind_int(st, 4, t->base);
	db_bind_int(st, 5, t->at);
	db_bind_text(st, 6, fields);
	return db_run(st, err);
}

bool
model_typed_get(struct db *db, struct arena *a, const char *campaign,
    const char *part, const char *by, bool *ret_found, struct model_typed *ret,
    struct err *err)
{
	struct db_stmt *st;
	const char *fields = NULL;
	bool row;

	if (!db_prepare(db, sql_typed, &st, err))
		return false;
	db_bind_text(st, 1, campaign);
	db_bind_text(st, 2, part);
	db_bind_text(st, 3, by);
	if (!db_step(st, &row, err))
		return false;
	if (row) {
		ret->base = db_int(st, 0);
		ret->at = db_int(st, 1);
		fields = db_text(st, 2, a);
	}
	db_reset(st);
	*ret_found = row;
	return !row ||
	       model_form_unpack(a, part_kind(part), fields, &ret->form, err);
}

bool
model_typed_forget(struct db *db, const char *campaign, const char *part,
    const char *by, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(db, sql_forget, &st, err))
		return false;
	db_bind_text(st, 1, campaign);
	db_bind_text(st, 2, part);
	db_bind_text(st, 3, by);
	return db_run(st, err);
}
