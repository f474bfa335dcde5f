"""Every route with everybody: who may not come does not come in, who may does.

The expectations follow from the program's own table (sovang reference --routes)
and from the table of roles below, which is written here a second time on purpose.
"""
import sqlite3
import subprocess
import time

from office import Browser, Office, SOVANG, check, failures, finish

ROLES = {
    "chuyen-vien": "ban-than doc soan",
    "van-thu": "ban-than doc soan ban-hanh in thu-hoi",
    "lanh-dao": "ban-than doc duyet",
    "luu-tru": "ban-than doc in giu-kho nhat-ky",
    "quan-tri": "ban-than doc giu-kho mau nhat-ky quan-ly",
    "nguoi-xem": "ban-than doc",
}
SAME = {"Sec-Fetch-Site": "same-origin"}
CROSS = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
tried = 0


def routes():
    out = subprocess.run([SOVANG, "reference", "--routes"], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        method, path, rights, scope, body = line.split("\t")
        yield method, path, set(rights.split()), scope == "org", body


def refused(reply):
    """Turned away at the gate: by status, or to the login page."""
    if reply.status in (401, 403):
        return True
    return reply.status == 303 and (reply.header("Location") or "").startswith("/dang-nhap?tiep")


def address(path, doc, org):
    """Something that exists where an object is needed, nothing that does harm."""
    things = {":org": org, ":series": "van-ban", ":year": "2022", ":login": "khach", ":name": "so-vang.css",
              ":ma": "hy-2022-du-an-trong-diem"}
    parts = path.split("/")
    for i, part in enumerate(parts):
        if part == ":id" and parts[i - 1] in ("van-ban", "documents"):
            parts[i] = doc
        elif part == ":id" and parts[i - 1] in ("viec", "jobs"):
            parts[i] = "viec-thu"
        elif part.startswith(":"):
            parts[i] = things.get(part, "khong-co")
    return "/".join(parts)


def ask(browser, method, path, body, headers, token=True):
    global tried
    tried += 1
    if method == "GET":
        return browser.ask(method, path, headers=headers)
    head = dict(headers)
    if token:
        head["X-CSRF-Token"] = browser.form
    if body == "json":
        head["Content-Type"] = "application/json"
        return browser.ask(method, path, headers=head, body="{}")
    return browser.ask(method, path, {}, head)


def expect(ok, who, method, path, reply):
    check(ok, f"{who} {method} {path}: {reply.status} {reply.header('Location') or ''}")


with Office(spread=True) as office:
    doc = office.document()
    org = sqlite3.connect(office.data + "/sovang.db").execute("SELECT org FROM document LIMIT 1").fetchone()[0]
    office.row("khach", "nguoi-xem", org)
    db = sqlite3.connect(office.data + "/sovang.db", timeout=20)
    db.execute("INSERT INTO job(id, kind, title, owner, org, subject, args, state, created, total) "
               "VALUES('viec-thu', 'tap-in', 'Tập in', 'ai', ?, ?, '', 'xong', 1, 0)", (org, doc))
    db.commit()
    db.close()
    people = {role: office.row("o-" + role, role) for role in ROLES}
    others = {role: office.row("khac-" + role, role, "co-quan-khac") for role in ROLES}
    table = [r for r in routes() if not r[1].startswith("/dang-xuat")]
    check(len(table) > 30, "the table is short")

    nobody = Browser(office)
    expired = office.row("het-han", "quan-tri,van-thu,lanh-dao,luu-tru,chuyen-vien")
    replayed = office.row("da-ra", "quan-tri,van-thu,lanh-dao,luu-tru,chuyen-vien")
    old = dict(replayed.cookies)
    check(replayed.post("/dang-xuat").status == 303, "log out")
    replayed.cookies = old
    db = sqlite3.connect(office.data + "/sovang.db", timeout=20)
    db.execute("UPDATE acc_session SET expires = 1 WHERE account = (SELECT id FROM acc_account WHERE login = 'het-han')")
    db.commit()
    db.close()
    reader = office.run("token", "add", "o-quan-tri", "--data", office.data, "--name", "x", "--rights", "doc").strip()
    revoked = office.run("token", "add", "o-quan-tri", "--data", office.data, "--name", "y", "--rights", "doc,quan-ly").strip()
    number = office.run("token", "list", "--data", office.data).splitlines()[0].split("\t")[0]
    office.run("token", "revoke", number, "--data", office.data)

    for method, path, rights, scoped, body in table:
        where = address(path, doc, org)
        public = not rights

        # Nobody, an ended session, a session that was logged out, a revoked or made-up token.
        for who, browser, headers in [
                ("nobody", nobody, {}), ("expired", expired, {}), ("replayed", replayed, {}),
                ("revoked", nobody, {"Authorization": "Bearer " + revoked}),
                ("made-up", nobody, {"Authorization": "Bearer sv_" + "A" * 43})]:
            r = ask(browser, method, where, body, headers)
            if public:
                expect(not refused(r) or method != "GET", who, method, where, r)
            else:
                expect(refused(r), who, method, where, r)

        # Every role, here and of another organisation.
        for role, may in ROLES.items():
            allowed = rights <= set(may.split())
            r = ask(people[role], method, where, body, SAME)
            if public and method == "POST":
                continue
            expect(refused(r) != allowed, role, method, where, r)
            if allowed:
                expect(r.status < 500, role, method, where, r)
            r = ask(others[role], method, where, body, SAME)
            expect(refused(r) != (allowed and not scoped), "other " + role, method, where, r)

            # What changes something needs the page's own token, and the page.
            if method != "GET" and allowed:
                r = ask(people[role], method, where, body, {}, token=False)
                expect(r.status == 403, role + " without form token", method, where, r)
                r = ask(people[role], method, where, body, CROSS)
                expect(r.status == 403, role + " cross-site", method, where, r)
                keep = people[role].form
                people[role].form = others[role].form
                r = ask(people[role], method, where, body, SAME)
                people[role].form = keep
                expect(r.status == 403, role + " with another's token", method, where, r)

        # An API token has the rights it was given, no more than that.
        r = ask(nobody, method, where, body, {"Authorization": "Bearer " + reader}, token=False)
        if not public:
            expect(refused(r) != (rights <= {"doc"}), "token of a reader", method, where, r)

    # A role that is taken away is gone within a second, for the open session too.
    office.run("user", "role", "o-van-thu", "nguoi-xem", "--data", office.data)
    time.sleep(1.1)
    r = people["van-thu"].get("/luu-tru")
    check(refused(r), f"a session outlived its role: {r.status}")
print(f"{tried} requests, {len(failures)} wrong")
finish()
