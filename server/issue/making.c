/* issue/making.c -- by what a document is made: chosen before, written down
 * after. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "issue/edition.h"
#include "issue/issue_priv.h"

/* --- which version --- */

/* "plan@3" for this template? */
static bool
is_pinned(const char *pin, const char *template, int64_t *ret_version)
{
	size_t len = strlen(template);

	if (pin == NULL || strncmp(pin, template, len) != 0 || pin[len] != '@')
		return false;
	*ret_version = strtoll(pin + len + 1, NULL, 10);
	return true;
}

static bool
find_version(struct iss *iss, struct arena *a, const char *template,
    struct arc_edition *ret, struct err *err)
{
	int64_t version;

	if (!is_pinned(iss->pin, template, &version))
		return arc_edition_in_force(
		    iss->arc, a, template, arc_today(iss->arc), ret, err);
	if (!arc_get_edition(iss->arc, a, template, version, ret, err))
		return false;
	if (ret->state == ARC_PUBLISHED)
		return true;
	err_set(err, ERR_DENIED, no_pos, "mẫu %s phiên bản %lld %s", template,
	    (long long)version, arc_edition_state_names[ret->state]);
	return err_hint(err, "chọn một phiên bản đã công bố");
}

static const char *
taken(struct arena *a, struct buf *b)
{
	const char *text = buf_ok(b) ? arena_strdup(a, buf_str(b)) : NULL;

	buf_done(b);
	return text;
}

static const char *
row_json(struct arena *a, const struct arc_edition *e)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };

	json_object(&j);
	json_pair(&j, "template", e->id);
	json_pair_int(&j, "version", e->version);
	json_pair(&j, "sha256", e->lock);
	json_object_end(&j);
	return taken(a, &b);
}

/* The members themselves, to stand in a larger object. */
static const char *
parts_json(
    struct arena *a, const struct arc_edition *e, const struct arc_lock *lock)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };
	const char *name, *version;

	json_pair(&j, "program", "sovang " SOVANG_VERSION);
	json_key(&j, "libraries");
	json_object(&j);
	for (size_t i = 0; press_library_at(i, &name, &version); i++)
		json_pair(&j, name, version);
	json_object_end(&j);
	json_pair(&j, "engine", lock->engine);
	json_pair(&j, "template", e->id);
	json_pair_int(&j, "version", e->version);
	json_pair(&j, "lock", e->lock);
	json_key(&j, "parts");
	json_array(&j);
	for (size_t i = 0; i < lock->count; i++) {
		json_object(&j);
		json_pair(&j, "file", lock->parts[i].name);
		json_pair(&j, "sha256", lock->parts[i].sha256);
		json_object_end(&j);
	}
	json_array_end(&j);
	return taken(a, &b);
}

bool
maker_choose(struct iss *iss, struct arena *a, const char *template,
    struct maker *ret, struct err *err)
{
	struct arc_edition e;
	struct arc_lock lock;

	if (!find_version(iss, a, template, &e, err) ||
	    !arc_read_lock(iss->arc, a, e.lock, &lock, err) ||
	    !iss_open_lock(iss->arc, iss->press, e.lock, &ret->press, err))
		return false;
	ret->row = row_json(a, &e);
	ret->parts = parts_json(a, &e, &lock);
	return (ret->row != NULL && ret->parts != NULL) || err_nomem(err);
}

/* --- what came of it --- */

static void
put_job(struct json *j, const struct press_job *job)
{
	json_key(j, "press");
	json_object(j);
	json_pair(j, "number", job->number);
	json_pair(j, "issuer", job->issuer);
	json_pair_int(j, "created", job->created);
	json_pair(j, "profile", job->profile);
	json_pair(j, "fit", job->fit);
	json_key(j, "nd30");
	json_bool(j, job->nd30);
	json_object_end(j);
}

static void
put_layout(
    struct json *j, const struct press_result *r, const struct err_list *errors)
{
	json_key(j, "layout");
	json_object(j);
	json_pair_int(j, "pages", r->pages);
	json_pair_int(j, "passes", r->passes);
	json_key(j, "shrunk");
	json_array(j);
	for (const struct lay_shrunk *s = r->facts->shrunk; s != NULL;
	     s = s->next) {
		json_object(j);
		json_pair(j, "box", s->name);
		json_pair(j, "text", s->text);
		json_pair_int(j, "from", s->from);
		json_pair_int(j, "to", s->to);
		json_object_end(j);
	}
	json_array_end(j);
	json_key(j, "warnings");
	json_array(j);
	for (size_t i = 0; i < errors->len; i++) {
		if (i > 0)
			buf_char(j->out, ',');
		err_json(errors->items[i], j->out);
	}
	j->need_comma = errors->len > 0;
	json_array_end(j);
	json_object_end(j);
}

const char *
making_json(struct arena *a, const struct maker *m, const struct press_job *job,
    const struct press_result *r, const struct err_list *errors)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };

	json_object(&j);
	buf_str_add(&b, m->parts);
	j.need_comma = true;
	put_job(&j, job);
	put_layout(&j, r, errors);
	json_object_end(&j);
	return taken(a, &b);
}
