/* nd30/rules.c -- the rules and the laws: data by date, read and checked once.
 */
#include "nd30/nd30_priv.h"
#include "viet/text.h"
#include "xml/xml.h"

#define FAR_AWAY ((day_t)2932896) /* 9999-12-31 */

struct reader {
	struct arena *a;
	const struct xml_node *n;
	struct err *err;
};

static bool
wrong(struct reader *r, const char *attr, const char *what)
{
	const char *v = xml_attr(r->n, attr);

	if (v == NULL)
		err_set(r->err, ERR_MISSING, xml_pos(r->n),
		    "<%s> thiếu thuộc tính %s", xml_name(r->n), attr);
	else
		err_set(r->err, ERR_VALUE, xml_attr_pos(r->n, attr),
		    "%s=\"%.80s\"", attr, v);
	return err_hint(r->err, "%s", what);
}

static bool
day_of(struct reader *r, const char *attr, bool required, day_t *ret)
{
	const char *v = xml_attr(r->n, attr);

	if ((v == NULL && !required) || (v != NULL && day_parse_iso(v, ret)))
		return true;
	return wrong(r, attr, "viết ngày như 2020-03-05");
}

/* "20mm 25mm", or one length for both. */
static bool
lengths(struct reader *r, const char *attr, mpt *ret_lo, mpt *ret_hi)
{
	const char *v = xml_attr(r->n, attr);
	char first[32];
	size_t len;

	if (v == NULL)
		return true;
	len = strcspn(v, " ");
	if (len < sizeof(first)) {
		memcpy(first, v, len);
		first[len] = '\0';
		if (v[len] == '\0' && mpt_parse(first, NULL, ret_lo)) {
			*ret_hi = *ret_lo;
			return true;
		}
		if (v[len] == ' ' && mpt_parse(first, NULL, ret_lo) &&
		    mpt_parse(v + len + 1, NULL, ret_hi) && *ret_lo <= *ret_hi)
			return true;
	}
	return wrong(r, attr, "viết hai độ dài, nhỏ trước: 20mm 25mm");
}

static bool
digit(const char **v, int *ret)
{
	if (**v < '1' || **v > '9')
		return false;
	*ret = *(*v)++ - '0';
	return true;
}

/* "1/3 1/2" as per mille. */
static bool
ratios(struct reader *r, const char *attr, int *ret_lo, int *ret_hi)
{
	const char *v = xml_attr(r->n, attr);
	int n[4];

	if (v == NULL)
		return true;
	if (digit(&v, &n[0]) && *v++ == '/' && digit(&v, &n[1]) &&
	    *v++ == ' ' && digit(&v, &n[2]) && *v++ == '/' &&
	    digit(&v, &n[3]) && *v == '\0') {
		*ret_lo = n[0] * 1000 / n[1];
		*ret_hi = n[2] * 1000 / n[3];
		return true;
	}
	return wrong(r, attr, "viết hai phân số: 1/3 1/2");
}

static bool
yes_no(struct reader *r, const char *attr, signed char *ret)
{
	const char *v = xml_attr(r->n, attr);

	if (v == NULL)
		return true;
	if (strcmp(v, "co") != 0 && strcmp(v, "khong") != 0)
		return wrong(r, attr, "viết co hoặc khong");
	*ret = v[0] == 'c';
	return true;
}

static bool
flag(struct reader *r, const char *attr, bool *ret)
{
	signed char v = 0;

	if (!yes_no(r, attr, &v))
		return false;
	*ret = v == 1;
	return true;
}

static bool
code_of(struct reader *r, const struct nd_rule_set *set, int *ret)
{
	const char *v = xml_attr(r->n, "ma");

	if (v == NULL || strlen(v) != 2 || strspn(v, "0123456789") != 2 ||
	    strcmp(v, "00") == 0)
		return wrong(r, "ma", "viết hai chữ số, từ 01");
	*ret = (v[0] - '0') * 10 + v[1] - '0';
	for (size_t i = 0; i < set->count; i++)
		if (set->rules[i].code == *ret)
			return wrong(r, "ma", "mỗi quy tắc một mã riêng");
	return true;
}

static bool
known_attrs(struct reader *r)
{
	static const char known[] =
	    " ma do phan ten dieu sua muc so-voi chu ben co dam nghieng hoa "
	    "mot-dong phan-lon khoang sai-so ty-le ";
	const char *name, *ns, *value;

	for (size_t i = 0; xml_attr_at(r->n, i, &name, &ns, &value); i++) {
		char padded[XML_NAME_BYTES + 4] = " ";

		strncat(padded, name, XML_NAME_BYTES);
		strcat(padded, " ");
		if (strstr(known, padded) == NULL)
			return wrong(r, name, "thuộc tính này không có");
	}
	return true;
}

static bool
read_rule(struct reader *r, struct nd_rule_set *set, struct nd_rule *rule)
{
	const struct xml_node *n = r->n;
	const char *measure = xml_attr(n, "do"), *weight = xml_attr(n, "muc");

	*rule = (struct nd_rule){ .part = xml_attr(n, "phan"),
		.name = xml_attr(n, "ten"),
		.article = xml_attr(n, "dieu"),
		.remedy = xml_attr(n, "sua"),
		.other = xml_attr(n, "so-voi"),
		.words = xml_attr(n, "chu"),
		.side = xml_attr(n, "ben"),
		.bold = -1,
		.italic = -1,
		.warning = weight != NULL && strcmp(weight, "nhac") == 0 };
	rule->run = measure == NULL ? NULL : nd_measure_find(measure);
	if (rule->run == NULL)
		return wrong(r, "do", "phép đo này chương trình không có");
	if (rule->name == NULL || rule->article == NULL || rule->remedy == NULL)
		return wrong(r,
		    rule->name == NULL	    ? "ten"
		    : rule->article == NULL ? "dieu"
					    : "sua",
		    "mỗi quy tắc có tên, điều khoản và cách sửa");
	if (weight != NULL && !rule->warning && strcmp(weight, "loi") != 0)
		return wrong(r, "muc", "viết loi hoặc nhac");
	return known_attrs(r) && code_of(r, set, &rule->code) &&
	       lengths(r, "co", &rule->size_lo, &rule->size_hi) &&
	       lengths(r, "khoang", &rule->lo, &rule->hi) &&
	       lengths(r, "sai-so", &rule->slack, &rule->slack) &&
	       ratios(r, "ty-le", &rule->ratio_lo, &rule->ratio_hi) &&
	       yes_no(r, "dam", &rule->bold) &&
	       yes_no(r, "nghieng", &rule->italic) &&
	       flag(r, "hoa", &rule->upper) &&
	       flag(r, "mot-dong", &rule->one_line) &&
	       flag(r, "phan-lon", &rule->mostly);
}

static size_t
count_children(const struct xml_node *n)
{
	size_t count = 0;

	for (n = xml_first_element(n); n != NULL; n = xml_next_element(n))
		count++;
	return count;
}

/* The measure may need what the row does not give. */
static bool
complete(struct reader *r, const struct nd_rule *rule)
{
	static const struct {
		nd_measure run;
		const char *needs;
	} needs[] = { { nd_m_look, "phan" }, { nd_m_axis, "so-voi" },
		{ nd_m_level, "so-voi" }, { nd_m_face, "chu" },
		{ nd_m_wording, "chu" }, { nd_m_required, "chu" },
		{ nd_m_margin, "ben" }, { nd_m_half, "ben" },
		{ nd_m_underline, "ty-le" }, { nd_m_spacing, "ty-le" },
		{ nd_m_paper, "khoang" }, { nd_m_margin, "khoang" },
		{ nd_m_indent, "khoang" }, { nd_m_gap, "khoang" },
		{ nd_m_points, "chu" }, { nd_m_on_behalf, "chu" },
		{ nd_m_deputy, "chu" }, { nd_m_short_form, "chu" },
		{ nd_m_forbidden, "chu" }, { nd_m_own_authority, "chu" },
		{ nd_m_bare_name, "chu" }, { nd_m_basis_marks, "chu" },
		{ nd_m_basis_order, "chu" }, { nd_m_in_force, "ben" },
		{ nd_m_end, "phan" }, { nd_m_annex_named, "chu" } };

	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (needs[i].run == rule->run &&
		    xml_attr(r->n, needs[i].needs) == NULL)
			return wrong(r, needs[i].needs, "phép đo cần nó");
	return true;
}

static bool
read_set(struct reader *r, struct nd_rule_set *set)
{
	const struct xml_node *n = r->n;

	set->from = 0;
	set->to = FAR_AWAY;
	set->name = xml_attr(n, "ten");
	if (set->name == NULL)
		return wrong(r, "ten", "viết tên văn bản quy định");
	if (!day_of(r, "tu-ngay", true, &set->from) ||
	    !day_of(r, "den-ngay", false, &set->to))
		return false;
	set->rules =
	    arena_alloc_n(r->a, count_children(n) + 1, sizeof(*set->rules));
	if (set->rules == NULL)
		return err_nomem(r->err);
	for (n = xml_first_element(n); n != NULL; n = xml_next_element(n)) {
		struct reader row = { r->a, n, r->err };
		struct nd_rule *rule = &set->rules[set->count];

		if (!read_rule(&row, set, rule) || !complete(&row, rule))
			return false;
		set->count++;
	}
	return true;
}

static bool
read_law(struct reader *r, struct nd_law *law)
{
	const char *name = xml_attr(r->n, "ten");

	*law = (struct nd_law){ .number = xml_attr(r->n, "so"),
		.title = name,
		.to = FAR_AWAY,
		.successor = xml_attr(r->n, "thay-boi") };
	if (law->number == NULL)
		return wrong(r, "so", "viết số và ký hiệu");
	if (name == NULL)
		return wrong(r, "ten", "viết tên loại và trích yếu");
	law->name = viet_fold(r->a, name);
	if (law->name == NULL)
		return err_nomem(r->err);
	return day_of(r, "ngay", false, &law->issued) &&
	       day_of(r, "tu-ngay", true, &law->from) &&
	       day_of(r, "den-ngay", false, &law->to);
}

static bool
read_laws(struct nd30_rules *rules, const struct xml_doc *laws, struct err *err)
{
	const struct xml_node *n = xml_root(laws);

	rules->laws = arena_alloc_n(
	    rules->arena, count_children(n) + 1, sizeof(*rules->laws));
	if (rules->laws == NULL)
		return err_nomem(err);
	for (n = xml_first_element(n); n != NULL; n = xml_next_element(n)) {
		struct reader r = { rules->arena, n, err };

		if (!read_law(&r, &rules->laws[rules->law_count]))
			return false;
		rules->law_count++;
	}
	return true;
}

bool
nd30_rules_load(struct arena *a, const struct xml_doc *form,
    const struct xml_doc *laws, struct nd30_rules **ret, struct err *err)
{
	struct nd30_rules *rules = arena_alloc(a, sizeof(*rules));
	struct nd_rule_set **tail;

	if (rules == NULL)
		return err_nomem(err);
	rules->arena = a;
	tail = &rules->sets;
	for (const struct xml_node *n = xml_first_element(xml_root(form));
	     n != NULL; n = xml_next_element(n)) {
		struct nd_rule_set *set = arena_alloc(a, sizeof(*set));
		struct reader r = { a, n, err };

		if (set == NULL)
			return err_nomem(err);
		if (!read_set(&r, set))
			return false;
		*tail = set;
		tail = &set->next;
	}
	if (!read_laws(rules, laws, err))
		return false;
	*ret = rules;
	return true;
}
