/* archive/numbering.c -- reading and applying how an organisation numbers. */
#include "archive/numbering.h"

#include <string.h>

#include "archive/fact.h"
#include "archive/numbering_priv.h"
#include "xml/xml.h"

bool
types_hold(const char *types, const char *type)
{
	size_t len = strlen(type);

	while (*types != '\0') {
		size_t n = strcspn(types, " ");

		if (n == len && strncmp(types, type, n) == 0)
			return true;
		types += n;
		types += strspn(types, " ");
	}
	return false;
}

static bool
is_code(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return n > 0 && n <= 40 && s[n] == '\0';
}

static bool
need(const struct xml_node *n, const char *attr, const char **ret,
    struct err *err)
{
	*ret = xml_attr(n, attr);
	if (*ret != NULL && (*ret)[0] != '\0')
		return true;
	err_set(err, ERR_MISSING, xml_pos(n), "thẻ <%s> thiếu thuộc tính %s",
	    xml_name(n), attr);
	return err_hint(err, "xem bản đang dùng: sovang register series --xml");
}

static bool
read_series(
    const struct xml_node *n, struct arc_numbering *ret, struct err *err)
{
	struct arc_series_def *s = &ret->series[ret->series_count];
	const char *secret = xml_attr(n, "mat");

	if (ret->series_count == ARC_SERIES_MAX)
		return err_set(err, ERR_LIMIT, xml_pos(n), "nhiều hơn %d sổ",
		    ARC_SERIES_MAX);
	if (!need(n, "ma", &s->code, err) || !need(n, "ten", &s->name, err) ||
	    !need(n, "loai", &s->types, err))
		return false;
	if (!is_code(s->code)) {
		err_set(err, ERR_VALUE, xml_attr_pos(n, "ma"),
		    "mã sổ «%s» không dùng được", s->code);
		return err_hint(err, "chỉ dùng chữ thường không dấu, chữ số và "
				     "dấu gạch nối, như quyet-dinh");
	}
	s->secret = secret != NULL && strcmp(secret, "co") == 0;
	if (secret != NULL && !s->secret && strcmp(secret, "khong") != 0)
		return err_set(err, ERR_VALUE, xml_attr_pos(n, "mat"),
		    "mat=«%s»: ghi co hoặc khong", secret);
	ret->series_count++;
	return true;
}

static bool
read_symbol(
    const struct xml_node *n, struct arc_numbering *ret, struct err *err)
{
	struct arc_symbol_def *s = &ret->symbols[ret->symbol_count];

	if (ret->symbol_count == ARC_SYMBOLS_MAX)
		return err_set(err, ERR_LIMIT, xml_pos(n),
		    "nhiều hơn %d ký hiệu", ARC_SYMBOLS_MAX);
	if (!need(n, "loai", &s->types, err) ||
	    !need(n, "mau", &s->pattern, err))
		return false;
	ret->symbol_count++;
	return true;
}

bool
numbering_read(
    const struct xml_node *n, struct arc_numbering *ret, struct err *err)
{
	const char *from;

	memset(ret, 0, sizeof(*ret));
	if (!need(n, "tu-ngay", &from, err))
		return false;
	if (!day_parse_iso(from, &ret->from))
		return err_set(err, ERR_VALUE, xml_attr_pos(n, "tu-ngay"),
		    "ngày «%s» không đọc được; ghi như 2027-01-01", from);
	for (const struct xml_node *c = xml_first_element(n); c != NULL;
	     c = xml_next_element(c)) {
		bool series = strcmp(xml_name(c), "so") == 0;

		if (!series && strcmp(xml_name(c), "ky-hieu") != 0)
			return err_set(err, ERR_ELEMENT, xml_pos(c),
			    "thẻ <%s> không thuộc cấu hình sổ", xml_name(c));
		if (!(series ? read_series(c, ret, err)
			     : read_symbol(c, ret, err)))
			return false;
	}
	return true;
}

static const struct xml_node *
latest(const struct xml_doc *doc, day_t day)
{
	const struct xml_node *found = NULL;
	day_t best = 0;

	for (const struct xml_node *n = xml_first_element(xml_root(doc));
	     n != NULL; n = xml_next_element(n)) {
		const char *from = xml_attr(n, "tu-ngay");
		day_t d;

		if (strcmp(xml_name(n), "cau-hinh") == 0 && from != NULL &&
		    day_parse_iso(from, &d) && d <= day &&
		    (found == NULL || d >= best)) {
			found = n;
			best = d;
		}
	}
	return found;
}

/* The newest decision whose day has come; of two for one day, the later. */
static bool
find_decided(struct arc *arc, struct arena *a, const char *org, day_t day,
    struct arc_numbering *ret, bool *ret_found, struct err *err)
{
	const struct arc_fact like = { .kind = NUMBERING, .key = org };
	const struct arc_fact *best = NULL;
	struct arc_fact *list;
	struct xml_doc *doc;
	day_t best_from = 0;
	size_t n;

	if (!arc_list_facts(arc, a, &like, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		day_t from;

		if (day_parse_iso(list[i].other, &from) && from <= day &&
		    (best == NULL || from >= best_from)) {
			best = &list[i];
			best_from = from;
		}
	}
	*ret_found = best != NULL;
	if (best == NULL)
		return true;
	if (!xml_parse(a, "cau-hinh", best->value, strlen(best->value),
		XML_DATA, &doc, err) ||
	    !numbering_read(xml_root(doc), ret, err))
		return false;
	ret->seq = best->seq;
	return true;
}

bool
arc_find_numbering(struct arc *arc, struct arena *a, const char *org, day_t day,
    const struct xml_doc *file, struct arc_numbering *ret, struct err *err)
{
	const struct xml_node *n;
	char iso[11];
	bool found;

	if (!find_decided(arc, a, org, day, ret, &found, err))
		return false;
	if (found)
		return true;
	n = latest(file, day);
	if (n != NULL)
		return numbering_read(n, ret, err);
	day_print_iso(day, iso);
	err_set(err, ERR_NOTFOUND, no_pos,
	    "chưa có cách đánh số văn bản cho ngày %s", iso);
	return err_hint(err, "thêm bằng: sovang register configure");
}

/* --- applying --- */

const struct arc_series_def *
numbering_series(const struct arc_numbering *n, const char *type, bool secret)
{
	const struct arc_series_def *rest = NULL;

	for (size_t i = 0; i < n->series_count; i++) {
		const struct arc_series_def *s = &n->series[i];

		if (s->secret != secret)
			continue;
		if (types_hold(s->types, type))
			return s;
		if (strcmp(s->types, "*") == 0)
			rest = s;
	}
	return rest;
}

static const char *
pattern_of(const struct arc_numbering *n, const char *type)
{
	const char *rest = NULL;

	for (size_t i = 0; i < n->symbol_count; i++) {
		if (types_hold(n->symbols[i].types, type))
			return n->symbols[i].pattern;
		if (strcmp(n->symbols[i].types, "*") == 0)
			rest = n->symbols[i].pattern;
	}
	return rest;
}

bool
numbering_symbol(const char *pattern, const struct arc_kind *k, struct buf *out,
    struct err *err)
{
	const struct {
		const char *name, *value;
	} holes[] = { { "{loai}", k->type }, { "{co-quan}", k->org_symbol },
		{ "{don-vi}", k->unit } };

	for (const char *s = pattern; *s != '\0';) {
		size_t i = 0;

		while (i < 3 &&
		       strncmp(s, holes[i].name, strlen(holes[i].name)) != 0)
			i++;
		if (i == 3) {
			buf_char(out, *s++);
			continue;
		}
		if (holes[i].value == NULL || holes[i].value[0] == '\0') {
			err_set(err, ERR_REGISTER, no_pos,
			    "ký hiệu %s cần %s mà dữ liệu không có", pattern,
			    holes[i].name);
			return err_hint(err, "ghi chữ viết tắt của đơn vị hoặc "
					     "lĩnh vực soạn thảo, như NC");
		}
		buf_str_add(out, holes[i].value);
		s += strlen(holes[i].name);
	}
	return buf_ok(out) || err_nomem(err);
}

bool
arc_apply_numbering(struct arena *a, const struct arc_numbering *n,
    const struct arc_kind *kind, const struct arc_series_def **ret_series,
    const char **ret_symbol, struct err *err)
{
	const struct arc_series_def *s =
	    numbering_series(n, kind->type, kind->secret);
	const char *pattern = pattern_of(n, kind->type), *symbol;
	struct buf b = { 0 };
	bool ok;

	if (s == NULL || pattern == NULL) {
		err_set(err, ERR_REGISTER, no_pos,
		    "văn bản loại %s%s chưa có %s", kind->type,
		    kind->secret ? ", mật," : "",
		    s == NULL ? "sổ nào" : "ký hiệu");
		return err_hint(err, "thêm bằng: sovang register configure");
	}
	ok = numbering_symbol(pattern, kind, &b, err);
	symbol = ok ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	if (!ok)
		return false;
	if (symbol == NULL)
		return err_nomem(err);
	*ret_series = s;
	*ret_symbol = symbol;
	return true;
}
