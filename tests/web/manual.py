"""The manual: every chapter opens without a login, every picture and every link of it leads somewhere."""
import os
import re

from office import Browser, Office, ROOT, check, finish

with Office(spread=True) as office:
    guest = Browser(office)
    r = guest.get("/huong-dan")
    chapters = re.findall(r'href="/huong-dan/([a-z-]+)"', r.text)
    files = {f[:-4] for f in os.listdir(os.path.join(ROOT, "docs", "huong-dan")) if f.endswith(".xml")}
    check(r.status == 200 and set(chapters) == files and len(chapters) == len(files), f"the list: {set(chapters) ^ files}")
    boss = Browser(office).first_login("quantri", office.first)
    clerk = office.row("thu", "van-thu")
    shown = set()
    for c in chapters:
        r = guest.get("/huong-dan/" + c)
        check(r.status == 200 and len(r.body) < 100_000, f"{c}: {r.status}")
        for picture in re.findall(r'src="/huong-dan/hinh/([^"]+)"', r.text):
            shown.add(picture)
            p = guest.get("/huong-dan/hinh/" + picture)
            check(p.status == 200 and p.body.startswith(b"\x89PNG"), f"{c}: picture {picture}")
        for link in set(re.findall(r'<a (?:class="nut" )?(?:rel="[a-z]+" )?href="(/[^"#?]*)"', r.text)):
            seen = [b.get(link).status for b in (boss, clerk)]
            check(200 in seen, f"{c}: {link} leads to {seen}")
    pictures = set(os.listdir(os.path.join(ROOT, "docs", "huong-dan", "hinh"))) if os.path.isdir(
        os.path.join(ROOT, "docs", "huong-dan", "hinh")) else set()
    check(pictures == shown, f"pictures that no chapter shows: {pictures ^ shown}")
    check(guest.get("/huong-dan/khong-co").status == 404, "a chapter that is none")
    check(guest.get("/huong-dan/hinh/khong-co.png").status == 404, "a picture that is none")
    check(guest.get("/huong-dan/hinh/..%2Fbat-dau.xml").status in (400, 404), "out of the folder")
finish()
