/* nd30/judge.c -- the rules of the day, one after another, over the facts. */
#include <stdarg.h>
#include <stdio.h>

#include "nd30/nd30_priv.h"

static const struct {
	const char *name;
	nd_measure run;
} measures[] = {
	{ "mau-chu", nd_m_look },
	{ "phong-chu", nd_m_face },
	{ "mau-den", nd_m_color },
	{ "nhan-dam", nd_m_label_bold },
	{ "cung-co", nd_m_as_body },
	{ "kho-giay", nd_m_paper },
	{ "le", nd_m_margin },
	{ "so-trang-cho", nd_m_number_place },
	{ "so-trang-dem", nd_m_number_count },
	{ "phai-co", nd_m_required },
	{ "nua-trang", nd_m_half },
	{ "dau-trang", nd_m_top },
	{ "thang-truc", nd_m_axis },
	{ "cung-dong", nd_m_level },
	{ "canh-trai", nd_m_flush },
	{ "ke-duoi", nd_m_underline },
	{ "canh-deu", nd_m_justified },
	{ "thut-dong", nd_m_indent },
	{ "cach-doan", nd_m_gap },
	{ "gian-dong", nd_m_spacing },
	{ "thu-tu-dieu", nd_m_articles },
	{ "thu-tu-khoan", nd_m_clauses },
	{ "thu-tu-diem", nd_m_points },
	{ "het-bai", nd_m_end },
	{ "loi-van", nd_m_wording },
	{ "so-ky-hieu", nd_m_symbol },
	{ "ngay-ban-hanh", nd_m_date },
	{ "ngay-trong-bai", nd_m_dates },
	{ "so-trong-bai", nd_m_numbers },
	{ "thay-mat", nd_m_on_behalf },
	{ "ky-thay", nd_m_deputy },
	{ "viet-tat", nd_m_short_form },
	{ "chuc-vu-cam", nd_m_forbidden },
	{ "tham-quyen-rieng", nd_m_own_authority },
	{ "ten-tran", nd_m_bare_name },
	{ "noi-nhan", nd_m_recipients },
	{ "kinh-gui", nd_m_addressees },
	{ "phan-chuong", nd_m_chapters },
	{ "viet-hoa", nd_m_capitals },
	{ "can-cu-dau", nd_m_basis_marks },
	{ "can-cu-thu-tu", nd_m_basis_order },
	{ "con-hieu-luc", nd_m_in_force },
	{ "ngay-vien-dan", nd_m_cited_date },
	{ "chua-co-trong-bang", nd_m_unknown },
	{ "phu-luc-trang", nd_m_annex_page },
	{ "phu-luc-so", nd_m_annex_number },
	{ "phu-luc-dan", nd_m_annex_named },
	{ "kem-theo", nd_m_annex_note },
};

nd_measure
nd_measure_find(const char *name)
{
	for (size_t i = 0; i < sizeof(measures) / sizeof(measures[0]); i++)
		if (strcmp(measures[i].name, name) == 0)
			return measures[i].run;
	return NULL;
}

/* --- findings --- */

/* Quotations are cut by bytes; the half of a letter at a cut is dropped. */
static void
drop_halves(char *s)
{
	char *to = s;

	while (*s != '\0') {
		unsigned char c = (unsigned char)*s;
		size_t len = c < 0x80	? 1
			     : c < 0xC0 ? 0
			     : c < 0xE0 ? 2
			     : c < 0xF0 ? 3
					: 4;
		size_t n = len > 0;

		while (n < len && ((unsigned char)s[n] & 0xC0) == 0x80)
			n++;
		if (len > 0 && n == len) {
			memmove(to, s, len);
			to += len;
		}
		s += n > 0 ? n : 1;
	}
	*to = '\0';
}

static void
found(struct judge *j, struct place at, struct pos pos, char *text)
{
	const struct nd_rule *r = j->rule;

	if (j->found++ > 0)
		return;
	drop_halves(text);
	err_set(&j->first, r->warning ? WARN_ND30 : ERR_ND30, pos, "%s: %s",
	    r->name, text);
	err_hint(&j->first, "%s", r->remedy);
	if (at.page > 0)
		err_place(
		    &j->first, at.page, mpt_to_mm100(at.x), mpt_to_mm100(at.y));
}

void
nd_found(struct judge *j, struct place at, struct pos pos, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	found(j, at, pos, text);
}

void
nd_found_para(struct judge *j, const struct nd_para *p, const char *fmt, ...)
{
	struct place at = { 0, 0, 0 };
	char text[300];
	va_list ap;

	if (p->count > 0)
		at = nd_place(&p->lines[0]);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	found(j, at, p->pos, text);
}

static void
report(struct judge *j, const struct nd_rule_set *set, const struct nd_rule *r)
{
	char article[200], more[40] = "";
	struct err err = j->first;

	if (j->found == 0)
		return;
	if (j->found > 1) {
		snprintf(more, sizeof(more), " (và %zu chỗ nữa)", j->found - 1);
		if (strlen(err.text) + strlen(more) < sizeof(err.text))
			strcat(err.text, more);
	}
	snprintf(article, sizeof(article), "%s, %s", r->article, set->name);
	err_rule(&err, r->code, article);
	err_list_add(j->errors, &err);
}

/* --- looking things up --- */

bool
nd_is_part(const char *list, const char *part)
{
	size_t len = strlen(part), n;

	for (; list != NULL && *list != '\0'; list += n + (list[n] == '|')) {
		n = strcspn(list, "|");
		if (n == len && memcmp(list, part, n) == 0)
			return true;
	}
	return false;
}

size_t
nd_begins(const char *list, const char *text)
{
	size_t n, best = 0;

	for (; *list != '\0'; list += n + (list[n] == '|')) {
		n = strcspn(list, "|");
		if (n > best && strncmp(list, text, n) == 0)
			best = n;
	}
	return best;
}

const char *
nd_has_word(struct judge *j, const char *list, const char *text)
{
	size_t n;

	for (; *list != '\0'; list += n + (list[n] == '|')) {
		const char *word;

		n = strcspn(list, "|");
		word = arena_strndup(j->a, list, n);
		if (word != NULL && n > 0 && strstr(text, word) != NULL)
			return word;
	}
	return NULL;
}

const struct nd_para *
nd_next(const struct judge *j, const char *parts, bool main_only, size_t *at)
{
	while (*at < j->f->para_count) {
		const struct nd_para *p = &j->f->paras[(*at)++];

		if (p->letters > 0 && (!main_only || p->annex == 0) &&
		    nd_is_part(parts, p->part))
			return p;
	}
	return NULL;
}

const struct nd_para *
nd_first(const struct judge *j, const char *parts)
{
	size_t at = 0;

	return nd_next(j, parts, true, &at);
}

const struct nd_para *
nd_last(const struct judge *j, const char *parts)
{
	const struct nd_para *p, *last = NULL;
	size_t at = 0;

	while ((p = nd_next(j, parts, true, &at)) != NULL)
		last = p;
	return last;
}

struct place
nd_place(const struct nd_line *l)
{
	return (struct place){ l->page, l->x, l->y };
}

const struct nd_page *
nd_page(const struct judge *j, int page)
{
	return &j->f->pages[page - 1];
}

mpt
nd_center(const struct nd_line *l)
{
	return l->x + l->width / 2;
}

mpt
nd_widest(const struct nd_para *p, mpt *ret_center)
{
	mpt widest = 0;

	for (size_t i = 0; i < p->count; i++)
		if (p->lines[i].width > widest) {
			widest = p->lines[i].width;
			*ret_center = nd_center(&p->lines[i]);
		}
	return widest;
}

/* --- numbers as people read them --- */

static const char *
hundredths(struct judge *j, int64_t v)
{
	const char *sign = v < 0 ? "-" : "", *s;
	int64_t whole;

	if (v < 0)
		v = -v;
	whole = v / 100;
	if (v % 100 == 0)
		s = arena_printf(j->a, "%s%lld", sign, (long long)whole);
	else
		s = arena_printf(j->a, "%s%lld,%02lld", sign, (long long)whole,
		    (long long)(v % 100));
	return s == NULL ? "" : s;
}

const char *
nd_mm(struct judge *j, mpt v)
{
	const char *s =
	    arena_printf(j->a, "%s mm", hundredths(j, mpt_to_mm100(v)));

	return s == NULL ? "" : s;
}

const char *
nd_pt(struct judge *j, mpt v)
{
	const char *s = arena_printf(
	    j->a, "%s pt", hundredths(j, ((int64_t)v + (v < 0 ? -5 : 5)) / 10));

	return s == NULL ? "" : s;
}

const char *
nd_pt_range(struct judge *j, mpt lo, mpt hi)
{
	const char *s = nd_pt(j, hi);

	if (lo != hi)
		s = arena_printf(
		    j->a, "%s–%s", hundredths(j, lo / 10), nd_pt(j, hi));
	return s == NULL ? "" : s;
}

const char *
nd_mm_range(struct judge *j, mpt lo, mpt hi)
{
	const char *s = nd_mm(j, hi);

	if (lo != hi)
		s = arena_printf(j->a, "%s–%s", hundredths(j, mpt_to_mm100(lo)),
		    nd_mm(j, hi));
	return s == NULL ? "" : s;
}

/* --- all of it --- */

/* The document's day stands on its first page. */
static void
find_day(struct judge *j)
{
	const struct nd_para *p = nd_first(j, "dia-danh-ngay");
	struct nd_date d;

	if (p == NULL || !nd_date_find(p->text, &d) || !d.exists)
		return;
	j->has_day = true;
	j->day = day_of_ymd(d.ymd);
}

/* Without a day the newest rules are taken; the missing day is a finding. */
static const struct nd_rule_set *
rules_of_day(const struct judge *j)
{
	const struct nd_rule_set *best = NULL;

	for (const struct nd_rule_set *s = j->rules->sets; s != NULL;
	     s = s->next) {
		if (j->has_day && (j->day < s->from || j->day > s->to))
			continue;
		if (best == NULL || s->from > best->from)
			best = s;
	}
	return best;
}

static void
no_rules(struct judge *j)
{
	char day[11];
	struct err err;

	day_print_iso(j->day, day);
	err_set(&err, WARN_ND30, no_pos,
	    "không có quy tắc thể thức cho ngày %s, văn bản không được kiểm "
	    "tra",
	    day);
	err_hint(&err, "thêm <the-thuc> trong templates/rules/nd30.xml");
	err_list_add(j->errors, &err);
}

void
nd30_judge(
    struct nd30 *n, const struct nd30_rules *rules, struct err_list *errors)
{
	struct judge j = {
		.f = nd_facts_of(n), .rules = rules, .errors = errors
	};
	const struct nd_rule_set *set;
	struct err err;

	if (!j.f->flowing)
		return;
	for (size_t i = 0; i < j.f->para_count; i++)
		if (j.f->paras[i].text == NULL) {
			err_nomem(&err);
			err_list_add(errors, &err);
			return;
		}
	j.a = arena_new(0);
	if (j.a == NULL) {
		err_nomem(&err);
		err_list_add(errors, &err);
		return;
	}
	find_day(&j);
	set = rules_of_day(&j);
	if (set == NULL)
		no_rules(&j);
	for (size_t i = 0; set != NULL && i < set->count; i++) {
		j.rule = &set->rules[i];
		j.found = 0;
		j.rule->run(&j, j.rule);
		report(&j, set, j.rule);
	}
	arena_free(j.a);
}
