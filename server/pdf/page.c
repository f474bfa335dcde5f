/* pdf/page.c -- drawing operators (PDF 32000-1, annex A).
 *
 * Our y grows downwards, the file's upwards: every point is turned over at the
 * page's height; a path's matrix takes the turn in. */
#include <string.h>

#include "pdf/pdf_priv.h"

void
pdf_num(struct buf *b, mpt v)
{
	buf_fixed(b, v, 3);
	buf_char(b, ' ');
}

static void
color(struct buf *b, struct gfx_color c, const char *op)
{
	/* Three decimals of n/255, rounded. */
	buf_fixed(b, (c.r * 1000 + 127) / 255, 3);
	buf_char(b, ' ');
	buf_fixed(b, (c.g * 1000 + 127) / 255, 3);
	buf_char(b, ' ');
	buf_fixed(b, (c.b * 1000 + 127) / 255, 3);
	buf_printf(b, " %s\n", op);
}

static bool
same_color(struct gfx_color a, struct gfx_color b)
{
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

/* The page's fill colour; what stands between q and Q does not touch it.  A
 * page begins with black. */
void
pdf_fill(struct pdf *p, struct gfx_color c)
{
	if (!same_color(p->fill, c))
		color(&p->content, c, "rg");
	p->fill = c;
}

static bool
grow_pages(struct pdf *p)
{
	size_t cap = p->page_cap == 0 ? 8 : p->page_cap * 2;
	struct page *pages;

	if (p->page_count < p->page_cap)
		return true;
	pages = arena_alloc_n(p->arena, cap, sizeof(*pages));
	if (pages == NULL)
		return false;
	if (p->page_count > 0)
		memcpy(pages, p->pages, p->page_count * sizeof(*pages));
	p->pages = pages;
	p->page_cap = cap;
	return true;
}

/* The content's length is written with the content, not as libharu's object of
 * its own. */
static void
drop_length(struct pdf *p, HPDF_Page hp)
{
	HPDF_PageAttr attr = hp->attr;
	const void *length =
	    HPDF_Dict_GetItem(attr->contents, "Length", HPDF_OCLASS_NUMBER);
	HPDF_List entries = p->doc->xref->entries;

	for (HPDF_UINT i = p->synced; i < entries->count; i++) {
		HPDF_XrefEntry e = HPDF_List_ItemAt(entries, i);

		if (e->obj == NULL || e->obj != length)
			continue;
		HPDF_Dict_RemoveElement(attr->contents, "Length");
		HPDF_Obj_ForceFree(p->doc->mmgr, e->obj);
		e->obj = NULL;
	}
}

void
pdf_move_pages(struct pdf *pdf, const struct pdf_shift *shift)
{
	pdf->shift = *shift;
}

/* The file's y grows upwards: what is taken off below comes on above. */
static void
put_shift(struct pdf *p)
{
	const struct pdf_shift *s = &p->shift;
	struct buf *b = &p->content;

	if (s->scale_x == 0 || (s->scale_x == 10000 && s->scale_y == 10000 &&
				   s->x == 0 && s->y == 0))
		return;
	buf_fixed(b, s->scale_x, 4);
	buf_str_add(b, " 0 0 ");
	buf_fixed(b, s->scale_y, 4);
	buf_char(b, ' ');
	pdf_num(b, s->x);
	pdf_num(
	    b, (mpt)((int64_t)p->height * (10000 - s->scale_y) / 10000) - s->y);
	buf_str_add(b, "cm\n");
}

bool
pdf_page_begin(void *ctx, const struct canvas_page *page, struct err *err)
{
	struct pdf *p = ctx;
	struct page *own;
	HPDF_Page hp;

	if (!grow_pages(p))
		return err_nomem(err);
	hp = HPDF_AddPage(p->doc);
	if (hp == NULL)
		return err_nomem(err);
	drop_length(p, hp);
	if (!pdf_sync(p, err))
		return false;
	own = &p->pages[p->page_count];
	*own = (struct page){ .hpdf = hp, .id = pdf_id(hp) };
	HPDF_Page_SetWidth(hp, (HPDF_REAL)page->width / 1000);
	HPDF_Page_SetHeight(hp, (HPDF_REAL)page->height / 1000);
	HPDF_Dict_Add(hp, "Resources", p->resources.dict);
	if (pdf_is_tagged(p)) {
		HPDF_Dict_AddNumber(
		    hp, "StructParents", (HPDF_INT32)p->page_count);
		if (pdf_part(p) != 1)
			HPDF_Dict_AddName(hp, "Tabs", "S");
	}
	p->page_count++;
	p->height = page->height;
	p->last_face = NULL;
	p->last_spacing = 0;
	p->fill = (struct gfx_color){ 0, 0, 0 };
	buf_clear(&p->content);
	put_shift(p);
	return pdf_sound(p, err);
}

bool
pdf_page_end(void *ctx, struct err *err)
{
	struct pdf *p = ctx;
	struct page *page = &p->pages[p->page_count - 1];
	HPDF_PageAttr attr = page->hpdf->attr;
	const char *packed;
	size_t len;

	if (!buf_ok(&p->content))
		return err_nomem(err);
	return pdf_deflate(p, buf_str(&p->content), p->content.len, &packed,
		   &len, err) &&
	       pdf_write_stream(p, pdf_id(attr->contents),
		   "/Filter /FlateDecode\n", packed, len, err) &&
	       pdf_sound(p, err) && pdf_tags_page_end(p, err) &&
	       pdf_write_page(p, page, err) && pdf_flush(p, err);
}

bool
pdf_draw_rect(
    void *ctx, mpt x, mpt y, mpt w, mpt h, struct gfx_color c, struct err *err)
{
	struct pdf *p = ctx;
	struct buf *b = &p->content;

	pdf_fill(p, c);
	pdf_cover(p, x, y, w, h);
	pdf_num(b, x);
	pdf_num(b, p->height - y - h);
	pdf_num(b, w);
	pdf_num(b, h);
	buf_str_add(b, "re f\n");
	return buf_ok(b) || err_nomem(err);
}

static void
put_point(struct buf *b, struct gfx_point pt)
{
	pdf_num(b, pt.x);
	pdf_num(b, pt.y);
}

static mpt
hundredth(mpt v)
{
	return (v >= 0 ? v + 5 : v - 5) / 10 * 10;
}

/* Two decimals of a point: ornament is not text, and a third of a page's bytes.
 */
static void
round_path(struct gfx_path *path)
{
	for (size_t i = 0; i < path->count; i++)
		for (int k = 0; k < 3; k++) {
			struct gfx_point *pt = &path->segments[i].p[k];

			*pt = (struct gfx_point){ hundredth(pt->x),
				hundredth(pt->y) };
		}
}

static bool
is_at(const struct gfx_segment *s, enum gfx_verb verb, mpt x, mpt y)
{
	return s->verb == verb && s->p[0].x == x && s->p[0].y == y;
}

/* An upright rectangle has an operator of its own; true when that was one. */
static bool
put_box(struct buf *b, const struct gfx_segment *s, size_t left)
{
	struct gfx_point from, to;

	if (left < 5 || s[2].verb != GFX_LINE || s[4].verb != GFX_CLOSE)
		return false;
	from = s[0].p[0];
	to = s[2].p[0];
	if (!is_at(s, GFX_MOVE, from.x, from.y) ||
	    !is_at(s + 1, GFX_LINE, to.x, from.y) ||
	    !is_at(s + 3, GFX_LINE, from.x, to.y))
		return false;
	put_point(b, from);
	pdf_num(b, to.x - from.x);
	pdf_num(b, to.y - from.y);
	buf_str_add(b, "re\n");
	return true;
}

static void
put_path(struct buf *b, const struct gfx_path *path)
{
	for (size_t i = 0; i < path->count; i++) {
		const struct gfx_segment *s = &path->segments[i];

		switch (s->verb) {
		case GFX_MOVE:
			if (put_box(b, s, path->count - i)) {
				i += 4;
				break;
			}
			put_point(b, s->p[0]);
			buf_str_add(b, "m\n");
			break;
		case GFX_LINE:
			put_point(b, s->p[0]);
			buf_str_add(b, "l\n");
			break;
		case GFX_CURVE:
			put_point(b, s->p[0]);
			put_point(b, s->p[1]);
			put_point(b, s->p[2]);
			buf_str_add(b, "c\n");
			break;
		case GFX_CLOSE:
			buf_str_add(b, "h\n");
			break;
		}
	}
}

static void
put_paint(struct buf *b, const struct gfx_paint *paint)
{
	if (paint->fill)
		color(b, paint->fill_color, "rg");
	if (!paint->stroke)
		return;
	color(b, paint->stroke_color, "RG");
	pdf_num(b, paint->stroke_width);
	buf_printf(b, "w %d J %d j\n[", paint->line_cap, paint->line_join);
	for (int i = 0; i < paint->dash_count; i++)
		pdf_num(b, paint->dash[i]);
	buf_str_add(b, "] 0 d\n");
}

static const char *
paint_operator(const struct gfx_paint *paint)
{
	if (paint->fill && paint->stroke)
		return paint->even_odd ? "B*\n" : "B\n";
	if (paint->fill)
		return paint->even_odd ? "f*\n" : "f\n";
	return paint->stroke ? "S\n" : "n\n";
}

static void
put_matrix(struct buf *b, const struct gfx_matrix *m, mpt height)
{
	const int32_t v[4] = { m->a, -m->b, m->c, -m->d };

	for (int i = 0; i < 4; i++) {
		buf_fixed(b, v[i], 6);
		buf_char(b, ' ');
	}
	pdf_num(b, m->e);
	pdf_num(b, height - m->f);
	buf_str_add(b, "cm\n");
}

static void
cover_path(
    struct pdf *p, const struct gfx_path *path, const struct gfx_matrix *at)
{
	for (size_t i = 0; i < path->count; i++) {
		const struct gfx_segment *s = &path->segments[i];
		int points = s->verb == GFX_CLOSE   ? 0
			     : s->verb == GFX_CURVE ? 3
						    : 1;

		for (int k = 0; k < points; k++) {
			struct gfx_point pt = gfx_apply(at, s->p[k]);

			pdf_cover(p, pt.x, pt.y, 0, 0);
		}
	}
}

bool
pdf_draw_path(void *ctx, const struct gfx_path *path,
    const struct gfx_matrix *at, const struct gfx_paint *paint, struct err *err)
{
	struct pdf *p = ctx;
	struct buf *b = &p->content;

	cover_path(p, path, at);
	buf_str_add(b, "q\n");
	put_matrix(b, at, p->height);
	put_paint(b, paint);
	put_path(b, path);
	buf_str_add(b, paint_operator(paint));
	buf_str_add(b, "Q\n");
	return buf_ok(b) || err_nomem(err);
}

/* Index of the name in the list; -1 when it is new. */
static int
find_named(const struct named *n, const char *name)
{
	for (int i = 0; n != NULL; n = n->next, i++)
		if (strcmp(n->name, name) == 0)
			return i;
	return -1;
}

static struct named *
add_named(struct pdf *p, struct named **list, const char *name)
{
	struct named *n = arena_alloc(p->arena, sizeof(*n));

	if (n == NULL)
		return NULL;
	n->name = arena_strdup(p->arena, name);
	while (*list != NULL)
		list = &(*list)->next;
	*list = n;
	return n->name == NULL ? NULL : n;
}

/* The ornament's operators, deflated: the same for every document. */
static bool
pack_ornament(struct pdf *p, const struct gfx_ornament *o, const char **ret,
    size_t *ret_len, struct err *err)
{
	struct gfx_kept *kept = o->kept;
	struct buf b = { 0 };
	bool ok;

	if (kept != NULL && kept->bytes != NULL) {
		*ret = kept->bytes;
		*ret_len = kept->len;
		return true;
	}
	for (size_t i = 0; i < o->count; i++) {
		round_path(&o->shapes[i].path);
		put_paint(&b, &o->shapes[i].paint);
		put_path(&b, &o->shapes[i].path);
		buf_str_add(&b, paint_operator(&o->shapes[i].paint));
	}
	ok = buf_ok(&b) ? pdf_deflate(p, buf_str(&b), b.len, ret, ret_len, err)
			: err_nomem(err);
	buf_done(&b);
	if (ok && kept != NULL) {
		kept->bytes = arena_memdup(kept->arena, *ret, *ret_len);
		kept->len = *ret_len;
	}
	return ok;
}

static bool
make_ornament(struct pdf *p, const struct gfx_ornament *o, struct err *err)
{
	struct named *n = add_named(p, &p->ornaments, o->name);
	struct buf head = { 0 };
	const char *packed;
	size_t len;
	bool ok;

	if (n == NULL)
		return err_nomem(err);
	/* Strokes may reach over the box's edge. */
	buf_str_add(&head, "/Type /XObject /Subtype /Form\n/BBox [-20 -20 ");
	pdf_num(&head, o->width + 20000);
	pdf_num(&head, o->height + 20000);
	buf_str_add(&head, "]\n/Resources << /ProcSet [/PDF] >>\n"
			   "/Filter /FlateDecode\n");
	ok = pack_ornament(p, o, &packed, &len, err) &&
	     (buf_ok(&head) || err_nomem(err)) &&
	     pdf_stream(p, buf_str(&head), packed, len, true, &n->object, err);
	buf_done(&head);
	return ok;
}

bool
pdf_draw_ornament(void *ctx, const struct gfx_ornament *o,
    const struct gfx_matrix *at, struct err *err)
{
	struct pdf *p = ctx;
	struct buf *b = &p->content;

	if (find_named(p->ornaments, o->name) < 0 && !make_ornament(p, o, err))
		return false;
	buf_str_add(b, "q\n");
	put_matrix(b, at, p->height);
	buf_printf(b, "/O%d Do\nQ\n", find_named(p->ornaments, o->name));
	return buf_ok(b) || err_nomem(err);
}

/* No transparency anywhere: the picture is laid on white. */
static const uint8_t *
on_white(struct pdf *p, const struct gfx_image *im)
{
	size_t count = (size_t)im->width * (size_t)im->height;
	size_t ch = (size_t)im->channels;
	uint8_t *out = arena_alloc_n(p->arena, count, ch);

	for (size_t i = 0; out != NULL && i < count * ch; i++) {
		unsigned a = im->alpha[i / ch];

		out[i] = (uint8_t)((im->pixels[i] * a + 255 * (255 - a) + 127) /
				   255);
	}
	return out;
}

static bool
image_stream(struct pdf *p, const struct gfx_image *im, const uint8_t *pixels,
    struct object *ret, struct err *err)
{
	struct buf b = { 0 };
	bool ok;

	buf_printf(&b,
	    "/Type /XObject /Subtype /Image\n/Width %d /Height %d\n"
	    "/ColorSpace /%s /BitsPerComponent 8\n",
	    im->width, im->height,
	    im->channels == 1 ? "DeviceGray" : "DeviceRGB");
	ok = pdf_stream(p, buf_str(&b), pixels,
	    (size_t)im->width * (size_t)im->height * (size_t)im->channels,
	    false, ret, err);
	buf_done(&b);
	return ok;
}

static bool
make_image(struct pdf *p, const struct gfx_image *im, const char *name,
    struct err *err)
{
	struct named *n = add_named(p, &p->images, name);
	const uint8_t *pixels = im->pixels;

	if (n != NULL && im->alpha != NULL)
		pixels = on_white(p, im);
	if (n == NULL || pixels == NULL)
		return err_nomem(err);
	return image_stream(p, im, pixels, &n->object, err);
}

bool
pdf_draw_image(void *ctx, const struct gfx_image *image, const char *name,
    mpt x, mpt y, mpt w, mpt h, struct err *err)
{
	struct pdf *p = ctx;
	struct buf *b = &p->content;

	if (find_named(p->images, name) < 0 && !make_image(p, image, name, err))
		return false;
	pdf_cover(p, x, y, w, h);
	buf_str_add(b, "q\n");
	pdf_num(b, w);
	buf_str_add(b, "0 0 ");
	pdf_num(b, h);
	pdf_num(b, x);
	pdf_num(b, p->height - y - h);
	buf_printf(b, "cm\n/I%d Do\nQ\n", find_named(p->images, name));
	return buf_ok(b) || err_nomem(err);
}
