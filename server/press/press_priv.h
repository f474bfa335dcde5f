/* press/press_priv.h -- what the files of this library share. */
#ifndef PRESS_PRESS_PRIV_H
#define PRESS_PRESS_PRIV_H

#include <pthread.h>

#include "doc/build.h"
#include "doc/doc.h"
#include "press/press.h"

enum { CACHED = 24 };

/* A compiled template, owned by one thread. */
struct cached {
	char name[200];
	struct arena *arena;
	struct tmpl *tmpl;
	unsigned long used;
};

/* What a thread keeps from one document to the next. */
struct cache {
	struct cached items[CACHED];
	struct pdf_cache *pdf;
	struct doc_art *art;
	unsigned long clock;
};

struct press {
	struct arena *arena;
	const char *templates, *office_dir; /* NULL with only_files */
	const struct press_file *files;
	size_t file_count;
	bool only_files, record;
	struct read *reads, **reads_tail; /* what was recorded */
	struct font_set *fonts;
	bool own_fonts;
	struct nd30_rules *nd30; /* NULL = the folder has none */
	pthread_key_t cache;	 /* per thread */
	pthread_mutex_t kin_lock;
	struct kin *kin; /* newest first */
};

/* files.c */
enum press_root { PRESS_TEMPLATES, PRESS_OFFICE_FIRST };
/* ERR_NOTFOUND when there is none; *ret is valid as long as the arena. */
bool press_read(struct press *p, struct arena *a, const char *name,
    enum press_root root, size_t limit, const char **ret, size_t *ret_len,
    struct err *err);
bool press_has(const struct press *p, struct arena *a, const char *name);
bool press_open_fonts(
    struct press *p, const struct press_config *config, struct err *err);

/* kin.c */
void press_kin_close(struct press *p);

/* keep.c */
void press_cache_free(void *cache);
/* Compiled, from the thread's cache; NULL after errors were collected. */
struct tmpl *press_template(
    struct press *p, const char *name, struct err_list *errors);

/* press.c: the document, drawn into *ret_record and nowhere else. */
struct lay_record;
MUST_CHECK bool press_record(struct press *p, struct arena *a,
    const struct press_job *job, struct err_list *errors,
    struct press_result *ret, struct lay_record **ret_record);

/* press.c: the document, drawn as SVG into sheets->out. */
struct lay_svg;
MUST_CHECK bool press_draw(struct press *p, struct arena *a,
    const struct press_job *job, struct err_list *errors,
    struct press_result *ret, struct lay_svg *sheets);

/* press.c */
struct pdf;
void press_move_pages(struct pdf *pdf, const struct press_shift *shift);

/* gate.c: stands between doc and layout in the first pass.  It shuts when a
 * text is used that stands further down: the pages will be set again, so from
 * there on blocks are only read for their numbers, not typeset and not drawn.
 */
struct gate {
	struct doc_sink to;
	const struct doc_refs *refs;
	bool may_shut, shut;
};

/* count.c: draws nothing */
extern const struct canvas count_canvas;

/* Fills *ret with the gate and opens it; what is let through goes to g->to. */
void gate_sink(
    struct gate *g, const struct doc_refs *refs, struct doc_sink *ret);

#endif
