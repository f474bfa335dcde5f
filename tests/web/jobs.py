"""Certificates of a decision by way of the pages: trial, issue, progress, print, ZIP, the check of a paper copy."""
import hashlib
import http.client
import io
import json
import re
import sqlite3
import subprocess
import time
import zipfile

from office import Browser, Office, ROOT, check, finish

COUNT = 160
UNITS = ["Sở Xây dựng", "Sở Tài chính", "Ủy ban nhân dân xã Đỗ Xá Hạ", "Công ty cổ phần Xây dựng cầu đường Đại Thắng Lợi"]
NAMES = ["Nguyễn Văn Hòa", "Trần Thị Thủy", "Lê Đức Ánh", "Phạm Thị Ổn", "Đặng Quốc Vẽ"]


def campaign(path, count):
    text = open(ROOT + "/templates/demo/phong-trao-71.xml", encoding="utf-8").read()
    start, end = text.index("<tap-the ma="), text.index("</dot-khen>")
    people = "".join(
        f'<ca-nhan ma="p{i}" danh-xung="Ông"><ten>{NAMES[i % 5]} {"Ă" if i == 3 else ""}{i}</ten><chuc-vu>Chuyên viên</chuc-vu>'
        f"<don-vi>{UNITS[i % 4]}</don-vi></ca-nhan>\n" for i in range(count))
    open(path, "w", encoding="utf-8").write(text[:start] + people + text[end:])


def wait(browser, place, state):
    for _ in range(600):
        r = browser.get(place.replace("/viec/", "/api/v1/jobs/"))
        if r.json["trang-thai"] in (state, "hong"):
            break
        time.sleep(0.1)
    check(r.json["trang-thai"] == state, f"{place}: {r.text}")
    return r.json


def job_of(reply):
    place = reply.header("Location") or ""
    check(reply.status == 303 and place.startswith("/viec/"), f"{reply.status} {place} {reply.text[-300:]}")
    return place


with Office(demo=False, spread=True) as office:
    file = office.dir + "/phong-trao.xml"
    campaign(file, COUNT)
    office.stop()
    office.run("issue", "decision", file, "--data", office.data)
    office.start()
    decision = office.document("decision")
    here = f"/van-ban/{decision}/bang-khen"
    lan = office.person("lan", "van-thu")
    reader = office.person("xem", "nguoi-xem")

    # Nothing is numbered before the trial has been looked at.
    r = lan.get(here)
    check(r.status == 200 and f"Soát {COUNT} bằng" in r.text and "Soát xong mới cấp số" in r.text, f"first page {r.status}")
    r = lan.post(here + "/cap")
    check(r.status == 422 and "chưa soát" in r.text, f"issue before the trial: {r.status}")
    check(reader.get(here).status == 200 and reader.post(here + "/soat").status == 403, "a reader starts a trial")

    lan.get(here)
    key = re.search(r'name="yeu-cau" value="(s-[^"]+)"', lan.get(here).text).group(1)
    first = job_of(lan.post(here + "/soat", {"yeu-cau": key}))
    check(job_of(lan.post(here + "/soat", {"yeu-cau": key})) == first, "a double click makes two jobs")
    done = wait(lan, first, "xong")
    check(done["xong"] == COUNT, str(done))
    r = lan.get(here)
    for words in ("Giấy cần có", "Phôi bằng khen A4 ngang: <b>160</b> tờ, dự phòng 4 tờ", "Cấp số và tạo bằng"):
        check(words in r.text, words)
    check("đã cấp <b>0</b> bằng" in r.text, "the trial took numbers")

    # The issue, followed by its events.
    place = job_of(lan.post(here + "/cap", {"yeu-cau": "c-1"}))
    line = http.client.HTTPConnection("127.0.0.1", office.port, timeout=30)
    line.request("GET", place + "/tien-do", headers={"Cookie": "; ".join(f"{k}={v}" for k, v in lan.cookies.items())})
    events = line.getresponse()
    check(events.getheader("Content-Type", "").startswith("text/event-stream"), "events")
    told = [json.loads(x[6:]) for x in events.read().decode().splitlines() if x.startswith("data: ")]
    check(told and told[-1]["trang-thai"] == "xong" and told[-1]["xong"] == COUNT, f"events: {told[-1:]}")
    check(wait(lan, place, "xong")["xong"] == COUNT, "made")
    r = lan.get(place)
    check(r.status == 200 and "Về trang Bằng khen" in r.text and "http-equiv" not in r.text, "page of a job that is done")
    items = lan.get(place.replace("/viec/", "/api/v1/jobs/") + "/items").json["muc"]
    check(len(items) == COUNT and all(i["ket-qua"] == "xong" and i["van-ban"] for i in items), "items")
    check(lan.post(place + "/huy").status == 403, "a job that is done is cancelled")

    # One file for the printer, its pages again, the hand-over list.
    def printed(fields):
        p = job_of(lan.post(here + "/in", fields))
        wait(lan, p, "xong")
        r = lan.get(p + "/tep.pdf")
        check(r.status == 200 and r.body.startswith(b"%PDF-"), f"{fields}: {r.status}")
        text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=r.body, capture_output=True).stdout.decode()
        return text.split("\f")[:-1]

    pages = printed({"kieu": "day-du", "xep": "don-vi", "to-ngan": "co", "yeu-cau": "i-1"})
    check(len(pages) == COUNT + len(UNITS) and UNITS[0] in pages[0] and "40 bằng khen" in pages[0], "by unit")
    again = printed({"kieu": "day-du", "xep": "don-vi", "to-ngan": "co", "trang": "37-41, 50", "ly-do": "Kẹt giấy", "yeu-cau": "i-2"})
    check(again == [pages[i - 1] for i in (37, 38, 39, 40, 41, 50)], "pages again are not those pages")
    r = lan.post(here + "/in", {"kieu": "day-du", "trang": "1-2", "yeu-cau": "i-3"})
    check(r.status == 422 and "chưa ghi lý do in lại" in r.text and 'href="#ly-do"' in r.text, "a reprint without a reason")
    r = lan.post(here + "/in", {"kieu": "day-du", "trang": "ba", "ly-do": "x", "yeu-cau": "i-4"})
    check(r.status == 422 and 'value="ba"' in r.text, "what was typed is gone")
    listing = "".join(printed({"kieu": "bien-ban", "yeu-cau": "i-5"}))
    check("BIÊN BẢN" in listing and "Cộng: 160 bằng khen" in listing, "hand-over list")

    # ZIP: whole, named in Vietnamese, each file the archive's own bytes, length told before.
    r = lan.get(f"/van-ban/{decision}/bang-khen.zip")
    check(int(r.header("Content-Length")) == len(r.body) and r.header("Content-Type") == "application/zip", "ZIP head")
    z = zipfile.ZipFile(io.BytesIO(r.body))
    check(z.testzip() is None and len(z.namelist()) == COUNT, "ZIP entries")
    check("0001 Nguyễn Văn Hòa 0 - Sở Xây dựng.pdf" in z.namelist(), str(z.namelist()[:2]))
    sums = {hashlib.sha256(z.read(n)).hexdigest() for n in z.namelist()}
    docs = [lan.get("/api/v1/documents/" + i["van-ban"]).json for i in items[:5]]
    check(all(d["sha256"] in sums for d in docs), "bytes in the ZIP are not the archive's")
    open(office.dir + "/b.zip", "wb").write(r.body)
    out = subprocess.run(["unzip", "-tq", office.dir + "/b.zip"], capture_output=True, text=True)
    check(out.returncode == 0, out.stdout + out.stderr)
    check(reader.get(f"/van-ban/{decision}/bang-khen.zip").status == 403, "a reader takes the ZIP")

    # Printers: what was measured becomes a shift; nonsense is refused.
    r = lan.post("/may-in", {"may-in": "HP", "phoi": "A", "trai": "21,5", "tren": "19,0", "ngang": "257,0", "doc": "170"})
    check(r.status == 303, f"printer {r.status}")
    r = lan.get("/may-in")
    check("-1,5" in r.text and "1,0" in r.text and "100,00 × 100,00" in r.text, "the shift")
    for bad in ({"trai": "x"}, {"ngang": "100"}, {"may-in": ""}, {"tren": "90,0"}):
        fields = {"may-in": "HP", "phoi": "A", "trai": "20,0", "tren": "20,0", "ngang": "257,0", "doc": "170,0"}
        fields.update(bad)
        check(lan.post("/may-in", fields).status == 422, f"accepted {bad}")
    r = lan.get("/may-in/to-can-chinh.pdf?may=HP%20%7C%20A")
    check(r.status == 200 and r.body.startswith(b"%PDF-"), "calibration sheet")
    shifted = printed({"kieu": "tren-phoi", "xep": "ten", "may": "HP | A", "yeu-cau": "i-6"})
    check(len(shifted) == COUNT and "BẰNG KHEN" not in "".join(shifted), "overlay")

    # The API says the same.
    r = lan.get("/api/v1/jobs?quyet-dinh=" + decision)
    check(len(r.json["viec"]) >= 6, "jobs of the decision")
    r = lan.post("/api/v1/jobs", {"loai": "khac", "quyet-dinh": decision})
    check(r.status in (400, 422) and r.json["code"], f"unknown kind {r.status}")

    db = sqlite3.connect(office.data + "/sovang.db", timeout=20)
    for i in range(32):
        db.execute("INSERT INTO job(id, kind, title, owner, org, subject, args, state, created, total) "
                   "VALUES(?, 'tap-in', 'Tập in', 'ai', '', 'x', '', 'tam-dung', 1, 0)", (f"day{i}",))
    db.commit()
    r = lan.post("/api/v1/jobs", {"loai": "tap-in", "quyet-dinh": decision})
    check(r.status == 429 and r.header("Retry-After") == "30" and "32 việc" in r.text, f"full queue {r.status} {r.headers} {r.text}")
    db.execute("DELETE FROM job WHERE subject = 'x'")
    db.commit()
    db.close()

    # The check: genuine, unknown, replaced; no cookie, cacheable, nothing of others.
    anybody = Browser(office)
    r = anybody.get("/v/" + items[0]["van-ban"])
    check(r.status == 200 and "Văn bản thật, còn hiệu lực" in r.text and docs[0]["code"] in r.text, f"check {r.status}")
    check(r.header("Set-Cookie") is None and "max-age" in r.header("Cache-Control"), "the check sets cookies")
    check(docs[0]["sha256"] in r.text and UNITS[1] not in r.text, "hash, and nobody else")
    r = lan.get(f"/van-ban/{decision}/du-lieu.xml")
    check(f"/v/{decision}</kiem-tra>" in r.text, "the decision has no code")
    check("Văn bản thật" in anybody.get("/v/" + decision).text, "check of the decision")
    r = anybody.get("/v/00000000000000000000000000")
    check(r.status == 404 and "Mã này không có trong kho" in r.text and "Trên giấy" not in r.text, "unknown code")
    office.run("register", "recall", items[1]["van-ban"], "--reason", "Ghi sai tên", "--data", office.data)
    r = anybody.get("/v/" + items[1]["van-ban"])
    check("Văn bản đã bị thu hồi" in r.text and "Ghi sai tên" not in r.text, "recalled")
    check(len(printed({"kieu": "day-du", "yeu-cau": "i-7"})) == COUNT - 1, "a recalled certificate is printed")

finish()
