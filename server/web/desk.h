/* web/desk.h -- campaigns, lists of honourees, previews, decisions: what the
 * files of these pages share. */
#ifndef WEB_DESK_H
#define WEB_DESK_H

#include "issue/issue.h"
#include "model/draft.h"
#include "model/intake.h"
#include "model/roster.h"
#include "web/web_priv.h"

/* One request about a campaign ("" = none yet) and a part of it. */
struct desk {
	struct web *web;
	struct http_request *req;
	struct arena *a;
	struct arc *arc; /* reading */
	struct db *db;	 /* of the same */
	const struct acc_actor *who;
	const char *campaign, *part;
	int64_t now;
};
/* Campaign from the address (":ma"), part from ":dot", or the field or query
 * "dot". */
bool desk_open(
    struct desk *d, struct http_request *req, void *app, struct err *err);

/* "/phong-trao/MA" + `rest`, with "?dot=…" for a round when `part` is set. */
const char *desk_path(
    const struct desk *d, const char *campaign, const char *rest);
const char *desk_part_path(const struct desk *d, const char *rest);

/* The organisation of the campaign. */
bool scope_campaign(struct web *web, struct http_request *req,
    const char **ret_org, struct err *err);
/* May who asks write to that organisation? */
bool desk_may(const struct desk *d, const char *org, struct err *err);

/* The document that was issued for the part, if any: nothing of the part is
 * edited after that. */
bool desk_issued(const struct desk *d, const char *campaign, const char *part,
    struct arc_doc *ret);
/* ERR_TAKEN when there is one. */
bool desk_open_for_change(const struct desk *d, struct err *err);

/* ERR_NOTFOUND when the request names no round. */
bool desk_need_round(const struct desk *d, struct err *err);

/* The whole campaign, read for documents; errors are collected.  *ret is set
 * whenever the XML could be read at all.  The form, when not NULL, stands in
 * for the part as it is kept. */
bool desk_load(const struct desk *d, const struct model_form *instead,
    struct err_list *errors, struct model_campaign **ret, struct err *err);
const struct model_round *desk_round(
    const struct model_campaign *c, const char *key);
bool desk_rules(
    const struct desk *d, struct model_rules **ret, struct err *err);

/* The form as the browser sent it: fields named "o:PATH". */
bool desk_read_form(
    const struct desk *d, struct model_form *raw, struct err *err);
/* Sections, fields and lists of a form as the page's data. */
void desk_put_form(struct xml_build *b, const struct desk *d,
    const struct model_form *f, const struct err_list *problems);
/* <van-de o=…>text</van-de> for each. */
void desk_put_problems(struct xml_build *b, const struct desk *d,
    enum model_part part, const struct err_list *problems);
/* <ban-in>: pages of the part's document drawn from the form (NULL = as kept),
 * with what is wrong. */
bool desk_draw(const struct desk *d, const struct model_form *form,
    struct press_sheets *ret, struct err_list *problems, struct err *err);

/* Acts of the writing thread. */
struct desk_save {
	const struct desk *d;
	struct model_save save;
	int64_t version; /* out */
};
bool desk_save_act(struct arc *arc, void *save, struct err *err);

HANDLER(page_campaigns);
HANDLER(page_campaign);
HANDLER(page_campaign_new);
HANDLER(do_campaign_import);
HANDLER(page_edit);
HANDLER(do_edit);
HANDLER(do_typed);
HANDLER(page_preview);
HANDLER(do_preview);
HANDLER(page_draft_pdf);
HANDLER(page_export);
HANDLER(page_versions);
HANDLER(page_roster);
HANDLER(do_roster);
HANDLER(do_upload);
HANDLER(page_intake);
HANDLER(do_intake);
HANDLER(page_units);
HANDLER(do_units);
HANDLER(page_issue);
HANDLER(do_issue);
HANDLER(page_fate);
HANDLER(do_fate);
HANDLER(api_campaigns);
HANDLER(api_campaign);
HANDLER(api_honourees);
HANDLER(api_agreement);
HANDLER(api_campaign_put);

#endif
