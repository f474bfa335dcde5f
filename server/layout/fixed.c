/* layout/fixed.c -- what stands at a fixed place: certificates, backgrounds.
 *
 * A box's text is set at full size; when it is too high, too wide or takes more
 * than its one line, the size is lowered in steps of a quarter point down to
 * the floor. Past the floor it is an error with millimetres: a name is never
 * clipped. */
#include <string.h>

#include "base/buf.h"
#include "layout/lay_priv.h"

bool
draw_qr(struct lay *lay, const struct doc_qr *qr, mpt x, mpt y, struct err *err)
{
	const struct canvas *cv = lay->canvas;
	int n = qr->code.modules, all = n + 2 * qr->quiet;
	const struct gfx_color black = { 0, 0, 0 };

	/* Runs of dark modules are one rectangle each. */
	for (int r = 0; r < n; r++)
		for (int c = 0; c < n; c++) {
			int from = c;
			mpt x0, x1, y0, y1;

			while (c < n && qr->code.dark[r * n + c])
				c++;
			if (c == from)
				continue;
			x0 =
			    (mpt)((int64_t)qr->size * (from + qr->quiet) / all);
			x1 = (mpt)((int64_t)qr->size * (c + qr->quiet) / all);
			y0 = (mpt)((int64_t)qr->size * (r + qr->quiet) / all);
			y1 = (mpt)((int64_t)qr->size * (r + 1 + qr->quiet) /
				   all);
			if (!cv->rect(cv->ctx, x + x0, y + y0, x1 - x0, y1 - y0,
				black, err))
				return false;
		}
	return true;
}

static mpt
largest_size(const struct doc_block *b)
{
	mpt size = 0;

	for (; b != NULL; b = b->next) {
		if (b->kind != DOC_PARA)
			continue;
		for (const struct doc_run *r = b->para.runs; r != NULL;
		     r = r->next)
			if (r->font.size > size)
				size = r->font.size;
	}
	return size;
}

static const char *
first_text(struct arena *a, const struct doc_block *b)
{
	struct buf all = { 0 };
	const char *s;

	for (; b != NULL; b = b->next)
		for (const struct doc_run *r =
			 b->kind == DOC_PARA ? b->para.runs : NULL;
		     r != NULL; r = r->next)
			buf_add(
			    &all, r->text, r->kind == DOC_TEXT ? r->len : 0);
	s = arena_strdup(a, buf_str(&all));
	buf_done(&all);
	return s == NULL ? "" : s;
}

static size_t
count_lines(const struct vlist *list)
{
	size_t n = 0;

	for (const struct vitem *v = list->first; v != NULL; v = v->next)
		n += v->kind == V_LINE;
	return n;
}

static size_t
count_paras(const struct doc_block *b)
{
	size_t n = 0;

	for (; b != NULL; b = b->next)
		n += b->kind == DOC_PARA;
	return n;
}

static bool
set_box(struct lay *lay, const struct doc_box *box, int scale, struct arena *a,
    struct vlist *list, struct err *err)
{
	lay->scale = scale;
	lay->too_wide = false;
	vlist_init(list);
	return lay_blocks(lay, box->blocks, box->w, box->balance, a, list, err);
}

static bool
box_fits(
    const struct lay *lay, const struct doc_box *box, const struct vlist *list)
{
	return list->height <= box->h && !lay->too_wide &&
	       (!box->one_line ||
		   count_lines(list) <= count_paras(box->blocks));
}

/* The largest scale that fits, 0 = none down to the floor. */
static int
find_scale(
    struct lay *lay, const struct doc_box *box, mpt size, struct err *err)
{
	struct arena *a = arena_new(0);
	struct vlist list;
	int found = 0;

	lay->measuring = true;
	for (mpt s = size; a != NULL && found == 0 && s >= box->shrink_to;
	     s -= 250) {
		int scale = (int)((int64_t)s * 1000 / size);

		arena_reset(a);
		if (!set_box(lay, box, scale, a, &list, err))
			break;
		if (box_fits(lay, box, &list))
			found = scale;
		if (box->shrink_to == 0)
			break;
	}
	lay->measuring = false;
	arena_free(a);
	return found;
}

static void
note_shrunk(struct lay *lay, const struct doc_box *box, mpt size, int scale)
{
	struct lay_shrunk *s = arena_alloc(lay->arena, sizeof(*s));
	struct err err;
	mpt to = (mpt)((int64_t)size * scale / 1000);

	if (s == NULL)
		return;
	*s =
	    (struct lay_shrunk){ box->name, first_text(lay->arena, box->blocks),
		    size, to, lay->facts.shrunk };
	lay->facts.shrunk = s;
	err_set(&err, WARN_SHRINK, no_pos,
	    "khung %s: «%.150s» từ %d,%d pt còn %d,%d "
	    "pt",
	    box->name == NULL ? "" : box->name, s->text, size / 1000,
	    size % 1000 / 100, to / 1000, to % 1000 / 100);
	lay_report(lay, &err);
}

static void
overflow(struct lay *lay, const struct doc_block *b, const struct vlist *list)
{
	const struct doc_box *box = &b->box;
	mpt over = list->height - box->h;
	int32_t mm = mpt_to_mm100(over > 0 ? over : 0);
	struct err err;

	err_set(&err, ERR_OVERFLOW, b->pos,
	    "khung %s không chứa hết «%.150s»%s",
	    box->name == NULL ? "" : box->name,
	    first_text(lay->arena, box->blocks),
	    over > 0 ? "" : " trên một dòng");
	if (over > 0)
		err_hint(&err,
		    "thừa %d,%02d mm; rút ngắn chữ, mở rộng khung, hoặc hạ "
		    "cỡ nhỏ nhất trong fit=",
		    mm / 100, mm % 100);
	else
		err_hint(&err,
		    "rút ngắn chữ, mở rộng khung, hoặc hạ cỡ nhỏ nhất "
		    "trong fit=");
	lay_report(lay, &err);
}

static bool
draw_box(struct lay *lay, const struct doc_block *b, struct err *err)
{
	const struct doc_box *box = &b->box;
	mpt size = largest_size(box->blocks), y = box->y;
	int scale = find_scale(lay, box, size == 0 ? 1000 : size, err);
	struct arena *a = arena_new(0);
	struct vlist list;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = set_box(lay, box, scale == 0 ? 1000 : scale, a, &list, err);
	if (ok && scale == 0)
		overflow(lay, b, &list);
	else if (ok && scale < 1000)
		note_shrunk(lay, box, size, scale);
	if (box->valign == DOC_MIDDLE)
		y += (box->h - list.height) / 2;
	else if (box->valign == DOC_BOTTOM)
		y += box->h - list.height;
	ok = ok && draw_items(lay, list.first, box->x, y, err);
	lay->scale = 1000;
	arena_free(a);
	return ok;
}

static bool
draw_figure(struct lay *lay, const struct doc_block *b, struct err *err)
{
	const struct canvas *cv = lay->canvas;
	const char *alt = b->kind == DOC_IMAGE ? b->image.alt : b->qr.alt;
	struct canvas_tag tag = { .role = alt == NULL ? CANVAS_ARTIFACT
						      : CANVAS_FIGURE,
		.alt = alt };

	if (!cv->open(cv->ctx, &tag, NULL, err))
		return false;
	if (b->kind == DOC_QR) {
		if (!draw_qr(lay, &b->qr, b->qr.x, b->qr.y, err))
			return false;
	} else if (!cv->image(cv->ctx, &b->image.image, b->image.name,
		       b->image.x, b->image.y, b->image.w, b->image.h, err)) {
		return false;
	}
	return draw_close(lay, err);
}

bool
lay_art(struct lay *lay, const struct doc_block *b, struct err *err)
{
	const struct canvas *cv = lay->canvas;

	switch (b->kind) {
	case DOC_BOX:
		/* A condition may have left nothing in it. */
		return b->box.blocks == NULL || draw_box(lay, b, err);
	case DOC_VECTOR:
		return draw_artifact(lay, err) &&
		       cv->path(cv->ctx, &b->vector.path, &b->vector.at,
			   &b->vector.paint, err) &&
		       draw_close(lay, err);
	case DOC_USE:
		return draw_artifact(lay, err) &&
		       cv->ornament(
			   cv->ctx, b->use.ornament, &b->use.at, err) &&
		       draw_close(lay, err);
	case DOC_IMAGE:
	case DOC_QR:
		return draw_figure(lay, b, err);
	default:
		return true;
	}
}
