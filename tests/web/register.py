"""What a registrar does with numbers on the page of the book, and who may not."""
import html
import re

from office import Browser, Office, check, finish

BOOK = "/so-dang-ky/ubnd-hung-yen/van-ban/2022"


def said(reply):
    found = re.search(r'class="bao tot"[^>]*>([^<]*)<', reply.text)
    return html.unescape(found.group(1)) if found else ""


def lines(reply):
    return re.findall(r'<th scope="row" data-ten="Số, ký hiệu">\s*(?:<a [^>]*>)?([^<]*?)\s*(?:</a>)?</th>', reply.text)


with Office(spread=True) as office:
    boss = Browser(office).first_login("quantri", office.first)
    clerk = office.row("thu", "van-thu")
    reader = office.row("xem", "nguoi-xem")
    r = clerk.get(BOOK)
    check(r.status == 200 and lines(r) == ["71/KH-UBND"], f"the book: {r.status} {lines(r)}")

    # Kept, put in between, cancelled: each with a reason, each stays visible.
    r = clerk.post(BOOK + "/giu", {"ngay": "13/4/2022", "muc-dich": "Kế hoạch tuyên truyền"})
    check(r.status == 303 and r.header("Location") == BOOK, f"keep: {r.status}")
    r = clerk.get(BOOK)
    check(said(r) == "Đã giữ số 72." and lines(r) == ["71/KH-UBND", "72"], f"kept: {said(r)} {lines(r)}")
    check("Số đang giữ" in r.text and "Kế hoạch tuyên truyền" in r.text, "what it is kept for")
    clerk.post(BOOK + "/chen", {"sau-so": "71", "ly-do-chen": "Văn bản ký cùng ngày, trình sót"})
    r = clerk.get(BOOK)
    check(said(r) == "Đã chèn số 71a." and lines(r) == ["71/KH-UBND", "71a", "72"], f"inserted: {said(r)} {lines(r)}")
    clerk.post(BOOK + "/huy", {"so-huy": "72", "ly-do-huy": "Không ban hành nữa"})
    r = clerk.get(BOOK)
    check(said(r) == "Đã hủy số 72." and "Số đã hủy" in r.text and "Không ban hành nữa" in r.text, f"cancelled: {said(r)}")
    check(lines(r) == ["71/KH-UBND", "71a", "72"], "a cancelled number vanished")
    clerk.post(BOOK + "/giu", {"ngay": "14/4/2022", "muc-dich": "Thông báo"})
    check(said(clerk.get(BOOK)) == "Đã giữ số 73.", "a cancelled number was given again")

    # What is wrong is said at its field, what was typed stays, nothing is taken.
    for deed, fields, words in [
            ("giu", {"ngay": "1/4/2022", "muc-dich": "x y"}, "trước ngày của số"),
            ("giu", {"ngay": "hôm qua", "muc-dich": "x y"}, "không đọc được"),
            ("giu", {"ngay": "1/4/2023", "muc-dich": "x y"}, "không thuộc năm 2022"),
            ("giu", {"ngay": "15/4/2022", "muc-dich": ""}, "lý do"),
            ("chen", {"sau-so": "99", "ly-do-chen": "x y"}, "chưa được cấp"),
            ("chen", {"sau-so": "", "ly-do-chen": "x y"}, "không đọc được"),
            ("huy", {"so-huy": "71", "ly-do-huy": "x y"}, "71"),
            ("huy", {"so-huy": "72", "ly-do-huy": "x y"}, "72"),
            ("huy", {"so-huy": "7 2", "ly-do-huy": "x y"}, "không đọc được")]:
        r = clerk.post(f"{BOOK}/{deed}", fields)
        check(r.status in (404, 409, 422) and words in html.unescape(r.text), f"{deed} {fields}: {r.status}")
        for v in fields.values():
            check(v == "" or f'value="{v}"' in r.text, f"{deed}: «{v}» is not kept")
    check(lines(clerk.get(BOOK)) == ["71/KH-UBND", "71a", "72", "73"], "something was taken all the same")
    check(clerk.post(BOOK + "/xoa", {"so": "71"}).status == 404, "a deed that nobody knows")
    check(clerk.post("/so-dang-ky/ubnd-hung-yen/van-ban/abc/giu", {}).status == 404, "a year that is none")

    # Who may not.
    reader.get(BOOK)
    check(reader.post(BOOK + "/giu", {"ngay": "15/4/2022", "muc-dich": "x"}).status == 403, "a reader keeps a number")
    check("Giữ số" not in reader.get(BOOK).text, "a reader is offered it")
    other = office.row("khac", "van-thu", "so-noi-vu")
    check(other.post(BOOK + "/giu", {"ngay": "15/4/2022", "muc-dich": "x"}).status == 403, "another office keeps a number")
    check(other.get(BOOK).status == 403 and other.get(BOOK + "/so.csv").status == 403, "another office reads the book")
    check("/so-dang-ky/ubnd-hung-yen" not in other.get("/so-dang-ky").text, "another office's books are listed")

    # Two persons: the first asks, the second says yes, then it is done, once.
    boss.get("/quan-tri/thiet-lap")
    boss.post("/quan-tri/thiet-lap", {"hai-nguoi": "co"})
    clerk.get(BOOK)
    cancel = {"so-huy": "73", "ly-do-huy": "Không ban hành nữa"}
    clerk.post(BOOK + "/huy", cancel)
    r = clerk.get(BOOK)
    check("người thứ hai" in said(r) and "Số đang giữ" in r.text, f"asked: {said(r)}")
    leader = office.row("sep", "lanh-dao")
    check("1 việc" in leader.get("/").text, "the first page does not say that something waits")
    r = leader.get("/cho-duyet")
    where = re.search(r'action="(/cho-duyet/[^"]+)"', r.text)
    check(where and "Hủy số 73" in r.text, "the request is not shown")
    if where:
        check(leader.post(where.group(1), {"quyet": "dong-y"}).status == 303, "the second person says yes")
    clerk.get(BOOK)
    clerk.post(BOOK + "/huy", cancel)
    check(said(clerk.get(BOOK)) == "Đã hủy số 73.", "the yes is not used")
finish()
