/* issue/issue.c -- a campaign's documents into the archive. */
#include "issue/issue.h"

#include <string.h>

#include "archive/register.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "xml/xml.h"

/* One document on its way. */
struct work {
	struct iss *iss;
	struct arena *a;
	const struct model_campaign *c;
	struct arc_new doc;
	const char *template;
	struct xml_doc *view;
};

static void
tell(struct iss *iss, struct arena *a, const char *key, bool fresh)
{
	struct arc_doc doc;

	if (iss->issued != NULL && arc_find_key(iss->arc, a, key, &doc))
		iss->issued(iss->ctx, &doc, fresh);
}

static const char *
lock_json(struct arena *a, const struct press_result *r)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };
	char hex[HASH_HEX + 1];
	const char *text;

	json_object(&j);
	json_pair(&j, "program", "sovang " SOVANG_VERSION);
	hash_hex(&r->lock, hex);
	json_pair(&j, "lock", hex);
	json_key(&j, "parts");
	json_array(&j);
	for (size_t i = 0; i < r->part_count; i++) {
		hash_hex(&r->parts[i].hash, hex);
		json_object(&j);
		json_pair(&j, "file", r->parts[i].label);
		json_pair(&j, "sha256", hex);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	text = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return text;
}

static bool
first_error(const struct iss *iss, struct err *err)
{
	for (size_t i = 0; i < iss->errors->len; i++)
		if (!err_is_warning(iss->errors->items[i]->kind)) {
			if (err != NULL)
				*err = *iss->errors->items[i];
			return false;
		}
	return err_nomem(err);
}

/* Typesets with the number that was taken and hands the bytes to the group. */
static bool
typeset(struct work *w, struct err *err)
{
	struct press_job job = { .template = w->template,
		.data = w->view,
		.number = w->doc.code,
		.issuer = w->c->org_name,
		/* A wrong form is refused; the number goes back with the
		 * transaction.  Certificates have a form of their own. */
		.nd30 = w->doc.decision == NULL };
	struct press_result r;
	struct buf data = { 0 };
	const char *people = NULL;
	bool ok;

	job.created = (int64_t)w->doc.date * 86400 + 3600;
	if (!press_run(w->iss->press, w->a, &job, w->iss->errors, &r))
		return first_error(w->iss, err);
	ok = xml_canonical(w->view, &data, err);
	w->doc.pdf = r.pdf;
	w->doc.pdf_len = r.pdf_len;
	w->doc.data = buf_str(&data);
	w->doc.data_len = data.len;
	w->doc.pages = r.pages;
	w->doc.template_lock = lock_json(w->a, &r);
	ok = ok && (arc_data_words(w->a, w->view, &people, &w->doc.body) ||
		       err_nomem(err));
	if (people != NULL && people[0] != '\0')
		w->doc.people = people;
	/* Without these the document would be filed, but not found. */
	if (ok && (w->doc.template_lock == NULL || w->doc.body == NULL ||
		      w->doc.symbol == NULL || w->doc.title == NULL ||
		      w->doc.key == NULL))
		ok = err_nomem(err);
	ok = ok && arc_add(w->iss->arc, &w->doc, err);
	buf_done(&data);
	return ok;
}

static const char *
printed_code(struct work *w)
{
	return arena_printf(w->a, "%02lld%s/%s", (long long)w->doc.number,
	    w->doc.suffix == NULL ? "" : w->doc.suffix, w->doc.symbol);
}

static bool
start_work(struct work *w, struct iss *iss, const struct model_campaign *c,
    struct err *err)
{
	*w = (struct work){ .iss = iss, .c = c, .a = arena_new(0) };
	w->doc.org = c->org;
	w->doc.campaign = c->key;
	w->doc.campaign_name = c->name;
	w->doc.series = ISS_SERIES;
	return w->a != NULL || err_nomem(err);
}

/* A number that was given before this program came opens an empty series. */
static bool
open_at_given(struct work *w, int64_t given, struct err *err)
{
	struct arc_series *list;
	size_t n;
	int year = day_ymd(w->doc.date).year;

	if (given <= 0)
		return true;
	if (!arc_list_series(w->iss->arc, w->a, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].org, w->doc.org) == 0 &&
		    strcmp(list[i].series, w->doc.series) == 0 &&
		    list[i].year == year)
			return true;
	return arc_open_series(w->iss->arc, w->doc.org, w->doc.series, year,
	    given, "các số trước đã cấp trên sổ giấy", err);
}

/* "12a" → 12, "a" */
static bool
take_reserved(struct work *w, struct err *err)
{
	const char *s = w->iss->number;
	size_t digits = strspn(s, "0123456789");
	struct arc_number n = { w->doc.org, w->doc.series,
		day_ymd(w->doc.date).year, 0, s + digits };

	if (digits == 0 || digits > 9 || strlen(s) > digits + 1 ||
	    (s[digits] != '\0' && (s[digits] < 'a' || s[digits] > 'z'))) {
		err_set(err, ERR_VALUE, no_pos, "số «%s» không đọc được", s);
		return err_hint(err, "ghi như 12 hoặc 12a");
	}
	for (size_t i = 0; i < digits; i++)
		n.number = n.number * 10 + (s[i] - '0');
	w->doc.number = n.number;
	w->doc.suffix = n.suffix;
	return arc_may_use(w->iss->arc, &n, w->doc.date, err);
}

static bool
take_next(struct work *w, int64_t given, struct err *err)
{
	return open_at_given(w, given, err) &&
	       arc_take_number(w->iss->arc, w->doc.org, w->doc.series,
		   w->doc.date, &w->doc.number, err);
}

static bool
take(struct work *w, int64_t given, struct err *err)
{
	bool reserved =
	    w->iss->number != NULL && strcmp(w->doc.series, ISS_SERIES) == 0;
	char uid[ENV_ID_LEN + 1];

	if (!(reserved ? take_reserved(w, err) : take_next(w, given, err)))
		return false;
	if (!reserved && given > 0 && w->doc.number != given) {
		err_set(err, ERR_REGISTER, no_pos,
		    "dữ liệu ghi số %lld, số tiếp theo của sổ là %lld",
		    (long long)given, (long long)w->doc.number);
		return err_hint(err, "bỏ thuộc tính so để sổ tự cấp số");
	}
	arc_uid(w->iss->arc, uid);
	w->doc.uid = arena_strdup(w->a, uid);
	w->doc.year = day_ymd(w->doc.date).year;
	w->doc.code = printed_code(w);
	return (w->doc.uid != NULL && w->doc.code != NULL) || err_nomem(err);
}

static const char *
view_title(struct work *w)
{
	return xml_child_string(
	    w->a, xml_child(xml_root(w->view), "van-ban"), "trich-yeu");
}

static bool
plan_inside(struct work *w, struct err *err)
{
	const struct model_campaign *c = w->c;

	w->doc.symbol = arena_printf(w->a, "KH-%s", c->org_symbol);
	w->doc.type = "plan";
	w->doc.type_name = "Kế hoạch";
	w->doc.date = c->plan_date;
	w->doc.signer = c->plan_signer;
	w->doc.position = c->plan_position;
	w->doc.people = c->plan_signer;
	w->template = "plan";
	if (!take(w, c->plan_number, err) ||
	    !model_plan_view(w->a, c, w->doc.number, &w->view, err))
		return false;
	w->doc.title = view_title(w);
	return typeset(w, err);
}

bool
iss_plan(struct iss *iss, const struct model_campaign *c, struct err *err)
{
	struct work w;
	struct arc_doc old;
	bool ok;

	if (!start_work(&w, iss, c, err))
		return false;
	w.doc.key = arena_printf(w.a, "%s/plan", c->key);
	ok = arc_begin(iss->arc, err);
	if (ok && arc_find_key(iss->arc, w.a, w.doc.key, &old)) {
		arc_abort(iss->arc);
		tell(iss, w.a, w.doc.key, false);
	} else if (ok) {
		ok = plan_inside(&w, err) && arc_commit(iss->arc, err);
		if (ok)
			tell(iss, w.a, w.doc.key, true);
		else
			arc_abort(iss->arc);
	}
	arena_free(w.a);
	return ok;
}

static bool
decision_inside(struct work *w, const struct model_round *r, struct err *err)
{
	w->doc.symbol = arena_printf(w->a, "QĐ-%s", w->c->org_symbol);
	w->doc.type = "decision";
	w->doc.type_name = "Quyết định";
	w->doc.date = r->date;
	w->doc.signer = r->signer;
	w->doc.position = r->signer_position;
	w->template = "award-decision";
	if (!take(w, 0, err) ||
	    !model_decision_view(
		w->a, w->c, r, w->iss->rules, w->doc.number, &w->view, err))
		return false;
	w->doc.title = view_title(w);
	return typeset(w, err);
}

static const char *
decision_key(struct arena *a, const struct model_campaign *c,
    const struct model_round *r)
{
	return arena_printf(a, "%s/%s/decision", c->key, r->key);
}

bool
iss_decision(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, struct err *err)
{
	struct work w;
	struct arc_doc old;
	bool ok;

	if (!start_work(&w, iss, c, err))
		return false;
	w.doc.key = decision_key(w.a, c, r);
	ok = arc_begin(iss->arc, err);
	if (ok && arc_find_key(iss->arc, w.a, w.doc.key, &old)) {
		arc_abort(iss->arc);
		tell(iss, w.a, w.doc.key, false);
	} else if (ok) {
		ok = decision_inside(&w, r, err) && arc_commit(iss->arc, err);
		if (ok)
			tell(iss, w.a, w.doc.key, true);
		else
			arc_abort(iss->arc);
	}
	arena_free(w.a);
	return ok;
}

static const char *
check_address(struct arena *a, const struct model_campaign *c, const char *uid)
{
	const struct xml_node *org = xml_child(c->root, "co-quan");
	const char *base = xml_attr(org, "kiem-tra");

	return base == NULL ? NULL : arena_printf(a, "%s%s", base, uid);
}

static bool
certificate_inside(struct work *w, const struct model_round *r,
    const struct model_honouree *h, const struct arc_doc *decision,
    struct err *err)
{
	w->doc.series = ISS_GOLDEN;
	w->doc.symbol = "SV";
	w->doc.type = "certificate";
	w->doc.type_name = "Bằng khen";
	w->doc.date = r->date;
	w->doc.signer = r->signer;
	w->doc.position = r->signer_position;
	w->doc.honouree = h->name;
	w->doc.honouree_kind = model_kind_names[h->kind];
	w->doc.unit = h->unit;
	w->doc.decision = decision->uid;
	w->template = "certificate-merit";
	w->doc.title = arena_printf(w->a, "Bằng khen tặng %s%s%s%s%s",
	    h->salutation, h->salutation[0] == '\0' ? "" : " ", h->name,
	    h->unit[0] == '\0' ? "" : ", ", h->unit);
	if (!take(w, 0, err) || w->doc.title == NULL)
		return w->doc.title == NULL ? err_nomem(err) : false;
	if (!model_certificate_view(w->a, w->c, r, h, decision->code,
		w->doc.number, check_address(w->a, w->c, w->doc.uid), &w->view,
		err))
		return false;
	return typeset(w, err);
}

static const char *
certificate_key(struct arena *a, const struct model_campaign *c,
    const struct model_round *r, const struct model_honouree *h)
{
	return arena_printf(a, "%s/%s/certificate/%s", c->key, r->key, h->key);
}

static bool
add_certificate(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, const struct model_honouree *h,
    const struct arc_doc *decision, struct err *err)
{
	struct work w;
	struct arc_doc old;
	bool ok;

	if (!start_work(&w, iss, c, err))
		return false;
	w.doc.key = certificate_key(w.a, c, r, h);
	ok = arc_find_key(iss->arc, w.a, w.doc.key, &old) ||
	     certificate_inside(&w, r, h, decision, err);
	if (!ok)
		err_record(err, h->name);
	arena_free(w.a);
	return ok;
}

static bool
issue_group(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, size_t from, size_t to,
    const struct arc_doc *decision, struct err *err)
{
	bool ok = arc_begin(iss->arc, err);

	for (size_t i = from; ok && i < to; i++)
		ok =
		    add_certificate(iss, c, r, &r->honourees[i], decision, err);
	ok = ok && arc_commit(iss->arc, err);
	if (!ok)
		arc_abort(iss->arc);
	return ok;
}

bool
iss_certificates(struct iss *iss, const struct model_campaign *c,
    const struct model_round *r, struct err *err)
{
	struct arena *a = arena_new(0);
	struct arc_doc decision;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok =
	    arc_find_key(iss->arc, a, decision_key(a, c, r), &decision) ||
	    err_set(err, ERR_NOTFOUND, no_pos,
		"quyết định khen thưởng của đợt %s chưa được ban hành", r->key);
	for (size_t i = 0; ok && i < r->count; i += ARC_BATCH) {
		size_t to = i + ARC_BATCH < r->count ? i + ARC_BATCH : r->count;

		ok = issue_group(iss, c, r, i, to, &decision, err);
	}
	for (size_t i = 0; ok && i < r->count; i++)
		tell(iss, a, certificate_key(a, c, r, &r->honourees[i]), true);
	arena_free(a);
	return ok;
}
