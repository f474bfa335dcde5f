/* model/form.h -- a campaign as a form: named fields that a person edits.
 *
 * A campaign's XML is taken apart into fields with a path each
 * ("phong-trao/noi-dung[2]/ten", "ke-hoach/nguoi-ky/@ho-ten") and put together
 * again; one table of rows says which fields there are, what they are called
 * and what may stand in them.  A campaign has one form, each of its rounds
 * another; honourees are not fields but rows of a list (model/roster.h). */
#ifndef MODEL_FORM_H
#define MODEL_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

struct arena;
struct xml_doc;
struct xml_node;

enum model_part { MODEL_CAMPAIGN, MODEL_ROUND };
enum { MODEL_PARTS = 2 };

enum model_input {
	MODEL_LINE, /* one line */
	MODEL_TEXT, /* a paragraph */
	MODEL_DAY,
	MODEL_YEAR,
	MODEL_COUNT, /* a whole number */
	MODEL_CODE,  /* lower-case letters, digits, hyphens */
	MODEL_FLAG,  /* "co" or nothing */
	MODEL_FORM   /* a form of award: a name of the rules of money */
};

struct model_row {
	const char *path; /* "phong-trao/noi-dung[]/ten" */
	const char *section, *label, *hint;
	enum model_input input;
	bool required; /* of a list: at least one */
};
const struct model_row *model_rows(enum model_part part, size_t *ret_count);

struct model_field {
	const char *path, *value;
};
struct model_form {
	enum model_part part;
	struct model_field *fields;
	size_t count;
};

/* The fields of an XML element: <phong-trao-thi-dua> or <dot-khen>.
 * ERR_ELEMENT, ERR_ATTR for what has no field: nothing is dropped silently. */
MUST_CHECK bool model_form_read(struct arena *a, enum model_part part,
    const struct xml_node *root, struct model_form *ret, struct err *err);

/* As sent by a browser, into order: texts become NFC with single spaces, days
 * YYYY-MM-DD where they can be read, a line's end in a list's entry begins the
 * next entry, empty fields and entries go, entries are counted anew.
 * ERR_REQUEST for a path that no row has, ERR_UTF8, ERR_LIMIT. */
MUST_CHECK bool model_form_clean(struct arena *a, const struct model_form *raw,
    struct model_form *ret, struct err *err);

/* The XML of a clean form; a round's without honourees. */
MUST_CHECK bool model_form_doc(struct arena *a, const struct model_form *form,
    struct xml_doc **ret, struct err *err);

/* "" when there is none. */
const char *model_form_get(const struct model_form *form, const char *path);
/* The row that a field's path belongs to, or NULL. */
const struct model_row *model_row_of(enum model_part part, const char *path);
/* What people call it: "Nội dung thi đua 2: tên". */
const char *model_field_label(
    struct arena *a, enum model_part part, const char *path);

/* The field behind a path in a document's data ("/ho-so/van-ban/can-cu[2]"),
 * or NULL: what is computed has none. */
const char *model_field_of(
    struct arena *a, enum model_part part, const char *data);

/* What is missing or odd in a clean form; err.data is the field's path. */
void model_form_check(
    struct arena *a, const struct model_form *form, struct err_list *errors);

/* One text that keeps a form as it was typed, clean or not. */
const char *model_form_pack(struct arena *a, const struct model_form *form);
MUST_CHECK bool model_form_unpack(struct arena *a, enum model_part part,
    const char *text, struct model_form *ret, struct err *err);

/* Moves, removes or adds an entry of a list in a raw form, the way its buttons
 * do without a script: "them:PATH", "bo:PATH[n]", "len:PATH[n]",
 * "xuong:PATH[n]".  An added entry is a field with an empty value.  ERR_REQUEST
 * for anything else. */
MUST_CHECK bool model_form_act(
    struct arena *a, struct model_form *form, const char *act, struct err *err);

/* --- two people, one form --- */

struct model_change {
	const char *path; /* of the field, or of a whole list without [] */
	const char *label;
	const char *base, *theirs, *mine; /* a list's entries on lines */
	bool theirs_changed, mine_changed, conflict;
};
struct model_merge {
	struct model_form form; /* both; of a conflict: mine */
	struct model_change *changes;
	size_t count, conflicts;
};
/* All three forms clean.  A list of the same length everywhere is merged entry
 * by entry, else as one. */
MUST_CHECK bool model_form_merge(struct arena *a, const struct model_form *base,
    const struct model_form *theirs, const struct model_form *mine,
    struct model_merge *ret, struct err *err);
/* Takes their side of one change. */
MUST_CHECK bool model_form_take(struct arena *a, struct model_form *form,
    const struct model_form *theirs, const char *path, struct err *err);

#endif
