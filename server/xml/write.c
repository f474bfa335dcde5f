/* xml/write.c -- HTML5 and XML out of a stream of events. */
#include "xml/write.h"

#include <string.h>

#include "base/buf.h"

static const char *const void_elements[] = { "area", "base", "br", "col",
	"embed", "hr", "img", "input", "link", "meta", "source", "track",
	"wbr" };

static bool
is_void(const char *name)
{
	for (size_t i = 0; i < sizeof(void_elements) / sizeof(*void_elements);
	     i++)
		if (strcmp(void_elements[i], name) == 0)
			return true;
	return false;
}

void
xml_escape(struct buf *out, const char *text, size_t len)
{
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		const char *as = text[i] == '&'	  ? "&amp;"
				 : text[i] == '<' ? "&lt;"
				 : text[i] == '>' ? "&gt;"
				 : text[i] == '"' ? "&quot;"
						  : NULL;
		if (as == NULL)
			continue;
		buf_add(out, text + from, i - from);
		buf_str_add(out, as);
		from = i + 1;
	}
	buf_add(out, text + from, len - from);
}

static void
finish_tag(struct xml_writer *w)
{
	if (w->open)
		buf_char(w->out, '>');
	w->open = false;
}

static bool
write_start(void *ctx, const struct xml_tag *tag, struct err *err)
{
	struct xml_writer *w = ctx;

	finish_tag(w);
	if (w->html && w->depth == 0)
		buf_str_add(w->out, "<!DOCTYPE html>\n");
	w->depth++;
	buf_char(w->out, '<');
	buf_str_add(w->out, tag->name);
	for (size_t i = 0; i < tag->attr_count; i++) {
		buf_char(w->out, ' ');
		buf_str_add(w->out, tag->attrs[i].name);
		buf_str_add(w->out, "=\"");
		xml_escape(
		    w->out, tag->attrs[i].value, strlen(tag->attrs[i].value));
		buf_char(w->out, '"');
	}
	w->open = true;
	w->raw = w->html && (strcmp(tag->name, "script") == 0 ||
				strcmp(tag->name, "style") == 0);
	return buf_ok(w->out) || err_nomem(err);
}

static bool
write_chars(void *ctx, const struct xml_chars *c, struct err *err)
{
	struct xml_writer *w = ctx;

	if (w->raw && strspn(c->text, " \t\r\n") < c->len) {
		err_set(
		    err, ERR_ELEMENT, c->pos, "thẻ script hoặc style có chữ");
		return err_hint(
		    err, "đặt vào tệp riêng và dẫn bằng src hoặc link");
	}
	finish_tag(w);
	xml_escape(w->out, c->text, c->len);
	return buf_ok(w->out) || err_nomem(err);
}

static bool
write_end(void *ctx, const char *name, struct pos pos, struct err *err)
{
	struct xml_writer *w = ctx;

	(void)pos;
	w->depth--;
	w->raw = false;
	if (w->html && is_void(name)) {
		finish_tag(w);
	} else if (w->open && !w->html) {
		buf_str_add(w->out, "/>");
		w->open = false;
	} else {
		finish_tag(w);
		buf_str_add(w->out, "</");
		buf_str_add(w->out, name);
		buf_char(w->out, '>');
	}
	return buf_ok(w->out) || err_nomem(err);
}

static struct xml_sink
writer(struct xml_writer *w, struct buf *out, bool html)
{
	*w = (struct xml_writer){ .out = out, .html = html };
	return (struct xml_sink){ w, write_start, write_chars, write_end };
}

struct xml_sink
xml_html_sink(struct xml_writer *w, struct buf *out)
{
	return writer(w, out, true);
}

struct xml_sink
xml_text_sink(struct xml_writer *w, struct buf *out)
{
	return writer(w, out, false);
}
