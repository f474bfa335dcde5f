"""Versions of templates by way of the pages: errors at their lines, published ones for ever the same."""
import hashlib
import html
import os
import re

from office import Browser, Office, ROOT, check, finish


def multipart(fields, files):
    edge, out = "ranhgioi7", []
    for k, v in fields.items():
        out.append(f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode())
    for name, data in files:
        out.append(f'--{edge}\r\nContent-Disposition: form-data; name="tep"; filename="{name}"\r\n'
                   "Content-Type: text/xml\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(out) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def upload(browser, template, files, note=""):
    browser.get("/mau")
    body, kind = multipart({"ma-bieu": browser.form, "ma": template, "ghi-chu": note}, files)
    return browser.ask("POST", "/mau", headers={"Content-Type": kind}, body=body)


def shipped(name, file="template.xml"):
    with open(os.path.join(ROOT, "templates", "documents", name, file), "rb") as f:
        return f.read()


with Office(spread=True) as office:
    boss = Browser(office).first_login("quantri", office.first)
    reader = office.row("xem", "nguoi-xem")
    r = reader.get("/mau")
    names = set(re.findall(r'href="/mau/([a-z0-9-]+)"', r.text))
    have = {d for d in os.listdir(os.path.join(ROOT, "templates", "documents"))}
    check(r.status == 200 and names == have, f"the list: {r.status} {names ^ have}")
    check("Thêm mẫu mới" not in r.text, "a reader is offered to upload")
    r = reader.get("/mau/plan")
    check(r.status == 200 and "Phiên bản 1" in r.text and "công bố" in r.text, "the page of the plan")
    check("sovang render plan" in r.text, "no reference")
    first = reader.get("/mau/plan/1/mau-thu.pdf")
    check(first.status == 200 and first.body.startswith(b"%PDF-"), f"sample: {first.status}")
    r = reader.get("/mau/plan/1")
    check(re.search(r"documents/plan/template.xml</th><td[^>]*>" + hashlib.sha256(shipped("plan")).hexdigest(), r.text),
          "the lock does not name the template's file")
    check(reader.get("/mau/plan/9").status == 404 and reader.get("/mau/plan/x").status == 404, "no such version")
    check(reader.get("/mau/khong-co").status == 404, "no such template")

    # What is wrong is shown at its line, all at once; it cannot be published.
    bad = shipped("plan").replace(b"$pt/muc-dich", b"$pt/mucdich", 1).replace(b"<fill slot=\"noi-dung\">", b"<fill slot=\"noi-dung\"><pp>a</pp>", 1)
    r = upload(boss, "plan", [("template.xml", bad)], "thử sai")
    where = r.header("Location")
    check(r.status == 303 and where == "/mau/plan/2", f"upload: {r.status} {where}")
    r = boss.get("/mau/plan/2")
    page = html.unescape(r.text)
    check("E-ELEMENT" in page or "E-PATH" in page, "no error is told")
    check("E-PATH" in page and "gần nhất: «muc-dich»" in page, "the misspelt path")
    line = bad[:bad.find(b"mucdich")].count(b"\n") + 1
    check(f"documents/plan/template.xml:{line}:" in page, f"line {line} is not named")
    check("Công bố phiên bản 2" not in page, "what is wrong may be published")
    r = boss.post("/mau/plan/2/cong-bo")
    check(r.status in (409, 422) and "chỗ phải sửa" in html.unescape(r.text), f"published with errors: {r.status}")
    check(boss.get("/mau/plan/2/mau-thu.pdf").status == 422, "a sample of what cannot be read")

    # A good one: checked, published, then locked; documents go on with the old bytes of the old version.
    good = shipped("plan").replace("KẾ HOẠCH".encode(), "KẾ HOẠCH<!-- bản 3 -->".encode(), 1)
    check(upload(boss, "plan", [("template.xml", good), ("mau.xml", shipped("plan", "mau.xml"))]).status == 303, "upload")
    r = boss.get("/mau/plan/3")
    check("không có lỗi" in r.text and "Công bố phiên bản 3" in r.text, "the good one has errors")
    r = boss.get("/mau/plan/3/so-sanh")
    check(r.status == 200 and "71/KH-UBND" in r.text and "Không đổi" in r.text, f"a comment changes a document: {r.status}")
    other = shipped("plan").replace("Yêu cầu".encode(), "Đòi hỏi".encode(), 1)
    check(upload(boss, "plan", [("template.xml", other)]).status == 303, "upload what reads otherwise")
    r = boss.get("/mau/plan/4/so-sanh?voi=1")
    check(r.status == 200 and "<del>Yêu cầu</del>" in r.text and "<ins>Đòi hỏi</ins>" in r.text, "other words are not shown")
    check(boss.post("/mau/plan/4/bo").status == 303, "drop it")
    check(reader.get("/mau/plan/3/so-sanh").status == 403, "a reader compares")
    check(boss.get("/mau/plan/3/so-sanh?voi=99").status == 404, "compared with nothing")
    check(boss.post("/mau/plan/3/cong-bo").status == 303, "publish")
    r = boss.get("/mau/plan/3")
    check("Công bố phiên bản" not in r.text and "Bỏ bản dự thảo" not in r.text, "published, and still to be changed")
    r = boss.post("/mau/plan/3/cong-bo")
    check(r.status in (403, 409, 422) and "đã công bố" in html.unescape(r.text), f"published twice: {r.status}")
    check(boss.post("/mau/plan/3/bo").status in (403, 409, 422), "a published version is dropped")
    check(reader.get("/mau/plan/1/mau-thu.pdf").body == first.body, "version 1 changed")
    check(boss.post("/mau/plan/2/bo").status == 303, "drop the bad draft")
    check(boss.get("/mau/plan/2").status == 404, "a dropped draft is there")
    boss.get("/mau/plan/3")
    check(boss.post("/mau/plan/3/ngung", {"ly-do": ""}).status == 422, "retired without a reason")
    check(boss.post("/mau/plan/3/ngung", {"ly-do": "Dùng lại phiên bản 1"}).status == 303, "retire")
    check("ngừng dùng" in boss.get("/mau/plan/3").text, "it is not retired")

    # What is not a template at all, and who may not.
    for template, files, words in [
            ("Kế hoạch", [("template.xml", good)], "mã mẫu"),
            ("../x", [("template.xml", good)], "mã mẫu"),
            ("plan", [("mau.xml", good)], "chưa có tệp template.xml"),
            ("plan", [("template.xml", good), ("bad name!.xml", good)], "tên tệp"),
            ("plan", [("template.xml", good)] + [(f"t{i}.xml", b"<x/>") for i in range(20)], "nhiều nhất 20")]:
        r = upload(boss, template, files)
        check(r.status == 422 and words in html.unescape(r.text), f"{template} {words}: {r.status}")
    r = upload(boss, "rac", [("template.xml", b"\x00\xff khong phai xml")])
    check(r.status == 303, f"rubbish is uploaded as a draft: {r.status}")
    r = boss.get(r.header("Location") or "/mau")
    check(r.status == 200 and "chỗ phải sửa" in r.text, "rubbish has no error")
    check(upload(reader, "plan", [("template.xml", good)]).status == 403, "a reader uploads")
    check(reader.post("/mau/plan/1/ngung", {"ly-do": "x"}).status == 403, "a reader retires")
finish()
