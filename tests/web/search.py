"""Searches that a person keeps under a name."""
import html
import re
import urllib.parse

from office import Browser, Office, check, finish


def saved(reply):
    nav = re.search(r'<nav class="da-luu".*?</nav>', reply.text, re.S)
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', nav.group(0)) if nav else []


with Office(spread=True) as office:
    dao = office.row("dao", "nguoi-xem")
    hoa = office.row("hoa", "nguoi-xem")
    check("Lưu lần tìm này" not in dao.get("/luu-tru").text, "nothing is searched, yet it may be kept")
    dao.get("/luu-tru?q=dang&nam=2023")
    fields = {"q": "đặng & “quốc”", "nam": "2023", "tiep": "//xau.vn", "ten-lan-tim": "Bằng khen 2023"}
    r = dao.post("/luu-tru/luu", fields)
    where = r.header("Location")
    check(r.status == 303 and where.startswith("/luu-tru?q="), f"keep: {r.status} {where}")
    asked = urllib.parse.parse_qs(where.split("?", 1)[1])
    check(asked == {"q": ["đặng & “quốc”"], "nam": ["2023"]}, f"what is kept: {asked}")
    r = dao.get(where)
    check(saved(r) == [(html.escape(where), "Bằng khen 2023")], f"the list: {saved(r)}")
    check(saved(hoa.get("/luu-tru")) == [], "another person's list")

    # The same name replaces; without a name nothing is kept, and it is said.
    dao.post("/luu-tru/luu", {"q": "kế hoạch", "ten-lan-tim": "Bằng khen 2023"})
    check(len(saved(dao.get("/luu-tru"))) == 1, "the same name twice")
    dao.post("/luu-tru/luu", {"q": "kế hoạch", "ten-lan-tim": "  "})
    r = dao.get("/luu-tru")
    check("chưa có tên" in r.text and len(saved(r)) == 1, "kept without a name")
    for i in range(49):
        dao.post("/luu-tru/luu", {"q": "x", "ten-lan-tim": f"lần {i:02}"})
    check(len(saved(dao.get("/luu-tru"))) == 50, "fifty")
    dao.post("/luu-tru/luu", {"q": "x", "ten-lan-tim": "thừa"})
    r = dao.get("/luu-tru")
    check("đã lưu 50 lần tìm" in r.text and len(saved(r)) == 50, "one too many")

    # Taken back, only one's own.
    hoa.get("/luu-tru?q=x")
    hoa.post("/luu-tru/bo", {"ten-lan-tim": "Bằng khen 2023"})
    check(len(saved(dao.get("/luu-tru"))) == 50, "another takes it away")
    dao.post("/luu-tru/bo", {"ten-lan-tim": "Bằng khen 2023"})
    check("Bằng khen 2023" not in [n for _, n in saved(dao.get("/luu-tru"))], "it stays")
    check(Browser(office).post("/luu-tru/luu", {"ten-lan-tim": "x"}).status in (303, 401, 403), "nobody keeps")
finish()
