/* issue/issue.c -- plan and decision into the archive. */
#include "issue/issue.h"

#include <string.h>

#include "base/arena.h"
#include "issue/agree.h"
#include "issue/issue_priv.h"
#include "xml/xml.h"

/* Typeset outside of the act so often; then inside, where nobody comes before.
 */
enum { TRIES = 3 };

/* "12a" → 12, "a" */
static bool
read_number(struct work *w, struct err *err)
{
	const char *s = w->iss->number;
	size_t digits = strspn(s, "0123456789");

	if (digits == 0 || digits > 9 || strlen(s) > digits + 1 ||
	    (s[digits] != '\0' && (s[digits] < 'a' || s[digits] > 'z'))) {
		err_set(err, ERR_VALUE, no_pos, "số «%s» không đọc được", s);
		return err_hint(err, "ghi như 12 hoặc 12a");
	}
	w->doc.number = 0;
	for (size_t i = 0; i < digits; i++)
		w->doc.number = w->doc.number * 10 + (s[i] - '0');
	w->doc.suffix = s + digits;
	w->reserved = true;
	return true;
}

static bool
issue_one(struct work *w, struct err *err)
{
	struct works ws = { .iss = w->iss, .list = w, .count = 1 };

	if (w->iss->number != NULL && !read_number(w, err))
		return false;
	for (int i = 0; i < TRIES; i++) {
		if (!works_number(&ws, err))
			return false;
		if (!w->found) {
			work_typeset(w);
			if (!works_set(&ws, err))
				return false;
		}
		ws.inside = i + 1 == TRIES;
		if (works_file(&ws, err)) {
			works_tell(&ws);
			return true;
		}
		if (!ws.moved)
			return false;
	}
	return false;
}

static const char *
view_title(struct work *w, struct xml_doc *view)
{
	return xml_child_string(
	    w->set, xml_child(xml_root(view), "van-ban"), "trich-yeu");
}

static bool
take_place(struct work *w, const char *type, const struct xml_node *node,
    struct err *err)
{
	const struct place_of of = { w->c, type, w->doc.date, node };
	struct place p;

	if (!place_find(w->iss, w->a, &of, &p, err))
		return false;
	w->doc.series = p.series;
	w->doc.symbol = p.symbol;
	return true;
}

/* --- plan --- */

static bool
plan_view(struct work *w, struct xml_doc **ret, struct err *err)
{
	struct model_campaign c = *w->c;

	c.symbol = w->doc.symbol;
	c.suffix = w->doc.suffix;
	if (!model_plan_view(w->set, &c, w->doc.number, ret, err))
		return false;
	w->doc.title = view_title(w, *ret);
	return true;
}

bool
iss_plan(struct iss *iss, const struct model_campaign *c, struct err *err)
{
	struct work w;
	bool ok = work_start(&w, iss, c, err);

	if (ok) {
		w.doc.key = arena_printf(w.a, "%s/plan", c->key);
		w.doc.type = "plan";
		w.doc.type_name = "Kế hoạch";
		w.doc.date = c->plan_date;
		w.doc.signer = c->plan_signer;
		w.doc.position = c->plan_position;
		w.doc.people = c->plan_signer;
		w.template = "plan";
		w.given = c->plan_number;
		w.view = plan_view;
		ok = (w.doc.key != NULL || err_nomem(err)) &&
		     take_place(&w, "KH", xml_child(c->root, "ke-hoach"), err);
	}
	ok = ok && issue_one(&w, err);
	work_end(&w);
	return ok;
}

/* --- decision --- */

static bool
decision_view(struct work *w, struct xml_doc **ret, struct err *err)
{
	struct model_campaign c = *w->c;

	c.symbol = w->doc.symbol;
	c.suffix = w->doc.suffix;
	c.check = certificate_address(w->set, w->c, w->uid);
	if (!model_decision_view(
		w->set, &c, w->r, w->iss->rules, w->doc.number, ret, err))
		return false;
	w->doc.title = view_title(w, *ret);
	return true;
}

/* A decision that says two things gets no number. */
static bool
agrees(struct work *w, struct err *err)
{
	struct iss_agreement g;
	struct arc_doc doc;

	return arc_find_key(w->iss->arc, w->a, w->doc.key, &doc) ||
	       (iss_agree(w->iss->press, w->a, w->c, w->r, w->iss->rules,
		    w->iss->errors, &g, err) &&
		   iss_agree_err(&g, err));
}

bool
iss_decision(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, struct err *err)
{
	struct work w;
	bool ok = work_start(&w, iss, c, err);

	if (ok) {
		w.r = r;
		w.doc.key = decision_key(w.a, c, r);
		w.doc.type = "decision";
		w.doc.type_name = "Quyết định";
		w.doc.date = r->date;
		w.doc.signer = r->signer;
		w.doc.position = r->signer_position;
		w.template = "award-decision";
		w.view = decision_view;
		ok = (w.doc.key != NULL || err_nomem(err)) &&
		     take_place(&w, "QĐ", r->node, err) && agrees(&w, err);
	}
	ok = ok && issue_one(&w, err);
	work_end(&w);
	return ok;
}

bool
iss_expect(struct iss *iss, struct arena *a, const struct model_campaign *c,
    const struct model_round *r, const char **ret_code, struct err *err)
{
	struct work w;
	struct works ws = { .iss = iss, .list = &w, .count = 1 };
	bool ok = work_start(&w, iss, c, err);

	*ret_code = NULL;
	if (ok) {
		w.doc.key = r == NULL ? arena_printf(w.a, "%s/plan", c->key)
				      : decision_key(w.a, c, r);
		w.doc.date = r == NULL ? c->plan_date : r->date;
		w.given = r == NULL ? c->plan_number : 0;
		w.template = r == NULL ? "plan" : "award-decision";
		ok = (w.doc.key != NULL || err_nomem(err)) &&
		     take_place(&w, r == NULL ? "KH" : "QĐ",
			 r == NULL ? xml_child(c->root, "ke-hoach") : r->node,
			 err) &&
		     works_number(&ws, err);
	}
	if (ok)
		*ret_code = arena_printf(
		    a, "%02lld/%s", (long long)w.doc.number, w.doc.symbol);
	work_end(&w);
	return ok && (*ret_code != NULL || err_nomem(err));
}
