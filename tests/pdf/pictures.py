#!/usr/bin/env python3
"""Pages as pictures: what no extraction of text can see, such as a lost tone mark.

    pictures.py pages A.pgm B.pgm [A.pgm B.pgm]...   two engines' pictures of the same pages
    pictures.py lines DPI PREFIX TRACE               lines of text in PREFIX-N.pgm, the trace says where,
                                                     against hb-view's drawing of the same words in the font file itself

Exit status 1 with a line for each place that differs.
"""
import glob
import os
import re
import struct
import subprocess
import sys
import zlib

BLOCK = 6


class Picture:
    """Grey, 0 = white paper, 255 = ink; rows of bytes."""

    def __init__(self, rows):
        self.rows = rows
        self.width, self.height = len(rows[0]) if rows else 0, len(rows)

    def crop(self, x0, y0, x1, y1):
        return Picture([r[max(0, x0):x1] for r in self.rows[max(0, y0):y1]])

    def ink(self):
        """The box of what is darker than a shadow, or None."""
        ys = [y for y, r in enumerate(self.rows) if max(r, default=0) > 90]
        if not ys:
            return None
        xs = [(next(i for i, v in enumerate(r) if v > 90), next(i for i in range(len(r) - 1, -1, -1) if r[i] > 90))
              for r in self.rows[ys[0]:ys[-1] + 1] if max(r) > 90]
        return min(a for a, _ in xs), ys[0], max(b for _, b in xs) + 1, ys[-1] + 1


INVERT = bytes(255 - i for i in range(256))


def pgm(path):
    with open(path, "rb") as f:
        data = f.read()
    m = re.match(rb"P5\s(?:#.*\n)*(\d+)\s+(\d+)\s+255\s", data)
    w, h = int(m.group(1)), int(m.group(2))
    body = data[m.end():].translate(INVERT)
    return Picture([body[y * w:(y + 1) * w] for y in range(h)])


def png(data):
    at, packed, head = 8, b"", None
    while at < len(data):
        n, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IHDR":
            head = struct.unpack_from(">IIBB", data, at + 8)
        elif kind == b"IDAT":
            packed += data[at + 8:at + 8 + n]
        at += 12 + n
    w, h, depth, color = head
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[color]
    if depth != 8:
        raise ValueError("PNG of %d bits" % depth)
    raw, step, rows, before = zlib.decompress(packed), w * channels, [], bytes(w * channels)
    for y in range(h):
        how, line = raw[y * (step + 1)], bytearray(raw[y * (step + 1) + 1:(y + 1) * (step + 1)])
        for i in range(step) if how else ():
            a = line[i - channels] if i >= channels else 0
            b, c = before[i], before[i - channels] if i >= channels else 0
            p = a + b - c
            best = a if abs(p - a) <= abs(p - b) and abs(p - a) <= abs(p - c) else b if abs(p - b) <= abs(p - c) else c
            line[i] = (line[i] + (0, a, b, (a + b) // 2, best)[how]) & 255
        before = bytes(line)
        rows.append(before[::channels].translate(INVERT))
    return Picture(rows)


def blocks(p, x0, y0, w, h):
    """Mean ink of BLOCK by BLOCK squares, row by row."""
    empty = bytes(w)
    out = []
    for y in range(0, h, BLOCK):
        sums = [0] * ((w + BLOCK - 1) // BLOCK)
        for r in range(y, min(y + BLOCK, h)):
            row = p.rows[y0 + r][x0:x0 + w] if 0 <= y0 + r < p.height else empty
            if any(row):
                for i in range(len(sums)):
                    sums[i] += sum(row[i * BLOCK:(i + 1) * BLOCK])
        out.append([s / (BLOCK * BLOCK) for s in sums])
    return out


def unlike(a, b):
    """The largest difference of two block tables, and where."""
    worst, where = 0, None
    for y, (ra, rb) in enumerate(zip(a, b)):
        if ra == rb:
            continue
        for x, (va, vb) in enumerate(zip(ra, rb)):
            if abs(va - vb) > worst:
                worst, where = abs(va - vb), (x * BLOCK, y * BLOCK)
    return worst, where


def pages(paths):
    bad = 0
    for one, two in zip(paths[::2], paths[1::2]):
        a, b = pgm(one), pgm(two)
        if abs(a.width - b.width) > 1 or abs(a.height - b.height) > 1:
            print("%s, %s: other sizes" % (one, two))
            bad += 1
            continue
        w, h = min(a.width, b.width), min(a.height, b.height)
        worst, where = unlike(blocks(a, 0, 0, w, h), blocks(b, 0, 0, w, h))
        if worst > 90:
            print("%s, %s: ink differs by %d of 255 at pixel %s" % (one, two, worst, where))
            bad += 1
        if not a.ink():
            print("%s: nothing is drawn" % one)
            bad += 1
    return bad


def font_file(name):
    for path in glob.glob("/usr/share/fonts/**/*.[to]tf", recursive=True) + glob.glob("/usr/share/texmf/fonts/**/*.otf", recursive=True):
        if os.path.basename(path).rsplit(".", 1)[0].lower() in (name.lower(), name.lower() + "-regular"):
            return path
    raise ValueError("no file of the font " + name)


def drawn(name, text, pixels):
    out = subprocess.run(["hb-view", "--output-format=png", "--margin=40", "--features=-kern,-liga,-clig,-calt,-dlig,-locl",
                          "--font-size=%.3f" % pixels, font_file(name), text], capture_output=True, check=True)
    return png(out.stdout)


LINE = re.compile(r"^ *text (-?\d+) (-?\d+) (\d+) (\S+) ([\d.]+) \S+ «(.*)»")


def lines(dpi, prefix, trace):
    bad, page, seen = 0, None, 0
    for row in open(trace, encoding="utf-8"):
        m = re.match(r"^ *page (\d+)", row)
        if m:
            page = pgm("%s-%s.pgm" % (prefix, m.group(1)))
        m = LINE.match(row)
        if not m or not m.group(6).strip():
            continue
        x, y, w, size = int(m.group(1)), int(m.group(2)), int(m.group(3)), float(m.group(5))
        scale, em = dpi / 2540, size * dpi / 72
        got = page.crop(int(x * scale - em * .3), int(y * scale - em * 1.15), int((x + w) * scale + em * .3), int(y * scale + em * .42))
        want = drawn(m.group(4), m.group(6), em)
        a, b = got.ink(), want.ink()
        if not a or not b or abs((a[2] - a[0]) - (b[2] - b[0])) > 3 or abs((a[3] - a[1]) - (b[3] - b[1])) > 2:
            print("page %s, «%s»: the ink is %s wide and high, not %s" % (prefix, m.group(6), a, b))
            bad += 1
            continue
        seen += 1
        w, h = max(a[2] - a[0], b[2] - b[0]), max(a[3] - a[1], b[3] - b[1])
        # Half a pixel of phase between two engines: the best of the neighbours counts.
        table = blocks(want, b[0], b[1], w, h)
        worst, where = min(unlike(blocks(got, a[0] + dx, a[1] + dy, w, h), table) for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)))
        if os.environ.get("SHOW"):
            print("%3d %s" % (worst, m.group(6)[:30]))
        if worst > LIMIT:
            at = min(len(m.group(6)) - 1, int(len(m.group(6)) * where[0] / w))
            print("«%s»: not as the font file draws it, near «%s» (%d of 255)" % (m.group(6), m.group(6)[max(0, at - 1):at + 2], worst))
            bad += 1
    if not seen:
        print("no line was compared")
        bad += 1
    return bad


LIMIT = 110

if __name__ == "__main__":
    if sys.argv[1] == "pages":
        sys.exit(1 if pages(sys.argv[2:]) else 0)
    sys.exit(1 if lines(int(sys.argv[2]), sys.argv[3], sys.argv[4]) else 0)
