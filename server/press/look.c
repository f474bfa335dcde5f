/* press/look.c -- a document for looking at: its pages as SVG. */
#include "base/arena.h"
#include "base/buf.h"
#include "layout/svg.h"
#include "press/press_priv.h"

static bool
cut_pages(struct arena *a, const struct lay_svg *s, struct press_sheets *ret)
{
	const char **list = arena_alloc_n(a, s->pages + 1, sizeof(*list));

	for (size_t i = 0; list != NULL && i < s->pages; i++) {
		size_t end = i + 1 < s->pages ? s->starts[i + 1] : s->out->len;

		list[i] = arena_strndup(
		    a, buf_str(s->out) + s->starts[i], end - s->starts[i]);
		if (list[i] == NULL)
			return false;
	}
	ret->svg = list;
	ret->count = list == NULL ? 0 : s->pages;
	return list != NULL;
}

bool
press_look(struct press *p, struct arena *a, const struct press_job *job,
    struct err_list *errors, struct press_sheets *ret)
{
	struct buf out = { 0 };
	struct lay_svg s = { .out = &out };
	struct press_result result;
	struct err err;
	bool ok;

	*ret = (struct press_sheets){ 0 };
	/* What is wrong is in `errors`; the pages are worth a look anyway. */
	(void)!press_draw(p, a, job, errors, &result, &s);
	ok = buf_ok(&out) && cut_pages(a, &s, ret);
	if (!ok) {
		err_nomem(&err);
		err_list_add(errors, &err);
	}
	buf_done(&out);
	return ok && ret->count > 0;
}
