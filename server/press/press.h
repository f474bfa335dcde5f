/* press/press.h -- template + data → PDF, without database or server.
 *
 * A press knows where the templates and fonts are and may be used by several
 * threads; compiled templates are kept per thread. */
#ifndef PRESS_PRESS_H
#define PRESS_PRESS_H

#include "base/attr.h"
#include "base/err.h"
#include "base/hash.h"
#include "layout/layout.h"
#include "tmpl/tmpl.h"

struct arena;
struct buf;
struct press;
struct xml_doc;
struct xml_node;

/* A file by its name below the templates folder ("documents/plan/template.xml",
 * "rules/nd30.xml"), or "fonts/…". */
struct press_file {
	const char *name, *bytes;
	size_t len;
};
struct press_config {
	const char *templates; /* folder, NULL = the program's own */
	const char *fonts; /* folder with catalogue.txt, NULL = the program's */
	const char *office_dir; /* the office's own fonts and images, or NULL */
	/* These stand before what is in the folders; borrowed as long as the
	 * press. */
	const struct press_file *files;
	size_t file_count;
	/* No folder at all: templates, rules and fonts are `files`.  Without
	 * any it can only keep others (press_open_kin). */
	bool only_files;
	/* Its fonts serve here too; it must be closed later.  NULL = own. */
	const struct press *fonts_of;
	bool record; /* for press_used(); such a press belongs to one thread */
};

MUST_CHECK bool press_open(
    const struct press_config *config, struct press **ret, struct err *err);
void press_close(struct press *p);
/* Loads and checks every face: a server does this before it answers. */
MUST_CHECK bool press_self_test(struct press *p, struct err *err);

/* For a printer that feeds its paper a little off: everything is scaled from
 * the sheet's top left corner, then moved right and down.  Scales in 1/100 %;
 * 0 = as it is. */
struct press_shift {
	mpt x, y;
	int scale_x, scale_y;
};

struct press_job {
	/* "plan" (a folder of templates/documents), a name below templates, or
	 * a path to a file that ends in .xml. */
	const char *template;
	const struct xml_doc *data;
	const struct xml_node *record; /* NULL = the root element */
	struct tmpl_providers providers;
	bool draft;   /* missing values are marked, a watermark is laid under */
	bool overlay; /* variable text only: for pre-printed stock */
	bool trace;   /* also write the layout trace */
	/* A long document that prints its number of pages: the first pass only
	 * counts them and draws nothing. */
	bool count_first;
	/* Measure the pages against Decree 30 (templates/rules/nd30.xml):
	 * findings come with the errors. */
	bool nd30;
	/* For the file's metadata. */
	const char *number, *issuer, *profile;
	int64_t created; /* seconds since the epoch */
	/* What press_fit_text() gave for the batch, NULL = each by itself; a
	 * document is made again with the text that it was made with. */
	const char *fit;
	struct press_shift shift;
};

struct press_result {
	const char *pdf;
	size_t pdf_len;
	const char *trace; /* "" unless asked for */
	size_t trace_len;
	int pages, passes;
	const struct lay_facts *facts;
	const struct tmpl_part
	    *parts; /* files of the template and their hashes */
	size_t part_count;
	struct hash lock; /* over the parts and the program's version */
};

/* False when there is any error in `errors` (warnings are allowed), or, in
 * draft, one other than missing values.  The result lives in the arena. */
MUST_CHECK bool press_run(struct press *p, struct arena *a,
    const struct press_job *job, struct err_list *errors,
    struct press_result *ret);

/* The pages as SVG, to be looked at while a form is filled in (layout/svg.h).
 * Drawn as far as the document goes, whatever `errors` says of it; false when
 * there is no page at all.  No PDF is made. */
struct press_sheets {
	const char **svg; /* in the arena */
	size_t count;
};
bool press_look(struct press *p, struct arena *a, const struct press_job *job,
    struct err_list *errors, struct press_sheets *ret);

/* One size for a whole batch (fit-scope="batch"): each document is laid out and
 * the smallest size of each box counts.  Lives in the arena. */
struct press_fit;
struct press_fit *press_fit_new(struct arena *a); /* NULL: out of memory */
/* False when the document has errors; it does not count then. */
MUST_CHECK bool press_fit_add(struct press *p, struct press_fit *fit,
    const struct press_job *job, struct err_list *errors);
/* "" when no box asks for it; NULL: out of memory. */
const char *press_fit_text(struct press_fit *fit);

/* Many documents in one file, with the fonts and ornaments that they share:
 * what is printed in one go.  Each document is a section of its structure and
 * an entry of its outline.  Bytes go to the disk as pages are drawn, so five
 * thousand certificates need little more memory than one; the file appears at
 * its path when it is complete.  Files inside the documents are left out.  A
 * book belongs to one thread at a time. */
struct press_book;
struct press_book_meta {
	const char *title;
	const char *issuer, *number; /* may be NULL */
	const char *profile;	     /* NULL = "a-2a" */
	int64_t created;	     /* seconds since the epoch */
	struct press_shift shift;
};
MUST_CHECK bool press_book_begin(struct press *p, const char *path,
    const struct press_book_meta *meta, struct press_book **ret,
    struct err *err);
/* Appends a document; `outline` names it in the outline.  A document that has
 * errors leaves nothing in the file, and the next may follow (true is "it is
 * in").  `ret` has no bytes; its first page
 * in the book is press_book_pages() of before, plus one.  After an error that
 * press_book_failed() tells only press_book_drop() is left. */
MUST_CHECK bool press_book_add(struct press_book *b, struct arena *a,
    const struct press_job *job, const char *outline, struct err_list *errors,
    struct press_result *ret);
/* Documents that follow are set by another press: a version of a template has
 * its own.  It must live until the book has ended. */
void press_book_use(struct press_book *b, struct press *p);
/* The file itself has failed: disk full, out of memory. */
bool press_book_failed(const struct press_book *b);
int press_book_pages(const struct press_book *b);
/* Ends the book: what is left is written, synced and renamed.  A book without
 * pages is an error. */
MUST_CHECK bool press_book_end(struct press_book *b, struct err *err);
/* Gives it up; nothing stands at the path.  Takes NULL. */
void press_book_drop(struct press_book *b);

/* Binds an XHTML page and writes it as HTML. */
MUST_CHECK bool press_page(struct press *p, struct arena *a, const char *name,
    const struct xml_doc *data, struct buf *out, struct err_list *errors);

/* Compiles only: what `sovang check TEMPLATE` does without data. */
MUST_CHECK bool press_check(struct press *p, struct arena *a,
    const char *template, struct err_list *errors);

/* Every file that was read until now, in the order of first reading, and every
 * face of the catalogue with it; the list lives in the arena, the bytes as long
 * as the press. */
MUST_CHECK bool press_used(struct press *p, struct arena *a,
    const struct press_file **ret, size_t *ret_count, struct err *err);

/* Presses that live from locked files, opened once and kept by the press that
 * others share; any thread. */
struct press_kin {
	const char *key;   /* of all its files; same key, same files */
	const char *fonts; /* of its fonts alone */
	/* Only what is not fonts when press_has_fonts(). */
	const struct press_file *files;
	size_t count;
	struct arena *arena; /* where all of this lives; taken */
};
/* NULL when it is not open. */
struct press *press_find_kin(struct press *p, const char *key);
bool press_has_fonts(struct press *p, const char *fonts);
/* *ret belongs to `p`.  The arena is taken, whatever happens. */
MUST_CHECK bool press_open_kin(struct press *p, const struct press_kin *kin,
    struct press **ret, struct err *err);

/* Programs that have a say in the bytes: "libharu", "2.3.0" …; false past the
 * end. */
bool press_library_at(
    size_t i, const char **ret_name, const char **ret_version);

/* A file below the templates folder ("pages/assets/so-vang.css"). */
MUST_CHECK bool press_file(struct press *p, struct arena *a, const char *name,
    const char **ret, size_t *ret_len, struct err *err);

#endif
