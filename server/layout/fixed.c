/* layout/fixed.c -- what stands at a fixed place: certificates, backgrounds.
 *
 * A box's text is set at full size; when it is too high, too wide or takes more
 * than its one line, the size is lowered in steps of a quarter point down to
 * the floor. Past the floor it is an error with millimetres, or, where the
 * author wants so, it is made smaller still and told: a name is never clipped.
 */
#include <string.h>

#include "base/buf.h"
#include "layout/lay_priv.h"

/* What on-overflow="shrink" does not go below: nobody could read it. */
enum { LEAST_SIZE = 6000 };

/* A rectangle in the path's units, a thousand a module; returns what is next.
 */
static struct gfx_segment *
put_rect(struct gfx_segment *s, int x, int y, int w)
{
	mpt x0 = x * 1000, y0 = y * 1000, x1 = x0 + w * 1000, y1 = y0 + 1000;

	s[0] = (struct gfx_segment){ GFX_MOVE, { { x0, y0 } } };
	s[1] = (struct gfx_segment){ GFX_LINE, { { x1, y0 } } };
	s[2] = (struct gfx_segment){ GFX_LINE, { { x1, y1 } } };
	s[3] = (struct gfx_segment){ GFX_LINE, { { x0, y1 } } };
	s[4] = (struct gfx_segment){ .verb = GFX_CLOSE };
	return s + 5;
}

/* Runs of dark modules are one rectangle each; the whole code is one path, so
 * that no seams show, in units of a module, which are short to write. */
static bool
qr_path(const struct gfx_qr *code, struct arena *a, struct gfx_path *ret)
{
	int n = code->modules;
	struct gfx_segment *s;

	/* At most every second module begins a run. */
	ret->segments =
	    arena_alloc_n(a, (size_t)n * (size_t)(n + 1) / 2 * 5, sizeof(*s));
	s = ret->segments;
	for (int r = 0; s != NULL && r < n; r++)
		for (int c = 0; c < n; c++) {
			int from = c;

			while (c < n && code->dark[r * n + c])
				c++;
			if (c > from)
				s = put_rect(s, from, r, c - from);
		}
	ret->count = s == NULL ? 0 : (size_t)(s - ret->segments);
	return s != NULL;
}

bool
draw_qr(struct lay *lay, const struct doc_qr *qr, mpt x, mpt y, struct err *err)
{
	const struct canvas *cv = lay->canvas;
	int all = qr->code.modules + 2 * qr->quiet;
	mpt quiet = (mpt)((int64_t)qr->size * qr->quiet / all);
	int32_t scale = (int32_t)((int64_t)qr->size * 1000 / all);
	struct gfx_matrix at = { scale, 0, 0, scale, x + quiet, y + quiet };
	struct gfx_paint paint = { .fill = true };
	struct arena *own = arena_new(0);
	struct gfx_path path;
	bool ok;

	ok = own != NULL && qr_path(&qr->code, own, &path)
		 ? cv->path(cv->ctx, &path, &at, &paint, err)
		 : err_nomem(err);
	arena_free(own);
	return ok;
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

static int
scale_of(mpt size, mpt full)
{
	return (int)((int64_t)size * 1000 / full);
}

/* The largest size that fits, 0 = none down to the floor. */
static mpt
find_size(struct lay *lay, const struct doc_box *box, mpt full, struct err *err)
{
	struct arena *a = arena_new(0);
	struct vlist list;
	mpt found = 0, least = box->shrink_to;

	if (box->yields && (least == 0 || least > LEAST_SIZE))
		least = LEAST_SIZE;
	lay->measuring = true;
	for (mpt s = full; a != NULL && found == 0 && s >= least; s -= 250) {
		arena_reset(a);
		if (!set_box(lay, box, scale_of(s, full), a, &list, err))
			break;
		if (box_fits(lay, box, &list))
			found = s;
		if (least == 0)
			break;
	}
	lay->measuring = false;
	arena_free(a);
	return found;
}

/* The size that the batch gives the box, or its own. */
static mpt
shared_size(struct lay *lay, const struct doc_box *box, mpt own)
{
	struct lay_fit *fit = arena_alloc(lay->arena, sizeof(*fit));
	const char *line = lay->config.fit;

	if (fit != NULL) {
		*fit = (struct lay_fit){ arena_strdup(lay->arena, box->name),
			own, lay->facts.fits };
		lay->facts.fits = fit->name == NULL ? lay->facts.fits : fit;
	}
	for (; line != NULL && *line != '\0'; line += *line == '\n') {
		size_t len = strcspn(line, "\n"), digits;
		mpt size = 0;

		digits = strspn(line, "0123456789");
		for (size_t i = 0; i < digits && i < 7; i++)
			size = size * 10 + (line[i] - '0');
		if (len == digits + 1 + strlen(box->name) &&
		    memcmp(line + digits + 1, box->name, len - digits - 1) ==
			0 &&
		    size > 0 && size < own)
			own = size;
		line += len;
	}
	return own;
}

static void
note_shrunk(struct lay *lay, const struct doc_block *b, mpt size, mpt to)
{
	const struct doc_box *box = &b->box;
	struct lay_shrunk *s = arena_alloc(lay->arena, sizeof(*s));
	struct err err;

	if (s == NULL)
		return;
	/* The block goes before the facts are read. */
	s->name =
	    box->name == NULL ? NULL : arena_strdup(lay->arena, box->name);
	s->text = first_text(lay->arena, box->blocks);
	s->from = size;
	s->to = to;
	s->next = lay->facts.shrunk;
	lay->facts.shrunk = s;
	err_set(&err, WARN_SHRINK, b->pos,
	    "khung %s: «%.150s» từ %d,%d pt còn %d,%d pt%s",
	    box->name == NULL ? "" : box->name, s->text, size / 1000,
	    size % 1000 / 100, to / 1000, to % 1000 / 100,
	    to < box->shrink_to ? ", dưới cỡ nhỏ nhất trong fit=" : "");
	err_hint(&err,
	    "xem bản in thử; muốn chữ lớn hơn thì mở rộng khung hoặc viết gọn");
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

/* The paper's edge is easily overlooked where a long box is turned. */
static void
check_turned(struct lay *lay, const struct doc_block *b)
{
	const struct doc_box *box = &b->box;
	int32_t c, s;
	int64_t w, h, x = box->x + box->w / 2, y = box->y + box->h / 2;
	int64_t over[4], most = 0;
	struct err err;

	gfx_turn(box->rotate, &c, &s);
	c = c < 0 ? -c : c;
	s = s < 0 ? -s : s;
	w = ((int64_t)box->w * c + (int64_t)box->h * s) / 2000000;
	h = ((int64_t)box->w * s + (int64_t)box->h * c) / 2000000;
	over[0] = w - x;
	over[1] = x + w - lay->page->width;
	over[2] = h - y;
	over[3] = y + h - lay->page->height;
	for (int i = 0; i < 4; i++)
		most = over[i] > most ? over[i] : most;
	if (most < 10) /* rounding */
		return;
	err_set(&err, ERR_OVERFLOW, b->pos,
	    "khung %s xoay %d độ thì ra ngoài tờ giấy",
	    box->name == NULL ? "" : box->name, box->rotate);
	err_hint(&err,
	    "ra ngoài %d,%02d mm; khung xoay quanh tâm của nó: dời at= hoặc "
	    "thu size=",
	    mpt_to_mm100((mpt)most) / 100, mpt_to_mm100((mpt)most) % 100);
	lay_report(lay, &err);
}

static bool
draw_turned(struct lay *lay, const struct doc_block *b,
    const struct vitem *first, mpt y, struct err *err)
{
	const struct doc_box *box = &b->box;
	const struct canvas *upright = lay->canvas;
	struct lay_turned state;
	struct canvas turned = lay_turned_canvas(&state, upright, box->rotate,
	    (struct gfx_point){ box->x + box->w / 2, box->y + box->h / 2 });
	bool ok;

	check_turned(lay, b);
	lay->canvas = &turned;
	ok = draw_items(lay, first, box->x, y, err);
	lay->canvas = upright;
	return ok;
}

static bool
draw_box(struct lay *lay, const struct doc_block *b, struct err *err)
{
	const struct doc_box *box = &b->box;
	mpt full = largest_size(box->blocks), y = box->y, size;
	struct arena *a = arena_new(0);
	struct vlist list;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	if (full == 0)
		full = 1000;
	size = find_size(lay, box, full, err);
	if (size > 0 && box->batch && box->name != NULL)
		size = shared_size(lay, box, size);
	ok = set_box(
	    lay, box, size == 0 ? 1000 : scale_of(size, full), a, &list, err);
	if (ok && size == 0)
		overflow(lay, b, &list);
	else if (ok && size < full)
		note_shrunk(lay, b, full, size);
	if (box->valign == DOC_MIDDLE)
		y += (box->h - list.height) / 2;
	else if (box->valign == DOC_BOTTOM)
		y += box->h - list.height;
	if (box->rotate != 0)
		ok = ok && draw_turned(lay, b, list.first, y, err);
	else
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
