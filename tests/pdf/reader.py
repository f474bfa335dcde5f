"""A PDF as Python values, read by qpdf, and its content streams as operators.

A reference is a Ref, a name starts with "/", a string is str (text) or bytes, a stream is a Stream.
"""
import base64
import json
import re
import subprocess


class Ref(str):
    """"12 0 R"."""


class Stream:
    def __init__(self, dict_, data):
        self.dict, self.data = dict_, data


def value(v):
    if isinstance(v, dict):
        return {k: value(x) for k, x in v.items()}
    if isinstance(v, list):
        return [value(x) for x in v]
    if isinstance(v, str):
        if re.fullmatch(r"\d+ \d+ R", v):
            return Ref(v)
        if v.startswith("u:"):
            return v[2:]
        if v.startswith("b:"):
            return bytes.fromhex(v[2:])
        return v if v.startswith("/") else v
    return v


class File:
    def __init__(self, path):
        self.path = path
        with open(path, "rb") as f:
            self.raw = f.read()
        out = subprocess.run(
            ["qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline", "--decode-level=generalized", path],
            capture_output=True, check=False)
        if out.returncode != 0:
            raise ValueError("qpdf: " + out.stderr.decode(errors="replace").strip())
        head, objects = json.loads(out.stdout)["qpdf"]
        self.version = head["pdfversion"]
        self.objects, self.trailer = {}, {}
        for key, o in objects.items():
            if key == "trailer":
                self.trailer = value(o["value"])
            elif "stream" in o:
                s = o["stream"]
                self.objects[Ref(key[4:])] = Stream(value(s["dict"]), base64.b64decode(s.get("data", "")))
            else:
                self.objects[Ref(key[4:])] = value(o["value"])
        self.catalog = self.get(self.trailer["/Root"])
        self.pages = []
        self.walk_pages(self.catalog["/Pages"], {})

    def get(self, v):
        while isinstance(v, Ref):
            v = self.objects.get(v)
        return v

    def walk_pages(self, ref, inherited):
        node = self.get(ref)
        below = dict(inherited, **{k: node[k] for k in ("/Resources", "/MediaBox", "/CropBox", "/Rotate") if k in node})
        if node.get("/Type") == "/Page":
            self.pages.append((ref, dict(below, **node)))
            return
        for kid in node["/Kids"]:
            self.walk_pages(kid, below)

    def everything(self):
        """(where, value) of every value in the file, however deep."""
        stack = [(key, o) for key, o in self.objects.items()] + [("trailer", self.trailer)]
        while stack:
            where, v = stack.pop()
            yield where, v
            if isinstance(v, Stream):
                v = v.dict
            if isinstance(v, dict):
                stack.extend((where, x) for x in v.values())
            elif isinstance(v, list):
                stack.extend((where, x) for x in v)

    def content(self, page):
        c = self.get(page.get("/Contents"))
        parts = [self.get(x).data for x in c] if isinstance(c, list) else [c.data] if c else []
        return b"\n".join(parts)


TOKEN = re.compile(rb"""
    (?P<space>[\x00\t\n\f\r ]+|%[^\r\n]*) | (?P<open><<) | (?P<close>>>) | (?P<array>[\[\]]) |
    <(?P<hex>[0-9A-Fa-f\s]*)> | (?P<string>\() | /(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*) |
    (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\x00\t\n\f\r ()<>\[\]/%]|$)) | (?P<word>[^\x00\t\n\f\r ()<>\[\]{}/%]+)
""", re.X)
SPECIAL = re.compile(rb"[()\\]")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def literal(data, at):
    """The bytes of a (string) whose "(" ends before `at`, and where it ends."""
    out, depth, start = [], 1, at
    while True:
        m = SPECIAL.search(data, at)
        if not m:
            raise ValueError("a string does not end")
        c = m.group()
        if c == b"\\":
            out.append(data[start:m.start()])
            nxt = data[m.end():m.end() + 1]
            octal = re.match(rb"[0-7]{1,3}", data[m.end():m.end() + 3])
            if octal:
                out.append(bytes([int(octal.group(), 8) & 255]))
                at = start = m.end() + len(octal.group())
            else:
                out.append(b"" if nxt in b"\r\n" else ESCAPES.get(nxt, nxt))
                at = start = m.end() + 1
            continue
        depth += 1 if c == b"(" else -1
        at = m.end()
        if depth == 0:
            out.append(data[start:m.start()])
            return b"".join(out), at


def operators(data):
    """(operator, operands) of a content stream; operands are numbers, bytes, "/Name", lists and dicts."""
    stack, args, at, end = [], [], 0, len(data)
    while at < end:
        m = TOKEN.match(data, at)
        if not m:
            raise ValueError("byte %d of a content stream is no token: %r" % (at, data[at:at + 20]))
        at, kind, text = m.end(), m.lastgroup, m.group(m.lastgroup)
        if kind == "space":
            continue
        if kind == "string":
            item, at = literal(data, at)
        elif kind == "hex":
            text = re.sub(rb"\s", b"", text)
            item = bytes.fromhex((text + b"0" * (len(text) % 2)).decode())
        elif kind == "name":
            item = "/" + text.decode("latin-1")
        elif kind == "number":
            item = float(text)
        elif kind == "open" or text == b"[":
            stack.append((kind, args))
            args = []
            continue
        elif kind == "close" or text == b"]":
            how, outer = stack.pop()
            item = dict(zip(args[::2], args[1::2])) if how == "open" else args
            args = outer
        elif stack:
            item = {b"true": True, b"false": False, b"null": None}[text]
        else:
            yield text.decode("latin-1"), args
            args = []
            continue
        args.append(item)
    if args or stack:
        raise ValueError("a content stream ends with operands")
