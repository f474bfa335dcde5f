"""Makes the inputs of all the programs: invented people, the same every time.

    data.py ROOT DIR

writes DIR/xml/JOB-NNNNN.xml, which ours reads, and DIR/words/JOB.json and JOB.tsv, which the alternatives
read: the same words as blocks, with the styles and the columns of our templates.  No two documents are
alike, so that a program that keeps broken lines or laid-out tables gains nothing.

A block is a list: a style and its text; "break"; "table" and its columns, head, alignment and rows; or, on a
certificate, x, y and width in mm, style and lines.
"""
import json
import os
import random
import sys
import xml.etree.ElementTree as ET

ROOT, OUT = sys.argv[1:3]
CERTIFICATES, DECISIONS, PLANS, ROWS = 1000, 20, 20, 200
ANNEXES = (5000, 10000, 20000)
rnd = random.Random(71)

FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Lương Tạ".split()
MIDDLE = {"Ông": "Văn Hữu Đức Công Quang Minh Đình Xuân Ngọc Thế Quốc Thanh".split(),
          "Bà": "Thị Thị Ngọc Thu Thanh Kim Mỹ Diệu Thúy Hồng".split()}
GIVEN = {"Ông": "Anh Bình Cường Dũng Đạt Giang Hải Hùng Khánh Long Mạnh Nghĩa Phước Quân Sơn Thắng Tuấn Vĩnh".split(),
         "Bà": "Ánh Bích Chi Dung Hà Hằng Hiền Huệ Lan Liễu Mai Nga Nhung Oanh Phượng Quỳnh Thảo Trang Tuyết Yến".split()}
POST = ("Chuyên viên|Phó Giám đốc|Trưởng phòng|Phó Trưởng phòng|Kỹ sư|Đội trưởng|Bí thư Chi bộ|Trưởng thôn|"
        "Phó Chủ tịch Hội Nông dân|Giám sát trưởng|Công chức địa chính - xây dựng|Viên chức").split("|")
UNIT = ("Sở Xây dựng|Sở Kế hoạch và Đầu tư|Sở Nội vụ|Báo Hưng Yên|Trung tâm Phát triển quỹ đất huyện Mỹ Sở Thượng|"
        "Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh|Ủy ban nhân dân xã Vĩnh Thụy|Thôn Vẽ Trung, xã Cẩm Ngưỡng|"
        "Phòng Thẩm định giá đất, Sở Tài chính|Công ty cổ phần Xây dựng cầu đường Đại Thắng Lợi|Xã Đỗ Xá Hạ").split("|")
VILLAGE = ("Thôn Vẽ Trung, xã Cẩm Ngưỡng|Thôn Ỷ Lẫm, xã Đỗ Xá Hạ|Thôn Đoài, xã Vĩnh Thụy|Khu phố Sài Thị|"
           "Thôn Tứ Mỹ, xã Vĩnh Thụy|Tổ dân phố Kỳ Diễn|Thôn Nhị Trưng").split("|")
DEED = ("đã có thành tích xuất sắc trong phong trào thi đua đặc biệt “Đẩy nhanh tiến độ thực hiện các Dự án trọng điểm của "
        "tỉnh giai đoạn 2021-2025”")
HEAD = "Chủ tịch Ủy ban nhân dân tỉnh Hưng Yên"
SIGNER = "Nguyễn Hoàng Vĩnh Khang"
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
RED, GOLD = "#c00000", "#b8860b"
REGULAR, BOLD, ITALIC, SMALL, DISPLAY = "regular", "bold", "italic", "small", "display"


def style(face, size, leading, align="center", indent=0, before=0, after=0, color="#000000"):
    return {"face": face, "size": size, "leading": leading, "align": align, "indent": indent,
            "before": before, "after": after, "color": color}


FLOW = {
    "p": style(REGULAR, 14, 18.4, "justify", 36, 3, 3),
    "cite": style(ITALIC, 14, 18.4, "justify", 36, 3, 3),
    "h": style(BOLD, 14, 18.4, "left", 36, 3, 3),
    "title": style(BOLD, 14, 18.4),
    "head": style(BOLD, 13, 16.4),
    "note": style(ITALIC, 14, 18.4),
    "small": style(REGULAR, 11, 13.8, "left"),
    "th": style(BOLD, 13, 15.6),
    "td": style(REGULAR, 13, 16.1, "left"),
}
SHEET = {
    "state": style(BOLD, 13, 17.9), "motto": style(BOLD, 14, 19.3),
    "by": style(BOLD, 16, 22, color=RED), "verb": style(BOLD, 13, 18),
    "name": style(DISPLAY, 60, 60, color=RED), "who": style(DISPLAY, 29, 36),
    "unit": style(REGULAR, 15, 20.7), "deed": style(ITALIC, 15, 22),
    "ref": style(REGULAR, 12, 16.4, "left"), "date": style(ITALIC, 13.5, 18.6),
    "post": style(BOLD, 13.5, 18.6), "signer": style(BOLD, 14.5, 20),
}


def people(count):
    for i in range(1, count + 1):
        title = rnd.choice(("Ông", "Bà"))
        name = " ".join((rnd.choice(FAMILY), rnd.choice(MIDDLE[title]), rnd.choice(GIVEN[title])))
        yield {"title": title, "name": name, "post": rnd.choice(POST), "unit": rnd.choice(UNIT), "no": i,
               "village": rnd.choice(VILLAGE)}


def child(parent, tag, text=None, **attrs):
    e = ET.SubElement(parent, tag, {k.replace("_", "-"): str(v) for k, v in attrs.items()})
    e.text = text
    return e


def sample(template):
    return ET.parse(os.path.join(ROOT, "templates", "documents", template, "mau.xml")).getroot()


def save_xml(name, root):
    ET.ElementTree(root).write(os.path.join(OUT, "xml", name + ".xml"), encoding="utf-8", xml_declaration=True)


def tsv_lines(styles, docs):
    """The same a line each, for programs without a JSON parser."""
    for name, st in styles.items():
        yield "S", name, *(str(st[k]) for k in ("face", "size", "leading", "align", "indent", "before", "after", "color"))
    for doc in docs:
        yield ("D",)
        for b in doc:
            if len(b) == 5:
                for line in b[4]:
                    yield "B", str(b[0]), str(b[1]), str(b[2]), b[3], line
            elif b[0] == "table":
                t = b[1]
                yield ("C", *map(str, t["cols"]))
                yield ("A", *t["align"])
                yield ("H", *t["head"])
                for row in t["rows"]:
                    yield ("R", *row)
            else:
                yield "P", b[0], b[1]


def save_template(name, to, changes):
    """The shipped template with the changes, each of which must still find its place."""
    with open(os.path.join(ROOT, "templates", "documents", name, "template.xml"), encoding="utf-8") as f:
        text = f.read()
    for old, new in changes:
        if text.count(old) != 1:
            sys.exit("templates/documents/%s no longer says: %s" % (name, old))
        text = text.replace(old, new)
    with open(os.path.join(OUT, to), "w", encoding="utf-8") as f:
        f.write(text)


def save_words(job, styles, docs):
    with open(os.path.join(OUT, "words", job + ".tsv"), "w", encoding="utf-8") as f:
        f.writelines("\t".join(line) + "\n" for line in tsv_lines(styles, docs))
    with open(os.path.join(OUT, "words", job + ".json"), "w", encoding="utf-8") as f:
        json.dump({"styles": styles, "docs": docs}, f, ensure_ascii=False)


# --- certificates ---

def honouree(root, p):
    n = child(root, "nguoi-nhan", danh_xung=p["title"], loai="ca-nhan", ma="cn-%05d" % p["no"], so_vang=p["no"])
    child(n, "ten", p["name"])
    child(n, "chuc-vu", p["post"])
    child(n, "don-vi", p["unit"])
    child(n, "thanh-tich", DEED)
    child(n, "kiem-tra", "https://sovang.hungyen.example/v/%026x" % rnd.getrandbits(104))


def certificate_words(p):
    """Boxes x, y, width in mm, style, lines; the ornament, the code and the tags are ours alone."""
    deed = DEED[0].upper() + DEED[1:]
    return [
        [50, 38.5, 197, "state", [NATION]], [50, 45, 197, "motto", [MOTTO]],
        [40, 54.5, 217, "by", [HEAD.upper()]], [40, 62.5, 217, "verb", ["TẶNG"]],
        [40, 67, 217, "name", ["Bằng khen"]],
        [32, 93, 233, "who", [p["title"] + " " + p["name"].upper()]],
        [42, 106, 213, "unit", ["%s, %s" % (p["post"], p["unit"])]], [42, 118, 213, "deed", [deed]],
        [40, 167.5, 80, "ref", ["Quyết định số: 01/QĐ-UBND", "Ngày 28 tháng 9 năm 2023", "Số sổ vàng: %02d" % p["no"]]],
        [164, 135.3, 96, "date", ["Hưng Yên, ngày 28 tháng 9 năm 2023"]],
        [164, 141.3, 96, "post", ["CHỦ TỊCH"]], [164, 183, 96, "signer", [SIGNER]],
    ]


def certificates():
    docs, many = [], sample("certificate-merit-a4")
    many.remove(many.find("nguoi-nhan"))
    for p in people(CERTIFICATES):
        one = sample("certificate-merit-a4")
        one.remove(one.find("nguoi-nhan"))
        state = rnd.getstate()
        honouree(one, p)
        rnd.setstate(state)
        honouree(many, p)
        save_xml("certificate-%05d" % (p["no"] - 1), one)
        docs.append(certificate_words(p))
    save_xml("merged-00000", many)
    save_template("certificate-merit-a4", "merged.xml", (
        ('  <param name="n" select="/ho-so/nguoi-nhan" required="yes"/>\n', ""),
        ("Bằng khen tặng ${$n/ten}", "Bằng khen"),
        ('<fixed page="bang" number="none">', '<each in="/ho-so/nguoi-nhan" as="n"><fixed page="bang" number="none">'),
        ("</fixed>", "</fixed></each>")))
    save_words("certificate", SHEET, docs)


# --- decisions and annexes ---

def decision_root(kind, rows):
    """The shipped decision with one list: "ho-gia-dinh" stands on upright pages, "ca-nhan" on broad ones."""
    root = sample("award-decision")
    award = root.find("khen-thuong")
    money = award.find("tien-thuong")
    for e in [e for e in money if e.tag != kind]:
        money.remove(e)
    money.set("tong", str(1800000 * len(rows)))
    money.find(kind).set("cong", str(1800000 * len(rows)))
    money.find(kind).set("so-luong", str(len(rows)))
    award.remove(award.find("danh-sach"))
    new = child(award, "danh-sach")
    for p in rows:
        n = child(new, kind, ma="%s-%05d" % (kind, p["no"]))
        if kind == "ca-nhan":
            n.set("danh-xung", p["title"])
            child(n, "ten", p["name"])
            child(n, "chuc-vu", p["post"])
            child(n, "don-vi", p["unit"])
        else:
            child(n, "ten", household(p))
            child(n, "dia-chi", p["village"])
    return root


def household(p):
    return "Hộ %s %s" % (p["title"].lower(), p["name"])


def decision_words(root, rows):
    doc, b = root.find("van-ban"), []
    total = "%s đồng" % format(1800000 * len(rows), ",").replace(",", ".")
    for line in root.find("co-quan").findall("dong"):
        b.append(["head", line.text])
    b += [["head", NATION], ["head", MOTTO], ["note", "Số: 01/QĐ-UBND, Hưng Yên, ngày 28 tháng 9 năm 2023"],
          ["title", "QUYẾT ĐỊNH"], ["title", doc.find("trich-yeu").text], ["title", HEAD.upper()]]
    for e in doc.findall("can-cu"):
        b.append(["cite", e.text + ";"])
    b += [["cite", "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 412/TTr-SNV ngày 21 tháng 9 năm 2023."],
          ["title", "QUYẾT ĐỊNH:"],
          ["p", "Điều 1. Tặng Bằng khen của %s cho %d hộ gia đình %s (có danh sách tại Phụ lục kèm theo)." % (HEAD, len(rows), DEED)],
          ["p", "Điều 2. Tiền thưởng kèm theo Bằng khen, theo Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ: "
           "mỗi hộ gia đình 1.800.000 đồng. Tổng số tiền thưởng: %s, trích từ quỹ thi đua, khen thưởng của tỉnh năm 2023." % total],
          ["p", "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ, Giám "
           "đốc Sở Tài chính, thủ trưởng các cơ quan, đơn vị liên quan và các tập thể, cá nhân, hộ gia đình có tên tại Điều 1 chịu "
           "trách nhiệm thi hành Quyết định này./."]]
    for e in doc.findall("noi-nhan"):
        b.append(["small", "- " + e.text + ";"])
    b += [["title", "CHỦ TỊCH"], ["title", SIGNER], ["break", ""], ["title", "Phụ lục"],
          ["title", "DANH SÁCH HỘ GIA ĐÌNH ĐƯỢC TẶNG BẰNG KHEN CỦA " + HEAD.upper()],
          ["note", "(Kèm theo Quyết định số 01/QĐ-UBND ngày 28 tháng 9 năm 2023 của %s)" % HEAD]]
    table = {"cols": [13, 59, 59, 34], "head": ["STT", "Hộ gia đình", "Địa chỉ", "Tiền thưởng (đồng)"],
             "align": ["center", "left", "left", "right"],
             "rows": [[str(p["no"]), household(p), p["village"], "1.800.000"] for p in rows]}
    b.append(["table", table])
    return b


def decisions():
    docs = []
    for i in range(DECISIONS):
        rows = list(people(ROWS))
        root = decision_root("ho-gia-dinh", rows)
        save_xml("decision-%05d" % i, root)
        docs.append(decision_words(root, rows))
    save_words("decision", FLOW, docs)


def annexes():
    """Number and sum of twenty thousand need broader columns than the shipped ones."""
    save_template("award-decision", "annex.xml", (("13mm 84mm 1fr 1.15fr 30mm", "17mm 72mm 1fr 1.15fr 38mm"),))
    for count in ANNEXES:
        save_xml("annex%d-00000" % count, decision_root("ca-nhan", list(people(count))))


# --- plans ---

def plan_words(root):
    office, doc, c, b = root.find("co-quan"), root.find("van-ban"), root.find("phong-trao"), []
    for line in office.findall("dong"):
        b.append(["head", line.text])
    b += [["head", NATION], ["head", MOTTO], ["note", "Số: 71/KH-UBND, Hưng Yên, ngày 12 tháng 4 năm 2022"],
          ["title", "KẾ HOẠCH"], ["title", doc.find("trich-yeu").text],
          ["p", doc.find("can-cu").text + ", Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:"],
          ["h", "I. MỤC ĐÍCH, YÊU CẦU"]]
    for name, label in (("muc-dich", "1. Mục đích"), ("yeu-cau", "2. Yêu cầu")):
        b.append(["h", label])
        b += [["p", "- " + e.text] for e in c.findall(name)]
    b.append(["h", "II. NỘI DUNG THI ĐUA"])
    for i, e in enumerate(c.findall("noi-dung"), 1):
        b += [["h", "%d. %s" % (i, e.find("ten").text)], ["p", e.find("chi-tiet").text]]
    for head, name in (("III. ĐỐI TƯỢNG, THỜI GIAN THI ĐUA", "doi-tuong"), ("IV. TIÊU CHUẨN", "tieu-chuan")):
        b.append(["h", head])
        b += [["p", e.text] for e in c.find(name)]
    b += [["p", "- " + e.text] for e in c.find("hinh-thuc")]
    b += [["h", "V. KINH PHÍ"], ["p", c.find("kinh-phi").text], ["h", "VI. TỔ CHỨC THỰC HIỆN"]]
    for unit in c.find("to-chuc"):
        b.append(["h", unit.find("ten").text])
        b += [["p", "- " + e.text] for e in unit.findall("viec")]
    b.append(["p", "Trên đây là Kế hoạch phát động phong trào thi đua đặc biệt; Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn "
              "vị, địa phương nghiêm túc triển khai thực hiện./."])
    b += [["small", "- " + e.text + ";"] for e in doc.findall("noi-nhan")]
    return b + [["title", "CHỦ TỊCH"], ["title", SIGNER]]


def plans():
    docs = []
    for i in range(PLANS):
        root = sample("plan")
        for e in root.iter():
            if e.text and len(e.text) > 60:
                e.text = e.text.replace("tỉnh", "tỉnh %s" % FAMILY[i], 1)
        save_xml("plan-%05d" % i, root)
        docs.append(plan_words(root))
    save_words("plan", FLOW, docs)


for sub in ("xml", "words"):
    os.makedirs(os.path.join(OUT, sub), exist_ok=True)
certificates()
decisions()
annexes()
plans()
