/* archive/making.c -- by what a document was made, read from its manifest. */
#include <string.h>

#include "archive/edition_priv.h"
#include "archive/log_priv.h"
#include "archive/proof.h"

#define AT(path) "coalesce(json_extract(?1, '$.making." path "'), '')"
/* clang-format off */
static const char sql_making[] =
    "SELECT " AT("lock") ", " AT("template") ", " AT("program") ", "
    AT("engine") ", " AT("press.number") ", " AT("press.issuer") ", "
    AT("press.profile") ", " AT("press.fit") ", " AT("libraries") ", " AT("layout") ", "
    AT("version") ", " AT("press.created") ", " AT("press.nd30");
/* clang-format on */
static const char sql_text[] = "SELECT coalesce(json_extract(?1, ?2), '')";
static const char sql_made[] =
    "SELECT uid FROM document WHERE json_valid(template_lock) AND "
    "(json_extract(template_lock, '$.template') = ?1 OR instr(template_lock, "
    "'\"documents/' || ?1 || '/template.xml\"') > 0) ORDER BY id DESC "
    "LIMIT ?2";
static const char sql_parts[] =
    "SELECT json_extract(value, '$.file'), json_extract(value, '$.sha256') "
    "FROM json_each(?1, ?2)";

bool
arc_json_text(struct arc *arc, struct arena *a, const char *json,
    const char *path, const char **ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_text, &st, err))
		return false;
	db_bind_text(st, 1, json);
	db_bind_text(st, 2, path);
	if (!db_step(st, &row, err))
		return false;
	*ret = row ? db_text(st, 0, a) : "";
	db_reset(st);
	return *ret != NULL || err_nomem(err);
}

static bool
read_parts(struct arc *arc, struct arena *a, const char *json, const char *path,
    struct arc_making *ret, struct err *err)
{
	struct buf all = { 0 };
	struct db_stmt *st;
	bool row = true, ok = db_prepare(arc->db, sql_parts, &st, err);

	if (ok) {
		db_bind_text(st, 1, json);
		db_bind_text(st, 2, path);
	}
	while (ok && (ok = db_step(st, &row, err)) && row) {
		struct arc_locked p = { .name = db_text(st, 0, a),
			.sha256 = db_text(st, 1, a) };

		buf_add(&all, &p, sizeof(p));
	}
	ret->old_count = all.len / sizeof(*ret->old_parts);
	ret->old_parts = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && ((buf_ok(&all) && ret->old_parts != NULL) || err_nomem(err));
	buf_done(&all);
	return ok;
}

static bool
read_row(struct arc *arc, struct arena *a, const char *manifest,
    struct arc_making *ret, struct err *err)
{
	const char **texts[] = { &ret->lock, &ret->template, &ret->program,
		&ret->engine, &ret->number, &ret->issuer, &ret->profile,
		&ret->fit, &ret->libraries, &ret->layout };
	enum { TEXTS = sizeof(texts) / sizeof(*texts) };
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_making, &st, err))
		return false;
	db_bind_text(st, 1, manifest);
	if (!db_step(st, &row, err))
		return false;
	for (int i = 0; i < TEXTS; i++)
		*texts[i] = row ? db_text(st, i, a) : "";
	ret->version = row ? db_int(st, TEXTS) : 0;
	ret->created = row ? db_int(st, TEXTS + 1) : 0;
	ret->nd30 = row && db_int(st, TEXTS + 2) != 0;
	db_reset(st);
	return true;
}

bool
arc_read_making(struct arc *arc, struct arena *a, const struct arc_doc *doc,
    struct arc_making *ret, struct err *err)
{
	const char *bytes, *manifest;
	size_t len;

	*ret = (struct arc_making){ 0 };
	if (!arc_read_manifest(arc, a, doc, &bytes, &len, err))
		return false;
	manifest = arena_strndup(a, bytes, len);
	if (manifest == NULL)
		return err_nomem(err);
	if (!read_row(arc, a, manifest, ret, err))
		return false;
	return ret->lock[0] != '\0'
		   ? read_parts(arc, a, manifest, "$.making.parts", ret, err)
		   : read_parts(
			 arc, a, doc->template_lock, "$.parts", ret, err);
}

bool
arc_made_by(struct arc *arc, struct arena *a, const char *id, int limit,
    const char *const **ret_uids, size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	struct db_stmt *st;
	bool row = true, ok = db_prepare(arc->db, sql_made, &st, err);

	if (ok) {
		db_bind_text(st, 1, id);
		db_bind_int(st, 2, limit);
	}
	while (ok && (ok = db_step(st, &row, err)) && row) {
		const char *uid = db_text(st, 0, a);

		buf_add(&all, &uid, sizeof(uid));
	}
	*ret_count = all.len / sizeof(**ret_uids);
	*ret_uids = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && ((buf_ok(&all) && *ret_uids != NULL) || err_nomem(err));
	buf_done(&all);
	return ok;
}
