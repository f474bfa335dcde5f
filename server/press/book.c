/* press/book.c -- many documents in one file.
 *
 * A document is laid out into a record first and drawn into the file when it is
 * known to be whole. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "layout/record.h"
#include "pdf/pdf.h"
#include "press/press_priv.h"

struct press_book {
	struct press *press;
	struct arena *arena;
	struct file_out *file; /* NULL once it has ended */
	struct pdf *pdf;
	struct canvas canvas;
	int pages;
	bool failed;
};

static bool
put(void *ctx, const void *bytes, size_t len, struct err *err)
{
	struct press_book *b = ctx;

	return file_put(b->file, bytes, len, err);
}

static bool
begin(struct press_book *b, const char *path,
    const struct press_book_meta *meta, struct err *err)
{
	const struct pdf_out out = { b, put };
	const struct canvas_tag document = { .role = CANVAS_DOCUMENT };
	const struct canvas_meta m = { .title = meta->title,
		.author = meta->issuer,
		.number = meta->number,
		.issuer = meta->issuer,
		.profile = meta->profile,
		.created = meta->created };

	b->arena = arena_new(0);
	if (b->arena == NULL)
		return err_nomem(err);
	if (!file_begin(path, &b->file, err) ||
	    !pdf_new(b->arena, NULL, &b->pdf, &b->canvas, err))
		return false;
	press_move_pages(b->pdf, &meta->shift);
	pdf_write_to(b->pdf, &out);
	return b->canvas.begin(b->canvas.ctx, &m, err) &&
	       b->canvas.open(b->canvas.ctx, &document, NULL, err);
}

bool
press_book_begin(struct press *p, const char *path,
    const struct press_book_meta *meta, struct press_book **ret,
    struct err *err)
{
	struct press_book *b = calloc(1, sizeof(*b));

	if (b == NULL)
		return err_nomem(err);
	b->press = p;
	if (!begin(b, path, meta, err)) {
		press_book_drop(b);
		return false;
	}
	*ret = b;
	return true;
}

bool
press_book_add(struct press_book *b, struct arena *a,
    const struct press_job *job, const char *outline, struct err_list *errors,
    struct press_result *ret)
{
	const struct lay_replay how = { outline, b->pages };
	struct lay_record *record;
	struct err err;

	if (b->failed || !press_record(b->press, a, job, errors, ret, &record))
		return false;
	if (lay_replay(record, &b->canvas, &how, &err)) {
		b->pages += ret->pages;
		return true;
	}
	b->failed = true;
	err_list_add(errors, &err);
	return false;
}

void
press_book_use(struct press_book *b, struct press *p)
{
	b->press = p;
}

bool
press_book_failed(const struct press_book *b)
{
	return b->failed;
}

int
press_book_pages(const struct press_book *b)
{
	return b->pages;
}

static bool
finish(struct press_book *b, struct err *err)
{
	struct file_out *file = b->file;

	if (b->failed || b->pages == 0)
		return err_set(err, ERR_LIMIT, no_pos,
		    "tập in không có trang nào trọn vẹn");
	if (!b->canvas.close(b->canvas.ctx, err) ||
	    !b->canvas.end(b->canvas.ctx, err) || !pdf_finish(b->pdf, err))
		return false;
	b->file = NULL;
	return file_commit(file, err);
}

bool
press_book_end(struct press_book *b, struct err *err)
{
	bool ok = finish(b, err);

	press_book_drop(b);
	return ok;
}

void
press_book_drop(struct press_book *b)
{
	if (b == NULL)
		return;
	arena_free(b->arena);
	file_drop(b->file);
	free(b);
}
