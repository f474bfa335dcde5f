/* issue/agree.c -- does a decision say everywhere the same? */
#include "issue/agree.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "viet/date.h"
#include "viet/number.h"
#include "xml/xml.h"

enum { POINTS = 64 };

struct reading {
	struct arena *a;
	const struct model_campaign *c;
	const struct model_round *r;
	const struct model_rules *rules;
	const char *text;     /* of the whole document, single spaces */
	const char *body_end; /* where the annexes begin */
	struct iss_agreement *out;
};

static const char *const kind_names[MODEL_KINDS] = { "tập thể", "cá nhân",
	"hộ gia đình" };

static void
point(struct reading *g, const char *what, bool holds, const char *found,
    const char *wanted)
{
	if (g->out->count == POINTS || what == NULL)
		return;
	g->out->points[g->out->count++] = (struct iss_point){ what, holds,
		found == NULL ? "" : found, wanted == NULL ? "" : wanted };
	g->out->broken += !holds;
}

/* --- the text as it is drawn --- */

/* Unbreakable spaces and the spaces at the ends of lines are spaces. */
static void
put_word_text(struct buf *b, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool nbsp = (unsigned char)s[i] == 0xC2 && i + 1 < len &&
			    (unsigned char)s[i + 1] == 0xA0;

		i += nbsp;
		if (!nbsp && s[i] != ' ')
			buf_char(b, s[i]);
		else if (b->len > 0 && b->data[b->len - 1] != ' ')
			buf_char(b, ' ');
	}
}

/* The trace has a line for each run: text X Y W FACE SIZE COLOUR «…».  Runs of
 * one line of the page follow each other without a blank of their own. */
static const char *
drawn_text(struct arena *a, const char *trace)
{
	struct buf b = { 0 };
	const char *last_y = "", *s;
	size_t last_len = 0;

	for (const char *line = trace; *line != '\0';) {
		size_t len = strcspn(line, "\n");
		const char *p = line + strspn(line, " ");
		const char *from = strstr(p, "«"), *to = NULL, *y;

		for (const char *q = from; q != NULL && q < line + len;
		     q = strstr(q + 1, "»"))
			to = q;
		if (strncmp(p, "text ", 5) == 0 && from != NULL &&
		    from < line + len && to != NULL && to > from) {
			size_t y_len;

			y = p + 5 + strcspn(p + 5, " ") + 1;
			y_len = strcspn(y, " ");
			if ((y_len != last_len ||
				strncmp(y, last_y, y_len) != 0) &&
			    b.len > 0 && b.data[b.len - 1] != ' ')
				buf_char(&b, ' ');
			from += strlen("«");
			put_word_text(&b, from, (size_t)(to - from));
			last_y = y;
			last_len = y_len;
		} else if (strncmp(p, "[TD", 3) == 0 ||
			   strncmp(p, "[TH", 3) == 0) {
			last_len = 0; /* cells stand side by side */
		}
		line += len + (line[len] == '\n');
	}
	s = buf_ok(&b) ? arena_strndup(a, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return s;
}

/* From `from` up to `to`; "" when it is not there. */
static const char *
section(struct reading *g, const char *from, const char *to)
{
	const char *p = strstr(g->text, from), *end;

	if (p == NULL)
		return "";
	end = strstr(p + strlen(from), to);
	return end == NULL ? p : arena_strndup(g->a, p, (size_t)(end - p));
}

/* "12" in "cho 12 tập thể"; NULL when no number stands before the word. */
static const char *
number_before(struct arena *a, const char *text, const char *word)
{
	for (const char *p = strstr(text, word); p != NULL;
	     p = strstr(p + 1, word)) {
		const char *end = p, *start;

		while (end > text && end[-1] == ' ')
			end--;
		start = end;
		while (
		    start > text && ((start[-1] >= '0' && start[-1] <= '9') ||
					start[-1] == '.'))
			start--;
		if (start < end)
			return arena_strndup(a, start, (size_t)(end - start));
	}
	return NULL;
}

static const char *
padded(struct arena *a, size_t n)
{
	return arena_printf(a, "%02zu", n);
}

static const char *
grouped(struct arena *a, int64_t n)
{
	struct buf b = { 0 };
	const char *s;

	viet_grouped(&b, n);
	s = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return s == NULL ? "" : s;
}

/* --- points --- */

static void
check_title(struct reading *g)
{
	const char *title = section(g, "Về việc", "Căn cứ");
	const char *quoted = arena_printf(g->a, "“%s”", g->c->name);

	for (int k = 0; k < MODEL_KINDS; k++) {
		bool there = strstr(title, kind_names[k]) != NULL,
		     has = g->r->per_kind[k] > 0;

		point(g, arena_printf(g->a, "Trích yếu: %s", kind_names[k]),
		    there == has, there ? "có nêu" : "không nêu",
		    has ? "có trong danh sách" : "không có trong danh sách");
	}
	point(g, "Trích yếu: tên phong trào",
	    quoted != NULL && strstr(title, quoted) != NULL, NULL, quoted);
	point(g, "Trích yếu và Điều 1 cùng một hình thức khen",
	    (strstr(title, "Bằng khen") != NULL) ==
		(strstr(section(g, "Điều 1.", "Điều 2."), "Bằng khen") != NULL),
	    NULL, NULL);
}

static void
check_first_article(struct reading *g)
{
	const char *text = section(g, "Điều 1.", "Điều 2.");
	const char *deed = xml_child_string(g->a, g->r->node, "thanh-tich");

	for (int k = 0; k < MODEL_KINDS; k++) {
		const char *found = number_before(g->a, text, kind_names[k]);
		const char *want = g->r->per_kind[k] == 0
				       ? NULL
				       : padded(g->a, g->r->per_kind[k]);

		point(g, arena_printf(g->a, "Điều 1: số %s", kind_names[k]),
		    (found == NULL) == (want == NULL) &&
			(found == NULL || strcmp(found, want) == 0),
		    found == NULL ? "không nêu" : found,
		    want == NULL ? "không nêu" : want);
	}
	point(g, "Điều 1: thành tích như trên bằng khen",
	    deed != NULL && strstr(text, deed) != NULL, NULL, NULL);
}

static void
check_money(struct reading *g)
{
	const char *text = section(g, "Điều 2.", "Điều 3.");
	int64_t total = 0;
	struct buf words = { 0 };

	for (int k = 0; k < MODEL_KINDS; k++) {
		struct model_bonus m;
		const char *each;

		if (g->r->per_kind[k] == 0)
			continue;
		if (!model_bonus(g->rules, g->r->form, (enum model_kind)k,
			g->r->date, &m, NULL)) {
			point(g,
			    arena_printf(g->a, "Tiền thưởng %s", kind_names[k]),
			    false, "không có mức", "mức đang áp dụng");
			continue;
		}
		total += m.amount * (int64_t)g->r->per_kind[k];
		each = arena_printf(
		    g->a, "%s %s đồng", kind_names[k], grouped(g->a, m.amount));
		point(g,
		    arena_printf(
			g->a, "Điều 2: mức thưởng mỗi %s", kind_names[k]),
		    each != NULL && strstr(text, each) != NULL, NULL, each);
	}
	point(g, "Điều 2: tổng số tiền",
	    strstr(text, arena_printf(g->a, "%s đồng", grouped(g->a, total))) !=
		NULL,
	    NULL, arena_printf(g->a, "%s đồng", grouped(g->a, total)));
	viet_words_capital(&words, total);
	point(g, "Điều 2: tổng số tiền bằng chữ",
	    buf_ok(&words) && strstr(text, buf_str(&words)) != NULL, NULL,
	    arena_strdup(g->a, buf_str(&words)));
	buf_done(&words);
}

static void
check_proposal(struct reading *g)
{
	const struct xml_node *p = xml_child(g->r->node, "to-trinh");
	const char *number = p == NULL ? NULL : xml_attr(p, "so"),
		   *day = p == NULL ? NULL : xml_attr(p, "ngay");
	struct buf text = { 0 };
	day_t d = 0;

	if (day != NULL && day_parse_iso(day, &d))
		viet_date_long(&text, d);
	point(g, "Tờ trình: số, ký hiệu",
	    number != NULL &&
		strstr(g->text, arena_printf(g->a, "Tờ trình số %s", number)) !=
		    NULL,
	    NULL, number);
	point(g, "Tờ trình: ngày",
	    text.len > 0 && strstr(g->text, buf_str(&text)) != NULL, NULL,
	    arena_strdup(g->a, buf_str(&text)));
	point(g, "Tờ trình có trước quyết định", d != 0 && d <= g->r->date,
	    NULL, NULL);
	buf_done(&text);
}

/* Every name in the order of the list, behind each other. */
static void
check_names(struct reading *g)
{
	const char *p = g->body_end, *missing = NULL;
	size_t seen = 0;

	for (size_t i = 0; i < g->r->count; i++) {
		const char *name = g->r->honourees[i].name;
		const char *at = strstr(p, name);

		if (at == NULL) {
			missing = missing == NULL ? name : missing;
			continue;
		}
		seen++;
		p = at + strlen(name);
	}
	point(g, "Danh sách kèm theo: đủ tên, đúng thứ tự", seen == g->r->count,
	    missing == NULL ? padded(g->a, seen)
			    : arena_printf(g->a, "%s (thiếu %s)",
				  padded(g->a, seen), missing),
	    padded(g->a, g->r->count));
}

static void
check_annexes(struct reading *g)
{
	for (int k = 0; k < MODEL_KINDS; k++) {
		const char *found, *sum, *p = g->body_end, *last = "";

		if (g->r->per_kind[k] == 0)
			continue;
		/* Each annex has one sum; the right one ends with the kind. */
		while ((p = strstr(p, "Cộng: ")) != NULL) {
			sum = arena_strndup(g->a, p, strnlen(p, 40));
			if (sum != NULL && strstr(sum, kind_names[k]) != NULL)
				last = sum;
			p++;
		}
		found = number_before(g->a, last, kind_names[k]);
		point(g,
		    arena_printf(
			g->a, "Danh sách kèm theo: cộng số %s", kind_names[k]),
		    found != NULL &&
			strcmp(found, padded(g->a, g->r->per_kind[k])) == 0,
		    found == NULL ? "không có" : found,
		    padded(g->a, g->r->per_kind[k]));
	}
}

static bool
same_text(const char *x, const char *y)
{
	return strcmp(x == NULL ? "" : x, y == NULL ? "" : y) == 0;
}

/* A certificate says what the list says, under the decision's day and signer.
 */
static bool
certificate_fits(
    struct reading *g, const struct model_honouree *h, const char *deed)
{
	struct xml_doc *view;
	const struct xml_node *to, *v;
	char day[11];

	if (!model_certificate_view(
		g->a, g->c, g->r, h, "01/QĐ", 1, "x", &view, NULL))
		return false;
	to = xml_child(xml_root(view), "nguoi-nhan");
	v = xml_child(xml_root(view), "van-ban");
	day_print_iso(g->r->date, day);
	return same_text(xml_child_string(g->a, to, "ten"), h->name) &&
	       same_text(xml_child_string(g->a, to, "don-vi"), h->unit) &&
	       same_text(xml_child_string(g->a, to, "chuc-vu"), h->position) &&
	       same_text(xml_child_string(g->a, to, "thanh-tich"), deed) &&
	       same_text(xml_attr(v, "ngay"), day) &&
	       same_text(
		   xml_attr(xml_child(v, "nguoi-ky"), "ho-ten"), g->r->signer);
}

static void
check_certificates(struct reading *g)
{
	const char *deed = xml_child_string(g->a, g->r->node, "thanh-tich");
	const char *wrong = NULL;
	size_t fit = 0;

	for (size_t i = 0; i < g->r->count; i++) {
		bool fits = certificate_fits(g, &g->r->honourees[i], deed);

		fit += fits;
		if (!fits && wrong == NULL)
			wrong = g->r->honourees[i].name;
	}
	point(g, "Bằng khen: mỗi người trong danh sách một bằng, khớp nội dung",
	    fit == g->r->count,
	    wrong == NULL
		? padded(g->a, fit)
		: arena_printf(g->a, "%s (sai: %s)", padded(g->a, fit), wrong),
	    padded(g->a, g->r->count));
}

bool
iss_agree(struct press *press, struct arena *a, const struct model_campaign *c,
    const struct model_round *r, const struct model_rules *rules,
    struct err_list *errors, struct iss_agreement *ret, struct err *err)
{
	struct reading g = {
		.a = a, .c = c, .r = r, .rules = rules, .out = ret
	};
	struct press_job job = { .template = "award-decision",
		.trace = true,
		.draft = true,
		.issuer = c->org_name };
	struct press_result result;
	struct xml_doc *view;
	const char *annex;

	*ret = (struct iss_agreement){ 0 };
	ret->points = arena_alloc_n(a, POINTS, sizeof(*ret->points));
	if (ret->points == NULL)
		return err_nomem(err);
	if (r->count == 0) {
		err_set(err, ERR_CONSISTENCY, no_pos,
		    "đợt %s chưa có ai trong danh sách", r->key);
		return err_hint(err, "nhập danh sách khen thưởng trước");
	}
	if (!model_decision_view(a, c, r, rules, 0, &view, err))
		return false;
	job.data = view;
	if (!press_run(press, a, &job, errors, &result)) {
		err_set(err, ERR_CONSISTENCY, no_pos,
		    "quyết định chưa dàn trang được");
		return err_hint(err, "sửa các chỗ được liệt kê");
	}
	g.text = drawn_text(a, result.trace);
	if (g.text == NULL)
		return err_nomem(err);
	ret->pages = result.pages;
	annex = strstr(g.text, "DANH SÁCH");
	g.body_end = annex == NULL ? g.text + strlen(g.text) : annex;
	check_title(&g);
	check_first_article(&g);
	check_money(&g);
	check_proposal(&g);
	check_annexes(&g);
	check_names(&g);
	check_certificates(&g);
	return true;
}

bool
iss_agree_err(const struct iss_agreement *g, struct err *err)
{
	for (size_t i = 0; i < g->count; i++) {
		const struct iss_point *p = &g->points[i];

		if (p->holds)
			continue;
		err_set(err, ERR_CONSISTENCY, no_pos,
		    "%s: có «%s», phải là «%s»", p->what, p->found, p->wanted);
		return err_hint(
		    err, "sửa đợt khen hoặc mẫu quyết định cho khớp nhau");
	}
	return true;
}
