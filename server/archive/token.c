/* archive/token.c -- from texts and facts to terms of the index. */
#include <stdio.h>
#include <string.h>

#include "archive/search_priv.h"

/* Longer words without marks are foreign, numbers or joined. */
enum { PLAIN_LETTERS = 7 };

/* --- the tokenizer --- */

/* Facts, and what match.c writes: terms with spaces between, as they stand. */
static bool
walk_terms(const char *text, size_t len, db_emit emit, void *ctx)
{
	size_t from, to = 0;

	for (;;) {
		struct db_token t = { 0 };

		for (from = to; from < len && text[from] == ' '; from++)
			;
		for (to = from; to < len && text[to] != ' '; to++)
			;
		if (from == to)
			return true;
		t = (struct db_token){ text + from, to - from, from, to,
			false };
		if (!emit(ctx, &t))
			return false;
	}
}

static bool
has_exact_form(const struct viet_syllable *s)
{
	if (s->marked)
		return true;
	if (s->exact_len > PLAIN_LETTERS)
		return false;
	for (size_t i = 0; i < s->exact_len; i++)
		if (s->exact[i] < 'a' || s->exact[i] > 'z')
			return false;
	return true;
}

static bool
emit_forms(
    const struct viet_syllable *s, bool colocated, db_emit emit, void *ctx)
{
	char exact[VIET_SYLLABLE_BYTES + 1];
	struct db_token t = { s->folded, s->folded_len, s->from, s->to,
		colocated };

	if (!emit(ctx, &t))
		return false;
	if (!has_exact_form(s))
		return true;
	exact[0] = '=';
	memcpy(exact + 1, s->exact, s->exact_len);
	t.text = exact;
	t.len = s->exact_len + 1;
	t.colocated = true;
	return emit(ctx, &t);
}

static bool
walk(const char *text, size_t len, bool query, db_emit emit, void *ctx)
{
	struct viet_syllables it;
	struct viet_syllable s, whole;
	bool waiting = false;

	if (query || (len > 0 && text[0] == FACT))
		return walk_terms(text, len, emit, ctx);
	viet_syllables_start(&it, text, len);
	while (viet_syllable_next(&it, &s)) {
		if (s.whole) {
			whole = s;
			waiting = true;
			continue;
		}
		if (!emit_forms(&s, false, emit, ctx) ||
		    (waiting && !emit_forms(&whole, true, emit, ctx)))
			return false;
		waiting = false;
	}
	return true;
}

const struct db_tokenizer arc_tokenizer = { "vi", walk };

/* --- names --- */

static bool
append(char *to, size_t *len, char gap, const char *s, size_t n)
{
	if (*len + n + 2 > NAME_BYTES)
		return false;
	if (gap != '\0' && *len > 0)
		to[(*len)++] = gap;
	memcpy(to + *len, s, n);
	*len += n;
	to[*len] = '\0';
	return true;
}

bool
name_read(const char *text, size_t len, struct whole_name *ret)
{
	struct viet_syllables it;
	struct viet_syllable s;
	size_t exact = 0, folded = 0, sound = 0;

	ret->syllables = 0;
	ret->marked = false;
	ret->exact[0] = ret->folded[0] = ret->sound[0] = '\0';
	viet_syllables_start(&it, text, len);
	while (viet_syllable_next(&it, &s)) {
		if (s.whole)
			continue;
		if (!append(ret->exact, &exact, '_', s.exact, s.exact_len) ||
		    !append(ret->folded, &folded, '_', s.folded, s.folded_len))
			break;
		for (size_t i = 0; i < s.folded_len; i++)
			if (s.folded[i] == 'y')
				s.folded[i] = 'i';
		(void)append(ret->sound, &sound, '\0', s.folded, s.folded_len);
		ret->syllables++;
		ret->marked = ret->marked || s.marked;
	}
	return ret->syllables > 0;
}

void
people_each(const char *people,
    void (*use)(void *ctx, const char *name, size_t len), void *ctx)
{
	for (const char *p = people; p != NULL && *p != '\0';) {
		size_t line = strcspn(p, "\n"), name = strcspn(p, ";\n");

		if (name > 0)
			use(ctx, p, name);
		p += line + (p[line] == '\n');
	}
}

/* --- facts --- */

void
fact_add(struct buf *out, enum fact fact, const char *value)
{
	buf_char(out, FACT);
	buf_char(out, (char)fact);
	for (const char *p = value; *p != '\0'; p++)
		buf_char(out, (unsigned char)*p <= ' ' ? '_' : *p);
	buf_char(out, ' ');
}

static void
add_some(struct buf *out, enum fact fact, const char *value)
{
	if (value != NULL && value[0] != '\0')
		fact_add(out, fact, value);
}

static void
add_name(void *ctx, const char *name, size_t len)
{
	struct buf *out = ctx;
	struct whole_name n;

	if (!name_read(name, len, &n))
		return;
	fact_add(out, FACT_NAME, n.folded);
	fact_add(out, FACT_NAME_EXACT, n.exact);
}

/* "05/QĐ-UBND" → "5/qd-ubnd" */
bool
code_read(const char *text, size_t len, char out[static VIET_SYLLABLE_BYTES])
{
	struct viet_syllables it;
	struct viet_syllable s;
	size_t zeros;

	viet_syllables_start(&it, text, len);
	if (!viet_syllable_next(&it, &s) || !s.whole || s.to < len)
		return false;
	zeros = strspn(s.folded, "0");
	snprintf(out, VIET_SYLLABLE_BYTES, "%s", s.folded + zeros);
	return true;
}

/* "QĐ-UBND" → "qd-ubnd" */
bool
symbol_read(const char *text, size_t len, char out[static VIET_SYLLABLE_BYTES])
{
	char number[VIET_SYLLABLE_BYTES];

	if (len + 3 > sizeof(number))
		return false;
	snprintf(number, sizeof(number), "1/%.*s", (int)len, text);
	if (!code_read(number, len + 2, number))
		return false;
	snprintf(out, VIET_SYLLABLE_BYTES, "%s", number + 2);
	return true;
}

static void
add_when(struct buf *out, day_t date)
{
	struct ymd d = day_ymd(date);
	char text[32];

	snprintf(text, sizeof(text), "%04d%02d%02d", d.year, d.month, d.day);
	fact_add(out, FACT_DAY, text);
	text[6] = '\0';
	fact_add(out, FACT_MONTH, text);
	text[4] = '\0';
	fact_add(out, FACT_YEAR, text);
}

static void
add_number(struct buf *out, const struct arc_new *d)
{
	char text[VIET_SYLLABLE_BYTES];

	snprintf(text, sizeof(text), "%lld", (long long)d->number);
	fact_add(out, FACT_NUMBER, text);
	if (d->code != NULL && code_read(d->code, strlen(d->code), text))
		fact_add(out, FACT_CODE, text);
	if (d->symbol != NULL &&
	    symbol_read(d->symbol, strlen(d->symbol), text))
		fact_add(out, FACT_SYMBOL, text);
}

void
facts_write(struct buf *out, const struct arc_new *d, const char *status)
{
	struct whole_name signer;

	fact_add(out, FACT_ALL, "");
	add_when(out, d->date);
	add_number(out, d);
	add_some(out, FACT_TYPE, d->type);
	add_some(out, FACT_SERIES, d->series);
	add_some(out, FACT_CAMPAIGN, d->campaign);
	add_some(out, FACT_ORG, d->org);
	add_some(out, FACT_KIND, d->honouree_kind);
	add_some(out, FACT_STATUS, status);
	if (d->signer != NULL &&
	    name_read(d->signer, strlen(d->signer), &signer)) {
		fact_add(out, FACT_SIGNER, signer.folded);
		fact_add(out, FACT_SIGNER_EXACT, signer.exact);
	}
	people_each(d->people, add_name, out);
}
