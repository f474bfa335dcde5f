/* tmpl/ban.c -- what XPath allows and a template must not do.
 *
 * `//` and the axes that look everywhere find what the author did not mean as
 * soon as the data grow, and no linter can follow them.  `a != b` on a path is
 * true when any one node differs and false when there is none; what is meant is
 * nearly always not(a = b). */
#include <string.h>

#include "tmpl/tmpl_priv.h"

static const char *const axes[] = { "preceding::", "following::", "namespace::",
	"ancestor::", "descendant::", "ancestor-or-self::",
	"descendant-or-self::" };

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
	       (unsigned char)c >= 0x80;
}

/* Bytes of the axis that begins here, 0 when none does. */
static size_t
banned_axis(const char *expr, size_t at)
{
	if (at > 0 && is_name_char(expr[at - 1]))
		return 0;
	for (size_t i = 0; i < sizeof(axes) / sizeof(axes[0]); i++)
		if (strncmp(expr + at, axes[i], strlen(axes[i])) == 0)
			return strlen(axes[i]);
	return 0;
}

/* A path that may lead to several nodes; `$v/@ngay` leads to one at most. */
static bool
is_wide(int slashes, int ats)
{
	return slashes > 1 || (slashes == 1 && ats == 0);
}

static bool
wide_before(const char *expr, size_t at)
{
	int slashes = 0, ats = 0;

	while (at > 0 && expr[at - 1] == ' ')
		at--;
	if (at > 0 && expr[at - 1] == ']')
		return true;
	for (; at > 0 && (is_name_char(expr[at - 1]) ||
			     strchr("/@$", expr[at - 1]) != NULL);
	     at--) {
		slashes += expr[at - 1] == '/';
		ats += expr[at - 1] == '@';
	}
	return is_wide(slashes, ats);
}

static bool
wide_behind(const char *p)
{
	int slashes = 0, ats = 0;

	p += strspn(p, " ");
	for (; is_name_char(*p) || (*p != '\0' && strchr("/@$", *p) != NULL);
	     p++) {
		slashes += *p == '/';
		ats += *p == '@';
	}
	return *p == '[' || (*p != '(' && is_wide(slashes, ats));
}

static void
banned(
    struct compile *c, const char *expr, size_t at, size_t len, struct pos pos)
{
	struct err err;

	err_set(&err, ERR_EXPR, tmpl_move_on(pos, expr, at),
	    "«%.*s» không dùng trong mẫu", (int)len, expr + at);
	err_expr(&err, expr);
	err_hint(&err,
	    "viết đường dẫn đủ từng bước, ví dụ /ho-so/khen-thuong/ca-nhan");
	compile_error(c, &err);
}

static void
doubtful(struct compile *c, const char *expr, size_t at, struct pos pos)
{
	struct err err;

	err_set(&err, WARN_EXPR, tmpl_move_on(pos, expr, at),
	    "!= với một đường dẫn đúng khi chỉ một nút khác, và sai khi không "
	    "có nút nào");
	err_expr(&err, expr);
	err_hint(&err, "viết not(… = …)");
	compile_error(c, &err);
}

void
ban_check(struct compile *c, const char *expr, struct pos pos)
{
	char quote = '\0';

	for (size_t i = 0; expr[i] != '\0'; i++) {
		size_t axis;

		if (quote != '\0' || expr[i] == '\'' || expr[i] == '"') {
			if (quote == '\0')
				quote = expr[i];
			else if (expr[i] == quote)
				quote = '\0';
			continue;
		}
		axis = banned_axis(expr, i);
		if (axis > 0)
			banned(c, expr, i, axis, pos);
		else if (expr[i] == '/' && expr[i + 1] == '/')
			banned(c, expr, i++, 2, pos);
		else if (expr[i] == '!' && expr[i + 1] == '=' &&
			 (wide_before(expr, i) || wide_behind(expr + i + 2)))
			doubtful(c, expr, i, pos);
	}
}
