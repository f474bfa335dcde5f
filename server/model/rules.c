/* model/rules.c -- money of awards: rule data by date. */
#include <string.h>

#include "base/arena.h"
#include "model/model.h"
#include "viet/number.h"
#include "xml/xml.h"

const char *const model_kind_names[MODEL_KINDS] = { "tap-the", "ca-nhan",
	"ho-gia-dinh" };

struct model_rules {
	const struct xml_node *root;
	int64_t step;
};

static bool
whole(const struct xml_node *n, const char *name, int64_t *ret, struct err *err)
{
	const char *v = xml_attr(n, name);

	if (v != NULL && viet_number_parse(v, ret) && *ret > 0)
		return true;
	err_set(err, ERR_VALUE, xml_attr_pos(n, name), "%s=\"%s\"", name,
	    v == NULL ? "" : v);
	return err_hint(err, "viết số nguyên dương");
}

static bool
start_of(const struct xml_node *n, day_t *ret, struct err *err)
{
	const char *v = xml_attr(n, "tu-ngay");

	if (v != NULL && day_parse_iso(v, ret))
		return true;
	err_set(
	    err, ERR_VALUE, xml_pos(n), "tu-ngay=\"%s\"", v == NULL ? "" : v);
	return err_hint(err, "viết như 2023-07-01");
}

/* Every row is read once now, so that a wrong file is refused when it is
 * loaded. */
static bool
check_rows(const struct xml_node *root, struct err *err)
{
	int64_t v;
	day_t day;

	for (const struct xml_node *n = xml_first_element(root); n != NULL;
	     n = xml_next_element(n)) {
		bool salary = strcmp(xml_name(n), "luong-co-so") == 0;

		if (!start_of(n, &day, err) ||
		    (salary && !whole(n, "muc", &v, err)))
			return false;
		for (int k = 0; !salary && k < MODEL_KINDS; k++)
			if (xml_attr(n, model_kind_names[k]) != NULL &&
			    !whole(n, model_kind_names[k], &v, err))
				return false;
	}
	return true;
}

bool
model_rules_load(struct arena *a, const char *path, struct model_rules **ret,
    struct err *err)
{
	struct model_rules *r = arena_alloc(a, sizeof(*r));
	struct xml_doc *doc;

	if (r == NULL)
		return err_nomem(err);
	if (!xml_parse_file(a, path, XML_DATA, &doc, err))
		return false;
	r->root = xml_root(doc);
	if (!whole(r->root, "lam-tron", &r->step, err) ||
	    !check_rows(r->root, err))
		return false;
	*ret = r;
	return true;
}

/* The row that is in force on the day: the latest start not after it. */
static const struct xml_node *
in_force(const struct model_rules *r, const char *element, const char *form,
    const char *kind, day_t date)
{
	const struct xml_node *best = NULL;
	day_t best_day = 0, day;

	for (const struct xml_node *n = xml_first_element(r->root); n != NULL;
	     n = xml_next_element(n)) {
		const char *f = xml_attr(n, "hinh-thuc");

		if (strcmp(xml_name(n), element) != 0 ||
		    (form != NULL && (f == NULL || strcmp(f, form) != 0)) ||
		    (kind != NULL && xml_attr(n, kind) == NULL))
			continue;
		if (!day_parse_iso(xml_attr(n, "tu-ngay"), &day) || day > date)
			continue;
		if (best == NULL || day >= best_day) {
			best = n;
			best_day = day;
		}
	}
	return best;
}

bool
model_bonus(const struct model_rules *rules, const char *form,
    enum model_kind kind, day_t date, struct model_bonus *ret, struct err *err)
{
	const char *name = model_kind_names[kind];
	const struct xml_node *salary =
	    in_force(rules, "luong-co-so", NULL, NULL, date);
	const struct xml_node *award =
	    in_force(rules, "he-so", form, name, date);
	int64_t base, coefficient, exact;
	char day[11];

	day_print_iso(date, day);
	if (salary == NULL || award == NULL) {
		err_set(err, ERR_NOTFOUND, no_pos,
		    "mức tiền thưởng %s (%s) ngày %s", form, name, day);
		return err_hint(
		    err, "thêm dòng trong templates/rules/tien-thuong.xml");
	}
	if (!whole(salary, "muc", &base, err) ||
	    !whole(award, name, &coefficient, err))
		return false;
	exact = base * coefficient;
	ret->base = base;
	ret->coefficient = (int)coefficient;
	/* The full product first, then up to the next step. */
	exact = (exact + 99) / 100;
	ret->amount = (exact + rules->step - 1) / rules->step * rules->step;
	ret->salary_basis = xml_attr(salary, "can-cu");
	ret->award_basis = xml_attr(award, "can-cu");
	return true;
}
