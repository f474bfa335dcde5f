"""Fonts and the text they show (ISO 19005 6.3 / 6.2.11, ISO 14289-1 7.21)."""
import re

from fontfile import Cff, TrueType
from reader import Ref, operators


def to_unicode(data):
    out = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", data, re.S):
        lines = re.findall(rb"<(\w+)>\s*<(\w+)>", block)
        if len(lines) > 100:
            raise ValueError("a block of %d lines" % len(lines))
        for code, text in lines:
            out[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for a, b, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", b"".join(re.findall(rb"beginbfrange(.*?)endbfrange", data, re.S))):
        for i in range(int(a, 16), int(b, 16) + 1):
            out[i] = chr(int(text, 16) + i - int(a, 16))
    return out


def widths(doc, font):
    out, w, i = {}, doc.get(font.get("/W")) or [], 0
    while i < len(w):
        if isinstance(doc.get(w[i + 1]), list):
            for k, v in enumerate(doc.get(w[i + 1])):
                out[w[i] + k] = v
            i += 2
        else:
            for c in range(w[i], w[i + 1] + 1):
                out[c] = w[i + 2]
            i += 3
    return out


class Font:
    def __init__(self, doc, ref, part, say):
        f = doc.get(ref)
        self.name, self.ref = f.get("/BaseFont", "?")[1:], ref
        bad = lambda rule, text: say(rule, "%s (%s): %s" % (self.name, ref, text))
        self.bad, self.map, self.widths, self.program, self.used = bad, {}, {}, None, set()
        if f.get("/Subtype") != "/Type0" or f.get("/Encoding") != "/Identity-H":
            return bad("6.3.3", "no Type0 font by Identity-H")
        cid = doc.get(doc.get(f["/DescendantFonts"])[0])
        info = doc.get(cid.get("/CIDSystemInfo"))
        if info.get("/Ordering") != "Identity" or info.get("/Registry") != "Adobe":
            bad("6.3.3.1", "CIDSystemInfo %s" % info)
        cff = cid.get("/Subtype") == "/CIDFontType0"
        if not cff and cid.get("/CIDToGIDMap") != "/Identity":
            bad("6.3.3.2", "CIDToGIDMap %s" % cid.get("/CIDToGIDMap"))
        desc = doc.get(cid.get("/FontDescriptor"))
        names = {cid.get("/BaseFont"), desc.get("/FontName"), "/" + re.sub(r"-Identity-H$", "", self.name)}
        if len(names) != 1 or not re.match(r"/[A-Z]{6}\+", names.pop()):
            bad("6.3.5", "names differ or show no subset")
        for key in "/Flags /FontBBox /ItalicAngle /Ascent /Descent /CapHeight /StemV".split():
            if key not in desc:
                bad("6.3", "the descriptor has no %s" % key)
        if not desc.get("/Flags", 0) & 4:
            bad("6.3.7", "not symbolic")
        self.program = self.read(doc, desc, cff)
        if self.program is None:
            return bad("6.3.4", "not embedded")
        self.widths, self.dw = widths(doc, cid), cid.get("/DW", 1000)
        for c, w in self.widths.items():
            if not self.program.has(c):
                bad("6.3.6", "a width for CID %d, which the program lacks" % c)
            elif abs(self.program.width(c) - w) > 1:
                bad("6.3.6", "CID %d is %g wide in the file, %g in the program" % (c, w, self.program.width(c)))
        cmap = doc.get(f.get("/ToUnicode"))
        if cmap is None:
            return bad("6.3.8", "no ToUnicode")
        if b"begincidrange" in cmap.data or not re.search(rb"begincodespacerange\s*<0000>\s*<FFFF>", cmap.data):
            bad("6.3.8", "the ToUnicode map's form")
        self.map = to_unicode(cmap.data)
        for c, text in self.map.items():
            if not text or any(x in "\0\uFEFF\uFFFE" for x in text):
                bad("6.2.11.7.2", "CID %d is the letter %r" % (c, text))
            if any(0xE000 <= ord(x) <= 0xF8FF for x in text):
                bad("6.2.11.7.3", "CID %d is a private letter" % c)
        self.cidset(doc, desc, part)
        return None

    def read(self, doc, desc, cff):
        if cff and "/FontFile3" in desc:
            s = doc.get(desc["/FontFile3"])
            if s.dict.get("/Subtype") != "/CIDFontType0C":
                self.bad("6.3.2", "FontFile3 is %s" % s.dict.get("/Subtype"))
            return Cff(s.data)
        if not cff and "/FontFile2" in desc:
            s = doc.get(desc["/FontFile2"])
            if s.dict.get("/Length1") != len(s.data):
                self.bad("6.3.2", "Length1")
            return TrueType(s.data)
        return None

    def cidset(self, doc, desc, part):
        s = doc.get(desc.get("/CIDSet"))
        if s is None:
            if part == 1:
                self.bad("6.3.5", "no CIDSet")
            return
        inside = {i for i in range(8 * len(s.data)) if s.data[i // 8] & 0x80 >> i % 8}
        want = set(range(self.program.count))
        if inside != want:
            self.bad("6.3.5", "the CIDSet has %d glyphs, the program %d" % (len(inside), len(want)))

    def show(self, text, n):
        if len(text) % 2:
            self.bad("6.3", "page %d: half a code" % n)
        for i in range(0, len(text) - 1, 2):
            self.used.add((text[i] << 8 | text[i + 1], n))

    def judge(self):
        checked = set()
        for c, n in self.used:
            if c in checked or self.program is None:
                continue
            checked.add(c)
            where = "page %d: CID %d" % (n, c)
            if c == 0:
                self.bad("6.3.8", where + " is .notdef")
            elif not self.program.has(c):
                self.bad("6.3.5", where + " is not in the program")
            elif c not in self.widths and abs(self.program.width(c) - self.dw) > 1:
                self.bad("6.3.6", where + " has no width")
            elif c not in self.map:
                self.bad("6.3.8", where + " stands for no letter")
            elif self.map[c].strip("\u00a0 \t") and self.program.empty(c):
                self.bad("glyph", where + " draws nothing for %r" % self.map[c])
            elif any(not self.program.has(p) or self.program.empty(p) for p in self.program.parts(c)):
                self.bad("glyph", where + " (%r) has lost a part" % self.map[c])


def fonts(doc, part, say):
    known = {}
    for n, (_, page) in enumerate(doc.pages, 1):
        resources = doc.get(page.get("/Resources")) or {}
        table = doc.get(resources.get("/Font")) or {}
        objects = doc.get(resources.get("/XObject")) or {}
        font = None
        for op, args in operators(doc.content(page)):
            if op == "Tf":
                ref = table.get(args[0])
                if ref is None:
                    say("6.2.2", "page %d: font %s is no resource" % (n, args[0]))
                    continue
                if ref not in known:
                    known[ref] = Font(doc, ref, part, say)
                font = known[ref]
            elif op in ("Tj", "TJ") and font is None:
                continue
            elif op == "Tj":
                font.show(args[0], n)
            elif op == "TJ":
                for a in args[0]:
                    if isinstance(a, bytes):
                        font.show(a, n)
            elif op == "Do" and args[0] not in objects:
                say("6.2.2", "page %d: %s is no resource" % (n, args[0]))
        for ref in table.values():
            if isinstance(ref, Ref) and ref not in known:
                known[ref] = Font(doc, ref, part, say)
    for f in known.values():
        f.judge()
    return known
