/* nd30/annex.c -- annexes: their page, number, mention and note. */
#include "nd30/nd30_priv.h"

static const char head[] = "Phụ lục";

static const struct nd_para *
next_head(const struct judge *j, size_t *at)
{
	return nd_next(j, "phu-luc", false, at);
}

void
nd_m_annex_page(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	(void)r;
	while ((p = next_head(j, &at)) != NULL)
		if (!p->first)
			nd_found_para(
			    j, p, "«%.40s» không mở đầu trang mới", p->text);
}

static void
put_roman(int n, char *out)
{
	static const struct {
		int value;
		const char *letters;
	} steps[] = { { 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" },
		{ 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" } };

	*out = '\0';
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (; n >= steps[i].value; n -= steps[i].value)
			strcat(out, steps[i].letters);
}

void
nd_m_annex_number(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	char roman[32] = "";
	size_t at = 0;

	(void)r;
	while ((p = next_head(j, &at)) != NULL) {
		const char *want = head;

		if (j->f->annexes > 1 && p->annex < 300) {
			put_roman(p->annex, roman);
			want = arena_printf(j->a, "%s %s", head, roman);
		}
		if (want != NULL && strcmp(p->text, want) != 0)
			nd_found_para(j, p, "«%.60s», chờ «%s»", p->text, want);
	}
}

/* The document points to each annex by its name; to a single one, «kèm theo»
 * is enough (the rule's words). */
void
nd_m_annex_named(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p, *text;
	size_t at = 0;

	while ((p = next_head(j, &at)) != NULL) {
		size_t n = strlen(p->text), from = 0;
		bool named = false;

		while (
		    !named && (text = nd_next(j, r->part, true, &from)) != NULL)
			for (const char *s = text->text;
			     !named && (s = strstr(s, p->text)) != NULL; s++)
				named = strchr("IVXLC", s[n]) == NULL ||
					s[n] == '\0';
		from = 0;
		while (!named && j->f->annexes == 1 &&
		       (text = nd_next(j, r->part, true, &from)) != NULL)
			named = nd_has_word(j, r->words, text->text) != NULL;
		if (!named)
			nd_found_para(j, p,
			    "nội dung văn bản không dẫn tới «%.40s»", p->text);
	}
}

/* (Kèm theo … số … ngày … của …): the document's own number and day. */
void
nd_m_annex_note(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *symbol = nd_first(j, "so-ky-hieu");
	const struct nd_para *place = nd_first(j, "dia-danh-ngay"), *p;
	const char *code = NULL, *day = NULL;
	size_t at = 0;
	struct nd_date d;

	if (symbol != NULL && !symbol->white &&
	    strncmp(symbol->text, "Số: ", 6) == 0)
		code = symbol->text + 6;
	if (place != NULL && nd_date_find(place->text, &d))
		day = d.at;
	while ((p = nd_next(j, r->part, false, &at)) != NULL) {
		if (strncmp(p->text, "(Kèm theo ", 11) != 0 ||
		    p->text[strlen(p->text) - 1] != ')')
			nd_found_para(j, p, "viết «%.80s»", p->text);
		else if (code != NULL && strstr(p->text, code) == NULL)
			nd_found_para(
			    j, p, "«%.80s» không ghi số %s", p->text, code);
		else if (day != NULL && strstr(p->text, day) == NULL)
			nd_found_para(
			    j, p, "«%.120s» không ghi %s", p->text, day);
	}
}
