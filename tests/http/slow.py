"""A thousand clients that dribble: others are served at once, the dribblers are cut, memory stays small.

Everyday for a few seconds; with SOVANG_LONG=1 until they are cut, and slowhttptest tries too.
"""
import os
import shutil
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "web"))
from office import Browser, Office, check, finish  # noqa: E402

LONG = os.environ.get("SOVANG_LONG") == "1"
COUNT = 1000


def dribblers(office, count):
    """Three kinds in turn: headers that never end, bodies that never come, replies that nobody reads."""
    lines = []
    for i in range(count):
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.connect(("127.0.0.1", office.port))
        s.sendall([b"GET / HTTP/1.1\r\nHost: l\r\n",
                   b"POST /dang-nhap HTTP/1.1\r\nHost: l\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\na",
                   b"GET /tinh/so-vang.css HTTP/1.1\r\nHost: l\r\n\r\n" * 20][i % 3])
        lines.append(s)
    return lines


def drip(lines, closed):
    for i, s in enumerate(lines):
        if i in closed:
            continue
        try:
            s.send([b"X", b"a", b""][i % 3] or b"")
            if i % 3 == 0:
                s.send(b"X%d: 1\r\n" % int(time.time()))
        except OSError:
            closed.add(i)


def waits(office, count):
    """Milliseconds of single requests on new lines, sorted."""
    out = []
    for _ in range(count):
        t = time.monotonic()
        r = Browser(office).get("/dang-nhap")
        out.append((time.monotonic() - t) * 1000)
        check(r.status == 200, f"a good client got {r.status}")
    return sorted(out)


with Office(demo=False) as office:
    alone = waits(office, 30)
    lines = dribblers(office, COUNT)
    among = waits(office, 30)
    print(f"alone p95 {alone[28]:.0f} ms, among {COUNT} slow clients {among[28]:.0f} ms, memory at most {office.rss_kb() // 1024} MB")
    check(among[28] < 500, f"others wait {among[28]:.0f} ms")
    check(office.rss_kb() < 512 * 1024, f"{office.rss_kb()} KB even under the sanitizer")
    if LONG:
        closed, start = set(), time.monotonic()
        senders = [i for i in range(COUNT) if i % 3 != 2]
        while time.monotonic() - start < 90 and len(closed) < len(senders):
            drip(lines, closed)
            time.sleep(5)
        check(len(closed) >= len(senders) * 0.95, f"only {len(closed)} of {len(senders)} dribblers were cut")
    for s in lines:
        s.close()
    if LONG and shutil.which("slowhttptest"):
        for mode in (["-H"], ["-B", "-u", f"http://127.0.0.1:{office.port}/dang-nhap"], ["-X", "-w", "10", "-y", "20", "-z", "32", "-k", "3"]):
            where = [] if "-u" in mode else ["-u", f"http://127.0.0.1:{office.port}/dang-nhap"]
            attack = subprocess.Popen(["slowhttptest", *mode, *where, "-c", "1000", "-r", "200", "-i", "5", "-l", "40", "-p", "3"],
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            time.sleep(15)
            among = waits(office, 20)
            out = attack.communicate()[0]
            check(among[18] < 500, f"{mode[0]}: others wait {among[18]:.0f} ms")
            check("service available:   NO" not in out.replace("\x1b", ""), f"{mode[0]}: slowhttptest saw no service")
            print(f"slowhttptest {mode[0]}: p95 {among[18]:.0f} ms")
    check(Browser(office).get("/dang-nhap").status == 200, "afterwards nobody is served")
finish()
