/* doc/art.c -- boxes, shapes, ornaments, images, codes on fixed pages.
 *
 * Everything on a fixed page is either part of the stock (fixed_art: borders,
 * emblems, printed words) or variable; overlay mode prints what is variable. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "doc/doc_priv.h"
#include "xml/xml.h"

static bool
is_variable(const struct frame *f)
{
	return doc_yes(f, "variable", false);
}

static struct doc_block *
art_block(struct doc_build *b, struct frame *f, enum doc_block_kind kind,
    struct err *err)
{
	struct doc_block *block = doc_new_block(b, kind, f->pos, err);

	if (block != NULL)
		block->fixed_art = !is_variable(f);
	return block;
}

static void
parse_fit(struct doc_build *b, struct frame *f, struct doc_box *box)
{
	const char *v = doc_attr(f, "fit"), *p;
	char size[20];

	if (v == NULL)
		return;
	box->one_line = strstr(v, "one-line") != NULL;
	box->batch = doc_choice(f, "fit-scope", "record batch", 0) == 1;
	if (box->batch && box->name == NULL)
		doc_author_error(b, ERR_ATTR, doc_attr_pos(f, "fit-scope"),
		    "thêm name=\"…\"",
		    "khung cùng cỡ trong cả lượt in phải có tên");
	p = strstr(v, "shrink:");
	if (p == NULL)
		return;
	snprintf(size, sizeof(size), "%.*s", (int)strcspn(p + 7, " "), p + 7);
	if (!mpt_parse(size, "pt", &box->shrink_to) || box->shrink_to <= 0)
		doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "fit"),
		    "viết như fit=\"shrink:20pt one-line\"", "fit=\"%.40s\"",
		    v);
}

bool
el_box(struct doc_build *b, struct frame *f, struct err *err)
{
	mpt at[2] = { 0, 0 }, size[2] = { 0, 0 };
	const char *name = doc_attr(f, "name");
	struct doc_box *box;

	f->block = art_block(b, f, DOC_BOX, err);
	if (f->block == NULL)
		return false;
	if (doc_lengths(b, f, "at", at, 2) != 2 ||
	    doc_lengths(b, f, "size", size, 2) != 2 || size[0] <= 0 ||
	    size[1] <= 0)
		doc_author_error(b, ERR_ATTR, f->pos,
		    "viết như <box at=\"60mm 84mm\" size=\"300mm 22mm\">",
		    "thẻ <box> cần at và size, mỗi thuộc tính hai độ dài");
	box = &f->block->box;
	box->x = at[0];
	box->y = at[1];
	box->w = size[0];
	box->h = size[1];
	box->valign = (enum doc_valign)doc_choice(
	    f, "valign", "top middle bottom", DOC_TOP);
	box->balance = doc_yes(f, "balance", false);
	box->variable = is_variable(f);
	if (name != NULL)
		box->name = arena_strdup(b->block_arena, name);
	box->yields = doc_choice(f, "on-overflow", "error shrink", 0) == 1;
	box->rotate = doc_int(b, f, "rotate", 0, 0, 359);
	b->in_turned = box->rotate != 0;
	parse_fit(b, f, box);
	f->tail = &box->blocks;
	return true;
}

bool
el_box_end(struct doc_build *b, struct frame *f, struct err *err)
{
	b->in_turned = false;
	return doc_finish_block(b, f, f->block, err);
}

/* "vang 0.5mm" */
static void
parse_stroke(struct doc_build *b, struct frame *f, struct gfx_paint *paint)
{
	const char *v = doc_attr(f, "stroke");
	char color[24];
	size_t n;

	if (v == NULL || strcmp(v, "none") == 0)
		return;
	n = strcspn(v, " ");
	snprintf(color, sizeof(color), "%.*s", (int)n, v);
	paint->stroke = true;
	paint->stroke_width = 500;
	v += n;
	v += strspn(v, " ");
	if (!gfx_color_parse(color, &paint->stroke_color) ||
	    (*v != '\0' && (!mpt_parse(v, "pt", &paint->stroke_width) ||
			       paint->stroke_width <= 0)))
		doc_author_error(b, ERR_VALUE, doc_attr_pos(f, "stroke"),
		    "viết như stroke=\"#b8860b 0.5mm\"", "stroke=\"%.40s\"",
		    doc_attr(f, "stroke"));
}

void
doc_paint(struct doc_build *b, struct frame *f, struct gfx_paint *paint)
{
	const char *fill = doc_attr(f, "fill");
	mpt dash[4];
	int n;

	parse_stroke(b, f, paint);
	if (fill != NULL && strcmp(fill, "none") != 0) {
		paint->fill = true;
		paint->fill_color =
		    doc_color(b, f, "fill", (struct gfx_color){ 0, 0, 0 });
	}
	paint->even_odd = doc_choice(f, "fill-rule", "nonzero evenodd", 0) == 1;
	paint->line_cap = doc_choice(f, "cap", "butt round square", 0);
	paint->line_join = doc_choice(f, "join", "miter round bevel", 0);
	n = doc_lengths(b, f, "dash", dash, 4);
	for (int i = 0; i < n; i++)
		paint->dash[i] = dash[i];
	paint->dash_count = n > 0 ? n : 0;
}

/* A shape's outline in the path language, in mm. */
static const char *
outline_of(struct doc_build *b, struct frame *f)
{
	const char *name = f->spec->name;
	mpt at[4], size[2];

	if (strcmp(name, "path") == 0)
		return doc_attr(f, "d");
	if (strcmp(name, "line") == 0) {
		if (doc_lengths(b, f, "at", at, 4) != 4)
			return NULL;
	} else if (doc_lengths(b, f, "at", at, 2) == 2 &&
		   doc_lengths(b, f, "size", size, 2) == 2) {
		if (size[0] <= 0 || size[1] <= 0)
			return NULL;
		at[2] = at[0] + size[0];
		at[3] = at[1] + size[1];
	} else {
		return NULL;
	}
	/* in thousandths of a point, written with three decimals */
#define P(v) (v) / 1000, ((v) < 0 ? -(v) : (v)) % 1000
	if (strcmp(name, "line") == 0)
		return arena_printf(b->block_arena,
		    "M%d.%03d %d.%03d L%d.%03d %d.%03d", P(at[0]), P(at[1]),
		    P(at[2]), P(at[3]));
	if (strcmp(name, "ellipse") == 0)
		return arena_printf(b->block_arena,
		    "M%d.%03d %d.%03d A%d.%03d %d.%03d 0 1 1 %d.%03d %d.%03d "
		    "A%d.%03d %d.%03d 0 1 1 %d.%03d %d.%03d Z",
		    P(at[0]), P(at[1] + size[1] / 2), P(size[0] / 2),
		    P(size[1] / 2), P(at[2]), P(at[1] + size[1] / 2),
		    P(size[0] / 2), P(size[1] / 2), P(at[0]),
		    P(at[1] + size[1] / 2));
	return arena_printf(b->block_arena,
	    "M%d.%03d %d.%03d H%d.%03d V%d.%03d H%d.%03d Z", P(at[0]), P(at[1]),
	    P(at[2]), P(at[3]), P(at[0]));
#undef P
}

bool
el_shape(struct doc_build *b, struct frame *f, struct err *err)
{
	bool path = strcmp(f->spec->name, "path") == 0;
	struct doc_block *block = art_block(b, f, DOC_VECTOR, err);
	mpt at[2] = { 0, 0 };
	const char *d;
	struct err own;

	if (block == NULL)
		return false;
	doc_paint(b, f, &block->vector.paint);
	block->vector.at = gfx_identity;
	if (path && doc_attr(f, "at") != NULL &&
	    doc_lengths(b, f, "at", at, 2) == 2) {
		block->vector.at.e = at[0];
		block->vector.at.f = at[1];
	}
	d = outline_of(b, f);
	if (d == NULL)
		return doc_author_error(b, ERR_ATTR, f->pos,
		    "path cần d; line cần at=\"x1 y1 x2 y2\"; rect và "
		    "ellipse cần at và size, lớn hơn 0",
		    "thẻ <%s> thiếu kích thước", f->spec->name);
	if (!gfx_path_parse(b->block_arena, d, path ? "mm" : "pt",
		doc_attr_pos(f, "d"), &block->vector.path, &own)) {
		err_list_add(b->config.errors, &own);
		return true;
	}
	return doc_finish_block(b, f, block, err);
}

/* --- assets --- */

static struct asset *
find_asset(struct doc_build *b, const char *href)
{
	struct asset *a = b->assets;

	while (a != NULL && strcmp(a->href, href) != 0)
		a = a->next;
	return a;
}

static struct asset *
new_asset(struct doc_build *b, const char *href)
{
	struct asset *a = arena_alloc(b->arena, sizeof(*a));

	if (a == NULL)
		return NULL;
	a->href = arena_strdup(b->arena, href);
	a->next = b->assets;
	b->assets = a;
	return a->href == NULL ? NULL : a;
}

bool
doc_asset_bytes(struct doc_build *b, struct frame *f, const char *href,
    const char **bytes, size_t *len)
{
	struct err err;

	if (href[0] != '/' && strstr(href, "..") == NULL &&
	    b->config.asset != NULL &&
	    b->config.asset(b->config.asset_ctx, href, bytes, len, &err))
		return true;
	doc_author_error(b, ERR_ASSET, doc_attr_pos(f, "href"),
	    "tệp phải nằm trong thư mục templates hoặc thư mục riêng của cơ "
	    "quan",
	    "không có tệp «%.100s»", href);
	return false;
}

static bool
place_ornament(struct doc_build *b, struct frame *f,
    const struct gfx_ornament *o, struct gfx_matrix at, struct err *err)
{
	struct doc_block *block = art_block(b, f, DOC_USE, err);

	if (block == NULL)
		return false;
	block->use.ornament = o;
	block->use.at = at;
	return doc_finish_block(b, f, block, err);
}

static struct gfx_matrix
placing(mpt x, mpt y, int32_t sx, int32_t sy)
{
	return (struct gfx_matrix){ sx, 0, 0, sy, x, y };
}

/* One drawing serves all four corners of the page: mirrored about its axes. */
static bool
place_corners(struct doc_build *b, struct frame *f,
    const struct gfx_ornament *o, const mpt at[2], int32_t sx, int32_t sy,
    struct err *err)
{
	const struct doc_page *page = f->page != NULL ? f->page : b->page;
	mpt right, bottom;

	if (page == NULL)
		return true;
	right = page->width - at[0];
	bottom = page->height - at[1];
	return place_ornament(b, f, o, placing(at[0], at[1], sx, sy), err) &&
	       place_ornament(b, f, o, placing(right, at[1], -sx, sy), err) &&
	       place_ornament(b, f, o, placing(at[0], bottom, sx, -sy), err) &&
	       place_ornament(b, f, o, placing(right, bottom, -sx, -sy), err);
}

static int32_t
ratio(mpt want, mpt own)
{
	return own == 0 ? 1000000 : (int32_t)((int64_t)want * 1000000 / own);
}

bool
el_ornament(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *href = doc_attr(f, "href");
	struct asset *a;
	mpt at[2] = { 0, 0 }, size[2];
	int mirror, n;
	int32_t sx, sy;

	if (href == NULL)
		return doc_author_error(b, ERR_ATTR, f->pos, "thêm href=\"…\"",
		    "thẻ <use-ornament> thiếu thuộc tính href");
	a = find_asset(b, href);
	if (a == NULL) {
		a = new_asset(b, href);
		if (a == NULL)
			return err_nomem(err);
		a->ornament = doc_ornament(b, f, href);
	}
	if (a->ornament == NULL)
		return true;
	doc_lengths(b, f, "at", at, 2);
	size[0] = a->ornament->width;
	size[1] = a->ornament->height;
	n = doc_lengths(b, f, "size", size, 2);
	sx = ratio(size[0], a->ornament->width);
	sy = n == 1 ? sx : ratio(size[1], a->ornament->height);
	mirror = doc_choice(f, "mirror", "none x y xy 4-corners", 0);
	if (mirror == 4)
		return place_corners(b, f, a->ornament, at, sx, sy, err);
	if (mirror == 1 || mirror == 3) {
		at[0] += size[0];
		sx = -sx;
	}
	if (mirror == 2 || mirror == 3) {
		at[1] +=
		    n == 1 ? (mpt)((int64_t)a->ornament->height * sy / 1000000)
			   : size[1];
		sy = -sy;
	}
	return place_ornament(
	    b, f, a->ornament, placing(at[0], at[1], sx, sy), err);
}

static bool
load_image(
    struct doc_build *b, struct frame *f, const char *href, struct asset *a)
{
	const char *bytes;
	size_t len;
	struct err err;

	if (!doc_asset_bytes(b, f, href, &bytes, &len))
		return false;
	if (gfx_image_decode(b->arena, href, bytes, len, &a->image, &err))
		return true;
	err.line = f->pos.line;
	err.col = f->pos.col;
	snprintf(err.file, sizeof(err.file), "%s", f->pos.file);
	err_list_add(b->config.errors, &err);
	return false;
}

static const char *
kept(struct doc_build *b, const struct frame *f, const char *name)
{
	const char *v = doc_attr(f, name);

	return v == NULL ? NULL : arena_strdup(b->block_arena, v);
}

/* The largest size with the picture's own shape, in the middle of the frame. */
static void
contain(const struct gfx_image *image, mpt at[2], mpt size[2])
{
	mpt w = (mpt)((int64_t)size[1] * image->width / image->height);
	mpt h = (mpt)((int64_t)size[0] * image->height / image->width);

	if (w < size[0]) {
		at[0] += (size[0] - w) / 2;
		size[0] = w;
	} else if (h < size[1]) {
		at[1] += (size[1] - h) / 2;
		size[1] = h;
	}
}

bool
el_image(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *href = doc_attr(f, "href");
	struct doc_block *block = art_block(b, f, DOC_IMAGE, err);
	struct asset *a;
	mpt at[2] = { 0, 0 }, size[2];
	int n;

	if (block == NULL)
		return false;
	if (b->in_turned)
		return doc_author_error(b, ERR_ELEMENT, f->pos,
		    "đặt <image> ngoài khung, hoặc xoay sẵn tệp ảnh",
		    "<image> không đứng được trong khung có rotate");
	if (href == NULL)
		return doc_author_error(b, ERR_ATTR, f->pos, "thêm href=\"…\"",
		    "thẻ <image> thiếu thuộc tính href");
	a = find_asset(b, href);
	if (a == NULL) {
		a = new_asset(b, href);
		if (a == NULL)
			return err_nomem(err);
		load_image(b, f, href, a);
	}
	if (a->image.pixels == NULL)
		return true;
	doc_lengths(b, f, "at", at, 2);
	n = doc_lengths(b, f, "size", size, 2);
	if (n < 1)
		size[0] = mpt_of_mm(30);
	if (n < 2)
		size[1] =
		    (mpt)((int64_t)size[0] * a->image.height / a->image.width);
	else if (doc_choice(f, "fit", "contain fill", 0) == 0)
		contain(&a->image, at, size);
	block->image = (struct doc_image){ a->image, a->href, at[0], at[1],
		size[0], size[1], kept(b, f, "alt"), DOC_CENTER };
	return doc_finish_block(b, f, block, err);
}

bool
el_qr(struct doc_build *b, struct frame *f, struct err *err)
{
	const char *value = doc_attr(f, "value");
	struct doc_block *block = doc_new_block(b, DOC_QR, f->pos, err);
	mpt at[2] = { 0, 0 };
	struct err own;

	if (block == NULL)
		return false;
	doc_lengths(b, f, "at", at, 2);
	block->qr.x = at[0];
	block->qr.y = at[1];
	block->qr.size = doc_length(b, f, "size", mpt_of_mm(24));
	block->qr.quiet = doc_int(b, f, "quiet", 4, 0, 10);
	block->qr.alt = kept(b, f, "alt");
	block->qr.align = (enum doc_align)doc_choice(
	    f, "align", "left right center", DOC_LEFT);
	if (!gfx_qr_encode(b->block_arena, value == NULL ? "" : value,
		(enum gfx_qr_level)doc_choice(f, "ecc", "L M Q H", GFX_QR_M),
		&block->qr.code, &own)) {
		own.line = f->pos.line;
		own.col = f->pos.col;
		snprintf(own.file, sizeof(own.file), "%s",
		    f->pos.file == NULL ? "" : f->pos.file);
		err_list_add(b->config.errors, &own);
		return true;
	}
	return doc_finish_block(b, f, block, err);
}
