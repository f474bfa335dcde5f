/* tmpl/value.c -- bound texts: literals and values, joined where no line may
 * break. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "tmpl/tmpl_priv.h"
#include "viet/text.h"

/* In documents white space collapses; a break that was asked for is U+2028. */
static const char *
line_breaks(struct run *r, const char *s)
{
	struct buf b = { 0 };
	const char *out;

	for (; *s != '\0'; s++)
		if (*s == '\n')
			buf_str_add(&b, "\xE2\x80\xA8");
		else
			buf_char(&b, *s);
	out = buf_ok(&b) ? arena_strndup(r->scratch, buf_str(&b), b.len) : "";
	buf_done(&b);
	return out == NULL ? "" : out;
}

/* What a draft shows in the place of a value: the name of the field, as the
 * last step of the path says it.  The faces of documents have no white
 * brackets; the frame around it says the same. */
static const char *
marker(struct run *r, const struct value_use *v, bool absent)
{
	const char *what = absent ? "thiếu" : "sai", *step = v->expr;
	bool paper = r->options->join;
	const char *open = paper ? "[" : "⟦", *close = paper ? "]" : "⟧";
	bool name = true;

	for (const char *p = v->expr; *p != '\0'; p++) {
		name = name && strchr("()[]+*=<>|,", *p) == NULL;
		if (*p == '/')
			step = p + 1;
	}
	step = name ? step + (step[0] == '@' || step[0] == '$') : v->expr;
	return arena_printf(
	    r->scratch, "%s%s: %.60s%s", open, what, step, close);
}

/* True for $x/… when it was said already that $x is missing. */
static bool
starts_at_told(const struct run *r, const char *expr)
{
	size_t len = strcspn(expr + (expr[0] != '\0'), "/[ )|");

	if (expr[0] != '$')
		return false;
	for (const struct variable *v = r->variables; v != NULL; v = v->next)
		if (strlen(v->name) == len &&
		    strncmp(v->name, expr + 1, len) == 0)
			return v->told;
	return false;
}

/* The bound text of one ${…}; NULL after an error (in draft: the marker, with
 * *ret_origin telling so). */
static const char *
value_text(struct run *r, const struct value_use *v,
    enum xml_origin *ret_origin, const char **ret_path)
{
	struct xml_value value = { 0 };
	const char *text, *nfc;
	bool absent = false;
	struct err err;

	*ret_origin = XML_FROM_DATA;
	*ret_path = NULL;
	if (v->xpath == NULL)
		return NULL;
	if (!xml_xpath_run(
		r->t->eval, v->xpath, r->context, r->scratch, &value, &err) ||
	    !filters_apply(r, v, &value, &text, &err)) {
		run_at_pos(&err, v->pos);
		err_expr(&err, v->source);
		if (value.kind == XML_NODES && value.count > 0)
			err_data(&err, xml_path(r->scratch, value.nodes[0]));
		run_error(r, &err);
		text = NULL;
	} else if (text == NULL) {
		absent = true;
		if (!starts_at_told(r, v->expr)) {
			explain_missing(r, v, &err);
			run_error(r, &err);
		}
	}
	if (text == NULL) {
		*ret_origin = XML_IS_MISSING;
		return r->options->draft ? marker(r, v, absent) : NULL;
	}
	if (value.kind == XML_NODES && value.count > 0)
		*ret_path = xml_path(r->scratch, value.nodes[0]);
	if (r->options->join && filters_keep_lines(v))
		text = line_breaks(r, text);
	if (!viet_nfc(r->scratch, text, strlen(text), &nfc, &err)) {
		run_at_pos(&err, v->pos);
		err_data(&err, *ret_path);
		run_error(r, &err);
		return NULL;
	}
	return nfc;
}

const char *
run_attr_text(struct run *r, const struct attr *at)
{
	struct buf b = { 0 };
	enum xml_origin origin;
	const char *path, *out;

	if (at->pieces == NULL)
		return "";
	if (at->pieces->next == NULL && at->pieces->value == NULL)
		return at->pieces->literal;
	for (const struct piece *p = at->pieces; p != NULL; p = p->next) {
		const char *s = p->literal;

		if (p->value != NULL)
			s = value_text(r, p->value, &origin, &path);
		if (s != NULL)
			buf_str_add(&b, s);
	}
	out = buf_ok(&b) ? arena_strndup(r->scratch, buf_str(&b), b.len) : NULL;
	buf_done(&b);
	return out == NULL ? "" : out;
}

void
run_emit_chars(struct run *r, const char *text, size_t len,
    enum xml_origin origin, const char *path, struct pos pos)
{
	struct xml_chars c = { text, len, origin, path, pos };
	struct err err;

	if (len == 0 || r->stopped)
		return;
	if (++r->events > TMPL_EVENTS) {
		err_set(&err, ERR_LIMIT, pos, "kết quả quá dài");
		run_error(r, &err);
		return;
	}
	if (!r->sink->chars(r->sink->ctx, &c, &err))
		run_sink_failed(r, &err, pos);
}

/* How many bytes of `joined` stand for the first `len` bytes of `plain`. */
static size_t
joined_len(const char *plain, size_t len, const char *joined)
{
	size_t i = 0, k = 0;

	while (i < len) {
		if (plain[i] == ' ' && (unsigned char)joined[k] == 0xC2)
			k++;
		i++;
		k++;
	}
	return k;
}

struct bound {
	const char *text;
	size_t len;
	enum xml_origin origin;
	const char *path;
	struct pos pos;
	struct bound *next;
};

static struct bound *
bind_piece(struct run *r, const struct piece *p, struct pos pos)
{
	struct bound *b = arena_alloc(r->scratch, sizeof(*b));

	if (b == NULL)
		return NULL;
	b->pos = pos;
	b->text = p->literal;
	b->origin = XML_FROM_TEMPLATE;
	if (p->value != NULL) {
		b->pos = p->value->pos;
		b->text = value_text(r, p->value, &b->origin, &b->path);
	}
	b->len = b->text == NULL ? 0 : strlen(b->text);
	return b;
}

static void
emit_each(struct run *r, const struct bound *b)
{
	for (; b != NULL; b = b->next)
		run_emit_chars(r, b->text, b->len, b->origin, b->path, b->pos);
}

/* Joints can lie between a literal and a value («số ${so}»), so the whole text
 * is joined and cut again. */
static void
emit_joined(struct run *r, const struct bound *list)
{
	struct buf all = { 0 };
	const char *plain, *joined;

	for (const struct bound *b = list; b != NULL; b = b->next)
		buf_add(&all, b->text, b->len);
	plain = arena_strndup(r->scratch, buf_str(&all), all.len);
	buf_done(&all);
	joined = plain == NULL ? NULL : viet_join(r->scratch, plain);
	if (joined == NULL || joined == plain) {
		emit_each(r, list);
		return;
	}
	for (const struct bound *b = list; b != NULL; b = b->next) {
		size_t len = joined_len(plain, b->len, joined);
		const char *part = arena_strndup(r->scratch, joined, len);

		if (part != NULL)
			run_emit_chars(
			    r, part, len, b->origin, b->path, b->pos);
		plain += b->len;
		joined += len;
	}
}

void
run_exec_text(struct run *r, const struct code *k)
{
	struct bound *list = NULL, **to = &list;

	arena_reset(r->scratch);
	if (k->pieces != NULL && k->pieces->next == NULL &&
	    k->pieces->value == NULL) {
		const char *s =
		    r->options->join ? k->pieces->joined : k->pieces->literal;

		if (s != NULL)
			run_emit_chars(
			    r, s, strlen(s), XML_FROM_TEMPLATE, NULL, k->pos);
		return;
	}
	for (const struct piece *p = k->pieces; p != NULL; p = p->next) {
		*to = bind_piece(r, p, k->pos);
		if (*to == NULL)
			break;
		to = &(*to)->next;
	}
	if (r->options->join)
		emit_joined(r, list);
	else
		emit_each(r, list);
}
