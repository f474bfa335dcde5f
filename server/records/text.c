/* records/text.c -- texts for narrow columns. */
#include <string.h>

#include "records/records_priv.h"
#include "viet/date.h"
#include "viet/text.h"

/* Width at 10 pt in hundredths of a millimetre, from above: no letter of the
 * text faces is wider. */
static int
letter_width(uint32_t cp)
{
	static const char thin[] = "iljt.,;:'|/ ", narrow[] = "fr!()[]-";
	struct viet_letter l;

	if (cp < 128 && strchr(thin, (int)cp) != NULL)
		return 100;
	if (cp < 128 && strchr(narrow, (int)cp) != NULL)
		return 120;
	if (cp >= '0' && cp <= '9')
		return 178;
	if (cp == 'm' || cp == 'w' || cp == 'M' || cp == 'W' || cp == '@' ||
	    cp == '%')
		return 350;
	if (viet_letter(cp, &l))
		return l.upper ? 275 : 185;
	return cp < 128 ? 200 : 360;
}

const char *
rec_break(struct arena *a, const char *text, int width)
{
	struct buf b = { 0 };
	const char *at = text, *ret;
	size_t last = 0; /* where the word may end, 0 = nowhere */
	int run = 0, since = 0;

	while (*at != '\0') {
		const char *from = at;
		uint32_t cp = viet_next(&at);
		int w = letter_width(cp);

		if (cp == ' ' || cp == '\n') {
			run = since = 0;
			last = 0;
		} else if (run + w > width && run > 0) {
			size_t cut = last > 0 ? last : b.len;
			struct buf rest = { 0 };

			buf_add(&rest, buf_str(&b) + cut, b.len - cut);
			buf_cut(&b, cut);
			buf_char(&b, '\n');
			buf_add(&b, buf_str(&rest), rest.len);
			buf_done(&rest);
			run = last > 0 ? since : 0;
			last = 0;
		}
		buf_add(&b, from, (size_t)(at - from));
		if (cp != ' ' && cp != '\n') {
			run += w;
			since += w;
		}
		if (cp == '/' || cp == '-') {
			last = b.len;
			since = 0;
		}
	}
	ret = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return ret;
}

const char *
rec_title(struct arena *a, const char *type_name, const char *title)
{
	if (strncmp(title, type_name, strlen(type_name)) == 0)
		return title;
	return arena_printf(a, "%s: %s", type_name, title);
}

const char *
rec_day(struct arena *a, day_t day)
{
	struct buf b = { 0 };
	const char *s;

	if (day == 0)
		return "";
	viet_date_short(&b, day);
	s = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s;
}
