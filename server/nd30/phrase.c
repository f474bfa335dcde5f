/* nd30/phrase.c -- addressees, headings of parts and chapters, capital letters.
 */
#include <string.h>

#include "base/arena.h"
#include "nd30/nd30_priv.h"
#include "viet/text.h"

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* One addressee stands behind «Kính gửi:»; several stand below it, each with a
 * hyphen, a semicolon, the last one with a full stop. */
void
nd_m_addressees(struct judge *j, const struct nd_rule *r)
{
	size_t at = 0;
	const struct nd_para *p = nd_next(j, r->part, true, &at), *next;
	static const char head[] = "Kính gửi:";

	if (p == NULL)
		return;
	if (strncmp(p->text, head, sizeof(head) - 1) != 0) {
		nd_found_para(
		    j, p, "«%.60s» không mở đầu bằng «Kính gửi:»", p->text);
		return;
	}
	next = nd_next(j, r->part, true, &at);
	if (next == NULL) {
		if (p->text[sizeof(head) - 1] == '\0')
			nd_found_para(j, p, "không có nơi được gửi");
		return;
	}
	if (p->text[sizeof(head) - 1] != '\0')
		nd_found_para(j, p,
		    "nhiều nơi được gửi thì «Kính gửi:» đứng riêng một dòng");
	while ((p = next) != NULL) {
		next = nd_next(j, r->part, true, &at);
		if (strncmp(p->text, "- ", 2) != 0)
			nd_found_para(
			    j, p, "«%.60s» thiếu gạch đầu dòng", p->text);
		else if (!ends_with(p->text, next == NULL ? "." : ";"))
			nd_found_para(j, p, "«%.60s» cần kết thúc bằng dấu %s",
			    p->text, next == NULL ? "chấm" : "chấm phẩy");
	}
}

static bool
all_capitals(const char *s)
{
	while (*s != '\0') {
		struct viet_letter l;

		if (viet_letter(viet_next(&s), &l) && !l.upper)
			return false;
	}
	return true;
}

/* The number behind «Phần », «Mục »; NULL when it is another word. */
static const char *
numbered(const char *s, const char *word)
{
	size_t n = strlen(word);

	return strncmp(s, word, n) == 0 && s[n] == ' ' ? s + n + 1 : NULL;
}

/* «Phần I», «Chương II» in Roman, «Mục 1», «Tiểu mục 1» in Arabic numerals; the
 * title below in capitals. */
void
nd_m_chapters(struct judge *j, const struct nd_rule *r)
{
	static const struct {
		const char *word, *digits;
	} kinds[] = { { "Phần", "IVXLC" }, { "Chương", "IVXLC" },
		{ "Mục", "0123456789" }, { "Tiểu mục", "0123456789" } };
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, false, &at)) != NULL) {
		const char *number = NULL, *digits = "";

		for (size_t i = 0; i < 4 && number == NULL; i++) {
			number = numbered(p->text, kinds[i].word);
			digits = kinds[i].digits;
		}
		if (number == NULL && !all_capitals(p->text))
			nd_found_para(
			    j, p, "tiêu đề «%.60s» không in hoa", p->text);
		else if (number != NULL &&
			 (number[0] == '\0' ||
			     number[strspn(number, digits)] != '\0'))
			nd_found_para(j, p, "số thứ tự của «%.60s»", p->text);
	}
}

static bool
letter_before(const char *text, const char *at)
{
	return at > text && (unsigned char)at[-1] >= 0x80
		   ? true
		   : at > text && ((at[-1] >= 'a' && at[-1] <= 'z') ||
				      (at[-1] >= 'A' && at[-1] <= 'Z'));
}

/* `chu` holds pairs «viết sai=viết đúng». */
void
nd_m_capitals(struct judge *j, const struct nd_rule *r)
{
	const struct nd_para *p;
	size_t at = 0;

	while ((p = nd_next(j, r->part, false, &at)) != NULL)
		for (const char *pair = r->words; *pair != '\0';) {
			size_t len = strcspn(pair, "|"),
			       wrong = strcspn(pair, "=");
			const char *word = arena_strndup(j->a, pair, wrong);
			const char *hit =
			    word == NULL ? NULL : strstr(p->text, word);

			if (hit != NULL && !letter_before(p->text, hit))
				nd_found_para(j, p, "«%s», viết «%.*s»", word,
				    (int)(len - wrong - 1), pair + wrong + 1);
			pair += len + (pair[len] == '|');
		}
}
