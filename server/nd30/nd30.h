/* nd30/nd30.h -- the decree's measure: what a document looks like on its pages
 * against Decree 30/2020 and its successors.
 *
 * An observer stands before another canvas, hands every call on and keeps what
 * the rules need: lines with their places and faces, rules, pages.  What is
 * judged is therefore what is drawn, not what a template says.  The rules are
 * data by date (templates/rules/nd30.xml, van-ban-phap-luat.xml); the
 * document's date is read from its own first page.
 *
 * Memory: the paragraphs outside tables; of one inside, a few bytes. */
#ifndef ND30_ND30_H
#define ND30_ND30_H

#include "base/attr.h"
#include "layout/canvas.h"

struct arena;
struct nd30;
struct nd30_rules;
struct xml_doc;

/* Every row is read now, so that a wrong file is refused with its line when it
 * is loaded.  Afterwards read-only: several threads may use the rules. */
MUST_CHECK bool nd30_rules_load(struct arena *a, const struct xml_doc *form,
    const struct xml_doc *laws, struct nd30_rules **ret, struct err *err);

/* The observer; *ret_canvas stands for `next`, which is copied. */
MUST_CHECK bool nd30_new(struct arena *a, const struct canvas *next,
    struct nd30 **ret, struct canvas *ret_canvas, struct err *err);

/* After the canvas has ended: adds a finding for each rule that is broken, with
 * its first place and the number of the others.  Fixed sheets (certificates)
 * have a form of their own and are not judged. */
void nd30_judge(
    struct nd30 *n, const struct nd30_rules *rules, struct err_list *errors);

#endif
