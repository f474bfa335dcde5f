/* model/decision.c -- what a filed decision's data say of campaign and round.
 *
 * Certificates are made from the archived decision, not from the campaign as it
 * stands today: they cannot say anything that the decision does not. */
#include <string.h>

#include "base/arena.h"
#include "model/model.h"
#include "viet/text.h"
#include "xml/xml.h"

static bool
lacks(const char *what, struct err *err)
{
	err_set(
	    err, ERR_CORRUPT, no_pos, "dữ liệu của quyết định thiếu %s", what);
	return err_hint(
	    err, "quyết định này không do mẫu quyết định khen thưởng lập ra");
}

static const char *
text_of(struct arena *a, const struct xml_node *n, const char *child)
{
	const char *s = xml_child_string(a, n, child), *nfc;

	if (s == NULL)
		return "";
	return viet_nfc(a, s, strlen(s), &nfc, NULL) ? nfc : s;
}

static const char *
attr_of(const struct xml_node *n, const char *name)
{
	const char *v = n == NULL ? NULL : xml_attr(n, name);

	return v == NULL ? "" : v;
}

static bool
read_honouree(struct arena *a, const struct xml_node *n, struct model_round *r)
{
	struct model_honouree *h = &r->honourees[r->count];
	int k = 0;

	while (k < MODEL_KINDS && strcmp(model_kind_names[k], xml_name(n)) != 0)
		k++;
	if (k == MODEL_KINDS)
		return true;
	*h = (struct model_honouree){ .kind = (enum model_kind)k,
		.key = attr_of(n, "ma"),
		.name = text_of(a, n, "ten"),
		.salutation = attr_of(n, "danh-xung"),
		.position = text_of(a, n, "chuc-vu"),
		.unit =
		    text_of(a, n, k == MODEL_HOUSEHOLD ? "dia-chi" : "don-vi"),
		.node = n };
	r->count++;
	r->per_kind[k]++;
	return h->key[0] != '\0' && h->name[0] != '\0';
}

static bool
read_list(struct arena *a, const struct xml_node *list, struct model_round *r,
    struct err *err)
{
	size_t all = 0;

	for (const struct xml_node *e = xml_first_element(list); e != NULL;
	     e = xml_next_element(e))
		all++;
	r->honourees = arena_alloc_n(a, all + 1, sizeof(*r->honourees));
	if (r->honourees == NULL)
		return err_nomem(err);
	for (const struct xml_node *e = xml_first_element(list); e != NULL;
	     e = xml_next_element(e))
		if (!read_honouree(a, e, r))
			return lacks("mã hoặc tên của người được khen", err);
	return r->count > 0 || lacks("danh sách khen thưởng", err);
}

/* The round's element as a campaign has it, of what certificates need. */
static const struct xml_node *
make_round(struct arena *a, const struct xml_node *signer,
    const struct xml_node *award, struct err *err)
{
	struct xml_build *b = xml_build_new(a, "dot-khen");
	const struct xml_node *merit = xml_child(award, "thanh-tich");
	struct xml_doc *doc;

	xml_copy(b, signer);
	if (merit != NULL)
		xml_copy(b, merit);
	return xml_build_doc(b, &doc, err) ? xml_root(doc) : NULL;
}

static bool
read_round(struct arena *a, const struct xml_node *root, struct model_round *r,
    struct err *err)
{
	const struct xml_node *doc = xml_child(root, "van-ban");
	const struct xml_node *award = xml_child(root, "khen-thuong");
	const struct xml_node *signer =
	    doc == NULL ? NULL : xml_child(doc, "nguoi-ky");
	const struct xml_node *list =
	    award == NULL ? NULL : xml_child(award, "danh-sach");

	if (signer == NULL || list == NULL)
		return lacks(signer == NULL ? "người ký" : "danh sách", err);
	r->name = attr_of(award, "ten");
	r->form = "";
	if (!day_parse_iso(attr_of(doc, "ngay"), &r->date))
		return lacks("ngày ban hành", err);
	r->signer = attr_of(signer, "ho-ten");
	r->signer_position = "";
	for (const struct xml_node *d = xml_first_element(signer); d != NULL;
	     d = xml_next_element(d))
		r->signer_position = xml_string(a, d);
	r->node = make_round(a, signer, award, err);
	return r->node != NULL && read_list(a, list, r, err);
}

bool
model_of_decision(struct arena *a, const struct xml_doc *data,
    const char *campaign, const char *round, struct model_campaign **ret,
    struct err *err)
{
	struct model_campaign *c = arena_alloc(a, sizeof(*c));
	const struct xml_node *org, *movement;

	if (c == NULL)
		return err_nomem(err);
	c->rounds = arena_alloc(a, sizeof(*c->rounds));
	if (c->rounds == NULL)
		return err_nomem(err);
	c->doc = data;
	c->root = xml_root(data);
	org = xml_child(c->root, "co-quan");
	movement = xml_child(c->root, "phong-trao");
	if (org == NULL || movement == NULL)
		return lacks(org == NULL ? "cơ quan" : "phong trào", err);
	c->key = campaign;
	c->name = text_of(a, movement, "ten");
	c->org = attr_of(org, "ma");
	c->org_symbol = attr_of(org, "ky-hieu");
	c->org_name = text_of(a, org, "ten");
	c->plan_signer = c->plan_position = "";
	c->rounds[0].key = round;
	c->round_count = 1;
	if (!read_round(a, c->root, &c->rounds[0], err))
		return false;
	*ret = c;
	return true;
}
