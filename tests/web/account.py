"""Accounts, the second factor, tokens, settings, the trail, two persons: by way of the pages."""
import base64
import hashlib
import hmac
import html
import re
import struct
import time

from office import Browser, Office, PASSWORD, check, finish


def totp(secret, at=None):
    """RFC 6238, written a second time."""
    key = base64.b32decode(secret)
    mac = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    i = mac[19] & 15
    return f"{(struct.unpack('>I', mac[i:i + 4])[0] & 0x7fffffff) % 1000000:06d}"


with Office(spread=True) as office:
    boss = Browser(office).first_login("quantri", office.first)

    # A new account: its errors, its one-time password, its first login.
    boss.get("/quan-tri/tai-khoan")
    for fields, words in [({"login": "Có Dấu", "ten": "A", "vai-tro": "nguoi-xem"}, "tên đăng nhập"),
                          ({"login": "dao", "ten": "", "vai-tro": "nguoi-xem"}, "họ tên"),
                          ({"login": "dao", "ten": "A"}, "vai trò"),
                          ({"login": "dao", "ten": "A", "vai-tro": "vua"}, "vai trò"),
                          ({"login": "quantri", "ten": "A", "vai-tro": "nguoi-xem"}, "đã có tài khoản")]:
        r = boss.post("/quan-tri/tai-khoan", fields)
        check(r.status == 422 and words in r.text, f"{fields}: {r.status}")
    r = boss.post("/quan-tri/tai-khoan", {"login": "dao", "ten": "Nguyễn Thị Đào", "vai-tro": ["van-thu", "chuyen-vien"], "co-quan": "*"})
    once = re.search(r'class="bi-mat">([^<]+)<', r.text)
    check(r.status == 200 and once, f"add: {r.status}")
    dao = Browser(office).first_login("dao", once.group(1))
    check("Chuyên viên, Văn thư" in dao.get("/tai-khoan").text, "roles on the own page")
    check(dao.get("/quan-tri/tai-khoan").status == 403, "a registrar manages accounts")

    # The second factor: the picture holds the key that is shown, codes work once.
    r = dao.get("/tai-khoan/hai-buoc")
    secret = re.search(r'class="bi-mat">([A-Z2-7]{32})<', r.text).group(1)
    svg = dao.get("/tai-khoan/hai-buoc/ma.svg")
    check(svg.status == 200 and svg.header("Content-Type") == "image/svg+xml" and svg.body.startswith(b"<svg"), "picture")
    check(svg.header("Cache-Control") == "no-store", "the picture of a key is cached")
    r = dao.post("/tai-khoan/hai-buoc", {"ma": "000000", "mat-khau": PASSWORD})
    check(r.status == 422 and "không khớp" in r.text, f"wrong code: {r.status}")
    r = dao.post("/tai-khoan/hai-buoc", {"ma": totp(secret), "mat-khau": "sai"})
    check(r.status == 422, f"wrong password: {r.status}")
    r = dao.post("/tai-khoan/hai-buoc", {"ma": totp(secret), "mat-khau": PASSWORD})
    codes = re.findall(r"<li>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</li>", r.text)
    check(r.status == 200 and len(codes) == 8 and len(set(codes)) == 8, f"recovery codes: {codes}")
    other = Browser(office)
    check(other.login("dao", PASSWORD).status == 401, "no second factor asked")
    code = totp(secret)
    check(other.login("dao", PASSWORD, {"ma-xac-thuc": code}).status == 303, "with the code")
    r = Browser(office).login("dao", PASSWORD, {"ma-xac-thuc": code})
    check(r.status == 401, f"the same code again: {r.status}")
    check(Browser(office).login("dao", PASSWORD, {"ma-xac-thuc": codes[3]}).status == 303, "with a recovery code")
    r = Browser(office).login("dao", PASSWORD, {"ma-xac-thuc": codes[3]})
    check(r.status == 401, f"the same recovery code again: {r.status}")

    # Tokens: shown once, no more rights than their owner, gone when revoked.
    dao.get("/tai-khoan")
    check(dao.post("/tai-khoan/khoa", {"ten-khoa": "x", "quyen": "quan-ly", "han": "30"}).status == 422, "a token beyond its owner")
    check(dao.post("/tai-khoan/khoa", {"ten-khoa": "x", "quyen": "doc", "han": "9999"}).status == 422, "a token for ever")
    r = dao.post("/tai-khoan/khoa", {"ten-khoa": "máy quét", "quyen": ["doc"], "han": "30"})
    key = re.search(r"sv_[\w-]{43}", r.text).group(0)
    check(key not in dao.get("/tai-khoan").text, "the token is shown again")
    number = re.search(r'action="/khoa/(\d+)/huy"', dao.get("/tai-khoan").text).group(1)
    machine = Browser(office)
    bearer = {"Authorization": "Bearer " + key}
    check(machine.get("/api/v1/documents", bearer).status == 200, "a token reads")
    hoa = office.row("hoa", "nguoi-xem")
    check(hoa.post(f"/khoa/{number}/huy").status == 403, "another's token is revoked")
    check(dao.post(f"/khoa/{number}/huy").status == 303, "revoke")
    check(machine.get("/api/v1/documents", bearer).status == 401, "a revoked token reads")

    # Taken away: at once in this program, with the session that is open.
    boss.get("/quan-tri/tai-khoan/dao")
    r = boss.post("/quan-tri/tai-khoan/dao", {"ten": "Nguyễn Thị Đào", "vai-tro": "nguoi-xem", "co-quan": "*", "khoa": "co"})
    check(r.status == 303, f"lock: {r.status}")
    check(dao.get("/luu-tru").status == 303, "a locked account reads on")
    check(Browser(office).login("dao", PASSWORD, {"ma-xac-thuc": codes[1]}).status == 401, "a locked account logs in")
    r = boss.post("/quan-tri/tai-khoan/quantri", {"ten": "Q", "vai-tro": "nguoi-xem", "co-quan": "*"})
    check(r.status == 403 and "không còn ai giữ quyền quản trị" in r.text, f"the last administrator: {r.status}")
    boss.get("/quan-tri/tai-khoan/dao")
    r = boss.post("/quan-tri/tai-khoan/dao/mat-khau", {"tat-hai-buoc": "co"})
    check(r.status == 200 and "bi-mat" in r.text, f"reset: {r.status}")

    # An administrator of one organisation stays within it.
    local = office.row("noi-bo", "quan-tri", "so-noi-vu")
    check(local.get("/quan-tri/tai-khoan").text.count('scope="row"') == 1, "sees others' accounts")
    check(local.get("/quan-tri/tai-khoan/dao").status == 403, "opens another's account")
    r = local.post("/quan-tri/tai-khoan", {"login": "moi", "ten": "M", "vai-tro": "quan-tri", "co-quan": "*"})
    check(r.status == 403, f"makes an administrator of all: {r.status}")
    check(local.post("/quan-tri/thiet-lap", {"hai-nguoi": "co"}).status == 403, "changes the settings of all")

    # Settings and the trail.
    boss.get("/quan-tri/thiet-lap")
    check(boss.post("/quan-tri/thiet-lap", {"hai-nguoi": "co"}).status == 303, "settings")
    check('checked="checked"' in boss.get("/quan-tri/thiet-lap").text, "the setting is kept")
    doc = office.document()
    hoa.get(f"/van-ban/{doc}")
    for _ in range(3):
        check(hoa.get(f"/van-ban/{doc}/tep.pdf").status == 200, "download")
    time.sleep(2.2)
    r = boss.get(f"/quan-tri/nhat-ky?nguoi=hoa&doi-tuong={doc}")
    check("Tải về" in r.text and "Xem" in r.text, "the trail of a reader")
    r = boss.get("/quan-tri/nhat-ky?viec=sua-tai-khoan")
    check("dao" in r.text and "nguoi-xem; cơ quan tất cả; khóa" in r.text, "the trail of a change")
    check(boss.get("/quan-tri/nhat-ky?tu-ngay=01/01/2100").text.count("data-ten=\"Lúc\"") == 0, "by day")
    check("dang-nhap-hong" in boss.get("/quan-tri/nhat-ky").text or "Đăng nhập không thành" in boss.get("/quan-tri/nhat-ky").text,
          "a failed login is not noted")
    check(office.row("kt", "luu-tru").get("/quan-tri/nhat-ky").status == 200, "the archivist reads the trail")
    check(hoa.get("/cho-duyet").status == 403, "a reader approves")
    check("Không có việc nào chờ" in office.row("sep", "lanh-dao").get("/cho-duyet").text, "nothing waits")

    # Every page says whose it is, names its language and brings no inline code.
    for path in ("/tai-khoan", "/tai-khoan/mat-khau", "/tai-khoan/hai-buoc", "/quan-tri/tai-khoan", "/quan-tri/tai-khoan/dao",
                 "/quan-tri/khoa", "/quan-tri/thiet-lap", "/quan-tri/nhat-ky", "/luu-tru", "/so-dang-ky", "/ho-so"):
        r = boss.get(path)
        check(r.status == 200 and 'lang="vi"' in r.text, f"{path}: {r.status}")
        check(not re.search(r'<script>|style="|\son[a-z]+="|javascript:', r.text), f"{path}: inline code")
        check(len(r.body) < 100_000, f"{path}: {len(r.body)} bytes")
        check(r.header("Cache-Control") == "no-store", f"{path}: kept by caches")

# The same from the command line.
with Office(demo=False) as office:
    d = ["--data", office.data]
    office.run("user", "add", "lan", *d, "--name", "Lan", "--roles", "vua", status=1)
    out = office.run("user", "add", "lan", *d, "--name", "Trần Thị Lan", "--roles", "van-thu,luu-tru", "--org", "so-noi-vu")
    check(re.search(r"lan: [a-z2-9-]{24}$", out.strip()), out)
    office.run("user", "add", "lan", *d, "--name", "Lan", "--roles", "van-thu", status=1)
    check("lan\tTrần Thị Lan\tso-noi-vu\tvan-thu luu-tru\tdùng" in office.run("user", "list", *d), "list")
    lan = Browser(office).first_login("lan", out.split(": ")[1].strip())
    office.run("user", "disable", "lan", *d)
    time.sleep(1.1)
    check(lan.get("/luu-tru").status == 303, "locked from outside within a second")
    office.run("user", "enable", "lan", *d)
    office.run("user", "role", "lan", "nguoi-xem", *d)
    office.run("user", "role", "quantri", "nguoi-xem", *d, status=1)
    check(re.search(r"lan: [a-z2-9-]{24}$", office.run("user", "passwd", "lan", *d, "--no-totp").strip()), "passwd")
    office.run("token", "add", "lan", *d, "--name", "x", "--rights", "ban-hanh", status=1)
    key = office.run("token", "add", "lan", *d, "--name", "x", "--rights", "doc", "--days", "1").strip()
    check(Browser(office).get("/api/v1/documents", {"Authorization": "Bearer " + key}).status == 200, "token")
    office.run("token", "revoke", office.run("token", "list", *d).split("\t")[0], *d)
    check("đã hủy" in office.run("token", "list", *d), "revoked")
finish()
