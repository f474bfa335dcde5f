/* base/err.h -- errors with a kind, a place and a remedy.
 *
 * A fallible function returns bool and takes `struct err *err` last; on false
 * *err is filled.  The message is one factual line in Vietnamese (no "lỗi", no
 * full stop, no function name); the hint says what to write instead.  `err`
 * may be NULL when the caller does not care. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct arena;
struct buf;

enum err_kind {
	ERR_NONE,
	/* the environment */
	ERR_NOMEM,
	ERR_IO,
	ERR_DB,
	ERR_CORRUPT, /* stored bytes do not match their hash */
	ERR_BUSY,
	ERR_SETUP, /* a font, template folder or library is not as needed */
	/* use */
	ERR_USAGE,
	ERR_NOTFOUND,
	ERR_TAKEN, /* unique thing exists already */
	ERR_DENIED,
	ERR_REQUEST, /* a request over HTTP that makes no sense */
	ERR_LOGIN,   /* nobody is logged in, or no longer */
	ERR_METHOD,
	ERR_SIZE,  /* a body that is too large for its route */
	ERR_MEDIA, /* a body of another type than the route takes */
	ERR_STALE, /* somebody else was faster: If-Match does not hold */
	ERR_FLOOD, /* too many requests of this kind */
	/* publish: template and schema (template language, section 4) */
	ERR_XML,
	ERR_ELEMENT,
	ERR_ATTR,
	ERR_VALUE,
	ERR_LENGTH,
	ERR_EXPR,
	ERR_PATH,
	ERR_FILTER,
	ERR_CYCLE,
	ERR_SLOT,
	ERR_ASSET,
	ERR_FONT,
	ERR_STYLE,
	/* data */
	ERR_MISSING,
	ERR_MANY,
	ERR_BLANK,
	ERR_TYPE,
	ERR_UTF8,
	ERR_CHECK,
	ERR_LIMIT,
	/* layout */
	ERR_GLYPH,
	ERR_OVERFLOW,
	ERR_ROW,
	ERR_REF,
	ERR_PASSES,
	ERR_PROGRESS,
	WARN_KEEP,
	WARN_LOOSE,
	WARN_SHRINK,
	WARN_EXPR, /* an expression that seldom means what it says */
	WARN_CUT,  /* a filter left part of a value out */
	/* issue */
	ERR_ND30, /* a rule of form is broken; struct err names the rule */
	WARN_ND30,
	ERR_REGISTER,
	ERR_CONSISTENCY,
	ERR__MAX
};

/* A place in an author's file.  `file` is borrowed; line and col count from 1,
 * 0 = unknown; col counts letters (code points), not bytes. */
struct pos {
	const char *file;
	int line;
	int col;
};

extern const struct pos no_pos;

/* Self-contained: may be copied and outlives what it speaks of. */
struct err {
	enum err_kind kind;
	int line, col;
	int page; /* laid-out page, 0 = unknown */
	int rule; /* of ERR_ND30: number in its code, 0 = none */
	/* Hundredths of a millimetre from the left and top edges of the page;
	 * -1 = unknown. */
	int x, y;
	char article[160]; /* of the law that asks for it; "" = none */
	char file[160];	   /* "" = unknown */
	char text[400];
	char hint[320];	   /* what to write instead; "" = none */
	char expr[200];	   /* the expression, as written */
	char data[240];	   /* path in the data, e.g. /ho-so/ca-nhan[17]/ten */
	char record[120];  /* name of the record that was being filled */
	char template[80]; /* id of the template that was run, "" = none */
	char version[16];
	char excerpt[260]; /* source line and a line with a caret, '\n' between
			    */
};

/* Sets kind, place and text; forgets all older particulars.  Always false, so
 * that a caller can write `return err_set(...)`.  Text that is too long is cut
 * at a letter's boundary. */
bool err_set(struct err *err, enum err_kind kind, struct pos pos,
    const char *fmt, ...) PRINTF_LIKE(4, 5);
/* Adds the remedy.  Always false. */
bool err_hint(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* ERR_IO with errno's text in the system's words: "path: No space left". */
bool err_errno(struct err *err, const char *what);
bool err_nomem(struct err *err);
void err_expr(struct err *err, const char *expr);
void err_data(struct err *err, const char *data_path);
void err_record(struct err *err, const char *record);
/* Writes the excerpt for err->line/col from the author's whole source text. */
void err_excerpt(struct err *err, const char *source, size_t len);

/* Where on the laid-out page, hundredths of a millimetre. */
void err_place(struct err *err, int page, int x, int y);
/* The rule's number and the article that it comes from. */
void err_rule(struct err *err, int rule, const char *article);

const char *err_symbol(enum err_kind kind); /* "E-MISSING" */
/* Symbol and rule: "E-MISSING", "E-ND30-14". */
void err_code(const struct err *err, struct buf *out);
const char *err_title(enum err_kind kind); /* Vietnamese: "thiếu giá trị" */
int err_http_status(enum err_kind kind);
/* 1 = the input has errors, 2 = wrong usage, 3 = the environment failed. */
int err_exit_status(enum err_kind kind);
bool err_is_warning(enum err_kind kind);

/* "E-MISSING mau.xml:31:18: thiếu giá trị: … — biểu thức ${…}", then the
 * excerpt, then "  gợi ý: …"; ends with a newline. */
void err_print(const struct err *err, struct buf *out);
/* One JSON object: code, title, message, template, version, file, line, col,
 * expr, dataPath, record, page, x and y (millimetres), article, hint. */
void err_json(const struct err *err, struct buf *out);

/* All the errors of a check.  Holds at most TMPL_ERRORS, counts the rest. */
struct err_list {
	struct arena *arena; /* borrowed; the copies live here */
	const struct err **items;
	size_t len, cap;
	size_t errors, warnings; /* including those not kept */
	/* Given to what is added from now on; NULL = none. */
	const char *template, *version;
	/* Called for what is added without an excerpt; NULL = none. */
	void (*explain)(void *ctx, struct err *err);
	void *explain_ctx;
};

void err_list_init(struct err_list *list, struct arena *a);
/* Copies *err in; a repetition of the same kind, place and text is dropped. */
void err_list_add(struct err_list *list, const struct err *err);
/* True when there is no error (warnings are allowed). */
bool err_list_ok(const struct err_list *list);

#endif
