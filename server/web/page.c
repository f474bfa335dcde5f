/* web/page.c -- what every page needs: frame data, messages, errors, fields. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/log.h"
#include "viet/text.h"
#include "web/web_priv.h"

/* --- messages --- */

static const char *const tones[] = { [WEB_GOOD] = "tot", [WEB_BAD] = "xau" };

void
web_say(struct xml_build *b, enum web_tone tone, const char *text,
    const char *field)
{
	xml_open(b, "bao");
	xml_set(b, "loai", tones[tone]);
	if (field != NULL)
		xml_set(b, "o", field);
	xml_add_text(b, text);
	xml_close(b);
}

void
web_say_err(struct xml_build *b, const struct err *err, const char *field)
{
	struct buf text = { 0 };

	buf_str_add(&text, err->text);
	if (err->hint[0] != '\0')
		buf_printf(&text, " – %s", err->hint);
	web_say(b, WEB_BAD, buf_str(&text), field);
	buf_done(&text);
}

void
web_flash(struct http_request *req, enum web_tone tone, const char *text)
{
	struct buf b = { 0 };

	buf_char(&b, tone == WEB_GOOD ? '+' : '-');
	http_encode(&b, text);
	if (buf_ok(&b) && b.len < 3000)
		http_set_cookie(
		    req, web_cookie(req, "sovang-bao"), buf_str(&b), 60);
	buf_done(&b);
}

bool
web_done(struct http_request *req, const char *where, const char *text)
{
	http_redirect(req, 303, where);
	if (text != NULL)
		web_flash(req, WEB_GOOD, text);
	return true;
}

static int
hex_of(char c)
{
	const char *all = "0123456789ABCDEF";
	const char *p = c == '\0' ? NULL : strchr(all, c);

	return p == NULL ? -1 : (int)(p - all);
}

/* Only what web_flash() wrote; a cookie that somebody changed says nothing. */
static void
show_flash(struct http_request *req, struct xml_build *b)
{
	const char *name = web_cookie(req, "sovang-bao");
	const char *raw = http_cookie(req, name);
	struct buf text = { 0 };
	struct viet_bad bad;

	if (raw == NULL || (raw[0] != '+' && raw[0] != '-'))
		return;
	http_set_cookie(req, name, "", -1);
	for (const char *p = raw + 1; *p != '\0'; p++) {
		int hi = p[0] == '%' ? hex_of(p[1]) : -1;
		int lo = hi < 0 ? -1 : hex_of(p[2]);

		if (lo >= 0 && (hi > 1 || lo > 0)) {
			buf_char(&text, (char)(hi << 4 | lo));
			p += 2;
		} else {
			buf_char(&text, *p);
		}
	}
	if (buf_ok(&text) && viet_valid(buf_str(&text), text.len, &bad))
		web_say(b, raw[0] == '+' ? WEB_GOOD : WEB_BAD, buf_str(&text),
		    NULL);
	buf_done(&text);
}

/* --- frame --- */

static void
put_person(struct xml_build *b, const struct acc_actor *who)
{
	struct buf roles = { 0 };

	if (who->account == 0)
		return;
	for (int i = 0; i < ACC_ROLES; i++)
		if (who->roles & 1u << i)
			buf_printf(&roles, "%s%s", roles.len > 0 ? ", " : "",
			    acc_role_name(i));
	xml_open(b, "nguoi");
	xml_set(b, "login", who->login);
	xml_set(b, "ten", who->name);
	xml_set(b, "co-quan", who->org);
	xml_set(b, "vai-tro", buf_str(&roles));
	xml_close(b);
	buf_done(&roles);
}

struct xml_build *
web_data(struct web *web, struct http_request *req)
{
	struct arena *a = http_arena(req);
	struct xml_build *b = xml_build_new(a, "trang");
	const struct acc_actor *who = web_who(req);
	unsigned rights = who->rights;

	if (web->config.open && who->account == 0)
		rights = ACC_READ;
	xml_set(b, "co-quan", web->org);
	xml_set(b, "phien-ban", SOVANG_VERSION);
	xml_set(b, "dia-chi", http_path(req));
	xml_set(b, "ma-bieu", web_form_token(req));
	xml_set(
	    b, "quyen", arena_printf(a, " %s ", acc_rights_text(a, rights)));
	xml_leaf(b, "co-quan", web->org);
	xml_leaf(b, "phien-ban", SOVANG_VERSION);
	put_person(b, who);
	show_flash(req, b);
	return b;
}

bool
web_page(struct web *web, struct http_request *req, int status,
    const char *name, struct xml_build *data, struct err *err)
{
	struct arena *a = http_arena(req);
	struct buf out = { 0 };
	struct err_list errors;
	struct xml_doc *doc;
	bool ok;

	err_list_init(&errors, a);
	ok = xml_build_doc(data, &doc, err);
	if (ok && !press_page(web->config.press, a, name, doc, &out, &errors)) {
		for (size_t i = 0; i < errors.len; i++)
			log_err(http_request_id(req), name, errors.items[i]);
		ok = err_set(err, ERR_SETUP, no_pos, "trang %s", name);
	}
	if (ok) {
		/* What one person sees is for no shared cache. */
		http_reply_header(req, "Cache-Control",
		    web_who(req)->account == 0 ? "no-cache" : "no-store");
		http_reply(req, status, "text/html; charset=utf-8",
		    buf_str(&out), out.len, false);
	}
	buf_done(&out);
	return ok;
}

/* --- errors --- */

bool
web_wants_json(const struct http_request *req)
{
	const char *accept = http_header(req, "Accept");

	return strncmp(http_path(req), "/api/", 5) == 0 ||
	       (accept != NULL && strncmp(accept, "application/json", 16) == 0);
}

bool
web_json(struct http_request *req, struct buf *b, struct err *err)
{
	bool ok = buf_ok(b) || err_nomem(err);
	char hex[HASH_HEX + 1];
	struct hash hash;

	buf_char(b, '\n');
	if (ok) {
		hash_of(buf_str(b), b->len, &hash);
		hash_hex(&hash, hex);
		hex[32] = '\0';
		http_reply_header(req, "Cache-Control", "private, no-cache");
		if (!http_not_modified(req, hex))
			http_reply(req, 200, "application/json; charset=utf-8",
			    buf_str(b), b->len, false);
	}
	buf_done(b);
	return ok;
}

/* RFC 9457. */
static void
reply_problem(struct http_request *req, int status, const struct err *err)
{
	struct buf b = { 0 };
	struct json j = { .out = &b };

	json_object(&j);
	json_pair(&j, "type", "about:blank");
	json_pair(&j, "title", err_title(err->kind));
	json_pair_int(&j, "status", status);
	json_pair(&j, "code", err_symbol(err->kind));
	json_pair(&j, "detail", err->text);
	json_pair(&j, "hint", err->hint);
	json_pair(&j, "instance", http_request_id(req));
	json_object_end(&j);
	if (status == 401)
		http_reply_header(req, "WWW-Authenticate", "Bearer");
	http_reply_header(req, "Cache-Control", "no-store");
	http_reply(req, status, "application/problem+json; charset=utf-8",
	    buf_str(&b), b.len, false);
	buf_done(&b);
}

static void
reply_plain(struct http_request *req, int status, const struct err *err)
{
	const char *title = err_title(err->kind);

	http_reply(req, status, "text/plain; charset=utf-8", title,
	    strlen(title), false);
}

/* A page that needs a login leads there, and back afterwards. */
static void
to_login(struct http_request *req)
{
	struct buf b = { 0 }, where = { 0 };

	buf_str_add(&where, http_path(req));
	if (http_query_string(req)[0] != '\0')
		buf_printf(&where, "?%s", http_query_string(req));
	buf_str_add(&b, "/dang-nhap?tiep=");
	http_encode(&b, buf_str(&where));
	http_redirect(req, 303, buf_ok(&b) ? buf_str(&b) : "/dang-nhap");
	http_reply_header(req, "Cache-Control", "no-store");
	buf_done(&b);
	buf_done(&where);
}

static const char *
error_title(struct arena *a, const struct err *err)
{
	if (err->kind == ERR_NOTFOUND)
		return "Không tìm thấy trang hoặc văn bản này";
	return viet_capital(a, err_title(err->kind));
}

void
web_fail(struct http_request *req, void *app, const struct err *err)
{
	struct web *web = app;
	struct arena *a = http_arena(req);
	int status = err_http_status(err->kind);
	struct xml_build *b;
	struct err second;

	if (status >= 500)
		log_err(http_request_id(req), http_path(req), err);
	if (web_wants_json(req)) {
		reply_problem(req, status, err);
		return;
	}
	if (err->kind == ERR_LOGIN && http_method(req) == HTTP_GET) {
		to_login(req);
		return;
	}
	b = web_data(web, req);
	xml_open(b, "loi");
	xml_set(b, "tieu-de", error_title(a, err));
	xml_set(b, "yeu-cau", http_request_id(req));
	xml_leaf(b, "chi-tiet", err->text);
	xml_leaf(b, "goi-y", err->hint[0] == '\0' ? NULL : err->hint);
	xml_close(b);
	if (!web_page(web, req, status, "pages/loi", b, &second))
		reply_plain(req, status, err);
}

/* --- fields --- */

static const char *
clean_field(struct http_request *req, const char *name, bool lines)
{
	const char *raw = http_form(req, name), *nfc = NULL;
	struct arena *a = http_arena(req);
	char *s, *to;

	if (raw == NULL)
		return "";
	if (!viet_nfc(a, raw, strlen(raw), &nfc, NULL))
		nfc = raw; /* control characters become blanks below */
	s = arena_strdup(a, nfc);
	if (s == NULL)
		return "";
	to = s;
	for (const char *p = s; *p != '\0'; p++) {
		if (*p == '\r' && p[1] == '\n')
			continue;
		if ((unsigned char)*p < 0x20 && !(lines && *p == '\n') &&
		    *p != '\t')
			*to++ = ' ';
		else
			*to++ = *p;
	}
	*to = '\0';
	while (to > s && strchr(" \t\n", to[-1]) != NULL)
		*--to = '\0';
	return s + strspn(s, " \t\n");
}

const char *
web_field(struct http_request *req, const char *name)
{
	return clean_field(req, name, false);
}

const char *
web_text_field(struct http_request *req, const char *name)
{
	return clean_field(req, name, true);
}
