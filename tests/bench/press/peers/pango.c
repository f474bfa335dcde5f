/* tests/bench/press/peers/pango.c -- the words through pango and cairo.
 *
 *   pango JOB.tsv COUNT OUT MERGED
 *
 * makes COUNT documents OUT-N.pdf from the documents of the file in turn, or,
 * if MERGED is 1, all of them in each PDF.  Lines are set by pango, pages are
 * broken here. */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MM (72 / 25.4)

enum { STYLES = 32, COLUMNS = 8 };

struct style {
	char *name, *align;
	PangoFontDescription *font;
	double leading, indent, before, after, size;
	double r, g, b;
};

struct row {
	char *kind;
	char *f[10];
	int count;
};

static struct style styles[STYLES];
static int style_count;
static struct row *rows;
static size_t row_count;

static cairo_t *cr;
static double page_w, page_h, y;
static double cols[COLUMNS];
static int col_count;
static struct row *aligns, *head;

static struct style *
find(const char *name)
{
	for (int i = 0; i < style_count; i++)
		if (strcmp(styles[i].name, name) == 0)
			return &styles[i];
	abort();
}

static void
add_style(struct row *r)
{
	struct style *s = &styles[style_count++];
	const char *face = r->f[1];
	unsigned rgb;

	s->name = r->f[0];
	s->font = pango_font_description_from_string(
	    strcmp(face, "display") == 0  ? "Yrsa Bold"
	    : strcmp(face, "bold") == 0	  ? "Liberation Serif Bold"
	    : strcmp(face, "italic") == 0 ? "Liberation Serif Italic"
					  : "Liberation Serif");
	s->size = strtod(r->f[2], NULL);
	pango_font_description_set_absolute_size(
	    s->font, s->size * PANGO_SCALE);
	s->leading = strtod(r->f[3], NULL);
	s->align = r->f[4];
	s->indent = strtod(r->f[5], NULL);
	s->before = strtod(r->f[6], NULL);
	s->after = strtod(r->f[7], NULL);
	rgb = (unsigned)strtoul(r->f[8] + 1, NULL, 16);
	s->r = (rgb >> 16) / 255.0;
	s->g = (rgb >> 8 & 255) / 255.0;
	s->b = (rgb & 255) / 255.0;
}

static void
load(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t cap = 0, room = 0;

	if (f == NULL)
		exit(2);
	while (getline(&line, &cap, f) > 0) {
		struct row r = { 0 };
		char *p = strdup(line), *tab;

		p[strcspn(p, "\n")] = '\0';
		r.kind = p;
		while ((tab = strchr(p, '\t')) != NULL && r.count < 10) {
			*tab = '\0';
			p = r.f[r.count++] = tab + 1;
		}
		if (row_count == room) {
			room = room == 0 ? 1024 : room * 2;
			rows = realloc(rows, room * sizeof(*rows));
		}
		rows[row_count++] = r;
		if (*r.kind == 'S')
			add_style(&r);
	}
	free(line);
	fclose(f);
}

static PangoLayout *
set(struct style *s, const char *align, const char *text, double width)
{
	PangoLayout *l = pango_cairo_create_layout(cr);

	pango_layout_set_font_description(l, s->font);
	pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	if (strcmp(align, "justify") == 0)
		pango_layout_set_justify(l, TRUE);
	else if (strcmp(align, "center") == 0)
		pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
	else if (strcmp(align, "right") == 0)
		pango_layout_set_alignment(l, PANGO_ALIGN_RIGHT);
	if (s->indent > 0)
		pango_layout_set_indent(l, (int)(s->indent * PANGO_SCALE));
	pango_layout_set_text(l, text, -1);
	return l;
}

static void
new_page(void)
{
	cairo_show_page(cr);
	y = 20 * MM;
}

/* Draws the lines at x from *at downwards; breaks pages when `flow`. */
static void
draw(struct style *s, PangoLayout *l, double x, double *at, bool flow)
{
	PangoLayoutIter *it = pango_layout_get_iter(l);

	cairo_set_source_rgb(cr, s->r, s->g, s->b);
	do {
		PangoRectangle r;

		pango_layout_iter_get_line_extents(it, NULL, &r);
		if (flow && *at + s->leading > page_h - 20 * MM)
			new_page();
		cairo_move_to(cr, x + (double)r.x / PANGO_SCALE,
		    *at + s->leading / 2 + s->size * 0.34);
		pango_cairo_show_layout_line(
		    cr, pango_layout_iter_get_line_readonly(it));
		*at += s->leading;
	} while (pango_layout_iter_next_line(it));
	pango_layout_iter_free(it);
}

static void
paragraph(struct row *r)
{
	struct style *s;
	PangoLayout *l;

	if (strcmp(r->f[0], "break") == 0) {
		new_page();
		return;
	}
	s = find(r->f[0]);
	l = set(s, s->align, r->f[1], page_w - 45 * MM);
	y += s->before;
	draw(s, l, 30 * MM, &y, true);
	y += s->after;
	g_object_unref(l);
}

static void
table_row(struct row *r)
{
	struct style *s = find(r->kind[0] == 'H' ? "th" : "td");
	PangoLayout *cells[COLUMNS];
	double height = 0, x = 30 * MM;

	for (int i = 0; i < col_count; i++) {
		double h;

		cells[i] = set(s, r->kind[0] == 'H' ? "center" : aligns->f[i],
		    r->f[i], cols[i] * MM - 8);
		h = pango_layout_get_line_count(cells[i]) * s->leading + 4;
		height = h > height ? h : height;
	}
	if (y + height > page_h - 20 * MM) {
		new_page();
		if (head != NULL && head != r)
			table_row(head);
	}
	for (int i = 0; i < col_count; i++) {
		double at = y + 2;

		draw(s, cells[i], x + 4, &at, false);
		cairo_set_source_rgb(cr, 0, 0, 0);
		cairo_rectangle(cr, x, y, cols[i] * MM, height);
		cairo_stroke(cr);
		x += cols[i] * MM;
		g_object_unref(cells[i]);
	}
	y += height;
}

static void
frame(void)
{
	cairo_set_source_rgb(cr, 0xb8 / 255.0, 0x86 / 255.0, 0x0b / 255.0);
	cairo_set_line_width(cr, 1);
	cairo_rectangle(cr, 8 * MM, 8 * MM, 281 * MM, 194 * MM);
	cairo_stroke(cr);
	cairo_set_line_width(cr, 3);
	cairo_rectangle(cr, 9.6 * MM, 9.6 * MM, 277.8 * MM, 190.8 * MM);
	cairo_stroke(cr);
}

static void
box(struct row *r, struct row *before, double *at)
{
	struct style *s = find(r->f[3]);
	PangoLayout *l = set(s, s->align, r->f[4], strtod(r->f[2], NULL) * MM);

	if (before->kind[0] != 'B' || strcmp(before->f[1], r->f[1]) != 0)
		*at = strtod(r->f[1], NULL) * MM;
	draw(s, l, strtod(r->f[0], NULL) * MM, at, false);
	g_object_unref(l);
}

/* The document that begins behind rows[i]; returns where the next begins. */
static size_t
document(size_t i)
{
	double at = 0;

	y = 20 * MM;
	cairo_set_line_width(cr, 0.5);
	head = NULL;
	if (rows[i].kind[0] == 'B')
		frame();
	for (; i < row_count && rows[i].kind[0] != 'D'; i++) {
		struct row *r = &rows[i];

		switch (r->kind[0]) {
		case 'P':
			paragraph(r);
			break;
		case 'B':
			box(r, &rows[i - 1], &at);
			break;
		case 'C':
			col_count = r->count;
			for (int c = 0; c < r->count; c++)
				cols[c] = strtod(r->f[c], NULL);
			break;
		case 'A':
			aligns = r;
			break;
		case 'H':
			head = r;
			table_row(r);
			break;
		default:
			table_row(r);
		}
	}
	cairo_show_page(cr);
	return i;
}

int
main(int argc, char **argv)
{
	int count = argc == 5 ? atoi(argv[2]) : 0;
	size_t first = 0, i;
	bool merged;
	char name[4096];

	if (count < 1)
		return 2;
	merged = argv[4][0] == '1';
	load(argv[1]);
	while (rows[first].kind[0] != 'D')
		first++;
	i = first;
	for (int n = 0; n < count; n++) {
		cairo_surface_t *s;
		bool sheet = rows[first + 1].kind[0] == 'B';

		page_w = (sheet ? 297 : 210) * MM;
		page_h = (sheet ? 210 : 297) * MM;
		snprintf(name, sizeof(name), "%s-%05d.pdf", argv[3], n);
		s = cairo_pdf_surface_create(name, page_w, page_h);
		cr = cairo_create(s);
		do {
			i = document(i + 1);
		} while (merged && i < row_count);
		if (i >= row_count)
			i = first;
		cairo_destroy(cr);
		cairo_surface_destroy(s);
	}
	return 0;
}
