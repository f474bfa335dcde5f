/* model/form_priv.h -- paths of fields, for the files about forms. */
#ifndef MODEL_FORM_PRIV_H
#define MODEL_FORM_PRIV_H

#include "model/form.h"

enum {
	FORM_DEPTH = 4,	    /* segments of a path */
	FORM_NAME = 40,	    /* bytes of a segment's name */
	FORM_ENTRIES = 500, /* of a list */
	FORM_FIELDS = 5000,
	FORM_VALUE = 20000 /* bytes of a value */
};

struct form_segment {
	const char *name; /* into the path's text, not ended */
	size_t len;
	int index; /* from 1, 0 = no list */
	int order; /* first row that goes this way: its place among siblings */
};
struct form_path {
	struct form_segment segments[FORM_DEPTH];
	size_t count;
	const struct model_row *row; /* NULL: a group of fields, or a list */
};

/* False when no row goes that way. */
bool form_path_read(
    enum model_part part, const char *text, struct form_path *ret);
/* Single spaces, none at the ends; every blank letter counts as one. */
char *form_one_line(struct arena *a, const char *s, size_t len);
int form_path_compare(const struct form_path *a, const struct form_path *b);

#endif
