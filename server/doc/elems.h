/* doc/elems.h -- the table of elements, for those who describe it: the schema
 * and the author's reference are written from it, so that they cannot disagree
 * with the checker. */
#ifndef DOC_ELEMS_H
#define DOC_ELEMS_H

#include <stdbool.h>
#include <stddef.h>

/* `stands` is a mask of places, `opens` the place inside (0 = empty). */
struct doc_elem {
	const char *name, *help;
	unsigned stands, opens;
};
struct doc_attr {
	const char *name, *help;
	const char *type; /* "độ dài", "màu" …; "" when `values` say it */
	const char *values; /* the allowed ones with spaces between, or NULL */
	bool of_style;	    /* one of the attributes that every style has */
};
enum { DOC_PLACES = 13, DOC_PLACE_DOC = 2, DOC_PLACE_TEXT = 4096 };

/* False past the end. */
bool doc_elem_at(size_t i, struct doc_elem *ret);
bool doc_attr_at(size_t elem, size_t i, struct doc_attr *ret);

#endif
