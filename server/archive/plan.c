/* archive/plan.c -- a query becomes the steps of a search.
 *
 * First what the query is taken for (a number, a date, a name), then what holds
 * its words.  A name's words must stand together: «Nguyễn Văn Hòa» is not
 * everything with a Nguyễn, a Văn and a Hòa somewhere. */
#include <string.h>

#include "archive/search_priv.h"
#include "viet/text.h"

enum { QUERY_BYTES = 4096 };

/* The query in NFC; "" with an explanation when it is no text. */
static const char *
read_text(struct arena *a, const char *typed, const char **ret_explain)
{
	size_t len = typed == NULL ? 0 : strlen(typed);
	const char *text;

	if (len > QUERY_BYTES) {
		*ret_explain = "Câu tìm quá dài; chỉ phần đầu được dùng.";
		for (len = QUERY_BYTES; (typed[len] & 0xC0) == 0x80; len--)
			;
	}
	if (len == 0)
		return "";
	typed = arena_strndup(a, typed, len);
	if (typed == NULL)
		return NULL;
	if (viet_nfc(a, typed, len, &text, NULL))
		return text;
	*ret_explain = "Từ tìm có ký tự không đọc được nên đã bỏ qua; đây là "
		       "mọi văn bản.";
	return "";
}

static bool
make_jump(struct arc *arc, struct arena *a, const struct arc_query *q,
    const struct match_options *o, struct plan *p, struct err *err)
{
	struct match m = { 0 };
	bool ok = jump_read(arc, a, &p->words, &p->jump, err);

	if (ok && p->jump.match != NULL && !o->unmarked) {
		match_and(&m, p->jump.match);
		match_filters(&m, q);
		p->stage[0] = match_text(&m, a);
		ok = p->stage[0] != NULL || err_nomem(err);
	}
	match_done(&m);
	return ok;
}

static bool
make_words(struct arc *arc, struct arena *a, const struct arc_query *q,
    struct match_options o, struct plan *p, struct err *err)
{
	struct match m = { 0 };
	bool ok;

	if ((p->jump.name != NULL || p->jump.phrase) && !o.parts)
		o.phrase = true;
	ok = match_words(arc, &m, &p->words, &o, err);
	if (ok) {
		match_filters(&m, q);
		if (p->stage[0] != NULL)
			match_not(&m, p->jump.match);
		p->stage[1] = match_text(&m, a);
		p->roles = arena_strdup(a, buf_str(&m.roles));
		ok =
		    (p->stage[1] != NULL && p->roles != NULL) || err_nomem(err);
	}
	match_done(&m);
	return ok;
}

/* For relevance: all the words in a row, in the title or among the names. */
static bool
make_title(struct arc *arc, struct arena *a, const struct arc_query *q,
    struct plan *p, struct err *err)
{
	static const struct match_options together = { .phrase = true };
	struct match m = { 0 }, all = { 0 };
	bool ok;

	for (size_t i = 0; i < p->words.count; i++)
		if (p->words.list[i].minus || p->words.list[i].quoted ||
		    p->words.list[i].prefix)
			return true;
	if (p->words.count < 2)
		return true;
	ok = match_words(arc, &m, &p->words, &together, err);
	if (ok) {
		buf_printf(
		    &all.wanted, "({title people} : %s)", buf_str(&m.wanted));
		match_filters(&all, q);
		p->title = match_text(&all, a);
		ok = p->title != NULL || err_nomem(err);
	}
	match_done(&m);
	match_done(&all);
	return ok;
}

bool
plan_read(struct arc *arc, struct arena *a, const struct arc_query *q,
    const struct match_options *o, struct plan *ret, struct err *err)
{
	const char *explain = NULL, *text = read_text(a, q->words, &explain);

	memset(ret, 0, sizeof(*ret));
	if (text == NULL)
		return err_nomem(err);
	words_read(&ret->words, text, q->typing);
	if (explain != NULL)
		ret->words.explain = explain;
	return make_jump(arc, a, q, o, ret, err) &&
	       make_words(arc, a, q, *o, ret, err) &&
	       (!o->ranked || make_title(arc, a, q, ret, err));
}
