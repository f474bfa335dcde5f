/* model/model.h -- campaigns, rounds of awards, honourees, and the money of
 * awards.
 *
 * A campaign is an XML file of one shape (templates/schema/README.md).  From it
 * the data views are made that templates read: <ho-so> with co-quan,
 * phong-trao, van-ban and what the document needs.  Amounts follow rule data by
 * date (templates/rules/tien-thuong.xml); the program holds none. */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/day.h"
#include "base/err.h"

struct arena;
struct db;
struct xml_doc;
struct xml_node;

enum model_kind { MODEL_COLLECTIVE, MODEL_PERSON, MODEL_HOUSEHOLD };
enum { MODEL_KINDS = 3 };
/* "tap-the", "ca-nhan", "ho-gia-dinh": also the element names */
extern const char *const model_kind_names[MODEL_KINDS];

/* --- money --- */

struct model_rules;
MUST_CHECK bool model_rules_load(struct arena *a, const char *path,
    struct model_rules **ret, struct err *err);

struct model_bonus {
	int64_t base;	 /* đồng */
	int coefficient; /* hundredths */
	int64_t amount;	 /* rounded up as the rule says */
	const char *salary_basis, *award_basis; /* texts of law */
};
/* ERR_NOTFOUND when no rule covers form, kind and date. */
MUST_CHECK bool model_bonus(const struct model_rules *rules, const char *form,
    enum model_kind kind, day_t date, struct model_bonus *ret, struct err *err);

/* --- campaigns --- */

struct model_honouree {
	enum model_kind kind;
	const char *key, *name, *salutation, *position;
	const char *unit; /* of a person; address of a household; "" */
	const struct xml_node *node;
};

struct model_round { /* dot-khen */
	const char *key, *name, *form;
	day_t date;
	const char *signer, *signer_position;
	struct model_honouree *honourees; /* collectives, persons, households */
	size_t count, per_kind[MODEL_KINDS];
	const struct xml_node *node;
};

struct model_campaign {
	const char *key, *name;
	const char *org, *org_name, *org_symbol;
	/* Of the document whose view is made; NULL = by its kind alone. */
	const char *symbol;
	const char *suffix; /* behind its number: "a" in 12a; NULL = none */
	const char *check;  /* where its QR code leads; NULL = no code */
	day_t plan_date;
	int64_t plan_number; /* 0 = the register gives it */
	const char *plan_signer, *plan_position;
	struct model_round *rounds;
	size_t round_count;
	const struct xml_doc *doc;
	const struct xml_node *root;
};

/* Reads and checks: required fields, days, equal keys, letters that look like
 * others (viet_suspect).  All problems are collected with their lines. */
MUST_CHECK bool model_load(struct arena *a, const struct xml_doc *doc,
    struct err_list *errors, struct model_campaign **ret);

/* Keeps campaign and honourees in the database, replacing an older version. */
MUST_CHECK bool model_store(
    struct db *db, const struct model_campaign *c, struct err *err);
/* The same inside the caller's transaction, with the tables there. */
MUST_CHECK bool model_put(
    struct db *db, const struct model_campaign *c, struct err *err);

/* Campaign and round (rounds[0]) as the data of a filed decision have them;
 * enough for certificates: no plan, no form.  `campaign` and `round` are their
 * keys.  Everything lives in the arena, nodes in `data`.  ERR_CORRUPT when it
 * is no award decision's data. */
MUST_CHECK bool model_of_decision(struct arena *a, const struct xml_doc *data,
    const char *campaign, const char *round, struct model_campaign **ret,
    struct err *err);

/* --- views --- */

/* `number` 0 = not known yet (draft): the attribute is left out. */
MUST_CHECK bool model_plan_view(struct arena *a, const struct model_campaign *c,
    int64_t number, struct xml_doc **ret, struct err *err);
MUST_CHECK bool model_decision_view(struct arena *a,
    const struct model_campaign *c, const struct model_round *r,
    const struct model_rules *rules, int64_t number, struct xml_doc **ret,
    struct err *err);
/* `book_number` is the number in the golden register, 0 = not known yet;
 * `check` is the address that the QR code leads to. */
MUST_CHECK bool model_certificate_view(struct arena *a,
    const struct model_campaign *c, const struct model_round *r,
    const struct model_honouree *h, const char *decision_code,
    int64_t book_number, const char *check, struct xml_doc **ret,
    struct err *err);

#endif
