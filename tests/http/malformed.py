"""Requests that are wrong, ambiguous or huge: a 4xx or a closed line, never a 5xx, never a second answer, never much memory."""
import os
import re
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "web"))
from office import Browser, Office, SOVANG, check, finish  # noqa: E402

OK = b"GET /healthz HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n"


def talk(office, data, timeout=10):
    """Sends, reads to the end; b'' when the line was cut without a word."""
    s = socket.create_connection(("127.0.0.1", office.port), timeout)
    got = b""
    try:
        s.sendall(data)
        while True:
            piece = s.recv(65536)
            if not piece:
                break
            got += piece
    except (ConnectionResetError, BrokenPipeError):
        pass
    except socket.timeout:
        got += b"<TIMEOUT>"
    s.close()
    return got


def statuses(reply):
    return [int(s) for s in re.findall(rb"HTTP/1\.1 (\d\d\d) ", reply)]


LOGIN = b"POST /dang-nhap HTTP/1.1\r\nHost: l\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
SMUGGLED = b"GET /healthz HTTP/1.1\r\nHost: l\r\n\r\n"

# Every one of these must be answered once, with 400 (or what is named), and the line closed.
BAD = {
    "length and chunks": LOGIN + FORM + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunks and length": LOGIN + FORM + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "two lengths": LOGIN + FORM + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\na=123" + SMUGGLED,
    "two equal lengths": LOGIN + FORM + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\na=1" + SMUGGLED,
    "a list of lengths": LOGIN + FORM + b"Content-Length: 3, 3\r\n\r\na=1" + SMUGGLED,
    "a signed length": LOGIN + FORM + b"Content-Length: +3\r\n\r\na=1" + SMUGGLED,
    "a negative length": LOGIN + FORM + b"Content-Length: -1\r\n\r\na=1" + SMUGGLED,
    "a hexadecimal length": LOGIN + FORM + b"Content-Length: 0x3\r\n\r\na=1" + SMUGGLED,
    "a length beyond 64 bits": LOGIN + FORM + b"Content-Length: 99999999999999999999999\r\n\r\na=1" + SMUGGLED,
    "an empty length": LOGIN + FORM + b"Content-Length: \r\n\r\na=1" + SMUGGLED,
    "another coding": LOGIN + FORM + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a coding twice": LOGIN + FORM + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a hidden coding": LOGIN + FORM + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a coding with a tab": LOGIN + FORM + b"Transfer-Encoding:\tchunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + SMUGGLED,
    "a blank before the colon": LOGIN + FORM + b"Content-Length : 3\r\n\r\na=1" + SMUGGLED,
    "a name with a blank": b"GET / HTTP/1.1\r\nHost: l\r\nX Y: 1\r\n\r\n" + SMUGGLED,
    "a name with a quote": b"GET / HTTP/1.1\r\nHost: l\r\nX\"Y: 1\r\n\r\n" + SMUGGLED,
    "a control letter": b"GET / HTTP/1.1\r\nHost: l\r\nX: a\x01b\r\n\r\n" + SMUGGLED,
    "a coding behind a bare LF": LOGIN + FORM + b"Content-Length: 4\r\nX: a\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a coding behind a bare CR": LOGIN + FORM + b"Content-Length: 4\r\nX: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a body on GET": b"GET /healthz HTTP/1.1\r\nHost: l\r\nContent-Length: 5\r\n\r\nhello" + SMUGGLED,
}

# The library's own word suffices: any 4xx, or the line is cut; never two answers, never 5xx.
ODD = {
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "no version": b"GET /healthz\r\n\r\n",
    "another version": b"GET /healthz HTTP/9.9\r\nHost: l\r\n\r\n",
    "a folded line": b"GET /healthz HTTP/1.1\r\nHost: l\r\nX: a\r\n b\r\n\r\n",
    "a folded coding": LOGIN + FORM + b"Transfer-Encoding:\r\n chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "a line without colon": b"GET /healthz HTTP/1.1\r\nHost: l\r\nnothing\r\n\r\n",
    "an empty name": b"GET /healthz HTTP/1.1\r\nHost: l\r\n: x\r\n\r\n",
    "a bad chunk size": LOGIN + FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\na=1\r\n0\r\n\r\n",
    "a negative chunk": LOGIN + FORM + b"Transfer-Encoding: chunked\r\n\r\n-1\r\na=1\r\n0\r\n\r\n",
    "a huge chunk size": LOGIN + FORM + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\na=1\r\n0\r\n\r\n",
    "a chunk without its end": LOGIN + FORM + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=1X0\r\n\r\n",
    "a NUL in the path": b"GET /a\0b HTTP/1.1\r\nHost: l\r\n\r\n",
    "a NUL in a header": b"GET / HTTP/1.1\r\nHost: l\r\nX: a\0b\r\n\r\n",
    "letters beyond ASCII in the path": "GET /lưu-trữ\xff HTTP/1.1\r\nHost: l\r\n\r\n".encode("latin-1", "replace"),
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 60,
    "the preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a proxy's request": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: l\r\n\r\n",
    "an absolute target": b"GET http://evil.example/healthz HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n",
    "a long line": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: l\r\n\r\n",
    "a long header": b"GET / HTTP/1.1\r\nHost: l\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
    "a long name": b"GET / HTTP/1.1\r\nHost: l\r\n" + b"a" * 100_000 + b": x\r\n\r\n",
    "101 headers": b"GET / HTTP/1.1\r\nHost: l\r\n" + b"".join(b"X%d: 1\r\n" % i for i in range(101)) + b"\r\n",
    "100,000 headers": b"GET / HTTP/1.1\r\nHost: l\r\n" + b"".join(b"X%d: 1\r\n" % i for i in range(100_000)) + b"\r\n",
    "100,000 cookies": b"GET / HTTP/1.1\r\nHost: l\r\nCookie: " + b"a=b; " * 100_000 + b"\r\n\r\n",
    "100,000 fields": LOGIN + FORM + b"Content-Length: 400000\r\n\r\n" + b"a=1&" * 100_000,
    "many ranges": b"GET /tinh/so-vang.css HTTP/1.1\r\nHost: l\r\nConnection: close\r\nRange: bytes=" +
                   b",".join(b"0-%d" % i for i in range(2000)) + b"\r\n\r\n",
    "bare line ends": b"GET /healthz HTTP/1.1\nHost: l\n\n",
    "bare line ends between chunks": LOGIN + FORM + b"Transfer-Encoding: chunked\r\n\r\n3\na=1\n0\n\n" + SMUGGLED,
    "only line ends": b"\r\n" * 5000,
    "nothing": b"",
}

with Office(demo=False) as office:
    for what, data in BAD.items():
        r = talk(office, data)
        seen = statuses(r)
        # The library writes the head of its own refusals twice; what must not be is a second request's answer.
        check(seen and len(set(seen)) == 1 and 400 <= seen[0] < 500, f"{what}: {seen} {r[:80]!r}")
        check(b"<TIMEOUT>" not in r, f"{what}: the line stays open")
    for what, data in ODD.items():
        s = socket.create_connection(("127.0.0.1", office.port), 20)
        try:
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
        except (ConnectionResetError, BrokenPipeError, OSError):
            pass
        s.settimeout(1)
        r = b""
        try:
            while piece := s.recv(65536):
                r += piece
        except (ConnectionResetError, socket.timeout):
            pass
        s.close()
        seen = statuses(r)
        check(len(set(seen)) <= 1 and all(s < 500 or s == 505 for s in seen), f"{what}: {seen} {r[:80]!r}")
        check(what != "bare line ends between chunks" or not seen or seen[0] >= 400, f"{what}: {seen}")
        if what in ("100,000 headers", "101 headers", "a long line", "a long header", "100,000 fields", "no host"):
            check(not seen or 400 <= seen[0] < 500, f"{what}: {seen}")
        check(statuses(talk(office, OK)) == [200], f"after {what} nobody is served")

    # 2 GB: refused by its length, at once; without a length, as soon as it is too long.
    r = talk(office, LOGIN + FORM + b"Content-Length: 2147483648\r\n\r\n")
    check(statuses(r) == [413], f"2 GB by length: {r[:100]!r}")
    r = talk(office, LOGIN + FORM + b"Expect: 100-continue\r\nContent-Length: 2147483648\r\n\r\n")
    check(statuses(r) == [413], f"2 GB with Expect: {r[:100]!r}")
    s = socket.create_connection(("127.0.0.1", office.port), 20)
    s.sendall(LOGIN + FORM + b"Transfer-Encoding: chunked\r\n\r\n")
    sent, chunk = 0, b"100000\r\n" + b"a" * 0x100000 + b"\r\n"
    try:
        while sent < 2 << 30:
            s.sendall(chunk)
            sent += 1 << 20
    except (ConnectionResetError, BrokenPipeError):
        pass
    s.close()
    check(sent < 64 << 20, f"{sent >> 20} MB were taken without a length")
    check(statuses(talk(office, OK)) == [200], "after 2 GB nobody is served")

    # Two good requests on one line get two answers, in order.
    r = talk(office, b"GET /healthz HTTP/1.1\r\nHost: l\r\n\r\n" + OK)
    check(statuses(r) == [200, 200], f"pipelining: {statuses(r)}")
    # A slow route lets others on the same line wait, not fail.
    r = talk(office, LOGIN + FORM + b"Content-Length: 3\r\n\r\na=1" + OK)
    check(statuses(r) == [403, 200], f"after a slow one: {statuses(r)}")
    b = Browser(office)
    check(b.get("/dang-nhap").status == 200, "the login page")
    rss = office.rss_kb()
    print(f"memory at most {rss // 1024} MB")
    # The sanitizer's shadow and quarantine come on top of the program's own.
    with open(SOVANG, "rb") as program:
        sanitized = b"__asan_init" in program.read()
    check(rss < (640 if sanitized else 256) * 1024, f"{rss} KB")
finish()
