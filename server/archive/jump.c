/* archive/jump.c -- a query that is a number, a symbol, a date or a name.
 *
 * Clerks type «qd 1234 2025», «71/KH-UBND», «12/4/2022», «nguyen thi dao». What
 * is meant stands first; what merely holds the same words comes behind it. */
#include <stdio.h>
#include <string.h>

#include "archive/search_priv.h"
#include "viet/date.h"

static const char sql_persons[] =
    "SELECT exact, name FROM person WHERE sound = ?1 LIMIT 64";

enum { TOKENS = 24 };

struct token {
	struct viet_syllable s;
	bool digits;
	int value; /* of digits */
};
struct reading {
	struct token list[TOKENS];
	size_t count, at;
	bool cut;	  /* there are more */
	bool cited;	  /* with whose it is, or what about */
	size_t named_end; /* in the query: behind the number */
	const char *type; /* that the words before the number name */
	int year;
	char code[VIET_SYLLABLE_BYTES]; /* "71/qd-ubnd", or "" */
	int number;			/* 0 = none */
};

/* As many as any number or date has; false when there are none. */
static bool
read_tokens(struct reading *r, const char *text)
{
	struct viet_syllables it;
	struct viet_syllable s;
	size_t parts_end = 0;

	memset(r, 0, sizeof(*r));
	viet_syllables_start(&it, text, strlen(text));
	while (viet_syllable_next(&it, &s)) {
		struct token *t = &r->list[r->count];

		if (!s.whole && s.to <= parts_end)
			continue; /* a part of the number that we have */
		r->cut = r->count == TOKENS;
		if (r->cut)
			break;
		if (s.whole)
			parts_end = s.to;
		t->s = s;
		t->digits = s.folded_len <= 6 &&
			    strspn(s.folded, "0123456789") == s.folded_len;
		for (size_t i = 0; t->digits && i < s.folded_len; i++)
			t->value = t->value * 10 + (s.folded[i] - '0');
		r->count++;
	}
	return r->count > 0;
}

static bool
skip(struct reading *r, const char *first, const char *second)
{
	size_t n = second == NULL ? 1 : 2;

	if (r->at + n > r->count ||
	    strcmp(r->list[r->at].s.folded, first) != 0 ||
	    (n == 2 && strcmp(r->list[r->at + 1].s.folded, second) != 0))
		return false;
	r->at += n;
	return true;
}

static bool
take_digits(struct reading *r, int low, int high, int *ret)
{
	if (r->at >= r->count || !r->list[r->at].digits ||
	    r->list[r->at].value < low || r->list[r->at].value > high)
		return false;
	*ret = r->list[r->at++].value;
	return true;
}

/* --- dates --- */

static const char *
of_day(struct arena *a, struct ymd d, struct jump *ret)
{
	struct buf b = { 0 };
	char text[32];

	snprintf(text, sizeof(text), "%04d%02d%02d", d.year, d.month, d.day);
	if (d.month == 0) {
		text[4] = '\0';
		match_fact(&b, FACT_YEAR, text);
		ret->understood = arena_printf(
		    a, "Văn bản ban hành năm %d đứng trước.", d.year);
	} else if (d.day == 0) {
		text[6] = '\0';
		match_fact(&b, FACT_MONTH, text);
		ret->understood = arena_printf(a,
		    "Văn bản ban hành tháng %d năm %d đứng trước.", d.month,
		    d.year);
	} else {
		match_fact(&b, FACT_DAY, text);
		ret->understood = arena_printf(a,
		    "Văn bản ban hành ngày %d tháng %d năm %d đứng trước.",
		    d.day, d.month, d.year);
	}
	ret->match = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return ret->match;
}

/* «ngày 12 tháng 4 năm 2022», «tháng 4 năm 2022», «năm 2022» */
static bool
spelled_date(struct reading *r, struct ymd *ret)
{
	*ret = (struct ymd){ 0 };
	r->at = 0;
	if (skip(r, "ngay", NULL) || r->list[0].digits)
		if (!take_digits(r, 1, 31, &ret->day))
			return false;
	if (skip(r, "thang", NULL) && !take_digits(r, 1, 12, &ret->month))
		return false;
	if (ret->day > 0 && ret->month == 0)
		return false;
	return skip(r, "nam", NULL) && take_digits(r, 1945, 2100, &ret->year) &&
	       r->at == r->count;
}

/* «12/4/2022», «ngày 12-4-2022», «2022-04-12», «tháng 4/2022» */
static bool
written_date(const char *text, const struct reading *r, struct ymd *ret)
{
	bool named = strcmp(r->list[0].s.folded, "ngay") == 0 ||
		     strcmp(r->list[0].s.folded, "thang") == 0;
	size_t from, len;
	char date[16];
	day_t day;
	int end = 0;

	if (named && r->count < 2)
		return false;
	from = r->list[named ? 1 : 0].s.from;
	len = r->list[r->count - 1].s.to - from;
	if (len >= sizeof(date))
		return false;
	memcpy(date, text + from, len);
	date[len] = '\0';
	if (day_parse_any(date, &day)) {
		*ret = day_ymd(day);
		return true;
	}
	*ret = (struct ymd){ 0 };
	return sscanf(date, "%2d/%4d%n", &ret->month, &ret->year, &end) == 2 &&
	       date[end] == '\0' && ret->month >= 1 && ret->month <= 12 &&
	       ret->year >= 1945 && ret->year <= 2100;
}

/* --- numbers --- */

static void
take_type(struct reading *r)
{
	static const struct {
		const char *first, *second, *type;
	} types[] = { { "quyet", "dinh", "decision" },
		{ "qd", NULL, "decision" }, { "ke", "hoach", "plan" },
		{ "kh", NULL, "plan" }, { "bang", "khen", "certificate" },
		{ "giay", "khen", "certificate" },
		{ "bk", NULL, "certificate" }, { "gk", NULL, "certificate" } };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (skip(r, types[i].first, types[i].second)) {
			r->type = types[i].type;
			return;
		}
}

/* The symbol behind a number that stands alone: «71 KH-UBND». */
static void
take_symbol(struct reading *r, const char *text)
{
	size_t from, end = r->at;
	char symbol[VIET_SYLLABLE_BYTES];

	while (end < r->count && !r->list[end].digits &&
	       strcmp(r->list[end].s.folded, "nam") != 0)
		end++;
	if (end == r->at)
		return;
	from = r->list[r->at].s.from;
	if (!symbol_read(text + from, r->list[end - 1].s.to - from, symbol))
		return;
	if (snprintf(r->code, sizeof(r->code), "%d/%s", r->number, symbol) <
	    (int)sizeof(r->code))
		r->at = end;
}

/* «ngày 12/4/2022», «ngày 12 tháng 4 năm 2022»: of such a date the year counts,
 * which makes a number unique; days are easily mistyped. */
static bool
take_day(struct reading *r, const char *text)
{
	const struct viet_syllable *s;
	int ignored;
	char date[16];
	day_t day;

	if (!skip(r, "ngay", NULL) || r->at >= r->count)
		return false;
	s = &r->list[r->at].s;
	if (s->whole && s->to - s->from < sizeof(date)) {
		memcpy(date, text + s->from, s->to - s->from);
		date[s->to - s->from] = '\0';
		if (!day_parse_any(date, &day))
			return false;
		r->year = day_ymd(day).year;
		r->at++;
		return true;
	}
	return take_digits(r, 1, 31, &ignored) && skip(r, "thang", NULL) &&
	       take_digits(r, 1, 12, &ignored) && skip(r, "nam", NULL) &&
	       take_digits(r, 1945, 2100, &r->year);
}

/* Who cites says by whom and about what; the number is enough. */
static void
skip_rest(struct reading *r)
{
	if (skip(r, "cua", NULL) || skip(r, "ve", NULL)) {
		r->at = r->count;
		r->cut = false;
		r->cited = true;
	}
}

/* [loại] [số] 71/KH-UBND | 71 [KH-UBND]  [[năm] 2022 | ngày 12/4/2022 [của …]]
 */
static bool
take_number(struct reading *r, const char *text)
{
	const struct viet_syllable *s;

	r->at = 0;
	take_type(r);
	(void)skip(r, "so", NULL);
	if (r->at >= r->count)
		return false;
	s = &r->list[r->at].s;
	if (s->whole && code_read(text + s->from, s->to - s->from, r->code))
		r->at++;
	else if (take_digits(r, 1, 999999, &r->number))
		take_symbol(r, text);
	else
		return false;
	r->named_end = r->list[r->at - 1].s.to;
	if (take_day(r, text)) {
		skip_rest(r);
		return r->at == r->count && !r->cut;
	}
	(void)skip(r, "nam", NULL);
	if (r->at < r->count && !take_digits(r, 1945, 2100, &r->year))
		return false;
	return r->at == r->count && !r->cut;
}

static bool
of_number(struct arena *a, const struct reading *r, const char *text,
    struct jump *ret)
{
	const struct viet_syllable *s = &r->list[0].s;
	struct buf b = { 0 };
	char number[16];

	snprintf(number, sizeof(number), "%d", r->number);
	if (r->code[0] != '\0')
		match_fact(&b, FACT_CODE, r->code);
	else
		match_fact(&b, FACT_NUMBER, number);
	if (r->type != NULL) {
		buf_str_add(&b, " AND ");
		match_fact(&b, FACT_TYPE, r->type);
	}
	if (r->year != 0) {
		snprintf(number, sizeof(number), "%d", r->year);
		buf_str_add(&b, " AND ");
		match_fact(&b, FACT_YEAR, number);
	}
	ret->match = arena_strdup(a, buf_str(&b));
	ret->understood = arena_printf(a,
	    "«%.*s» được hiểu là số văn bản; văn bản mang số này đứng trước.",
	    (int)(r->named_end - s->from), text + s->from);
	buf_done(&b);
	return ret->match != NULL;
}

/* «KH-UBND», «/QĐ-UBND» */
static bool
of_symbol(struct arena *a, const struct words *w, struct jump *ret)
{
	const char *text = w->list[0].text;
	size_t len = w->list[0].len;
	char symbol[VIET_SYLLABLE_BYTES];
	struct buf b = { 0 };

	if (*text == '/') {
		text++;
		len--;
	}
	if (w->count != 1 || memchr(text, '-', len) == NULL ||
	    !symbol_read(text, len, symbol))
		return false;
	match_fact(&b, FACT_SYMBOL, symbol);
	ret->match = arena_strdup(a, buf_str(&b));
	ret->understood = arena_printf(a,
	    "«%.*s» được hiểu là ký hiệu; văn bản có ký hiệu này đứng trước.",
	    (int)len, text);
	buf_done(&b);
	return ret->match != NULL;
}

/* --- names --- */

/* Typed syllables against a person's: marks count where they were typed. */
static bool
same_name(const struct syllables *typed, const char *exact)
{
	struct syllables have;
	char spaced[NAME_BYTES];
	struct word w = { .text = spaced };

	snprintf(spaced, sizeof(spaced), "%s", exact);
	for (char *p = spaced; *p != '\0'; p++)
		if (*p == '_')
			*p = ' ';
	w.len = strlen(spaced);
	syllables_read(&w, &have);
	if (have.count != typed->count)
		return false;
	for (size_t i = 0; i < have.count; i++)
		if (typed->list[i].marked
			? strcmp(typed->list[i].exact, have.list[i].exact) != 0
			: strcmp(typed->list[i].folded, have.list[i].folded) !=
			      0)
			return false;
	return true;
}

static void
or_name(struct buf *b, enum fact fact, const char *value)
{
	if (b->len > 0)
		buf_str_add(b, " OR ");
	match_fact(b, fact, value);
}

static bool
of_name(struct arc *arc, struct arena *a, const struct words *w,
    struct jump *ret, struct err *err)
{
	struct word all = { .text = w->text, .len = strlen(w->text) };
	struct whole_name name;
	struct syllables typed;
	struct buf b = { 0 };
	struct db_stmt *st;
	bool row = true, ok = true;

	if (!name_read(all.text, all.len, &name) || name.syllables < 2)
		return true;
	syllables_read(&all, &typed);
	if (!db_prepare(arc->db, sql_persons, &st, err))
		return false;
	db_bind_text(st, 1, name.sound);
	while ((ok = db_step(st, &row, err)) && row) {
		const char *exact = db_text(st, 0, a);

		/* A name in other marks: still its words belong together. */
		ret->phrase = name.syllables > 2;
		if (!same_name(&typed, exact))
			continue;
		ret->name = db_text(st, 1, a);
		if (name.marked)
			or_name(&b, FACT_NAME_EXACT, exact);
	}
	db_reset(st);
	if (ok && ret->name != NULL) {
		if (!name.marked)
			or_name(&b, FACT_NAME, name.folded);
		or_name(&b, name.marked ? FACT_SIGNER_EXACT : FACT_SIGNER,
		    name.marked ? name.exact : name.folded);
		ret->match = arena_strdup(a, buf_str(&b));
		ret->understood = "Được hiểu là họ tên; văn bản của người, tập "
				  "thể hay hộ mang tên này đứng trước.";
	}
	buf_done(&b);
	return ok;
}

bool
jump_read(struct arc *arc, struct arena *a, const struct words *w,
    struct jump *ret, struct err *err)
{
	struct reading r;
	bool quoted = false;
	struct ymd d;

	*ret = (struct jump){ 0 };
	for (size_t i = 0; i < w->count; i++) {
		quoted = quoted || w->list[i].quoted;
		if (w->list[i].minus)
			return true;
	}
	if (w->count == 0 || !read_tokens(&r, w->text))
		return true;
	/* Only a citation has quotes that are not ours. */
	if (quoted)
		return !take_number(&r, w->text) || !r.cited ||
		       of_number(a, &r, w->text, ret) || err_nomem(err);
	if (spelled_date(&r, &d) || written_date(w->text, &r, &d))
		return of_day(a, d, ret) != NULL || err_nomem(err);
	if (take_number(&r, w->text))
		return of_number(a, &r, w->text, ret) || err_nomem(err);
	if (r.cut || of_symbol(a, w, ret))
		return true;
	return of_name(arc, a, w, ret, err);
}
