/* web/totp.c -- the second factor: setting it up and taking it away.
 *
 * Until it is confirmed the key is nowhere: it follows from the session's
 * token, so that page and picture show the same one and nothing waits in a
 * table. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/hash.h"
#include "base/secret.h"
#include "graphic/graphic.h"
#include "web/web_priv.h"

static bool
offered_key(
    struct http_request *req, uint8_t ret[static SECRET_TOTP], struct err *err)
{
	const char *token = web_session(req);
	struct hash h;
	const char *text;

	if (token == NULL)
		return err_set(err, ERR_DENIED, no_pos,
		    "xác thực hai bước chỉ bật được trong trình duyệt");
	text = arena_printf(http_arena(req), "hai buoc %s", token);
	if (text == NULL)
		return err_nomem(err);
	hash_of(text, strlen(text), &h);
	memcpy(ret, h.bytes, SECRET_TOTP);
	return true;
}

static bool
totp_page(struct web *web, struct http_request *req, int status,
    const struct err *why, const char *const *codes, struct err *err)
{
	struct arena *a = http_arena(req);
	struct arc *arc = web_reader(web, err);
	uint8_t key[SECRET_TOTP];
	char text[B32_LEN(SECRET_TOTP) + 1];
	struct acc_account acc;
	struct xml_build *b;

	if (arc == NULL || !offered_key(req, key, err) ||
	    !acc_get(arc_db(arc), a, web_who(req)->login, &acc, err))
		return false;
	b32_write(key, sizeof(key), text);
	b = web_data(web, req);
	if (why != NULL)
		web_say_err(b, why, acc.totp ? "mat-khau" : "ma");
	xml_open(b, "hai-buoc");
	xml_set(b, "bat", acc.totp ? "co" : "khong");
	if (!acc.totp)
		xml_set(b, "khoa", text);
	for (int i = 0; codes != NULL && i < ACC_CODES; i++)
		xml_leaf(b, "ma-du-phong", codes[i]);
	xml_close(b);
	return web_page(web, req, status, "pages/hai-buoc", b, err);
}

bool
page_totp(struct http_request *req, void *app, struct err *err)
{
	return totp_page(app, req, 200, NULL, NULL, err);
}

/* One path of unit squares, with the quiet zone of four. */
static void
draw_qr(struct buf *b, const struct gfx_qr *qr)
{
	int side = qr->modules + 8;

	buf_printf(b,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d "
	    "%d\" width=\"%d\" height=\"%d\"><path fill=\"#fff\" d=\"M0 "
	    "0h%dv%dH0z\"/><path d=\"",
	    side, side, side * 5, side * 5, side, side);
	for (int y = 0; y < qr->modules; y++)
		for (int x = 0; x < qr->modules; x++)
			if (qr->dark[y * qr->modules + x])
				buf_printf(b, "M%d %dh1v1h-1z", x + 4, y + 4);
	buf_str_add(b, "\"/></svg>\n");
}

bool
image_totp(struct http_request *req, void *app, struct err *err)
{
	struct arena *a = http_arena(req);
	uint8_t key[SECRET_TOTP];
	char secret[B32_LEN(SECRET_TOTP) + 1];
	struct buf b = { 0 };
	struct gfx_qr qr;
	const char *uri;
	bool ok;

	(void)app;
	if (!offered_key(req, key, err))
		return false;
	b32_write(key, sizeof(key), secret);
	uri = arena_printf(a,
	    "otpauth://totp/So%%20Vang:%s?secret=%s&issuer=So%%20Vang",
	    web_who(req)->login, secret);
	if (uri == NULL)
		return err_nomem(err);
	if (!gfx_qr_encode(a, uri, GFX_QR_M, &qr, err))
		return false;
	draw_qr(&b, &qr);
	ok = buf_ok(&b) || err_nomem(err);
	if (ok) {
		http_reply_header(req, "Cache-Control", "no-store");
		http_reply(
		    req, 200, "image/svg+xml", buf_str(&b), b.len, false);
	}
	buf_done(&b);
	return ok;
}

/* --- on and off --- */

struct second {
	const struct acc_actor *who;
	const uint8_t *key; /* NULL = off */
	const char *const *codes;
};

static bool
store(struct arc *arc, void *ctx, struct err *err)
{
	const struct second *s = ctx;

	return acc_set_totp(arc_db(arc), s->who, s->who->login, s->key,
	    s->codes, env_now(env_system()), err);
}

static bool
confirm(struct web *web, struct http_request *req, struct err *err)
{
	struct arc *arc = web_reader(web, err);
	const char *password = http_form(req, "mat-khau");

	return arc != NULL &&
	       acc_confirm(arc_db(arc), http_arena(req), web_who(req)->account,
		   password == NULL ? "" : password, err);
}

static bool
failed(struct web *web, struct http_request *req, const struct err *why,
    struct err *err)
{
	if (err_http_status(why->kind) >= 500) {
		*err = *why;
		return false;
	}
	return totp_page(web, req, 422, why, NULL, err);
}

/* Twelve letters of a fresh word: 60 bits each. */
static bool
make_codes(struct arena *a, const char *ret[static ACC_CODES], struct err *err)
{
	char word[SECRET_WORD + 1];

	for (int i = 0; i < ACC_CODES; i++) {
		secret_word(word);
		ret[i] = arena_strndup(a, word, 14);
		if (ret[i] == NULL)
			return err_nomem(err);
	}
	return true;
}

bool
do_totp(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	const char *codes[ACC_CODES];
	uint8_t key[SECRET_TOTP];
	struct second s = { web_who(req), key, codes };
	int64_t step;
	struct err why;

	if (!offered_key(req, key, err) ||
	    !make_codes(http_arena(req), codes, err))
		return false;
	if (!confirm(web, req, &why))
		return failed(web, req, &why, err);
	if (!acc_code_fits(
		key, web_field(req, "ma"), env_now(env_system()), 0, &step)) {
		err_set(&why, ERR_VALUE, no_pos,
		    "sáu chữ số không khớp với khóa này");
		err_hint(&why,
		    "quét lại mã, và xem đồng hồ của điện thoại có đúng không");
		return failed(web, req, &why, err);
	}
	if (!web_write(web, store, &s, &why))
		return failed(web, req, &why, err);
	return totp_page(web, req, 200, NULL, codes, err);
}

bool
do_totp_off(struct http_request *req, void *app, struct err *err)
{
	struct web *web = app;
	struct second s = { web_who(req), NULL, NULL };
	struct err why;

	if (!confirm(web, req, &why) || !web_write(web, store, &s, &why))
		return failed(web, req, &why, err);
	return web_done(req, "/tai-khoan/hai-buoc",
	    "Đã tắt xác thực hai bước. Mã dự phòng cũ không dùng được nữa.");
}
