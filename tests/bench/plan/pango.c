/* words.tsv through pango and cairo: paragraphs set by pango, pages broken by
 * line. */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>

#define MM (72 / 25.4)

int
main(int argc, char **argv)
{
	static char line[16384];
	double y = 20 * MM;
	FILE *f = argc == 3 ? fopen(argv[1], "r") : NULL;
	cairo_surface_t *s;
	cairo_t *cr;

	if (f == NULL)
		return 2;
	s = cairo_pdf_surface_create(argv[2], 210 * MM, 297 * MM);
	cr = cairo_create(s);
	while (fgets(line, sizeof(line), f) != NULL) {
		char *text = strchr(line, '\t');
		int body, centre, small;
		PangoLayout *l = pango_cairo_create_layout(cr);
		PangoFontDescription *d;
		PangoLayoutIter *it;

		*text++ = '\0';
		text[strcspn(text, "\n")] = '\0';
		body = strcmp(line, "p") == 0;
		small = strcmp(line, "small") == 0;
		centre =
		    strcmp(line, "head") == 0 || strcmp(line, "title") == 0;
		d = pango_font_description_from_string(
		    small  ? "Liberation Serif 11"
		    : body ? "Liberation Serif 14"
			   : "Liberation Serif Bold 14");
		pango_font_description_set_absolute_size(
		    d, (small ? 11 : 14) * PANGO_SCALE);
		pango_layout_set_font_description(l, d);
		pango_layout_set_width(l, (int)(165 * MM * PANGO_SCALE));
		pango_layout_set_justify(l, body);
		if (centre)
			pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
		else if (!small)
			pango_layout_set_indent(
			    l, (int)(12.7 * MM * PANGO_SCALE));
		pango_layout_set_text(l, text, -1);
		it = pango_layout_get_iter(l);
		y += 3;
		do {
			PangoRectangle r;

			pango_layout_iter_get_line_extents(it, NULL, &r);
			if (y + 16.1 > 277 * MM) {
				cairo_show_page(cr);
				y = 20 * MM;
			}
			cairo_move_to(
			    cr, 30 * MM + (double)r.x / PANGO_SCALE, y + 12);
			pango_cairo_show_layout_line(
			    cr, pango_layout_iter_get_line_readonly(it));
			y += small ? 12.6 : 16.1;
		} while (pango_layout_iter_next_line(it));
		y += 3;
		pango_layout_iter_free(it);
		pango_font_description_free(d);
		g_object_unref(l);
	}
	cairo_destroy(cr);
	cairo_surface_destroy(s);
	return 0;
}
