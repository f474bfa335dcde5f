/* web/desk_issue.c -- from a draft to a document with a number; what becomes of
 * it later. */
#include <string.h>

#include "archive/register.h"
#include "base/buf.h"
#include "issue/agree.h"
#include "viet/number.h"
#include "web/desk.h"

/* What must be right before a number is given. */
struct ready {
	struct desk d;
	struct model_campaign *c;
	const struct model_round *r; /* NULL = the plan */
	struct model_rules *rules;
	struct err_list problems; /* of the forms */
	struct model_problems list;
	struct iss_agreement agreement;
	struct err agreement_err; /* why there is none */
	struct arc_doc filed;
	bool is_filed;
	const char *code; /* the number that is likely */
	struct err code_err;
};

static struct iss
issuer(struct ready *k, struct err_list *errors)
{
	return (struct iss){ .arc = k->d.arc,
		.writer = k->d.web->writer,
		.press = k->d.web->config.press,
		.rules = k->rules,
		.errors = errors };
}

static bool
check_forms(struct ready *k, struct err *err)
{
	struct model_draft main, round;

	if (!model_draft_get(
		k->d.db, k->d.a, k->d.campaign, MODEL_MAIN, 0, &main, err))
		return false;
	model_form_check(k->d.a, &main.form, &k->problems);
	if (k->d.part[0] == '\0')
		return true;
	if (!model_draft_get(
		k->d.db, k->d.a, k->d.campaign, k->d.part, 0, &round, err))
		return false;
	model_form_check(k->d.a, &round.form, &k->problems);
	return true;
}

static bool
check_people(struct ready *k, struct err *err)
{
	struct model_roster r;
	const char *const *units = NULL;

	return model_roster_load(
		   k->d.db, k->d.a, k->d.campaign, k->d.part, &r, err) &&
	       model_roster_check(k->d.a, &r, units, 0, NULL, &k->list, err);
}

static bool
load_campaign(struct ready *k, struct err *err)
{
	struct xml_doc *doc;
	struct err_list read;

	err_list_init(&read, k->d.a);
	if (!model_draft_export(k->d.db, k->d.a, k->d.campaign, &doc, err))
		return false;
	if (!model_load(k->d.a, doc, &read, &k->c) && k->c == NULL)
		return err_set(
		    err, ERR_CHECK, no_pos, "phong trào không đọc được");
	return true;
}

static bool
make_ready(
    struct ready *k, struct http_request *req, void *app, struct err *err)
{
	struct err_list errors;
	struct iss iss;

	memset(k, 0, sizeof(*k));
	if (!desk_open(&k->d, req, app, err) ||
	    !desk_rules(&k->d, &k->rules, err))
		return false;
	k->is_filed = desk_issued(&k->d, k->d.campaign, k->d.part, &k->filed);
	if (k->is_filed)
		return true;
	err_list_init(&k->problems, k->d.a);
	err_list_init(&errors, k->d.a);
	if (!check_forms(k, err) || !load_campaign(k, err))
		return false;
	if (k->d.part[0] != '\0') {
		k->r = desk_round(k->c, k->d.part);
		if (k->r == NULL)
			return err_set(err, ERR_NOTFOUND, no_pos, "đợt khen %s",
			    k->d.part);
		if (!check_people(k, err))
			return false;
		(void)!iss_agree(k->d.web->config.press, k->d.a, k->c, k->r,
		    k->rules, &errors, &k->agreement, &k->agreement_err);
	}
	iss = issuer(k, &errors);
	(void)!iss_expect(&iss, k->d.a, k->c, k->r, &k->code, &k->code_err);
	return true;
}

static bool
may_issue(const struct ready *k, struct err *err)
{
	if (k->problems.errors > 0) {
		err_set(err, ERR_CHECK, no_pos,
		    "còn %zu chỗ phải điền hoặc sửa", k->problems.errors);
		return err_hint(err, "sửa hết các chỗ được liệt kê");
	}
	if (k->list.must > 0) {
		err_set(err, ERR_CHECK, no_pos,
		    "danh sách còn %zu chỗ phải sửa", k->list.must);
		return err_hint(err, "mở danh sách, lọc các dòng phải sửa");
	}
	if (k->r != NULL && k->agreement.count == 0) {
		*err = k->agreement_err;
		return false;
	}
	if (k->r != NULL && !iss_agree_err(&k->agreement, err))
		return false;
	if (k->code == NULL) {
		*err = k->code_err;
		return false;
	}
	return true;
}

/* --- the page --- */

static const char *
money(struct arena *a, int64_t n)
{
	struct buf b = { 0 };
	const char *s;

	viet_grouped(&b, n);
	s = arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return s;
}

static void
put_money(struct xml_build *b, const struct ready *k)
{
	static const char *const kinds[MODEL_KINDS] = { "Tập thể", "Cá nhân",
		"Hộ gia đình" };
	int64_t total = 0;
	struct buf words = { 0 };

	for (int i = 0; i < MODEL_KINDS; i++) {
		struct model_bonus m;
		int64_t n = (int64_t)k->r->per_kind[i];

		if (n == 0 || !model_bonus(k->rules, k->r->form,
				  (enum model_kind)i, k->r->date, &m, NULL))
			continue;
		total += n * m.amount;
		xml_open(b, "thuong");
		xml_set(b, "ten", kinds[i]);
		xml_set_int(b, "so", n);
		xml_set(b, "muc", money(k->d.a, m.amount));
		xml_set(b, "cong", money(k->d.a, n * m.amount));
		xml_set(b, "cach",
		    arena_printf(k->d.a, "%d,%02d × %s", m.coefficient / 100,
			m.coefficient % 100, money(k->d.a, m.base)));
		xml_set(b, "can-cu", m.award_basis);
		xml_close(b);
	}
	viet_words_capital(&words, total);
	xml_open(b, "tong");
	xml_set(b, "so", money(k->d.a, total));
	xml_set(b, "chu", buf_str(&words));
	xml_close(b);
	buf_done(&words);
}

static void
put_points(struct xml_build *b, const struct ready *k)
{
	for (size_t i = 0; i < k->agreement.count; i++) {
		const struct iss_point *p = &k->agreement.points[i];

		xml_open(b, "diem");
		xml_set(b, "dat", p->holds ? "co" : "khong");
		xml_set(b, "ten", p->what);
		xml_set(b, "co", p->found);
		xml_set(b, "phai", p->wanted);
		xml_close(b);
	}
}

static bool
issue_page(
    const struct ready *k, int status, const struct err *why, struct err *err)
{
	const struct desk *d = &k->d;
	struct xml_build *b = web_data(d->web, d->req);
	struct err first;
	bool ready = may_issue(k, &first);

	if (why != NULL)
		web_say_err(b, why, NULL);
	xml_open(b, "ban-hanh");
	xml_set(b, "dot", d->part);
	xml_set(b, "loai", k->r == NULL ? "Kế hoạch" : "Quyết định");
	xml_set(b, "duoc", ready ? "co" : "khong");
	if (!ready)
		xml_set(b, "vi", first.text);
	xml_set(b, "so", k->code);
	xml_set(b, "ngay",
	    web_day(d->a, k->r == NULL ? k->c->plan_date : k->r->date));
	xml_set(b, "nguoi-ky", k->r == NULL ? k->c->plan_signer : k->r->signer);
	xml_set(b, "chuc-vu",
	    k->r == NULL ? k->c->plan_position : k->r->signer_position);
	xml_set(b, "ten", k->c->name);
	xml_set(b, "gui-toi", http_path(d->req));
	xml_set(b, "sua", desk_part_path(d, "/sua"));
	xml_set(b, "xem", desk_part_path(d, "/xem-truoc"));
	xml_set(b, "danh-sach",
	    arena_printf(
		d->a, "%s&chi-loi=co", desk_part_path(d, "/danh-sach")));
	xml_set(b, "trang-chinh", desk_path(d, d->campaign, ""));
	xml_set_int(b, "ds-loi", (long long)k->list.must);
	desk_put_problems(b, d,
	    d->part[0] == '\0' ? MODEL_CAMPAIGN : MODEL_ROUND, &k->problems);
	if (k->r != NULL) {
		put_money(b, k);
		put_points(b, k);
	}
	xml_close(b);
	return web_page(d->web, d->req, status, "pages/ban-hanh", b, err);
}

static bool
to_document(const struct ready *k, const char *text)
{
	const char *where = arena_printf(k->d.a, "/van-ban/%s", k->filed.uid);

	return web_done(k->d.req, where == NULL ? "/luu-tru" : where, text);
}

bool
page_issue(struct http_request *req, void *app, struct err *err)
{
	struct ready k;

	if (!make_ready(&k, req, app, err))
		return false;
	return k.is_filed ? to_document(&k, NULL)
			  : issue_page(&k, 200, NULL, err);
}

/* --- issuing --- */

struct asking {
	const struct desk *d;
	const struct acc_request *request;
	unsigned right;
	enum acc_second second; /* out */
};

static bool
ask_act(struct arc *arc, void *ctx, struct err *err)
{
	struct asking *q = ctx;

	return acc_check(
		   arc_db(arc), q->d->who, q->right, q->request->org, err) &&
	       acc_second_person(arc_db(arc), q->d->who, q->request,
		   env_system(), &q->second, err) &&
	       (q->second == ACC_ASKED ||
		   acc_note(arc_db(arc), q->d->who, q->d->now,
		       q->request->action, q->request->object,
		       q->request->title, err));
}

static bool
keep_act(struct arc *arc, void *ctx, struct err *err)
{
	return model_put(arc_db(arc), ctx, err);
}

static bool
issue(struct ready *k, struct err *err)
{
	struct err_list errors;
	struct iss iss;

	err_list_init(&errors, k->d.a);
	iss = issuer(k, &errors);
	if (k->r == NULL ? !iss_plan(&iss, k->c, err)
			 : !iss_decision(&iss, k->c, k->r, err))
		return false;
	return web_write(k->d.web, keep_act, k->c, err);
}

bool
do_issue(struct http_request *req, void *app, struct err *err)
{
	struct ready k;
	struct err why;
	struct acc_request request = { 0 };
	struct asking q = { .request = &request, .right = ACC_ISSUE };

	if (!make_ready(&k, req, app, err))
		return false;
	/* Pressed twice, or sent again: the same document. */
	if (k.is_filed)
		return to_document(&k, NULL);
	if (!may_issue(&k, &why))
		return issue_page(&k, 422, &why, err);
	q.d = &k.d;
	request.action = "ban-hanh";
	request.action_name = "Ban hành";
	request.org = k.c->org;
	request.object = arena_printf(k.d.a, "%s/%s", k.d.campaign, k.d.part);
	request.title = arena_printf(k.d.a, "%s: %s",
	    k.r == NULL ? "Kế hoạch" : "Quyết định", k.c->name);
	if (!web_write(k.d.web, ask_act, &q, &why))
		return issue_page(&k, err_http_status(why.kind), &why, err);
	if (q.second == ACC_ASKED)
		return web_done(req, desk_path(&k.d, k.d.campaign, ""),
		    "Đã gửi yêu cầu duyệt; ban hành sau khi người thứ hai đồng "
		    "ý.");
	if (!issue(&k, &why)) {
		if (err_http_status(why.kind) >= 500) {
			*err = why;
			return false;
		}
		return issue_page(&k, err_http_status(why.kind), &why, err);
	}
	if (!desk_issued(&k.d, k.d.campaign, k.d.part, &k.filed))
		return err_set(err, ERR_DB, no_pos,
		    "văn bản vừa ban hành chưa thấy trong kho");
	return to_document(
	    &k, arena_printf(k.d.a, "Đã ban hành %s.", k.filed.code));
}

/* --- replace, correct, recall, annul --- */

static const struct {
	const char *key, *name, *help;
	bool needs_other;
} fates[ARC_FATES] = {
	[ARC_REPLACED] = { "thay-the", "Thay thế",
	    "nội dung sai: đã có văn bản mới cùng hình thức thay thế", true },
	[ARC_CORRECTED] = { "dinh-chinh", "Đính chính",
	    "sai thể thức, kỹ thuật trình bày: đã có công văn đính chính",
	    true },
	[ARC_RECALLED] = { "thu-hoi", "Thu hồi",
	    "văn bản ban hành không đúng thẩm quyền, thủ tục", false },
	[ARC_ANNULLED] = { "huy-bo", "Hủy bỏ",
	    "khen thưởng bị hủy bỏ theo Luật Thi đua, khen thưởng", false },
};

struct fating {
	struct desk d;
	struct arc_doc doc;
	enum arc_fate fate;
	const char *other, *reason;
	enum acc_second second; /* out */
};

static bool
open_fate(
    struct fating *f, struct http_request *req, void *app, struct err *err)
{
	memset(f, 0, sizeof(*f));
	return desk_open(&f->d, req, app, err) &&
	       arc_get(f->d.arc, f->d.a, http_param(req, "id"), &f->doc, err);
}

static bool
fate_page(struct fating *f, int status, const struct err *why, struct err *err)
{
	struct xml_build *b = web_data(f->d.web, f->d.req);

	if (why != NULL)
		web_say_err(b, why, why->data[0] == '\0' ? NULL : why->data);
	xml_open(b, "xu-ly");
	web_put_document(b, f->d.a, &f->doc);
	xml_set(b, "gui-toi", http_path(f->d.req));
	xml_set(b, "viec", web_field(f->d.req, "viec"));
	xml_set(b, "van-ban-khac", web_field(f->d.req, "van-ban-khac"));
	xml_leaf(b, "trich-yeu", f->doc.title);
	xml_leaf(b, "ly-do", web_text_field(f->d.req, "ly-do"));
	for (int i = 0; i < ARC_FATES; i++) {
		xml_open(b, "cach");
		xml_set(b, "ma", fates[i].key);
		xml_set(b, "ten", fates[i].name);
		xml_set(b, "giai-thich", fates[i].help);
		xml_close(b);
	}
	xml_close(b);
	return web_page(f->d.web, f->d.req, status, "pages/xu-ly", b, err);
}

bool
page_fate(struct http_request *req, void *app, struct err *err)
{
	struct fating f;

	return open_fate(&f, req, app, err) && fate_page(&f, 200, NULL, err);
}

/* "12/QĐ-UBND", or an address or identifier of ours → identifier. */
static bool
find_other(struct fating *f, const char *text, struct err *err)
{
	struct arc_query q = { .words = text, .org = f->doc.org, .limit = 20 };
	struct arc_hits hits;
	const char *slash = strrchr(text, '/');
	struct arc_doc doc;

	if (arc_get(f->d.arc, f->d.a, text, &doc, NULL) ||
	    (slash != NULL &&
		arc_get(f->d.arc, f->d.a, slash + 1, &doc, NULL))) {
		f->other = doc.uid;
		return true;
	}
	if (!arc_search(f->d.arc, f->d.a, &q, &hits, err))
		return false;
	for (size_t i = 0; i < hits.count; i++) {
		if (strcmp(hits.docs[i].code, text) != 0)
			continue;
		if (f->other != NULL) {
			err_set(err, ERR_VALUE, no_pos,
			    "có nhiều văn bản mang số %s", text);
			err_data(err, "van-ban-khac");
			return err_hint(
			    err, "dán địa chỉ trang của văn bản ấy");
		}
		f->other = hits.docs[i].uid;
	}
	if (f->other != NULL)
		return true;
	err_set(err, ERR_NOTFOUND, no_pos, "không có văn bản số %s", text);
	err_data(err, "van-ban-khac");
	return err_hint(err, "ghi đúng số, ký hiệu, ví dụ 12/QĐ-UBND");
}

static bool
read_fate(struct fating *f, struct err *err)
{
	const char *what = web_field(f->d.req, "viec"),
		   *other = web_field(f->d.req, "van-ban-khac");
	int i = 0;

	while (i < ARC_FATES && strcmp(fates[i].key, what) != 0)
		i++;
	if (i == ARC_FATES) {
		err_set(err, ERR_MISSING, no_pos, "chưa chọn việc cần làm");
		err_data(err, "viec-thay-the");
		return err_hint(err, "chọn một trong bốn việc");
	}
	f->fate = (enum arc_fate)i;
	f->reason = web_text_field(f->d.req, "ly-do");
	if (f->reason[0] == '\0') {
		err_set(err, ERR_MISSING, no_pos, "chưa có lý do");
		err_data(err, "ly-do");
		return err_hint(err, "lý do được ghi vào sổ và nhật ký");
	}
	if (!fates[i].needs_other) {
		f->other = "";
		return true;
	}
	if (other[0] == '\0') {
		err_set(err, ERR_MISSING, no_pos,
		    "chưa ghi văn bản %s văn bản này",
		    i == ARC_REPLACED ? "thay thế" : "đính chính");
		err_data(err, "van-ban-khac");
		return err_hint(
		    err, "ban hành văn bản ấy trước, rồi ghi số ở đây");
	}
	return find_other(f, other, err);
}

static bool
fate_act(struct arc *arc, void *ctx, struct err *err)
{
	struct fating *f = ctx;
	struct acc_request request = { .action = fates[f->fate].key,
		.action_name = fates[f->fate].name,
		.org = f->doc.org,
		.object = arena_printf(f->d.a, "%s %s", f->doc.uid, f->other),
		.title = f->doc.code };

	if (request.object == NULL)
		return err_nomem(err);
	if (!acc_check(arc_db(arc), f->d.who, ACC_CANCEL, f->doc.org, err) ||
	    !acc_second_person(
		arc_db(arc), f->d.who, &request, env_system(), &f->second, err))
		return false;
	if (f->second == ACC_ASKED)
		return true;
	return arc_set_fate(
		   arc, f->fate, f->doc.uid, f->other, f->reason, err) &&
	       acc_note(arc_db(arc), f->d.who, f->d.now, fates[f->fate].key,
		   f->doc.uid, f->reason, err);
}

bool
do_fate(struct http_request *req, void *app, struct err *err)
{
	struct fating f;
	struct err why;
	const char *where;

	if (!open_fate(&f, req, app, err))
		return false;
	where = arena_printf(f.d.a, "/van-ban/%s", f.doc.uid);
	if (read_fate(&f, &why) && web_write(f.d.web, fate_act, &f, &why))
		return web_done(req, where == NULL ? "/luu-tru" : where,
		    f.second == ACC_ASKED
			? "Đã gửi yêu cầu duyệt; thực hiện sau khi người thứ "
			  "hai đồng ý."
			: arena_printf(f.d.a, "Đã ghi: %s %s.",
			      fates[f.fate].name, f.doc.code));
	if (err_http_status(why.kind) >= 500) {
		*err = why;
		return false;
	}
	return fate_page(&f, err_http_status(why.kind), &why, err);
}
