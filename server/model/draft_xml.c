/* model/draft_xml.c -- a whole draft as one XML file, and back. */
#include <string.h>

#include "base/arena.h"
#include "model/draft.h"
#include "model/roster.h"
#include "xml/xml.h"

static void
copy_children(struct xml_build *b, const struct xml_node *n)
{
	for (const struct xml_node *c = xml_first_element(n); c != NULL;
	     c = xml_next_element(c))
		xml_copy(b, c);
}

static void
copy_attributes(struct xml_build *b, const struct xml_node *n)
{
	const char *name, *ns, *value;

	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++)
		xml_set(b, name, value);
}

static bool
put_round(struct db *db, struct arena *a, const char *campaign,
    const char *part, struct xml_build *b, struct err *err)
{
	struct model_draft d;
	struct model_roster r;
	struct xml_doc *doc;

	if (!model_draft_get(db, a, campaign, part, 0, &d, err) ||
	    !model_form_doc(a, &d.form, &doc, err) ||
	    !model_roster_load(db, a, campaign, part, &r, err))
		return false;
	xml_open(b, "dot-khen");
	copy_attributes(b, xml_root(doc));
	copy_children(b, xml_root(doc));
	model_roster_put(b, &r);
	xml_close(b);
	return true;
}

bool
model_draft_export(struct db *db, struct arena *a, const char *campaign,
    struct xml_doc **ret, struct err *err)
{
	struct xml_build *b = xml_build_new(a, "phong-trao-thi-dua");
	struct model_draft d;
	struct xml_doc *doc;
	const char *const *rounds;
	size_t n;

	if (!model_draft_get(db, a, campaign, MODEL_MAIN, 0, &d, err) ||
	    !model_form_doc(a, &d.form, &doc, err) ||
	    !model_draft_rounds(db, a, campaign, &rounds, &n, err))
		return false;
	copy_attributes(b, xml_root(doc));
	copy_children(b, xml_root(doc));
	for (size_t i = 0; i < n; i++)
		if (!put_round(db, a, campaign, rounds[i], b, err))
			return false;
	return xml_build_doc(b, ret, err);
}

/* --- import --- */

static bool
take_part(struct db *db, struct arena *a, struct model_save *save,
    const struct xml_node *n, struct err *err)
{
	struct model_form form;
	int64_t version;

	if (!model_form_read(a,
		save->part[0] == '\0' ? MODEL_CAMPAIGN : MODEL_ROUND, n, &form,
		err))
		return false;
	save->form = &form;
	return model_draft_save(db, a, save, &version, err);
}

static bool
take_round(struct db *db, struct arena *a, struct model_save *save,
    const struct xml_node *n, struct err *err)
{
	struct model_roster r;
	struct model_act act = { save->campaign, xml_attr(n, "ma"), save->by,
		save->at };

	save->part = act.round;
	return take_part(db, a, save, n, err) &&
	       model_roster_read(a, n, &r, err) &&
	       (r.count == 0 || model_roster_add(db, a, &act, r.entries,
				    r.count, false, save->what, err));
}

static bool
refuse(struct err_list *errors, struct err *err)
{
	err_list_add(errors, err);
	return false;
}

bool
model_draft_import(struct db *db, struct arena *a, const struct xml_doc *doc,
    const char *by, int64_t at, struct err_list *errors,
    const char **ret_campaign, struct err *err)
{
	struct model_campaign *c;
	struct model_save save = { .part = MODEL_MAIN,
		.by = by,
		.at = at,
		.what = "nhập từ tệp XML" };

	if (!model_load(a, doc, errors, &c)) {
		err_set(err, ERR_CHECK, no_pos, "tệp phong trào có %zu chỗ sai",
		    errors->errors);
		return err_hint(err, "sửa các chỗ ấy trong tệp rồi nhập lại");
	}
	save.campaign = c->key;
	if (!take_part(db, a, &save, c->root, err))
		return refuse(errors, err);
	for (size_t i = 0; i < c->round_count; i++)
		if (!take_round(db, a, &save, c->rounds[i].node, err))
			return refuse(errors, err);
	*ret_campaign = arena_strdup(a, c->key);
	return *ret_campaign != NULL || err_nomem(err);
}
