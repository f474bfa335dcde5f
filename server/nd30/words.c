/* nd30/words.c -- set phrases, numbers, dates, wording of powers and names. */
#include "nd30/nd30_priv.h"

static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

static int
value(const char *s, size_t len)
{
	int v = 0;

	for (size_t i = 0; i < len && i < 6; i++)
		v = v * 10 + s[i] - '0';
	return v;
}

static bool
step(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n) != 0)
		return false;
	*s += n;
	return true;
}

bool
nd_date_find(const char *s, struct nd_date *ret)
{
	static const char word[] = "ngày ";

	while ((s = strstr(s, word)) != NULL) {
		const char *p = s + sizeof(word) - 1;
		struct nd_date d = { .at = s };
		size_t years;

		d.day_digits = digits(p);
		d.ymd.day = value(p, d.day_digits);
		p += d.day_digits;
		s += sizeof(word) - 1;
		if (d.day_digits == 0 || !step(&p, " tháng "))
			continue;
		d.month_digits = digits(p);
		d.ymd.month = value(p, d.month_digits);
		p += d.month_digits;
		if (d.month_digits == 0 || !step(&p, " năm "))
			continue;
		years = digits(p);
		d.ymd.year = value(p, years);
		d.end = p + years;
		d.exists = years == 4 && ymd_valid(d.ymd);
		*ret = d;
		return true;
	}
	return false;
}

bool
nd_date_zeros(const struct nd_date *d)
{
	size_t month = d->ymd.month <= 2 || d->ymd.month >= 10 ? 2 : 1;

	return d->exists && d->day_digits == 2 && d->month_digits == month;
}

void
nd_m_wording(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL)
		if (!nd_is_part(r->words, p->text))
			nd_found_para(j, p, "viết «%.80s»", p->text);
}

/* The kinds whose abbreviation has a small letter (annex III). */
static bool
mixed_case(const char **s)
{
	return step(s, "TTr") || step(s, "CTr") || step(s, "QyĐ");
}

/* Capitals and Đ, in groups parted by hyphens. */
static bool
is_symbol(const char *s)
{
	size_t group = 0;

	for (; *s != '\0'; s++) {
		if (group == 0 && mixed_case(&s))
			group++, s--;
		else if (*s == '-' && group > 0 && s[1] != '\0')
			group = 0;
		else if (*s >= 'A' && *s <= 'Z')
			group++;
		else if (step(&s, "Đ"))
			group++, s--;
		else
			return false;
	}
	return group > 0;
}

/* "/", or "a/" of a number that was put in between; 0 = neither. */
static size_t
inserted(const char *s)
{
	if (*s == '/')
		return 1;
	return *s >= 'a' && *s <= 'z' && s[1] == '/' ? 2 : 0;
}

void
nd_m_symbol(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p = nd_first(j, r->part);
	const char *s;
	size_t n;

	if (p == NULL || p->white)
		return; /* nothing there, or the number is to come */
	s = p->text;
	if (!step(&s, "Số: ")) {
		nd_found_para(j, p, "«%.60s» không mở đầu bằng «Số: »", s);
		return;
	}
	n = digits(s);
	if (n < 2 || (n > 2 && s[0] == '0') || value(s, n) == 0)
		nd_found_para(j, p, "số «%.*s»", (int)n, s);
	else if (inserted(s + n) == 0 || !is_symbol(s + n + inserted(s + n)))
		nd_found_para(j, p, "ký hiệu «%.60s»", s + n);
}

void
nd_m_date(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p = nd_first(j, r->part);
	const char *comma;
	struct nd_date d;

	if (p == NULL)
		return;
	comma = strstr(p->text, ", ngày ");
	if (!nd_date_find(p->text, &d) || !d.exists || *d.end != '\0')
		nd_found_para(
		    j, p, "«%.80s» không phải địa danh, ngày tháng", p->text);
	else if (comma == NULL || comma == p->text || comma + 2 != d.at)
		nd_found_para(
		    j, p, "«%.80s» thiếu dấu phẩy sau địa danh", p->text);
	else if (!nd_date_zeros(&d))
		nd_found_para(j, p, "«%.60s»", d.at);
}

void
nd_m_dates(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, false, &at)) != NULL) {
		struct nd_date d;

		for (const char *s = p->text; nd_date_find(s, &d); s = d.end)
			if (!nd_date_zeros(&d))
				nd_found_para(j, p, "viết «%.*s»",
				    (int)(d.end - d.at), d.at);
	}
}

/* «số 5/QĐ-UBND» lacks its zero. */
void
nd_m_numbers(struct judge *j, const struct nd_rule *r)
{
	static const char word[] = "số ";
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, false, &at)) != NULL)
		for (const char *s = p->text; (s = strstr(s, word)) != NULL;) {
			size_t n;

			s += sizeof(word) - 1;
			n = digits(s);
			if (n > 0 && s[n] == '/' &&
			    (n == 1 || (n > 2 && s[0] == '0')))
				nd_found_para(j, p, "viết «số %.*s»",
				    (int)strcspn(s, " ,;."), s);
		}
}

/* --- who signs --- */

/* «TM. » goes before a body, and a title follows on the next line. */
void
nd_m_on_behalf(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		const char *s = p->text;
		size_t after = at;

		if (!step(&s, "TM. "))
			continue;
		if (nd_begins(r->words, s) == 0)
			nd_found_para(j, p,
			    "«%.60s»: sau TM. không phải tên tập thể", p->text);
		else if (nd_next(j, r->part, true, &after) == NULL)
			nd_found_para(
			    j, p, "«%.60s»: thiếu dòng chức vụ", p->text);
	}
}

/* «KT. », «TL. », «TUQ. » go before the head's title, the signer's own title
 * stands on the next line; «Q. » before the title alone. */
void
nd_m_deputy(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		const char *s = p->text;
		size_t after = at;
		bool acting = step(&s, "Q. ");

		if (!acting && !step(&s, "KT. ") && !step(&s, "TL. ") &&
		    !step(&s, "TUQ. "))
			continue;
		if (nd_begins(r->words, s) > 0)
			nd_found_para(j, p,
			    "«%.60s»: phải là chức vụ người đứng đầu, không "
			    "phải tên cơ quan",
			    p->text);
		else if (!acting && nd_next(j, r->part, true, &after) == NULL)
			nd_found_para(j, p,
			    "«%.60s»: thiếu dòng chức vụ của người ký",
			    p->text);
	}
}

/* The wrong ways to write them: «T/M», «KT CHỦ TỊCH», «TM.ỦY BAN». */
void
nd_m_short_form(struct judge *j, const struct nd_rule *r)
{
	static const char *const shorts[] = { "TM", "KT", "TL", "TUQ" };
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		bool bad = nd_begins(r->words, p->text) > 0;

		for (size_t i = 0; i < 4; i++) {
			const char *s = p->text;

			if (step(&s, shorts[i]) && (*s == '.' || *s == ' '))
				bad = bad || !step(&s, ". ");
		}
		if (bad)
			nd_found_para(j, p, "viết «%.60s»", p->text);
	}
}

void
nd_m_forbidden(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		const char *word = nd_has_word(j, r->words, p->text);

		if (word != NULL)
			nd_found_para(
			    j, p, "«%.60s» có chữ «%s»", p->text, word);
	}
}

/* A head who decides by his own power signs on nobody's behalf. */
void
nd_m_own_authority(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *issuer = nd_first(j, "tham-quyen"), *p;
	size_t at = 0;

	if (issuer == NULL || nd_begins(r->words, issuer->text) == 0)
		return;
	while ((p = nd_next(j, r->part, true, &at)) != NULL)
		if (strncmp(p->text, "TM.", 3) == 0)
			nd_found_para(j, p,
			    "thẩm quyền là «%.60s» mà ký «%.60s»", issuer->text,
			    p->text);
}

void
nd_m_bare_name(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p = nd_first(j, r->part);
	size_t n = p == NULL ? 0 : nd_begins(r->words, p->text);

	if (n > 0)
		nd_found_para(
		    j, p, "«%.60s» có «%.*s»", p->text, (int)n, p->text);
}

void
nd_m_recipients(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *last = nd_last(j, r->part), *p;
	size_t at = 0, n;

	while ((p = nd_next(j, r->part, true, &at)) != NULL) {
		n = strlen(p->text);
		if (strncmp(p->text, "- ", 2) != 0)
			nd_found_para(
			    j, p, "«%.60s» không có gạch đầu dòng", p->text);
		else if (p->text[n - 1] != (p == last ? '.' : ';'))
			nd_found_para(j, p, "«%.60s» không kết thúc bằng «%c»",
			    p->text, p == last ? '.' : ';');
		else if (p == last && strncmp(p->text, "- Lưu: ", 8) != 0)
			nd_found_para(j, p, "dòng cuối là «%.60s»", p->text);
	}
}
