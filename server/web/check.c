/* web/check.c -- checking a paper copy: where the QR code leads.
 *
 * Open to everybody, without a session or a cookie, and the same for every
 * visitor, so that it may be cached for a moment.  It says of the one document
 * what its paper says, and of any other nothing; a code that is not known costs
 * the same work. */
#include <string.h>

#include "archive/register.h"
#include "base/buf.h"
#include "web/web_priv.h"

static const struct {
	const char *status, *mark, *title, *text;
} verdicts[] = {
	{ "con-hieu-luc", "tot", "Văn bản thật, còn hiệu lực",
	    "Văn bản này có trong kho lưu trữ của cơ quan và đang có hiệu "
	    "lực." },
	{ "dinh-chinh", "tot", "Văn bản thật, đã được đính chính",
	    "Văn bản này có trong kho lưu trữ, còn hiệu lực và đã có văn bản "
	    "đính chính." },
	{ "thay-the", "luu-y", "Văn bản thật, đã được thay thế",
	    "Văn bản này có trong kho lưu trữ nhưng không còn hiệu lực: đã có "
	    "văn bản thay thế." },
	{ "thu-hoi", "xau", "Văn bản đã bị thu hồi",
	    "Văn bản này từng được ban hành nhưng đã bị thu hồi, không còn giá "
	    "trị." },
	{ "huy-bo", "xau", "Quyết định tặng thưởng đã bị hủy bỏ",
	    "Văn bản này từng được ban hành nhưng việc tặng thưởng đã bị hủy "
	    "bỏ." },
	{ "", "xau", "Mã này không có trong kho",
	    "Không có văn bản nào của cơ quan mang mã này. Mã có thể bị quét "
	    "hoặc gõ sai; nếu mã in trên giấy đúng là như vậy, tờ giấy ấy "
	    "không phải do cơ quan ban hành." },
};
enum { VERDICTS = sizeof(verdicts) / sizeof(verdicts[0]) };

/* Groups of eight, as people compare them. */
static const char *
grouped_hash(struct arena *a, const struct hash *h)
{
	char hex[HASH_HEX + 1];
	struct buf b = { 0 };
	const char *s;

	hash_hex(h, hex);
	for (size_t i = 0; i < HASH_HEX; i += 8)
		buf_printf(&b, "%s%.8s", i == 0 ? "" : " ", hex + i);
	s = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s;
}

static void
put_facts(struct xml_build *b, struct arena *a, const struct arc_doc *d)
{
	char hex[HASH_HEX + 1];

	hash_hex(&d->sha256, hex);
	xml_open(b, "van-ban");
	xml_set(b, "loai", d->type_name);
	xml_set(b, "so", d->code);
	xml_set(b, "ngay", web_day(a, d->date));
	xml_set(b, "nguoi-ky", d->signer);
	xml_set(b, "chuc-vu", d->position);
	xml_set(b, "sha256", hex);
	xml_set(b, "nhom", grouped_hash(a, &d->sha256));
	xml_set_int(b, "byte", (long long)d->length);
	xml_add_text(b, d->title);
	xml_close(b);
}

/* The document that replaces or corrects this one. */
static void
put_links(struct xml_build *b, const struct arc_link *links, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct arc_link *l = &links[i];

		if (!l->towards || l->uid[0] == '\0')
			continue;
		xml_open(b, "khac");
		xml_set(b, "ma", l->uid);
		xml_set(b, "ten", l->type_name);
		xml_set(b, "so", l->code);
		xml_set(b, "viec",
		    l->fate == ARC_CORRECTED ? "Đính chính bởi"
					     : "Thay thế bởi");
		xml_close(b);
	}
}

static bool
reply_page(struct web *web, struct http_request *req, int status,
    struct xml_build *b, struct err *err)
{
	struct arena *a = http_arena(req);
	struct buf out = { 0 };
	struct err_list errors;
	struct xml_doc *doc;
	bool ok;

	err_list_init(&errors, a);
	ok = xml_build_doc(b, &doc, err) &&
	     (press_page(
		  web->config.press, a, "pages/kiem-tra", doc, &out, &errors) ||
		 err_set(err, ERR_SETUP, no_pos, "trang pages/kiem-tra"));
	if (ok) {
		http_reply_header(req, "Cache-Control", "public, max-age=30");
		http_reply(req, status, "text/html; charset=utf-8",
		    buf_str(&out), out.len, false);
	}
	buf_done(&out);
	return ok;
}

bool
page_short(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	const char *code = http_param(req, "id");
	struct xml_build *b = xml_build_new(a, "trang");
	struct arc_link *links;
	struct arc_doc d = { 0 };
	struct err why;
	size_t n, v = 0;
	bool known;

	if (arc == NULL)
		return false;
	known = arc_get(arc, a, code, &d, &why);
	if (!known && why.kind != ERR_NOTFOUND) {
		*err = why;
		return false;
	}
	if (!arc_links(arc, a, code, &links, &n, err))
		return false;
	while (v + 1 < VERDICTS &&
	       (!known || strcmp(verdicts[v].status, d.status) != 0))
		v++;
	xml_set(b, "co-quan", web->org);
	xml_set(b, "ma", code);
	xml_set(b, "dau", verdicts[v].mark);
	xml_set(b, "ket-luan", verdicts[v].title);
	xml_set(b, "loi", verdicts[v].text);
	if (known) {
		put_facts(b, a, &d);
		put_links(b, links, n);
	}
	return reply_page(web, req, known ? 200 : 404, b, err);
}
