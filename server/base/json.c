/* base/json.c -- writes JSON into a buf, and errors as JSON. */
#include "base/json.h"

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

static void
before_value(struct json *j)
{
	if (j->need_comma)
		buf_char(j->out, ',');
	j->need_comma = true;
}

static void
open_with(struct json *j, char c)
{
	before_value(j);
	buf_char(j->out, c);
	j->need_comma = false;
}

static void
close_with(struct json *j, char c)
{
	buf_char(j->out, c);
	j->need_comma = true;
}

void
json_object(struct json *j)
{
	open_with(j, '{');
}

void
json_object_end(struct json *j)
{
	close_with(j, '}');
}

void
json_array(struct json *j)
{
	open_with(j, '[');
}

void
json_array_end(struct json *j)
{
	close_with(j, ']');
}

static void
write_text(struct buf *out, const char *s)
{
	buf_char(out, '"');
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\') {
			buf_char(out, '\\');
			buf_char(out, (char)c);
		} else if (c == '\n') {
			buf_str_add(out, "\\n");
		} else if (c < 0x20 || c == 0x7F) {
			buf_printf(out, "\\u%04x", c);
		} else {
			buf_char(out, (char)c);
		}
	}
	buf_char(out, '"');
}

void
json_key(struct json *j, const char *key)
{
	before_value(j);
	write_text(j->out, key);
	buf_char(j->out, ':');
	j->need_comma = false;
}

void
json_str(struct json *j, const char *s)
{
	if (s == NULL) {
		json_null(j);
		return;
	}
	before_value(j);
	write_text(j->out, s);
}

void
json_int(struct json *j, int64_t v)
{
	before_value(j);
	buf_int(j->out, v);
}

void
json_bool(struct json *j, bool v)
{
	before_value(j);
	buf_str_add(j->out, v ? "true" : "false");
}

void
json_null(struct json *j)
{
	before_value(j);
	buf_str_add(j->out, "null");
}

void
json_pair(struct json *j, const char *key, const char *s)
{
	if (s == NULL || s[0] == '\0')
		return;
	json_key(j, key);
	json_str(j, s);
}

void
json_pair_int(struct json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_int(j, v);
}

static void
json_hundredths(struct json *j, int v)
{
	before_value(j);
	buf_fixed(j->out, v, 2);
}

void
err_json(const struct err *err, struct buf *out)
{
	struct json j = { .out = out };
	struct buf code = { 0 };

	json_object(&j);
	err_code(err, &code);
	json_pair(&j, "code", buf_str(&code));
	buf_done(&code);
	json_pair(&j, "title", err_title(err->kind));
	json_pair(&j, "message", err->text);
	json_pair(&j, "template", err->template);
	json_pair(&j, "version", err->version);
	json_pair(&j, "file", err->file);
	if (err->line > 0) {
		json_pair_int(&j, "line", err->line);
		json_pair_int(&j, "col", err->col);
	}
	json_pair(&j, "expr", err->expr);
	json_pair(&j, "dataPath", err->data);
	json_pair(&j, "record", err->record);
	if (err->page > 0)
		json_pair_int(&j, "page", err->page);
	if (err->page > 0 && err->x >= 0 && err->y >= 0) {
		json_key(&j, "x");
		json_hundredths(&j, err->x);
		json_key(&j, "y");
		json_hundredths(&j, err->y);
	}
	json_pair(&j, "article", err->article);
	json_pair(&j, "hint", err->hint);
	json_object_end(&j);
}
