/* archive/numbering_set.c -- an organisation decides how it numbers.
 *
 * Numbers run from 01 through the calendar year, and number and symbol are
 * unique in it: so other series can only begin with a year that has no numbers
 * yet.  Symbols alone may change on any day to come (a unit gets a new name).
 */
#include <string.h>

#include "archive/fact.h"
#include "archive/numbering_priv.h"
#include "xml/xml.h"

static const char sql_year[] =
    "SELECT series, last, last_date FROM counter WHERE org = ?1 AND year = ?2 "
    "ORDER BY last_date DESC LIMIT 1";

/* --- checking --- */

static const char *
type_at(const struct xml_node *file, size_t index)
{
	for (const struct xml_node *n = xml_first_element(file); n != NULL;
	     n = xml_next_element(n))
		if (strcmp(xml_name(n), "loai") == 0 && index-- == 0)
			return xml_attr(n, "ma");
	return NULL;
}

static bool
is_type(const struct xml_node *file, const char *type, size_t len)
{
	const char *t;

	for (size_t i = 0; (t = type_at(file, i)) != NULL; i++)
		if (strlen(t) == len && strncmp(t, type, len) == 0)
			return true;
	return false;
}

static bool
known_types(const struct xml_node *file, const char *types, struct err *err)
{
	if (strcmp(types, "*") == 0)
		return true;
	while (*types != '\0') {
		size_t n = strcspn(types, " ");

		if (!is_type(file, types, n)) {
			err_set(err, ERR_VALUE, no_pos,
			    "không có loại văn bản viết tắt «%.*s»", (int)n,
			    types);
			return err_hint(err, "viết đúng chữ hoa, chữ thường và "
					     "dấu như phụ lục III: QĐ, KH, "
					     "TTr; công văn ghi CV");
		}
		types += n;
		types += strspn(types, " ");
	}
	return true;
}

static bool
once_each(const struct arc_numbering *n, const char *type, bool secret,
    struct err *err)
{
	const struct arc_series_def *first = NULL;

	for (size_t i = 0; i < n->series_count; i++) {
		const struct arc_series_def *s = &n->series[i];

		if (s->secret != secret || !types_hold(s->types, type))
			continue;
		if (first != NULL)
			return err_set(err, ERR_VALUE, no_pos,
			    "loại %s nằm trong hai sổ: %s và %s", type,
			    first->code, s->code);
		first = s;
	}
	return true;
}

static bool
every_type(
    const struct arc_numbering *n, const struct xml_node *file, struct err *err)
{
	const char *type;

	for (size_t i = 0; (type = type_at(file, i)) != NULL; i++) {
		const struct arc_kind k = { type, false, "CQ", "DV" };
		const struct arc_series_def *s;
		const char *symbol;
		struct arena *a;
		bool ok;

		if (!once_each(n, type, false, err) ||
		    !once_each(n, type, true, err))
			return false;
		a = arena_new(0);
		ok = a == NULL
			 ? err_nomem(err)
			 : arc_apply_numbering(a, n, &k, &s, &symbol, err);
		arena_free(a);
		if (!ok)
			return false;
	}
	return true;
}

static bool
distinct(const struct arc_numbering *n, struct err *err)
{
	bool secret = false;

	for (size_t i = 0; i < n->series_count; i++) {
		const struct arc_series_def *s = &n->series[i];

		secret = secret || s->secret;
		for (size_t j = 0; j < i; j++)
			if (strcmp(s->code, n->series[j].code) == 0)
				return err_set(err, ERR_VALUE, no_pos,
				    "hai sổ cùng mang mã %s", s->code);
	}
	if (secret)
		return true;
	err_set(err, ERR_MISSING, no_pos, "chưa có sổ cho văn bản mật");
	return err_hint(err, "thêm <so ma=\"van-ban-mat\" ten=\"Văn bản mật "
			     "đi\" loai=\"*\" mat=\"co\"/>");
}

static bool
patterns_hold(const struct arc_numbering *n, struct err *err)
{
	const struct arc_kind k = { "A", false, "A", "A" };

	for (size_t i = 0; i < n->symbol_count; i++) {
		const char *p = n->symbols[i].pattern;
		struct buf b = { 0 };
		struct err ignored;
		bool ok = numbering_symbol(p, &k, &b, &ignored) &&
			  strlen(p) <= 60 &&
			  strpbrk(buf_str(&b), "/ \t\r\n{}") == NULL;

		buf_done(&b);
		if (!ok) {
			err_set(err, ERR_VALUE, no_pos,
			    "mẫu ký hiệu «%s» không dùng được", p);
			return err_hint(err,
			    "ghép chữ, dấu gạch nối và {loai}, {co-quan}, "
			    "{don-vi}, như {loai}-{co-quan}");
		}
	}
	return true;
}

static bool
check(
    const struct arc_numbering *n, const struct xml_node *file, struct err *err)
{
	for (size_t i = 0; i < n->series_count; i++)
		if (!known_types(file, n->series[i].types, err))
			return false;
	for (size_t i = 0; i < n->symbol_count; i++)
		if (!known_types(file, n->symbols[i].types, err))
			return false;
	return distinct(n, err) && patterns_hold(n, err) &&
	       every_type(n, file, err);
}

bool
arc_check_numbering(
    struct arena *a, const struct xml_doc *file, struct err *err)
{
	struct arc_numbering *n = arena_alloc(a, sizeof(*n));
	const struct xml_node *root = xml_root(file);
	bool any = false;

	if (n == NULL)
		return err_nomem(err);
	for (const struct xml_node *c = xml_first_element(root); c != NULL;
	     c = xml_next_element(c)) {
		if (strcmp(xml_name(c), "cau-hinh") != 0)
			continue;
		any = true;
		if (!numbering_read(c, n, err) || !check(n, root, err))
			return false;
	}
	return any ||
	       err_set(err, ERR_MISSING, no_pos, "không có thẻ <cau-hinh> nào");
}

/* --- deciding --- */

static bool
same_series(const struct arc_numbering *a, const struct arc_numbering *b)
{
	bool same = a->series_count == b->series_count;

	for (size_t i = 0; same && i < a->series_count; i++)
		same = strcmp(a->series[i].code, b->series[i].code) == 0 &&
		       strcmp(a->series[i].types, b->series[i].types) == 0 &&
		       a->series[i].secret == b->series[i].secret;
	return same;
}

static bool
may_begin(struct arc *arc, const char *org, const struct arc_numbering *n,
    const struct xml_doc *file, struct err *err)
{
	int year = day_ymd(n->from).year;
	struct arc_numbering *before = arena_alloc(arc->group, sizeof(*before));
	struct db_stmt *st;
	const char *series;
	int64_t last;
	day_t date;
	bool row;

	if (before == NULL)
		return err_nomem(err);
	if (!db_prepare(arc->db, sql_year, &st, err))
		return false;
	db_bind_text(st, 1, org);
	db_bind_int(st, 2, year);
	if (!db_step(st, &row, err) || !row)
		return !row;
	series = db_text(st, 0, arc->group);
	last = db_int(st, 1);
	date = (day_t)db_int(st, 2);
	db_reset(st);
	if (n->from > date &&
	    arc_find_numbering(
		arc, arc->group, org, n->from - 1, file, before, err) &&
	    same_series(before, n))
		return true;
	err_set(err, ERR_REGISTER, no_pos,
	    "năm %d đã cấp số (sổ %s đến số %02lld), không đổi được sổ giữa "
	    "năm",
	    year, series, (long long)last);
	return err_hint(err,
	    "cho cấu hình mới có hiệu lực từ %d-01-01; chỉ "
	    "ký hiệu mới đổi được giữa năm, từ sau ngày của "
	    "số cuối",
	    year + 1);
}

/* The element as a document of its own, canonical. */
static bool
own_text(struct arc *arc, const struct xml_node *n, const char **ret,
    struct err *err)
{
	struct xml_build *b = xml_build_new(arc->group, "cau-hinh");
	const char *name, *ns, *value;
	struct buf out = { 0 };
	struct xml_doc *doc;
	bool ok;

	for (size_t i = 0; xml_attr_at(n, i, &name, &ns, &value); i++)
		xml_set(b, name, value);
	for (const struct xml_node *c = xml_first_element(n); c != NULL;
	     c = xml_next_element(c))
		xml_copy(b, c);
	ok = xml_build_doc(b, &doc, err) && xml_canonical(doc, &out, err);
	*ret = ok ? arena_strdup(arc->group, buf_str(&out)) : NULL;
	buf_done(&out);
	return ok && (*ret != NULL || err_nomem(err));
}

static bool
decide(struct arc *arc, const char *org, const struct xml_node *node,
    const struct xml_doc *file, const char *reason, struct err *err)
{
	struct arc_numbering *n = arena_alloc(arc->group, sizeof(*n));
	struct arc_fact f = { .kind = NUMBERING, .key = org };
	char iso[11];

	if (n == NULL)
		return err_nomem(err);
	if (!numbering_read(node, n, err) || !check(n, xml_root(file), err) ||
	    !may_begin(arc, org, n, file, err) ||
	    !own_text(arc, node, &f.value, err))
		return false;
	day_print_iso(n->from, iso);
	f.other = arena_strdup(arc->group, iso);
	f.text = arena_printf(arc->group,
	    "Đặt cách đánh số văn bản của %s từ ngày %s. Lý do: %s", org, iso,
	    reason);
	return f.other != NULL && f.text != NULL ? arc_add_fact(arc, &f, err)
						 : err_nomem(err);
}

bool
arc_set_numbering(struct arc *arc, const char *org, const struct xml_doc *given,
    const struct xml_doc *file, const char *reason, struct err *err)
{
	const struct xml_node *root = xml_root(given);
	bool any = false;

	if (!reason_given(reason, err))
		return false;
	for (const struct xml_node *n = xml_first_element(root); n != NULL;
	     n = xml_next_element(n)) {
		if (strcmp(xml_name(n), "cau-hinh") != 0)
			continue;
		any = true;
		if (!decide(arc, org, n, file, reason, err))
			return false;
	}
	return any ||
	       err_set(err, ERR_MISSING, no_pos, "không có thẻ <cau-hinh> nào");
}
