"""The plan's paragraphs out of its data: kind, tab, text."""
import sys
import xml.etree.ElementTree as ET

root = ET.parse(sys.argv[1]).getroot()
office, doc, c = root.find("co-quan"), root.find("van-ban"), root.find("phong-trao")


def put(kind, text):
    print(kind + "\t" + " ".join(text.split()))


for line in office.findall("dong"):
    put("head", line.text)
put("head", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
put("head", "Độc lập - Tự do - Hạnh phúc")
put("head", "Số: 71/KH-UBND, Hưng Yên, ngày 12 tháng 4 năm 2022")
put("title", "KẾ HOẠCH")
put("title", doc.find("trich-yeu").text)
put("p", doc.find("can-cu").text + ", Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:")
put("h", "I. MỤC ĐÍCH, YÊU CẦU")
for name, label in (("muc-dich", "1. Mục đích"), ("yeu-cau", "2. Yêu cầu")):
    put("h", label)
    for e in c.findall(name):
        put("p", "- " + e.text)
put("h", "II. NỘI DUNG THI ĐUA")
for i, e in enumerate(c.findall("noi-dung"), 1):
    put("h", "%d. %s" % (i, e.find("ten").text))
    put("p", e.find("chi-tiet").text)
for head, name in (("III. ĐỐI TƯỢNG, THỜI GIAN THI ĐUA", "doi-tuong"), ("IV. TIÊU CHUẨN", "tieu-chuan")):
    put("h", head)
    for e in c.find(name):
        put("p", e.text)
for e in c.find("hinh-thuc"):
    put("p", "- " + e.text)
put("h", "V. KINH PHÍ")
put("p", c.find("kinh-phi").text)
put("h", "VI. TỔ CHỨC THỰC HIỆN")
for unit in c.find("to-chuc"):
    put("h", unit.find("ten").text)
    for e in unit.findall("viec"):
        put("p", "- " + e.text)
put("p", "Trên đây là Kế hoạch phát động phong trào thi đua đặc biệt; Ủy ban nhân dân tỉnh yêu cầu các "
    "cơ quan, đơn vị, địa phương nghiêm túc triển khai thực hiện./.")
for e in doc.findall("noi-nhan"):
    put("small", "- " + e.text + ";")
