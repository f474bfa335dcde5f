/* app/register.h -- what subcommands about register and files share. */
#ifndef APP_REGISTER_H
#define APP_REGISTER_H

#include "app/cli.h"

struct arc;
struct arc_doc;
struct arena;
struct xml_doc;

/* The organisation of --org, else the only one that the archive knows. */
bool reg_org(const struct cli *cli, struct arc *arc, struct arena *a,
    const char **ret, struct err *err);
bool reg_year(const char *word, int *ret, struct err *err);
/* A document by its identifier, or by number and symbol when only one has it.
 */
bool reg_document(struct arc *arc, struct arena *a, const char *word,
    struct arc_doc *ret, struct err *err);
/* The program's own rules for numbering. */
bool reg_rules(struct arena *a, struct xml_doc **ret, struct err *err);

#endif
