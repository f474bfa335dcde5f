"""Logging in: the first time, in vain, back to what one was doing, and out."""
import sqlite3
import time
from urllib.parse import quote

from office import Browser, Office, PASSWORD, check, finish

with Office(spread=True) as office:
    check(office.first is not None, "no first password was printed")
    b = Browser(office)
    r = b.get("/luu-tru?q=a%26b&loai=plan")
    check(r.status == 303 and r.header("Location") == "/dang-nhap?tiep=%2Fluu-tru%3Fq%3Da%2526b%26loai%3Dplan",
          f"to the login page: {r.header('Location')}")
    r = b.get(r.header("Location"))
    check('value="/luu-tru?q=a%26b&amp;loai=plan"' in r.text, "the way back is lost")
    check(r.header("Content-Security-Policy").startswith("default-src 'none'"), "no policy")

    # Wrong in every way, with the same words; then the first password, which must be changed.
    b.get("/dang-nhap")
    texts = set()
    for name, word in [("quantri", "sai"), ("khong-co", "sai"), ("quantri" * 9, "x" * 300)]:
        r = b.post("/dang-nhap", {"ten-dang-nhap": name, "mat-khau": word})
        check(r.status == 401, f"{name}: {r.status}")
        texts.add("tên đăng nhập, mật khẩu hoặc mã xác thực không đúng" in r.text)
        check("sovang" not in b.cookies, "a session for nothing")
    check(texts == {True}, "wrong names and wrong passwords are told apart")
    r = b.post("/dang-nhap", {"ten-dang-nhap": "quantri", "mat-khau": office.first}, token=False)
    check(r.status == 403 and "sovang" not in b.cookies, f"login without form token: {r.status}")
    r = b.login("QuanTri", office.first)
    check(r.status == 303 and r.header("Location") == "/luu-tru", f"login: {r.status}")
    cookie = [v for k, v in r.headers if k == "Set-Cookie" and v.startswith("sovang=")][0]
    check("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie, cookie)
    r = b.get("/luu-tru")
    check(r.status == 303 and r.header("Location") == "/tai-khoan/mat-khau", "the first password is not changed")
    r = b.get("/api/v1/documents")
    check(r.status == 403 and r.json["code"] == "E-DENIED", "the API before the first password is changed")

    # Behind a proxy that speaks TLS the cookie is bound to this host.
    t = Browser(office)
    tls = {"X-Forwarded-Proto": "https"}
    r = t.get("/dang-nhap", tls)
    check("__Host-sovang-truoc" in t.cookies, f"no __Host- cookie: {t.cookies}")
    check("max-age" in (r.header("Strict-Transport-Security") or ""), "no HSTS over TLS")
    check(b.get("/dang-nhap").header("Strict-Transport-Security") is None, "HSTS over plain HTTP")
    r = t.ask("POST", "/dang-nhap", {"ma-bieu": t.form, "ten-dang-nhap": "quantri", "mat-khau": office.first}, tls)
    check(any(v.startswith("__Host-sovang=") and "; Secure" in v for k, v in r.headers if k == "Set-Cookie"), "cookie over TLS")

    # Changing it: every wrong way has its words.
    b.get("/tai-khoan/mat-khau")
    for fields, words in [
            ({"cu": "sai", "moi": PASSWORD, "lai": PASSWORD}, "mật khẩu hiện nay không đúng"),
            ({"cu": office.first, "moi": "ngắn", "lai": "ngắn"}, "mật khẩu dài 4 chữ"),
            ({"cu": office.first, "moi": "1234567890", "lai": "1234567890"}, "dễ đoán"),
            ({"cu": office.first, "moi": PASSWORD, "lai": PASSWORD + "x"}, "khác nhau"),
            ({"cu": office.first, "moi": office.first, "lai": office.first}, "giống mật khẩu cũ")]:
        r = b.post("/tai-khoan/mat-khau", fields)
        check(r.status == 422 and words in r.text, f"{words}: {r.status}")
    r = b.post("/tai-khoan/mat-khau", {"cu": office.first, "moi": PASSWORD, "lai": PASSWORD})
    check(r.status == 303, f"change: {r.status}")
    check("Đã đổi mật khẩu" in b.get("/tai-khoan").text, "no message after the change")
    check("Đã đổi mật khẩu" not in b.get("/tai-khoan").text, "the message stays")
    check(t.get("/tai-khoan", tls).status == 303, "the other session outlived the change")

    # A form under a session that has ended is kept through the login.
    db = sqlite3.connect(office.data + "/sovang.db", timeout=20)
    db.execute("UPDATE acc_session SET expires = 1")
    db.commit()
    db.close()
    time.sleep(1.1)
    typed = {"ten": "Trần Thị “Lan” <b>", "login": "lan", "vai-tro": ["nguoi-xem", "luu-tru"], "co-quan": "*"}
    r = b.post("/quan-tri/tai-khoan", typed)
    check(r.status == 303 or r.status == 401, "not refused")
    check(r.status == 401 and "giu.ten" not in r.text, "kept although nobody vouched for its origin")
    r = b.post("/quan-tri/tai-khoan", typed, {"Sec-Fetch-Site": "cross-site"})
    check(r.status == 403, f"a foreign form is kept: {r.status}")
    same = {"Sec-Fetch-Site": "same-origin"}
    r = b.post("/quan-tri/tai-khoan", typed, same)
    check(r.status == 401 and 'name="giu.ten" value="Trần Thị “Lan” &lt;b&gt;"' in r.text, f"what was typed is lost: {r.status}")
    kept = {"giu-noi": "/quan-tri/tai-khoan", "giu.ten": typed["ten"], "giu.login": "lan", "giu.vai-tro": typed["vai-tro"],
            "giu.co-quan": "*", "ten-dang-nhap": "quantri"}
    r = b.post("/dang-nhap", {**kept, "mat-khau": "sai"})
    check(r.status == 401 and 'name="giu.login" value="lan"' in r.text, "lost at the second try")
    r = b.post("/dang-nhap", {**kept, "mat-khau": PASSWORD})
    check(r.status == 200 and "Gửi tiếp" in r.text and 'action="/quan-tri/tai-khoan"' in r.text, f"hand back: {r.status}")
    check(r.text.count('name="vai-tro"') == 2, "a repeated field is lost")
    r = b.post("/quan-tri/tai-khoan", typed)
    check(r.status == 200 and "Đã tạo tài khoản lan" in r.text, f"sent on: {r.status}")
    check("&lt;b&gt;" in r.text and "<b>\"" not in r.text, "a name became markup")

    # No way out to another site.
    for where in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"):
        r = Browser(office).get("/dang-nhap?tiep=" + quote(where))
        check('name="tiep" value="/"' in r.text, f"open redirect: {where}")
        r = b.get("/dang-nhap?tiep=" + quote(where))
        check(r.header("Location") == "/", f"open redirect: {where} → {r.header('Location')}")

    # Guessing is slowed down, per account and whoever guesses; the trail knows.
    guess = Browser(office)
    for _ in range(6):
        r = guess.login("lan", "sai mật khẩu")
    check(r.status == 429 and int(r.header("Retry-After")) >= 1, f"guessing goes on: {r.status}")

    c = b
    c.get("/tai-khoan")
    keep = dict(c.cookies)
    check(c.post("/dang-xuat", token=False).status == 403, "log out by a foreign link")
    check(c.post("/dang-xuat").status == 303 and "sovang" not in c.cookies, "log out")
    c.cookies = keep
    check(c.get("/tai-khoan").status == 303, "a session that was ended works")
    check(c.get("/dang-nhap").status == 200, "the login page")

with Office(demo=False) as office:
    check(office.first is not None, "first start")
    b = Browser(office)
    check(b.login("quantri", office.first).status == 303, "from this machine over plain HTTP")
    first = office.first
    office.stop()
    office.start()
    check("mật khẩu" in open(office.out).read() and open(office.out).read().count("mật khẩu: ") == 1,
          "a second first administrator")
finish()
