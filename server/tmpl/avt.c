/* tmpl/avt.c -- ${ … } in texts and attributes.
 *
 * The filters are split off at top-level bars before XPath sees the expression,
 * so a union is written in select=, in= or test=.  A closing brace inside
 * quotes does not end the expression; `$${` is a literal `${`. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/limits.h"
#include "tmpl/tmpl_priv.h"
#include "viet/text.h"

void
compile_error(struct compile *c, struct err *err)
{
	size_t len;
	const char *text;

	if (err->line > 0 && err->excerpt[0] == '\0' && c->source != NULL &&
	    c->source->doc != NULL &&
	    strcmp(err->file, c->source->label) == 0) {
		text = xml_source(c->source->doc, &len);
		err_excerpt(err, text, len);
	}
	err_list_add(c->errors, err);
}

struct pos
tmpl_move_on(struct pos pos, const char *text, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (text[i] == '\n') {
			pos.line++;
			pos.col = 1;
		} else if (((unsigned char)text[i] & 0xC0) != 0x80) {
			pos.col++;
		}
	}
	return pos;
}

void
compile_xpath(
    struct compile *c, const char *expr, struct pos pos, struct xml_xpath **ret)
{
	struct err err;
	size_t offset = 0;

	if (strlen(expr) > TMPL_EXPR_BYTES) {
		err_set(&err, ERR_LIMIT, pos, "biểu thức dài quá %d byte",
		    TMPL_EXPR_BYTES);
		compile_error(c, &err);
		return;
	}
	if (!xml_xpath_compile(
		c->arena, c->t->eval, expr, pos, ret, &offset, &err)) {
		pos = tmpl_move_on(pos, expr, offset);
		err.line = pos.line;
		err.col = pos.col;
		compile_error(c, &err);
		return;
	}
	ban_check(c, expr, pos);
}

static int
distance(const char *a, const char *b)
{
	enum { MOST = 48 };
	size_t n = strlen(a), m = strlen(b);
	int row[MOST + 1];

	if (n > MOST || m > MOST)
		return MOST;
	for (size_t j = 0; j <= m; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= n; i++) {
		int diagonal = row[0];

		row[0] = (int)i;
		for (size_t j = 1; j <= m; j++) {
			int up = row[j],
			    best = diagonal + (a[i - 1] != b[j - 1]);

			best = up + 1 < best ? up + 1 : best;
			best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
			diagonal = up;
			row[j] = best;
		}
	}
	return row[m];
}

const char *
nearest(const char *name, const char *const *names, size_t count)
{
	const char *best = NULL;
	int least = (int)strlen(name) / 2 + 1;

	for (size_t i = 0; i < count; i++) {
		int d = distance(name, names[i]);

		if (d < least) {
			least = d;
			best = names[i];
		}
	}
	return best;
}

/* Bytes up to the closing brace that is outside quotes; SIZE_MAX without one.
 */
static size_t
find_brace(const char *s)
{
	char quote = '\0';

	for (size_t i = 0; s[i] != '\0'; i++) {
		if (quote != '\0') {
			if (s[i] == quote)
				quote = '\0';
		} else if (s[i] == '\'' || s[i] == '"') {
			quote = s[i];
		} else if (s[i] == '}') {
			return i;
		}
	}
	return SIZE_MAX;
}

/* Bytes up to the next bar outside quotes, brackets and parentheses. */
static size_t
find_bar(const char *s)
{
	char quote = '\0';
	int depth = 0;
	size_t i;

	for (i = 0; s[i] != '\0'; i++) {
		if (quote != '\0') {
			if (s[i] == quote)
				quote = '\0';
		} else if (s[i] == '\'' || s[i] == '"') {
			quote = s[i];
		} else if (s[i] == '(' || s[i] == '[') {
			depth++;
		} else if (s[i] == ')' || s[i] == ']') {
			depth--;
		} else if (s[i] == '|' && depth == 0) {
			break;
		}
	}
	return i;
}

static char *
trimmed(struct arena *a, const char *s, size_t len)
{
	while (len > 0 && strchr(" \t\r\n", *s) != NULL) {
		s++;
		len--;
	}
	while (len > 0 && strchr(" \t\r\n", s[len - 1]) != NULL)
		len--;
	return arena_strndup(a, s, len);
}

/* One argument up to a top-level comma; quotes are taken off. */
static const char *
parse_arg(struct arena *a, const char *s, size_t *ret_used)
{
	size_t end = 0;
	char quote = '\0', *arg;

	for (; s[end] != '\0' && (quote != '\0' || s[end] != ','); end++) {
		if (quote == '\0' && (s[end] == '\'' || s[end] == '"'))
			quote = s[end];
		else if (s[end] == quote)
			quote = '\0';
	}
	*ret_used = end;
	arg = trimmed(a, s, end);
	if (arg != NULL && (arg[0] == '\'' || arg[0] == '"') &&
	    strlen(arg) >= 2 && arg[strlen(arg) - 1] == arg[0]) {
		arg[strlen(arg) - 1] = '\0';
		arg++;
	}
	return arg;
}

static void
unknown_filter(struct compile *c, const char *name, struct pos pos)
{
	const char *const *names = tmpl_filter_names();
	const char *near;
	struct err err;
	size_t n = 0;

	while (names[n] != NULL)
		n++;
	near = nearest(name, names, n);
	err_set(&err, ERR_FILTER, pos, "bộ lọc «%s» không có", name);
	if (near != NULL)
		err_hint(&err,
		    "có phải «%s»? nếu muốn hợp hai tập nút, hãy dùng "
		    "select=",
		    near);
	else
		err_hint(&err,
		    "các bộ lọc có trong templates/README.md; nếu muốn "
		    "hợp hai tập nút, hãy dùng select=");
	compile_error(c, &err);
}

static void
parse_filter(struct compile *c, struct value_use *v, const char *text)
{
	struct filter_use *u = &v->filters[v->filter_count];
	size_t colon = strcspn(text, ":");
	char *name = trimmed(c->arena, text, colon);
	struct err err;

	if (v->filter_count == FILTERS) {
		err_set(
		    &err, ERR_LIMIT, v->pos, "quá %d bộ lọc nối nhau", FILTERS);
		compile_error(c, &err);
		return;
	}
	u->filter = filter_find(name);
	if (u->filter == NULL) {
		unknown_filter(c, name, v->pos);
		return;
	}
	for (const char *s = text + colon;
	     *s != '\0' && u->arg_count < FILTER_ARGS;) {
		size_t used;

		s++; /* the colon or comma */
		u->args[u->arg_count++] = parse_arg(c->arena, s, &used);
		s += used;
	}
	if (!filter_check(u, &err)) {
		err.line = v->pos.line;
		err.col = v->pos.col;
		snprintf(err.file, sizeof(err.file), "%s", v->pos.file);
		compile_error(c, &err);
		return;
	}
	v->filter_count++;
}

static struct value_use *
parse_value(struct compile *c, const char *inner, size_t len, struct pos pos)
{
	struct value_use *v = arena_alloc(c->arena, sizeof(*v));
	char *text = arena_strndup(c->arena, inner, len);
	size_t bar;

	if (v == NULL || text == NULL)
		return NULL;
	v->pos = pos;
	v->source = arena_printf(c->arena, "${%s}", text);
	bar = find_bar(text);
	v->expr = trimmed(c->arena, text, bar);
	compile_xpath(c, v->expr,
	    tmpl_move_on(pos, v->source, 2 + strspn(text, " \t\r\n")),
	    &v->xpath);
	for (const char *s = text + bar; *s == '|';) {
		size_t n = find_bar(++s);

		parse_filter(c, v, arena_strndup(c->arena, s, n));
		s += n;
	}
	return v;
}

static struct piece **
add_literal(struct compile *c, struct piece **to, struct buf *b)
{
	struct piece *p;
	const char *nfc = buf_str(b);
	struct err err;

	if (b->len == 0)
		return to;
	p = arena_alloc(c->arena, sizeof(*p));
	if (p == NULL)
		return to;
	if (!viet_nfc(c->arena, buf_str(b), b->len, &nfc, &err))
		compile_error(c, &err);
	p->literal = arena_strdup(c->arena, nfc);
	p->joined = p->literal == NULL ? NULL : viet_join(c->arena, p->literal);
	buf_clear(b);
	*to = p;
	return &p->next;
}

static void
unclosed(struct compile *c, struct pos pos, const char *text)
{
	struct err err;

	err_set(&err, ERR_EXPR, pos, "${ không có dấu } đóng");
	err_expr(&err, text);
	err_hint(&err, "thêm dấu }; muốn in ra chính ${ thì viết $${");
	compile_error(c, &err);
}

struct piece *
avt_parse(struct compile *c, const char *text, struct pos pos)
{
	struct piece *first = NULL, **to = &first;
	struct buf literal = { 0 };
	const char *p = text;

	while (*p != '\0') {
		struct piece *piece;
		size_t len;

		if (strncmp(p, "$${", 3) == 0) {
			buf_str_add(&literal, "${");
			p += 3;
			continue;
		}
		if (strncmp(p, "${", 2) != 0) {
			buf_char(&literal, *p++);
			continue;
		}
		to = add_literal(c, to, &literal);
		len = find_brace(p + 2);
		if (len == SIZE_MAX) {
			unclosed(
			    c, tmpl_move_on(pos, text, (size_t)(p - text)), p);
			break;
		}
		piece = arena_alloc(c->arena, sizeof(*piece));
		if (piece == NULL)
			break;
		piece->value = parse_value(
		    c, p + 2, len, tmpl_move_on(pos, text, (size_t)(p - text)));
		*to = piece;
		to = &piece->next;
		p += len + 3;
	}
	add_literal(c, to, &literal);
	buf_done(&literal);
	return first;
}
