"""From a campaign to a decision over plain forms: what a clerk does in a day, and what goes wrong."""
import html
import io
import json
import re
import time
import urllib.parse
import zipfile

from office import Office, ROOT, check, failures, finish

KEY = "hy-2022-du-an-trong-diem"
HERE = "/phong-trao/" + KEY
NEW = HERE.replace(KEY, "thu-2")
ROUND = "so-ket-2023"


def fields_of(reply):
    """The fields of the editor's form, as a browser would send them."""
    out = []
    page = reply.text
    for m in re.finditer(r'<textarea[^>]* name="(o:[^"]+)"[^>]*>([^<]*)</textarea>|<input([^>]*)>', page):
        if m.group(1):
            out.append((html.unescape(m.group(1)), html.unescape(m.group(2))))
            continue
        tag = m.group(3)
        name = re.search(r' name="([^"]*)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        if not name or not (name.group(1).startswith("o:") or name.group(1) in ("goc", "dot")):
            continue
        if 'type="checkbox"' in tag and "checked" not in tag:
            continue
        out.append((html.unescape(name.group(1)), html.unescape(value.group(1)) if value else ""))
    for m in re.finditer(r'<select[^>]* name="(o:[^"]+)"[^>]*><option value="([^"]*)"', page):
        out.append((html.unescape(m.group(1)), m.group(2)))
    return dict(out)


def multipart(fields, files):
    edge, b = "xxEDGExx", b""
    for k, v in fields.items():
        b += f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode()
    for k, (name, data) in files.items():
        b += f'--{edge}\r\nContent-Disposition: form-data; name="{k}"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + data + b"\r\n"
    return b + f"--{edge}--\r\n".encode(), "multipart/form-data; boundary=" + edge


def send(browser, path, fields, files):
    body, kind = multipart({"ma-bieu": browser.form, **fields}, files)
    return browser.ask("POST", path, headers={"Content-Type": kind}, body=body)


def has(reply, *texts):
    for t in texts:
        check(t in reply.text, f"{t!r} is not in the page ({reply.status})")


def is_(reply, status, what):
    check(reply.status == status, f"{what}: {reply.status} instead of {status}: {reply.header('Location')} "
          + re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", reply.text))[:600])


with Office() as office:
    an = office.person("an", "chuyen-vien,van-thu")
    binh = office.person("binh", "chuyen-vien")

    # The demonstration is issued: looked at, not edited.
    r = an.get("/phong-trao")
    is_(r, 200, "campaigns")
    has(r, "71/KH-UBND", "Đẩy nhanh tiến độ")
    r = an.get(HERE)
    is_(r, 200, "one campaign")
    has(r, "Kế hoạch số", "Quyết định số")
    is_(an.get(HERE + "/sua"), 409, "an issued plan is not edited")
    is_(an.get("/phong-trao/khong-co"), 404, "no such campaign")
    is_(an.get(HERE + f"/danh-sach?dot={ROUND}"), 200, "an issued list is shown")

    # XML out, and in again under another key.
    r = an.get(HERE + "/xuat.xml")
    is_(r, 200, "export")
    xml = r.text.replace(f'ma="{KEY}"', 'ma="thu-2"').replace(' so="71"', "")
    xml = xml.replace('<ke-hoach ngay="2022-04-12"', '<ke-hoach ngay="2022-11-02"').replace('ngay="2023-09-28"', 'ngay="2023-11-03"')
    an.get("/phong-trao")
    r = send(an, "/phong-trao/nhap", {}, {"tep": ("a.xml", xml.encode())})
    is_(r, 303, "import")
    check(r.header("Location") == NEW, r.header("Location"))
    again = an.get(NEW + "/xuat.xml")
    check(again.text == xml, "what went in does not come out")
    an.get("/phong-trao")
    r = send(an, "/phong-trao/nhap", {}, {"tep": ("a.xml", xml.encode())})
    is_(r, 422, "the same key twice")
    has(r, "đã dùng")
    r = send(an, "/phong-trao/nhap", {}, {"tep": ("a.xml", b"<phong-trao-thi-dua/>")})
    is_(r, 422, "an empty file")
    has(r, "dòng 1")
    is_(send(an, "/phong-trao/nhap", {}, {"tep": ("a.xml", b"khong phai xml")}), 422, "no XML")

    # Editing, and somebody else in the meantime.
    r = an.get(NEW + "/sua")
    is_(r, 200, "editor")
    check(len(r.body) < 100_000, f"the editor has {len(r.body)} bytes")
    mine = fields_of(r)
    check(mine["goc"] == "1" and len(mine) > 60, f"fields: {len(mine)}")
    theirs = fields_of(binh.get(NEW + "/sua"))
    theirs["o:phong-trao/kinh-phi"] = "Kinh phí do Bình ghi."
    is_(binh.post(NEW + "/sua", {**theirs, "lam": "luu"}), 303, "save")
    mine["o:phong-trao/ten"] = "Tên do An ghi"
    r = an.post(NEW + "/sua", {**mine, "lam": "luu"})
    is_(r, 409, "the second is told")
    has(r, "Nguyễn Văn Thử đã lưu", "gộp lại", "Kinh phí do Bình ghi.", "Tên do An ghi")
    merged = fields_of(r)
    is_(an.post(NEW + "/sua", {**merged, "lam": "luu"}), 303, "save what was merged")
    xml2 = an.get(NEW + "/xuat.xml").text
    check("Kinh phí do Bình ghi." in xml2 and "Tên do An ghi" in xml2, "both are kept")
    theirs = fields_of(binh.get(NEW + "/sua"))
    mine = fields_of(an.get(NEW + "/sua"))
    theirs["o:phong-trao/ten"] = "Tên của Bình"
    mine["o:phong-trao/ten"] = "Tên của An"
    is_(binh.post(NEW + "/sua", {**theirs, "lam": "luu"}), 303, "save")
    r = an.post(NEW + "/sua", {**mine, "lam": "luu"})
    is_(r, 409, "a conflict")
    has(r, "cả hai cùng sửa", "Tên của Bình", "Tên của An", 'name="chon:phong-trao/ten"')
    r = an.post(NEW + "/sua", {**fields_of(r), "chon:phong-trao/ten": "ho", "lam": "luu"})
    is_(r, 303, "theirs is taken")
    check("Tên của Bình" in an.get(NEW + "/xuat.xml").text, "theirs is kept")
    has(an.get(NEW + "/lich-su"), "Bản thứ 4", "sửa")
    has(an.get(NEW + "/lich-su?ban=2"), "Kinh phí", "Kinh phí do Bình ghi.")

    # Lists without a script; nothing is saved by their buttons.
    mine = fields_of(an.get(NEW + "/sua"))
    r = an.post(NEW + "/sua", {**mine, "lam": "them:phong-trao/muc-dich"})
    is_(r, 200, "one more entry")
    has(r, 'name="o:phong-trao/muc-dich[4]"')
    r = an.post(NEW + "/sua", {**mine, "lam": "len:phong-trao/muc-dich[2]"})
    check(fields_of(r)["o:phong-trao/muc-dich[1]"] == mine["o:phong-trao/muc-dich[2]"], "moved up")
    is_(an.post(NEW + "/sua", {**mine, "lam": "bo:phong-trao/khac[1]"}), 400, "a list that is none")
    is_(an.post(NEW + "/sua", {"o:phong-trao/xyz": "a", "goc": "4", "lam": "luu"}), 422, "a field that is none")

    # What was typed and not saved.
    mine["o:phong-trao/ten"] = "Gõ dở"
    r = an.ask("POST", NEW + "/nhap-do", {**mine, "ma-bieu": an.form}, {"Accept": "application/json"})
    is_(r, 200, "kept")
    check(r.json["version"] == 4, r.text)
    has(an.get(NEW + "/sua"), "bản gõ dở chưa lưu")
    check("Gõ dở" not in binh.get(NEW + "/sua?nhap=co").text, "another's typing is shown")
    has(an.get(NEW + "/sua?nhap=co"), 'Gõ dở')
    is_(an.post(NEW + "/sua", {"lam": "bo-nhap"}), 303, "dropped")
    check("Gõ dở" not in an.get(NEW + "/sua?nhap=co").text, "still there")

    # Preview: for scripts, and without.
    mine["o:phong-trao/muc-dich[1]"] = "Mục đích <mới> & lạ"
    mine["o:ke-hoach/luu"] = ""
    begin = time.time()
    r = an.ask("POST", NEW + "/xem-truoc", {**mine, "ma-bieu": an.form}, {"Accept": "application/json"})
    print(f"preview {1000 * (time.time() - begin):.0f} ms, {len(r.body)} bytes")
    is_(r, 200, "preview")
    check(len(r.json["pages"]) >= 3 and "Mục đích &lt;mới" in r.json["pages"][0], "the pages follow the form")
    check("DỰ THẢO" in r.json["pages"][0], "marked as a draft")
    check(any(p.get("field") == "ke-hoach/luu" for p in r.json["problems"]), r.json["problems"])
    check('data-o="/ho-so/phong-trao/muc-dich[1]"' in r.json["pages"][0], "texts know where they come from")
    r = an.post(NEW + "/sua", {**mine, "lam": "xem-truoc"})
    is_(r, 303, "preview without a script")
    r = an.get(r.header("Location"))
    has(r, "chưa lưu", "so=1", "#ke-hoach/luu")
    r = an.get(NEW + "/xem-truoc?so=1&nhap=co")
    check(r.header("Content-Type") == "image/svg+xml" and "lạ" in r.text, "a page as a picture")
    is_(an.get(NEW + "/xem-truoc?so=99"), 404, "no such page")
    r = an.get(NEW + "/ban-thao.pdf")
    check(r.status == 200 and r.body[:5] == b"%PDF-", "the draft as PDF")
    is_(an.post(NEW + "/sua", {"lam": "bo-nhap"}), 303, "dropped")

    # A new campaign begins with what does not change.
    r = an.get("/phong-trao/tao")
    is_(r, 200, "new")
    fresh = fields_of(r)
    check(fresh["o:co-quan/@ky-hieu"] == "UBND", "the office is filled in")
    is_(an.post("/phong-trao/tao", {**fresh, "lam": "luu"}), 422, "a campaign without a name")
    fresh["o:phong-trao/ten"] = "Xây dựng nông thôn mới"
    fresh["o:phong-trao/@tu-ngay"] = "1/2/2026"
    r = an.post("/phong-trao/tao", {**fresh, "lam": "luu"})
    is_(r, 303, "created")
    check(r.header("Location") == "/phong-trao/2026-xay-dung-nong-thon-moi", r.header("Location"))
    has(an.get(r.header("Location")), "chỗ cần điền")
    is_(an.get(r.header("Location") + "/ban-hanh"), 200, "what is missing is listed before issuing")
    is_(an.post(r.header("Location") + "/ban-hanh"), 422, "a plan with gaps gets no number")

    # A round, and its list from a spreadsheet.
    r = an.get(NEW + "/dot-moi")
    dot = fields_of(r)
    check(dot["o:nguoi-ky/@ho-ten"] != "" and dot["o:can-cu[2]"] != "", "the round begins like the last")
    dot.update({"o:@ten": "tổng kết", "o:@nam": "2023", "o:@ngay": "5/11/2023", "o:to-trinh/@so": "99/TTr-SNV",
                "o:to-trinh/@ngay": "1/11/2023"})
    r = an.post(NEW + "/dot-moi", {**dot, "lam": "luu"})
    is_(r, 303, "round created")
    check(r.header("Location") == NEW + "/danh-sach?dot=tong-ket-2023", r.header("Location"))
    LIST = NEW + "/danh-sach?dot=tong-ket-2023"
    has(an.get(LIST), "Chưa có ai trong danh sách")
    table = ("STT\tHọ và tên\tChức vụ\tĐơn vị công tác\n"
             "1\tÔng Lê Văn Đạt\tChuyên viên\tSở Y tế\n"
             "2\tBà  Trần Thị Hƣơng\tKế toán\tSở Nội vụ\n"
             "3\tÔng Lê Văn Đạt\tChuyên viên\tSở Y tế\n"
             "4\tÔng Phạm An\t\tSở Nội vụ\n"
             "\tTẬP THỂ\n5\tPhòng Kế toán, Sở Tài chính\n")
    r = send(an, NEW + "/danh-sach/gui", {"dot": "tong-ket-2023", "dan": table, "ma-hoa": "tu-dong"}, {})
    is_(r, 303, "sent")
    page = r.header("Location")
    r = an.get(page)
    is_(r, 200, "checked before anything is saved")
    has(r, "<b>5</b> dòng", "trùng với dòng 2", "thiếu chức vụ", "Trần Thị Hương", "Chưa có gì được lưu")
    has(an.get(LIST), "Chưa có ai trong danh sách")
    upload = re.search(r'name="tep" value="([^"]+)"', r.text).group(1)
    is_(binh.get(page), 404, "another's upload")
    r = an.post(NEW + "/danh-sach/nhap", {"dot": "tong-ket-2023", "tep": upload, "lam": "nhap", "cach": "them", "may-sua": "co"})
    is_(r, 303, "taken")
    r = an.get(LIST)
    has(r, "<b>5</b> dòng", "Trần Thị Hương", "trùng với dòng")
    # Issuing is stopped by the list.
    ISSUE = NEW + "/ban-hanh?dot=tong-ket-2023"
    has(an.get(ISSUE), "chỗ phải sửa", "Tiền thưởng")
    is_(an.post(NEW + "/ban-hanh", {"dot": "tong-ket-2023"}), 422, "a list with mistakes gets no number")
    # Fixed in place.
    r = an.get(LIST)
    rows = re.findall(r'name="b(\d+)" value="(\d+)"', r.text)
    ids = {re.search(rf'name="n{i}" value="([^"]*)"', r.text).group(1): i for i, _ in rows}
    twice = [i for i, _ in rows if re.search(rf'name="n{i}" value="Lê Văn Đạt"', r.text)]
    is_(an.post(NEW + "/danh-sach", {"dot": "tong-ket-2023", "lam": "bo:" + twice[1]}), 303, "dropped a row")
    is_(an.post(NEW + "/danh-sach", {"dot": "tong-ket-2023", "lam": "luu-dong", "b" + ids["Phạm An"]: "1",
                                     "c" + ids["Phạm An"]: "Phó  Trưởng phòng"}), 303, "a row saved")
    r = an.post(NEW + "/danh-sach", {"dot": "tong-ket-2023", "lam": "luu-dong", "b" + ids["Phạm An"]: "1",
                                     "c" + ids["Phạm An"]: "Khác"})
    is_(r, 409, "a row that changed meanwhile")
    r = an.get(LIST)
    has(r, "Phó Trưởng phòng", "Không còn chỗ phải sửa", "<b>4</b> dòng")
    is_(an.post(NEW + "/danh-sach", {"dot": "tong-ket-2023", "lam": "xep-ten"}), 303, "sorted")
    names = re.findall(r'name="n\d+" value="([^"]*)"', an.get(LIST).text)
    check(names == ["Phòng Kế toán, Sở Tài chính", "Phạm An", "Lê Văn Đạt", "Trần Thị Hương"], names)
    is_(an.post(NEW + "/danh-sach", {"dot": "tong-ket-2023", "lam": "hoan-tac"}), 303, "undone")
    is_(an.post(NEW + "/danh-sach", {"dot": "tong-ket-2023", "lam": "nhay"}), 400, "an act that is none")
    is_(an.post(NEW + "/danh-sach", {"dot": "tong-ket-2023", "lam": "them", "moi-n": ""}), 422, "a row without a name")

    # Units: known, nearest.
    an.get("/don-vi?phong-trao=thu-2")
    is_(an.post("/don-vi", {"phong-trao": "thu-2", "don-vi": "Sở Nội vụ\n\nSở Y tê\nSở Tài chính"}), 303, "units")
    r = an.get(LIST)
    has(r, "đơn vị chưa có trong danh mục", "Dùng «Sở Y tê»")
    an.get("/don-vi?phong-trao=thu-2")
    is_(an.post("/don-vi", {"phong-trao": "thu-2", "don-vi": "Sở Nội vụ\nSở Y tế\nSở Tài chính"}), 303, "units")

    # Files: what is no table is said.
    r = send(an, NEW + "/danh-sach/gui", {"dot": "tong-ket-2023"}, {"tep": ("a.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600)})
    is_(r, 422, "the old .xls")
    has(r, ".xlsx")
    is_(send(an, NEW + "/danh-sach/gui", {"dot": "tong-ket-2023", "dan": " \n"}, {}), 422, "nothing at all")

    # The plan first: its number follows the series; then the decision.
    mine = fields_of(an.get(NEW + "/sua"))
    r = an.get(NEW + "/ban-hanh")
    has(r, "/KH-UBND", "Ban hành và cấp số")
    check(binh.get(NEW + "/ban-hanh").status == 403, "who may not issue")
    r = an.post(NEW + "/ban-hanh")
    is_(r, 303, "the plan is issued")
    plan = r.header("Location")
    check(plan.startswith("/van-ban/"), plan)
    check(an.post(NEW + "/ban-hanh").header("Location") == plan, "pressed twice: the same document")
    r = an.get(ISSUE)
    has(r, "Ban hành và cấp số", "/QĐ-UBND", "Khớp", "Bằng khen: mỗi người trong danh sách một bằng")
    check("Không khớp" not in r.text, "something does not agree")
    has(r, "1.800.000", "9.000.000", "Chín triệu đồng")
    r = an.post(NEW + "/ban-hanh", {"dot": "tong-ket-2023"})
    is_(r, 303, "the decision is issued")
    decision = r.header("Location")
    check(an.post(NEW + "/ban-hanh", {"dot": "tong-ket-2023"}).header("Location") == decision, "sent again: the same")
    r = an.get(decision)
    has(r, "/QĐ-UBND")
    pdf = an.get(decision + "/tep.pdf")
    check(pdf.body[:5] == b"%PDF-", "downloadable")
    is_(an.post(NEW + "/danh-sach", {"dot": "tong-ket-2023", "lam": "xep-ten"}), 409, "the list is closed")

    # What becomes of it later.
    r = an.get(decision + "/xu-ly")
    is_(r, 200, "fate")
    is_(an.post(decision + "/xu-ly", {"viec": "thu-hoi"}), 422, "without a reason")
    r = an.post(decision + "/xu-ly", {"viec": "thay-the", "ly-do": "sai tên", "van-ban-khac": "999/QĐ-UBND"})
    check(r.status in (404, 422), r.status)
    has(r, "không có văn bản số 999/QĐ-UBND")
    check(binh.get(decision + "/xu-ly").status == 403, "who may not")
    r = an.post(decision + "/xu-ly", {"viec": "thu-hoi", "ly-do": "ban hành nhầm"})
    is_(r, 303, "recalled")
    has(an.get(decision), "Đã thu hồi", "ban hành nhầm")

    # The same in JSON.
    r = an.get("/api/v1/campaigns")
    check({c["id"] for c in r.json["campaigns"]} >= {KEY, "thu-2"}, r.text[:300])
    r = an.get("/api/v1/campaigns/2026-xay-dung-nong-thon-moi")
    check(r.json["version"] == 1 and r.json["fields"]["phong-trao/ten"] == "Xây dựng nông thôn mới", r.text[:300])
    body = ("<phong-trao-thi-dua ma='2026-xay-dung-nong-thon-moi'><co-quan ma='ubnd-hung-yen'/>"
            "<phong-trao><ten>Qua API</ten></phong-trao></phong-trao-thi-dua>").encode()
    where = "/api/v1/campaigns/2026-xay-dung-nong-thon-moi"
    head = {"X-CSRF-Token": an.form, "Content-Type": "application/xml"}
    check(an.ask("PUT", where, headers=head, body=body).status == 400, "without If-Match")
    check(an.ask("PUT", where, headers={**head, "If-Match": '"9"'}, body=body).status == 412, "a wrong version")
    r = an.ask("PUT", where, headers={**head, "If-Match": '"1"'}, body=body)
    check(r.status == 200 and r.json["version"] == 2, f"PUT {r.status} {r.text[:200]}")
    r = an.get("/api/v1/campaigns/thu-2/honourees?dot=tong-ket-2023")
    check(r.json["total"] == 4 and r.json["mustFix"] == 0, r.text[:300])
    r = an.get("/api/v1/campaigns/thu-2/agreement?dot=tong-ket-2023")
    check(r.json["agrees"] is True, r.text[:300])

    # Thousands of rows.
    lines = ["Họ và tên,Danh xưng,Chức vụ,Đơn vị"] + [
        f"Nguyễn Văn {chr(65 + i % 26)}{'aeiou'[i % 5]}n Số {i},Ông,Chuyên viên,Sở Nội vụ" for i in range(5000)]
    csv = "\n".join(lines).replace(" Số ", " Thứ ").encode("utf-16")
    r = an.get(NEW + "/dot-moi")
    dot = fields_of(r)
    dot.update({"o:@ten": "lớn", "o:@nam": "2023", "o:@ngay": "6/11/2023", "o:to-trinh/@so": "9/TTr-SNV", "o:to-trinh/@ngay": "1/11/2023"})
    is_(an.post(NEW + "/dot-moi", {**dot, "lam": "luu"}), 303, "round")
    begin = time.time()
    r = send(an, NEW + "/danh-sach/gui", {"dot": "lon-2023"}, {"tep": ("lon.csv", csv)})
    is_(r, 303, "5,000 rows sent")
    page = r.header("Location")
    r = an.get(page)
    has(r, "<b>5000</b> dòng", "UTF-16")
    check(len(r.body) < 150_000, f"the check has {len(r.body)} bytes")
    upload = re.search(r'name="tep" value="([^"]+)"', r.text).group(1)
    is_(an.post(NEW + "/danh-sach/nhap", {"dot": "lon-2023", "tep": upload, "lam": "nhap"}), 303, "5,000 rows taken")
    took = time.time() - begin
    begin = time.time()
    r = an.get(NEW + "/danh-sach?dot=lon-2023&trang=50")
    print(f"5,000 rows: {took:.1f} s, a page {1000 * (time.time() - begin):.0f} ms, {len(r.body)} bytes")
    check(len(r.body) < 100_000, f"a page of the list has {len(r.body)} bytes")
    has(r, "Trang 50 / 100")
finish()
