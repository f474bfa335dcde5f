/* nd30/basis.c -- căn cứ: marks, order, and whether the law is in force. */
#include "nd30/nd30_priv.h"
#include "viet/text.h"

/* The last one may end in a full stop (the decree) or in a comma before
 * «QUYẾT ĐỊNH:» (practice): the rule's words. */
void
nd_m_basis_marks(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *last = nd_last(j, r->part), *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		const char *end = p->text + strlen(p->text) - 1;

		while (((unsigned char)*end & 0xC0) == 0x80)
			end--;
		if (p == last ? nd_begins(r->words, end) == 0 : *end != ';')
			nd_found(j, nd_place(&p->lines[p->count - 1]), p->pos,
			    "«%.40s…» kết thúc bằng «%s»", p->text, end);
	}
}

/* --- order --- */

/* The group of `words` ("Luật,Bộ luật|Pháp lệnh|…") that the text belongs to,
 * from 1; past all groups for what is no «Căn cứ»; 0 = no group. */
static int
rank(const char *words, const char *text)
{
	static const char word[] = "Căn cứ ";
	int group = 1;
	size_t n;

	if (strncmp(text, word, sizeof(word) - 1) != 0)
		return 1000;
	text += sizeof(word) - 1;
	for (; *words != '\0'; words += n) {
		n = strcspn(words, ",|");
		if (strncmp(words, text, n) == 0)
			return group;
		if (words[n] == '|')
			group++;
		n += words[n] != '\0';
	}
	return 0;
}

void
nd_m_basis_order(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;
	int highest = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		int own = rank(r->words, p->text);

		if (own == 0)
			continue;
		if (own < highest)
			nd_found_para(j, p,
			    "«%.60s…» đứng sau căn cứ có giá trị thấp hơn",
			    p->text);
		if (own > highest)
			highest = own;
	}
}

/* --- citations --- */

struct cite {
	const char *at, *end;
	const struct nd_law *law;
	bool named; /* by type and title, not by number */
	bool dated, same_day;
	struct nd_date date;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The end of «91/2017/NĐ-CP» at s, NULL when there is none. */
static const char *
number_end(const char *s)
{
	size_t n = strspn(s, "0123456789");

	if (n == 0 || s[n] != '/' || strspn(s + n + 1, "0123456789") != 4 ||
	    s[n + 5] != '/')
		return NULL;
	s += n + 6;
	n = 0;
	while ((s[n] >= 'A' && s[n] <= 'Z') || is_digit(s[n]) || s[n] == '-' ||
	       strncmp(s + n, "Đ", 2) == 0)
		n += (unsigned char)s[n] >= 0x80 ? 2 : 1;
	return n == 0 ? NULL : s + n;
}

static void
find_numbered(const struct judge *j, struct cite *c)
{
	size_t len = (size_t)(c->end - c->at);

	for (size_t i = 0; i < j->rules->law_count; i++) {
		const struct nd_law *l = &j->rules->laws[i];

		if (strlen(l->number) == len &&
		    memcmp(l->number, c->at, len) == 0)
			c->law = l;
	}
	c->dated = strncmp(c->end, " ngày ", 7) == 0 &&
		   nd_date_find(c->end, &c->date) && c->date.at == c->end + 1;
	c->same_day = c->law != NULL && c->dated && c->date.exists &&
		      day_of_ymd(c->date.ymd) == c->law->issued;
}

/* Titles may repeat over the years: the day decides, else the last of them. */
static void
find_named(struct judge *j, struct cite *c)
{
	size_t len = (size_t)(c->date.at - c->at);
	char *name = arena_strndup(j->a, c->at, len), *folded;

	c->dated = true;
	if (name == NULL)
		return;
	while (len > 0 && name[len - 1] == ' ')
		name[--len] = '\0';
	folded = viet_fold(j->a, name);
	for (size_t i = 0; folded != NULL && i < j->rules->law_count; i++) {
		const struct nd_law *l = &j->rules->laws[i];

		if (c->same_day || strcmp(l->name, folded) != 0)
			continue;
		c->law = l;
		c->same_day =
		    c->date.exists && day_of_ymd(c->date.ymd) == l->issued;
	}
}

/* «số 15/2003/QH11», not «một số điều». */
static const char *
find_number(const char *s)
{
	while ((s = strstr(s, " số ")) != NULL) {
		s += sizeof(" số ") - 1;
		if (is_digit(*s))
			return s;
	}
	return NULL;
}

/* «Luật Thi đua, Khen thưởng ngày …»: from the type to its date, in one
 * sentence and without a number between. */
static bool
named_at(const char *s, struct cite *c)
{
	const char *number;

	if (nd_begins("Luật |Bộ luật |Pháp lệnh ", s) == 0 ||
	    !nd_date_find(s, &c->date))
		return false;
	number = find_number(s);
	return c->date.at < s + strcspn(s, ";.:") &&
	       (number == NULL || number > c->date.at);
}

static bool
next_cite(struct judge *j, const char *text, const char *s, struct cite *ret)
{
	for (; *s != '\0'; s++) {
		*ret = (struct cite){ .at = s };
		if (s > text && s[-1] != ' ' && s[-1] != '(')
			continue;
		ret->end = is_digit(*s) ? number_end(s) : NULL;
		if (ret->end != NULL) {
			find_numbered(j, ret);
			return true;
		}
		if (named_at(s, ret)) {
			ret->end = ret->date.end;
			ret->named = true;
			find_named(j, ret);
			return true;
		}
	}
	return false;
}

/* What comes before the first heading or article is what the document rests
 * on; the rest may speak of the past. */
static bool
is_basis(const struct judge *j, const struct nd_para *p)
{
	const struct nd_para *first = nd_first(j, "muc|dieu|chuong");

	return strcmp(p->part, "can-cu") == 0 || first == NULL || p < first;
}

static const char *
written(struct judge *j, day_t day)
{
	struct ymd d = day_ymd(day);
	const char *s =
	    arena_printf(j->a, "%02d/%02d/%d", d.day, d.month, d.year);

	return s == NULL ? "" : s;
}

static void
judge_force(struct judge *j, const struct nd_para *p, const struct cite *c)
{
	const struct nd_law *l = c->law;
	int len = (int)(c->end - c->at);

	if (l == NULL || (c->named && !c->same_day))
		return;
	if (j->day < l->from)
		nd_found_para(j, p,
		    "«%.*s» có hiệu lực từ ngày %s, văn bản ngày %s", len,
		    c->at, written(j, l->from), written(j, j->day));
	else if (j->day > l->to)
		nd_found_para(j, p,
		    "«%.*s» hết hiệu lực sau ngày %s%s%s, văn bản ngày %s", len,
		    c->at, written(j, l->to),
		    l->successor == NULL ? "" : ", thay bằng ",
		    l->successor == NULL ? "" : l->successor,
		    written(j, j->day));
}

static const char all_text[] = "than|can-cu|dieu|khoan|diem";

void
nd_m_in_force(struct judge *j, const struct nd_rule *r)
{
	bool basis = strcmp(r->side, "can-cu") == 0;
	const struct nd_para *p;
	size_t at = 0;
	struct cite c;

	if (!j->has_day)
		return; /* the day's own rule has a finding */
	while ((p = nd_next(j, all_text, true, &at)) != NULL) {
		if (is_basis(j, p) != basis)
			continue;
		for (const char *s = p->text; next_cite(j, p->text, s, &c);
		     s = c.end)
			judge_force(j, p, &c);
	}
}

void
nd_m_cited_date(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;
	struct cite c;

	(void)r;
	while ((p = nd_next(j, all_text, true, &at)) != NULL)
		for (const char *s = p->text; next_cite(j, p->text, s, &c);
		     s = c.end)
			if (c.law != NULL && c.law->issued != 0 && c.dated &&
			    !c.same_day)
				nd_found_para(j, p,
				    "«%.*s» ghi «%.*s», ban hành ngày %s",
				    (int)(c.named ? c.date.at - c.at
						  : c.end - c.at),
				    c.at, (int)(c.date.end - c.date.at),
				    c.date.at, written(j, c.law->issued));
}

void
nd_m_unknown(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;
	struct cite c;

	(void)r;
	while ((p = nd_next(j, all_text, true, &at)) != NULL)
		for (const char *s = p->text;
		     is_basis(j, p) && next_cite(j, p->text, s, &c); s = c.end)
			if (c.law == NULL)
				nd_found_para(
				    j, p, "«%.*s»", (int)(c.end - c.at), c.at);
}
