/* http/multipart.c -- multipart/form-data (RFC 7578), piece by piece.
 *
 * Fields go into the request's arena, files into unlinked files of the spool
 * folder: nothing is left behind by any end of the program.  The buffer holds
 * one piece, and what may be the start of a boundary. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "http/http_priv.h"

enum state { AT_START, AFTER_BOUNDARY, IN_HEAD, IN_FIELD, IN_FILE, AT_END };

struct multipart {
	struct http_request *req;
	char delimiter[80]; /* CR LF - - boundary */
	size_t delimiter_len;
	enum state state;
	struct buf buf;	  /* not consumed yet */
	struct buf value; /* of the field that is being read */
	char *name;
	size_t fields_bytes;
};

struct multipart *
http_multipart_new(struct http_request *req, const char *boundary)
{
	struct multipart *m = calloc(1, sizeof(*m));

	if (m == NULL)
		return NULL;
	m->req = req;
	m->delimiter_len = (size_t)snprintf(
	    m->delimiter, sizeof(m->delimiter), "\r\n--%s", boundary);
	m->value.limit = HTTP_FORM_BYTES;
	/* The first boundary has no line before it: pretend one. */
	buf_str_add(&m->buf, "\r\n");
	return m;
}

void
http_multipart_free(struct multipart *m)
{
	if (m == NULL)
		return;
	buf_done(&m->buf);
	buf_done(&m->value);
	free(m);
}

static bool
malformed(struct err *err)
{
	return err_set(err, ERR_REQUEST, no_pos,
	    "các phần của multipart/form-data không tách được");
}

/* Where the text stands in the buffer; `len` when it is not there. */
static size_t
find(const struct buf *b, size_t from, const char *text, size_t len)
{
	while (from + len <= b->len) {
		const char *p =
		    memchr(b->data + from, text[0], b->len - len + 1 - from);

		if (p == NULL)
			break;
		from = (size_t)(p - b->data);
		if (memcmp(p, text, len) == 0)
			return from;
		from++;
	}
	return b->len;
}

static void
consume(struct buf *b, size_t n)
{
	memmove(b->data, b->data + n, b->len - n);
	buf_cut(b, b->len - n);
}

static int
open_spool(const char *dir, struct arena *a)
{
	char *path = arena_printf(a, "%s/tep-XXXXXX", dir);
	int fd = path == NULL ? -1 : mkstemp(path);

	if (fd >= 0)
		unlink(path);
	return fd;
}

/* The last part of a path that old browsers send; never used as a path. */
static char *
bare_name(struct arena *a, const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *back;

	if (slash != NULL)
		name = slash + 1;
	back = strrchr(name, '\\');
	return arena_strdup(a, back == NULL ? name : back + 1);
}

static bool
begin_file(
    struct multipart *m, const char *name, const char *type, struct err *err)
{
	struct http_request *req = m->req;
	struct http_file *f = &req->files[req->file_count];

	if (req->file_count == HTTP_FILES)
		return err_set(
		    err, ERR_SIZE, no_pos, "nhiều hơn %d tệp", HTTP_FILES);
	f->field = m->name;
	f->name = bare_name(req->arena, name);
	f->type = arena_strdup(req->arena, type);
	f->size = 0;
	f->fd = open_spool(req->server->config->spool, req->arena);
	if (f->fd < 0)
		return err_errno(err, "chỗ để tệp gửi lên");
	req->file_count++;
	m->state = IN_FILE;
	return f->name != NULL && f->type != NULL ? true : err_nomem(err);
}

/* One part's headers, with a NUL at their end. */
static bool
read_head(struct multipart *m, char *head, struct err *err)
{
	struct arena *a = m->req->arena;
	char name[256], file[512];
	const char *type = "application/octet-stream", *disposition = NULL;
	bool has_file;

	for (char *line = head, *end; line != NULL; line = end) {
		end = strstr(line, "\r\n");
		if (end != NULL) {
			*end = '\0';
			end += 2;
		}
		if (strncasecmp(line, "Content-Disposition:", 20) == 0)
			disposition = line + 20;
		else if (strncasecmp(line, "Content-Type:", 13) == 0)
			type = line + 13 + strspn(line + 13, " \t");
	}
	if (disposition == NULL ||
	    !http_type_is(
		disposition + strspn(disposition, " \t"), "form-data") ||
	    !http_head_param(disposition, "name", name, sizeof(name)) ||
	    !http_is_utf8(name))
		return malformed(err);
	has_file = http_head_param(disposition, "filename", file, sizeof(file));
	m->name = arena_strdup(a, name);
	if (m->name == NULL)
		return err_nomem(err);
	if (has_file && (!http_is_utf8(file) || !http_is_utf8(type)))
		return malformed(err);
	if (has_file)
		return begin_file(m, file, type, err);
	m->state = IN_FIELD;
	buf_clear(&m->value);
	return true;
}

static bool
put(struct multipart *m, size_t n, struct err *err)
{
	struct http_request *req = m->req;
	struct http_file *f;

	if (m->state == IN_FIELD) {
		m->fields_bytes += n;
		if (m->fields_bytes > HTTP_FORM_BYTES)
			return err_set(err, ERR_SIZE, no_pos,
			    "các ô dài quá %zu KB", HTTP_FORM_BYTES / 1024);
		buf_add(&m->value, m->buf.data, n);
		return buf_ok(&m->value) || err_nomem(err);
	}
	f = &req->files[req->file_count - 1];
	f->size += n;
	return file_write_all(f->fd, m->buf.data, n) ||
	       err_errno(err, "chỗ để tệp gửi lên");
}

static bool
end_part(struct multipart *m, struct err *err)
{
	struct http_request *req = m->req;
	struct http_file *f;
	const char *value;

	if (m->state == IN_FILE) {
		f = &req->files[req->file_count - 1];
		if (lseek(f->fd, 0, SEEK_SET) < 0)
			return err_errno(err, "chỗ để tệp gửi lên");
		if (f->size == 0 && f->name[0] == '\0') {
			close(f->fd); /* nothing was chosen */
			req->file_count--;
		}
		return true;
	}
	if (req->form.count == HTTP_FIELDS)
		return err_set(
		    err, ERR_SIZE, no_pos, "nhiều hơn %d ô", HTTP_FIELDS);
	value = arena_strndup(req->arena, buf_str(&m->value), m->value.len);
	if (value == NULL)
		return err_nomem(err);
	if (strlen(value) != m->value.len || !http_is_utf8(value))
		return err_set(err, ERR_REQUEST, no_pos,
		    "ô %.60s có chữ không phải UTF-8", m->name);
	return http_pairs_add(req->arena, &req->form, m->name, value) ||
	       err_nomem(err);
}

/* Data up to the boundary, or all that cannot be its start. */
static bool
step_data(struct multipart *m, bool *ret_more, struct err *err)
{
	size_t at = find(&m->buf, 0, m->delimiter, m->delimiter_len);
	size_t sure;

	if (at < m->buf.len) {
		if (!put(m, at, err) || !end_part(m, err))
			return false;
		consume(&m->buf, at + m->delimiter_len);
		m->state = AFTER_BOUNDARY;
		return true;
	}
	*ret_more = false;
	sure = m->buf.len < m->delimiter_len
		   ? 0
		   : m->buf.len - m->delimiter_len + 1;
	if (!put(m, sure, err))
		return false;
	consume(&m->buf, sure);
	return true;
}

static bool
step_head(struct multipart *m, bool *ret_more, struct err *err)
{
	size_t at = find(&m->buf, 0, "\r\n\r\n", 4);

	if (at > HTTP_PART_HEAD)
		return malformed(err);
	if (at == m->buf.len) {
		*ret_more = false;
		return true;
	}
	m->buf.data[at] = '\0';
	if (strlen(m->buf.data) != at || !read_head(m, m->buf.data, err))
		return malformed(err);
	consume(&m->buf, at + 4);
	return true;
}

/* Takes one step; *ret_more = false when more bytes are needed. */
static bool
step(struct multipart *m, bool *ret_more, struct err *err)
{
	struct buf *b = &m->buf;

	switch (m->state) {
	case AT_START:
		if (b->len < m->delimiter_len) {
			*ret_more = false;
			return true;
		}
		if (memcmp(b->data, m->delimiter, m->delimiter_len) != 0)
			return malformed(err);
		consume(b, m->delimiter_len);
		m->state = AFTER_BOUNDARY;
		return true;
	case AFTER_BOUNDARY:
		if (b->len < 2) {
			*ret_more = false;
			return true;
		}
		if (memcmp(b->data, "--", 2) == 0)
			m->state = AT_END;
		else if (memcmp(b->data, "\r\n", 2) == 0)
			m->state = IN_HEAD;
		else
			return malformed(err);
		consume(b, 2);
		return true;
	case IN_HEAD:
		return step_head(m, ret_more, err);
	case IN_FIELD:
	case IN_FILE:
		return step_data(m, ret_more, err);
	case AT_END:
		buf_clear(b);
		*ret_more = false;
		return true;
	}
	return false;
}

bool
http_multipart_add(
    struct multipart *m, const char *data, size_t len, struct err *err)
{
	bool more = true;

	buf_add(&m->buf, data, len);
	if (!buf_ok(&m->buf))
		return err_nomem(err);
	while (more && m->buf.len > 0)
		if (!step(m, &more, err))
			return false;
	return true;
}

bool
http_multipart_end(struct multipart *m, struct err *err)
{
	return m->state == AT_END || malformed(err);
}
