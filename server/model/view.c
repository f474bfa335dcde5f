/* model/view.c -- the data that templates read: one document's <ho-so>. */
#include <string.h>

#include "base/arena.h"
#include "model/model.h"
#include "xml/xml.h"

static void
put_day(struct xml_build *b, const char *name, day_t day)
{
	char text[11];

	if (day == 0)
		return; /* not known yet: a draft */
	day_print_iso(day, text);
	xml_set(b, name, text);
}

static void
copy_child(struct xml_build *b, const struct xml_node *n, const char *name)
{
	/* A draft may have nothing there. */
	for (const struct xml_node *c = n == NULL ? NULL : xml_first_element(n);
	     c != NULL; c = xml_next_element(c))
		if (strcmp(xml_name(c), name) == 0)
			xml_copy(b, c);
}

/* <van-ban>: what every document has. */
static void
open_document(struct xml_build *b, const char *type, const char *number,
    const char *symbol, day_t date, const char *title)
{
	xml_open(b, "van-ban");
	xml_set(b, "loai", type);
	xml_set(b, "so", number);
	xml_set(b, "ky-hieu", symbol);
	put_day(b, "ngay", date);
	xml_leaf(b, "trich-yeu", title);
}

static void
copy_frame(struct xml_build *b, const struct xml_node *n)
{
	static const char *const parts[] = { "can-cu", "nguoi-ky", "noi-nhan",
		"luu" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		copy_child(b, n, parts[i]);
}

/* What the register keeps of a document beside its text. */
static void
copy_marks(struct xml_build *b, const struct xml_node *n)
{
	static const char *const marks[] = { "don-vi", "so-ban", "do-khan",
		"do-mat" };

	for (size_t i = 0; n != NULL && i < sizeof(marks) / sizeof(marks[0]);
	     i++)
		xml_set(b, marks[i], xml_attr(n, marks[i]));
}

/* "05", "12a"; NULL = not known yet. */
static const char *
number_of(struct arena *a, const struct model_campaign *c, int64_t number)
{
	return number > 0 ? arena_printf(a, "%02lld%s", (long long)number,
				c->suffix == NULL ? "" : c->suffix)
			  : NULL;
}

static const char *
symbol_of(struct arena *a, const struct model_campaign *c, const char *type)
{
	return c->symbol != NULL
		   ? c->symbol
		   : arena_printf(a, "%s-%s", type, c->org_symbol);
}

static struct xml_build *
start(struct arena *a, const struct model_campaign *c)
{
	struct xml_build *b = xml_build_new(a, "ho-so");

	copy_child(b, c->root, "co-quan");
	return b;
}

bool
model_plan_view(struct arena *a, const struct model_campaign *c, int64_t number,
    struct xml_doc **ret, struct err *err)
{
	struct xml_build *b = start(a, c);
	const struct xml_node *pt = xml_child(c->root, "phong-trao");
	const char *special = pt == NULL ? NULL : xml_attr(pt, "dac-biet");
	const char *title = arena_printf(a,
	    "Phát động phong trào thi đua %s“%s”",
	    special != NULL && strcmp(special, "co") == 0 ? "đặc biệt " : "",
	    c->name);

	if (title == NULL)
		return err_nomem(err);
	open_document(b, "KH", number_of(a, c, number), symbol_of(a, c, "KH"),
	    c->plan_date, title);
	copy_marks(b, xml_child(c->root, "ke-hoach"));
	copy_frame(b, xml_child(c->root, "ke-hoach"));
	xml_close(b);
	if (pt != NULL)
		xml_copy(b, pt);
	return xml_build_doc(b, ret, err);
}

static const char *
decision_title(struct arena *a, const struct model_campaign *c,
    const struct model_round *r)
{
	static const char *const names[MODEL_KINDS] = { "tập thể", "cá nhân",
		"hộ gia đình" };
	const char *whom = "";

	/* Whoever is not in the list is not in the title. */
	for (int k = 0; whom != NULL && k < MODEL_KINDS; k++)
		if (r->per_kind[k] > 0 || r->count == 0)
			whom = arena_printf(a, "%s%s%s", whom,
			    whom[0] == '\0' ? "" : ", ", names[k]);
	return whom == NULL ? NULL
			    : arena_printf(a,
				  "Về việc tặng Bằng khen của Chủ tịch Ủy ban "
				  "nhân dân tỉnh cho %s có thành tích xuất sắc "
				  "trong %s phong trào thi đua “%s”",
				  whom, r->name, c->name);
}

static bool
put_honourees(struct xml_build *b, const struct model_round *r,
    const struct model_rules *rules, struct err *err)
{
	int64_t total = 0;

	xml_open(b, "tien-thuong");
	for (int k = 0; k < MODEL_KINDS; k++) {
		struct model_bonus m;
		int64_t sum;

		if (r->per_kind[k] == 0)
			continue;
		if (!model_bonus(
			rules, r->form, (enum model_kind)k, r->date, &m, err))
			return false;
		sum = m.amount * (int64_t)r->per_kind[k];
		total += sum;
		xml_open(b, model_kind_names[k]);
		xml_set_int(b, "so-luong", (long long)r->per_kind[k]);
		xml_set_int(b, "muc", m.amount);
		xml_set_int(b, "cong", sum);
		xml_set_int(b, "he-so", m.coefficient);
		xml_set_int(b, "luong-co-so", m.base);
		xml_set(b, "can-cu", m.award_basis);
		xml_close(b);
	}
	xml_set_int(b, "tong", total);
	xml_close(b);
	xml_open(b, "danh-sach");
	for (size_t i = 0; i < r->count; i++)
		xml_copy(b, r->honourees[i].node);
	xml_close(b);
	return true;
}

bool
model_decision_view(struct arena *a, const struct model_campaign *c,
    const struct model_round *r, const struct model_rules *rules,
    int64_t number, struct xml_doc **ret, struct err *err)
{
	struct xml_build *b = start(a, c);

	open_document(b, "QĐ", number_of(a, c, number), symbol_of(a, c, "QĐ"),
	    r->date, decision_title(a, c, r));
	copy_marks(b, r->node);
	copy_frame(b, r->node);
	xml_close(b);
	copy_child(b, c->root, "phong-trao");
	xml_open(b, "khen-thuong");
	xml_set(b, "ten", r->name);
	xml_set(b, "nam", xml_attr(r->node, "nam"));
	copy_child(b, r->node, "to-trinh");
	copy_child(b, r->node, "thanh-tich");
	if (!put_honourees(b, r, rules, err))
		return false;
	xml_close(b);
	xml_leaf(b, "kiem-tra", c->check);
	return xml_build_doc(b, ret, err);
}

bool
model_certificate_view(struct arena *a, const struct model_campaign *c,
    const struct model_round *r, const struct model_honouree *h,
    const char *decision_code, int64_t book_number, const char *check,
    struct xml_doc **ret, struct err *err)
{
	struct xml_build *b = start(a, c);

	xml_open(b, "van-ban");
	xml_set(b, "loai", "BK");
	put_day(b, "ngay", r->date);
	xml_leaf(b, "trich-yeu", arena_printf(a, "Bằng khen tặng %s", h->name));
	copy_child(b, r->node, "nguoi-ky");
	xml_close(b);
	xml_open(b, "quyet-dinh");
	xml_set(b, "so-ky-hieu", decision_code);
	put_day(b, "ngay", r->date);
	xml_close(b);
	xml_open(b, "nguoi-nhan");
	xml_set(b, "loai", model_kind_names[h->kind]);
	xml_set(b, "ma", h->key);
	if (book_number > 0)
		xml_set_int(b, "so-vang", book_number);
	xml_set(
	    b, "danh-xung", h->salutation[0] == '\0' ? NULL : h->salutation);
	xml_leaf(b, "ten", h->name);
	xml_leaf(b, "chuc-vu", h->position[0] == '\0' ? NULL : h->position);
	xml_leaf(b, "don-vi", h->unit[0] == '\0' ? NULL : h->unit);
	xml_leaf(b, "thanh-tich", xml_child_string(a, r->node, "thanh-tich"));
	xml_leaf(b, "kiem-tra", check);
	xml_close(b);
	return xml_build_doc(b, ret, err);
}
