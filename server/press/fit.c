/* press/fit.c -- one size for a whole batch. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "press/press_priv.h"

struct size {
	const char *name;
	mpt size;
	struct size *next;
};

struct press_fit {
	struct arena *arena;
	struct size *first, **tail;
};

struct press_fit *
press_fit_new(struct arena *a)
{
	struct press_fit *f = arena_alloc(a, sizeof(*f));

	if (f == NULL)
		return NULL;
	f->arena = a;
	f->tail = &f->first;
	return f;
}

static bool
take(struct press_fit *f, const struct lay_fit *one)
{
	struct size *s = f->first;

	while (s != NULL && strcmp(s->name, one->name) != 0)
		s = s->next;
	if (s == NULL) {
		s = arena_alloc(f->arena, sizeof(*s));
		if (s == NULL)
			return false;
		s->name = arena_strdup(f->arena, one->name);
		s->size = one->size;
		*f->tail = s;
		f->tail = &s->next;
	}
	if (one->size < s->size)
		s->size = one->size;
	return s->name != NULL;
}

bool
press_fit_add(struct press *p, struct press_fit *fit,
    const struct press_job *job, struct err_list *errors)
{
	struct arena *a = arena_new(0);
	struct press_job alone = *job;
	struct press_result r;
	struct lay_record *record;
	struct err err;
	bool ok;

	alone.fit = NULL;
	if (a == NULL) {
		err_nomem(&err);
		err_list_add(errors, &err);
		return false;
	}
	ok = press_record(p, a, &alone, errors, &r, &record);
	for (const struct lay_fit *f = ok ? r.facts->fits : NULL;
	     ok && f != NULL; f = f->next)
		if (!take(fit, f)) {
			err_nomem(&err);
			err_list_add(errors, &err);
			ok = false;
		}
	arena_free(a);
	return ok;
}

const char *
press_fit_text(struct press_fit *fit)
{
	struct buf b = { 0 };
	const char *text;

	for (const struct size *s = fit->first; s != NULL; s = s->next)
		buf_printf(&b, "%d %s\n", (int)s->size, s->name);
	text = buf_ok(&b) ? arena_strdup(fit->arena, buf_str(&b)) : NULL;
	buf_done(&b);
	return text;
}
