/* issue/drawn.h -- the words of a layout trace, and how two lists differ. */
#ifndef ISSUE_DRAWN_H
#define ISSUE_DRAWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A word as it stands on its page; runs that touch are one word. */
struct drawn_word {
	const char *text;  /* in the arena */
	const char *style; /* "LiberationSerif-Bold 13 #000000" */
	int page, x, y;	   /* 1/100 mm */
};
struct drawn {
	struct drawn_word *list;
	size_t count;
	int pages;
	uint64_t *art; /* by page from 1: of rules, ornaments, images */
};
/* False = out of memory. */
bool drawn_read(struct arena *a, const char *trace, struct drawn *ret);

/* For each word of one list its fellow in the other, -1 = none; in order. */
bool drawn_match(struct arena *a, const struct drawn *one,
    const struct drawn *two, int **ret_one, int **ret_two);

#endif
