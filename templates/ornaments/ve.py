#!/usr/bin/env python3
"""Draws the frames of the certificates: each is one ornament file, drawn once in a PDF however many sheets it has.

    python3 ve.py        writes khung-trong-dong.xml, khung-hoa-sen.xml, khung-hoi-van.xml beside itself

Lengths are mm.  Rows of rings and dots are dashed lines with round ends, rings of bars are dashed circles: they stay sharp
at any size and cost a few bytes.
"""
import math
import os

GOLD, DEEP, PALE, FAINT, RED, WHITE = "#b8860b", "#8c6508", "#f0dca8", "#fbf4e2", "#b01818", "#ffffff"
LEAF = "#5f7a3a"


def n(v):
    s = "%.2f" % v
    s = s.rstrip("0").rstrip(".")
    return "0" if s in ("-0", "") else s


def pt(p):
    return n(p[0]) + " " + n(p[1])


class Drawing:
    def __init__(self, name, about, w, h):
        self.name, self.about, self.w, self.h, self.lines = name, about, w, h, []

    def path(self, d, stroke=None, width=.3, fill=None, more=""):
        a = ' stroke="%s %smm"' % (stroke, n(width)) if stroke else ""
        a += ' fill="%s"' % (fill or "none")
        self.lines.append('  <path d="%s"%s%s/>' % (d if isinstance(d, str) else " ".join(d), a, " " + more if more else ""))

    def write(self):
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), self.name), "w", encoding="utf-8") as f:
            f.write('<?xml version="1.0" encoding="UTF-8"?>\n<!-- %s  Drawn by ve.py. -->\n'
                    '<ornament xmlns="urn:sovang:1" width="%s" height="%s" unit="mm">\n%s\n</ornament>\n'
                    % (self.about, n(self.w), n(self.h), "\n".join(self.lines)))

    # --- shapes ---

    def frame(self, inset, color, width):
        self.path(box(inset, inset, self.w - inset, self.h - inset), color, width, more='join="miter"')

    def corners(self, shape, **paint):
        """The same closed path in all four corners; `shape(fx, fy)` gives it for mirrored axes."""
        self.path([shape(lambda x, y, a=a, b=b: (self.w - x if a else x, self.h - y if b else y)) for a in (0, 1) for b in (0, 1)], **paint)


def box(x0, y0, x1, y1):
    return "M%s H%s V%s H%s Z" % (pt((x0, y0)), n(x1), n(y1), n(x0))


def circle(x, y, r):
    return "M%s A%s %s 0 1 1 %s A%s %s 0 1 1 %s Z" % (pt((x - r, y)), n(r), n(r), pt((x + r, y)), n(r), n(r), pt((x - r, y)))


def polar(c, r, a):
    return c[0] + r * math.cos(a), c[1] + r * math.sin(a)


def star(c, rays, outer, inner, turn=-math.pi / 2):
    p = [polar(c, outer if i % 2 == 0 else inner, turn + math.pi * i / rays) for i in range(2 * rays)]
    return "M" + " L".join(pt(x) for x in p) + " Z"


def dash(on, off):
    return 'dash="%smm %smm"' % (n(on), n(off))


DOT = .02  # a dash as good as nothing: its round ends make a disc


# --- the bronze drum: A3 ---

def rings(d, line, pitch):
    """Rings with a dot, at each pitch of a line."""
    for width, color in ((7.6, GOLD), (6.7, WHITE), (5.0, GOLD), (4.1, WHITE), (1.9, RED)):
        d.path(line, color, width, more='cap="round" ' + dash(DOT, pitch - DOT))


def drum_band(d, inset, thick, pitch, count_x, count_y):
    """Ring after ring, each tied to the next by a slanting line, as on the drums of Đông Sơn."""
    mid = inset + thick / 2
    for horizontal, count in ((True, count_x), (False, count_y)):
        room = ((d.w if horizontal else d.h) - pitch * (count - 1)) / 2
        lines, ties = [], []
        for far in (False, True):
            at = (d.h if horizontal else d.w) - mid if far else mid
            along = [room + i * pitch for i in range(count)]
            lines.append("M%s L%s" % tuple(pt((v, at) if horizontal else (at, v)) for v in (along[0], along[-1] + .3)))
            for a, b in zip(along, along[1:]):
                for s in (1,) if not far else (-1,):
                    p, q = (a, at + s * 3.3), (b, at - s * 3.3)
                    ties.append("M%s L%s" % tuple(pt(x if horizontal else (x[1], x[0])) for x in (p, q)))
        d.path(ties, GOLD, .45)
        for line in lines:
            rings(d, line, pitch)


def bars(d, c, r, width, count, color, share=.5):
    """A ring of bars: a dashed circle."""
    step = 2 * math.pi * r / count
    d.path(circle(c[0], c[1], r), color, width, more=dash(step * share, step * (1 - share)))


def beads(d, c, r, size, count, color):
    step = 2 * math.pi * r / count
    d.path(circle(c[0], c[1], r), color, size, more='cap="round" ' + dash(DOT, step - DOT))


def bird(c, r, a, s):
    """A flying bird of the drums, beak first, anticlockwise on its ring; its own sketch, in units of s."""
    sketch = [(-10, .2), (-3.2, -1.0), (-1.2, -1.6), (1.2, -4.6), (2.2, -4.4), (1.6, -1.4), (4.0, -.9), (10.2, -2.4), (10.6, -1.6),
              (5.0, .5), (10.2, 1.9), (9.8, 2.7), (3.6, 1.5), (1.8, 1.7), (3.4, 4.4), (2.5, 4.8), (-.6, 1.8), (-2.8, 1.2), (-3.6, .9)]
    out = []
    for x, y in sketch:
        out.append(polar(c, r + y * s, a + x * s / r))
    return "M" + " L".join(pt(p) for p in out) + " Z"


def drum(d, c, k, color, rays=14):
    """The face of a drum, radius 60 k: sun, rings of bars, birds, beads."""
    d.path(star(c, rays, 15 * k, 5.2 * k), fill=color)
    gaps = [polar(c, 11.2 * k, -math.pi / 2 + 2 * math.pi * (i + .5) / rays) for i in range(rays)]
    d.path(" ".join("M%s L%s" % (pt(polar(c, 9.2 * k, -math.pi / 2 + 2 * math.pi * (i + .5) / rays)), pt(g)) for i, g in enumerate(gaps)), color, 1.1 * k)
    for r, w in ((17, .7), (19, .35), (24, .35), (31.5, .35), (33, .7), (48, .7), (49.5, .35), (55, .35), (60, 1.1)):
        d.path(circle(c[0], c[1], r * k), color, w * k)
    bars(d, c, 21.5 * k, 3.4 * k, 64, color)
    beads(d, c, 26.2 * k, 2.2 * k, 36, color)
    beads(d, c, 29.6 * k, 1.3 * k, 72, color)
    d.path(" ".join(bird(c, 40.5 * k, 2 * math.pi * (i + .5) / 10, 1.02 * k) for i in range(10)), fill=color)
    bars(d, c, 52.2 * k, 3.6 * k, 120, color)
    beads(d, c, 57.5 * k, 2.4 * k, 80, color)


def corner_sun(d, at, r):
    """In each corner a small sun in rings, which the bands run into."""
    cs = [(at, at), (d.w - at, at), (at, d.h - at), (d.w - at, d.h - at)]
    d.path([circle(x, y, r) for x, y in cs], GOLD, .9, WHITE)
    d.path([circle(x, y, r - 1.3) for x, y in cs], GOLD, .3)
    for c in cs:
        bars(d, c, r - 2.5, 1.5, 40, GOLD)
    d.path([circle(x, y, r - 3.8) for x, y in cs], GOLD, .3)
    d.path([circle(x, y, r - 4.3) for x, y in cs], fill=RED)
    d.path([star(c, 12, r - 4.9, (r - 4.9) * .42) for c in cs], fill="#f3c23c")


def trong_dong():
    d = Drawing("khung-trong-dong.xml", "The frame of the A3 sheet: bands, corners and centre after the bronze drums of Đông Sơn.", 420, 297)
    drum(d, (210, 150), 1.36, FAINT)
    d.frame(8, GOLD, 1.3)
    d.frame(9.9, GOLD, .3)
    d.frame(22.9, GOLD, .3)
    d.frame(24.4, RED, .7)
    drum_band(d, 10.6, 11.6, 10.3, 36, 24)
    corner_sun(d, 16.8, 9.2)
    d.write()


# --- the lotus: A4 ---

def waves(d, mid, amplitude, period, count, color, width):
    """A guilloche: the same wave, shifted, on all four sides; half a period is one curve."""
    out = []
    for horizontal in (True, False):
        length = (d.w if horizontal else d.h) - 2 * CORNER
        halves = 2 * round(length / period)
        step = length / halves
        for far in (False, True):
            at = (d.h if horizontal else d.w) - mid if far else mid
            for k in range(count):
                a = amplitude * math.cos(math.pi * k / count)
                # a wave that begins at its own height and keeps its slope: one cubic a half period
                pts, s = [], []
                for i in range(halves + 1):
                    phase = math.pi * i + math.pi * k / count
                    v = CORNER + i * step
                    h = amplitude * math.sin(phase)
                    m = amplitude * math.cos(phase) * math.pi
                    pts.append((v, at + h))
                    s.append(m)
                path = "M" + pt(pts[0] if horizontal else pts[0][::-1])
                for i in range(halves):
                    c1 = (pts[i][0] + step / 3, pts[i][1] + s[i] / 3)
                    c2 = (pts[i + 1][0] - step / 3, pts[i + 1][1] - s[i + 1] / 3)
                    path += " C" + " ".join(pt(p if horizontal else p[::-1]) for p in (c1, c2, pts[i + 1]))
                out.append(path)
    d.path(out, color, width)


CORNER = 33


def petal(base, tip, fat):
    """A pointed petal from base to tip; fat is its half width against its length."""
    bx, by = base
    dx, dy = tip[0] - bx, tip[1] - by
    px, py = -dy * fat, dx * fat
    p = lambda t, s: (bx + dx * t + px * s, by + dy * t + py * s)
    return "M%s C%s %s %s C%s %s %s Z" % tuple(pt(x) for x in (base, p(.18, 1.15), p(.72, 1.05), tip, p(.72, -1.05), p(.18, -1.15), base))


def lotus(m, c, r, turn, spread=2.5):
    """Petals of an open flower around `turn`; back row first.  m maps points to the sheet."""
    rows = []
    for count, size, fat, wide in ((6, 1.0, .21, spread), (5, .84, .25, spread * .72), (3, .66, .30, spread * .40), (1, .60, .36, 0)):
        row = []
        for i in range(count):
            a = turn + (wide * (i / (count - 1) - .5) if count > 1 else 0)
            row.append(petal(m(*c), m(*polar(c, r * size, a)), fat))
        rows.append(row)
    return rows


def draw_lotus(d, places):
    """places: (map, centre, radius, turn)."""
    rows = [[], [], [], []]
    for m, c, r, turn in places:
        for i, row in enumerate(lotus(m, c, r, turn)):
            rows[i] += row
    for row, fill in zip(rows, (PALE, "#f7e9c6", "#f0c9c0", "#d9605a")):
        d.path(row, DEEP, .22, fill, 'join="round"')


def sprig(m, pts, leaves):
    """A stem through pts (cubic) and leaves on it: (t, angle, length)."""
    p = lambda t: tuple(sum(k * q[i] for k, q in zip(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3), pts)) for i in (0, 1))
    stem = "M%s C%s %s %s" % tuple(pt(m(*q)) for q in pts)
    out = []
    for t, turn, size in leaves:
        a, b = p(t), p(min(1, t + .01))
        way = math.atan2(b[1] - a[1], b[0] - a[0]) + turn
        out.append(petal(m(*a), m(*polar(a, size, way)), .2))
    return stem, out


def hoa_sen():
    d = Drawing("khung-hoa-sen.xml", "The frame of an A4 sheet: a guilloche band, lotus flowers in the corners, a rosette behind the text.", 297, 210)
    # behind the text: a rosette of turned ellipses
    c = (148.5, 99)
    for k in range(16):
        a = math.pi * k / 16
        u, v = 58, 23
        e = lambda t: (c[0] + u * math.cos(t) * math.cos(a) - v * math.sin(t) * math.sin(a), c[1] + u * math.cos(t) * math.sin(a) + v * math.sin(t) * math.cos(a))
        f = lambda t: (-u * math.sin(t) * math.cos(a) - v * math.cos(t) * math.sin(a), -u * math.sin(t) * math.sin(a) + v * math.cos(t) * math.cos(a))
        path, h = "M" + pt(e(0)), math.pi / 2
        for i in range(4):
            t0, t1, kk = i * h, (i + 1) * h, 4 / 3 * math.tan(h / 4)
            p0, p1, g0, g1 = e(t0), e(t1), f(t0), f(t1)
            path += " C%s %s %s" % (pt((p0[0] + kk * g0[0], p0[1] + kk * g0[1])), pt((p1[0] - kk * g1[0], p1[1] - kk * g1[1])), pt(p1))
        d.path(path + " Z", "#f5e9cb", .25)
    d.frame(6.5, GOLD, .9)
    d.frame(7.8, GOLD, .25)
    waves(d, 11.9, 2.7, 13.2, 3, GOLD, .34)
    # rails of the band stop before the flowers
    for inset, w in ((8.3, .25), (15.5, .25), (16.4, .6)):
        color = RED if w == .6 else GOLD
        d.path(["M%s H%s" % (pt((CORNER, y)), n(d.w - CORNER)) for y in (inset, d.h - inset)] +
               ["M%s V%s" % (pt((x, CORNER)), n(d.h - CORNER)) for x in (inset, d.w - inset)], color, w)
    maps = [lambda x, y, a=a, b=b: (d.w - x if a else x, d.h - y if b else y) for a in (0, 1) for b in (0, 1)]
    ends = [w(CORNER, 11.9) for m in maps for w in (m, lambda x, y, m=m: m(y, x))]
    d.path([circle(x, y, 3.4) for x, y in ends], GOLD, .6, WHITE)
    d.path([circle(x, y, 2.2) for x, y in ends], GOLD, .3)
    d.path([circle(x, y, 1.1) for x, y in ends], fill=RED)
    stems, leaves, curls = [], [], []
    for m in maps:
        for swap in (False, True):
            w = (lambda x, y, m=m: m(y, x)) if swap else m
            stem, leaf = sprig(w, ((15.5, 12.2), (22, 8.6), (27, 9.2), (32.6, 12.6)), ((.42, -.75, 5.4), (.62, .8, 4.6), (.9, -.5, 4.2)))
            stems.append(stem)
            leaves += leaf
            curls.append("M%s C%s %s %s S%s %s" % tuple(pt(w(*q)) for q in ((18, 17.2), (24, 15.2), (31.5, 16.6), (30.4, 20.4), (26.0, 21.6), (26.2, 19.0))))
    d.path(stems + curls, GOLD, .5, more='cap="round"')
    d.path(leaves, DEEP, .18, "#e5c978")
    draw_lotus(d, [(m, (10.6, 10.6), 15.5, math.pi / 4) for m in maps])
    d.path([circle(*m(11.4, 11.4), 1.5) for m in maps], DEEP, .2, "#f3c23c")
    d.write()


# --- the fret and the ears of rice: A4 ---

FRET = ((0, 5), (0, 0), (5, 0), (5, 4), (1.8, 4), (1.8, 2), (3.4, 2))


def fret_band(d, inset, unit, corner):
    """The square spiral of old cornices, in pairs that look at each other."""
    out = []
    k = unit / 6.5
    for horizontal in (True, False):
        length = (d.w if horizontal else d.h) - 2 * corner
        count = 2 * round(length / unit / 2)
        step = length / count
        for far in (False, True):
            for i in range(count):
                flip = i % 2 == 1
                pts = []
                for x, y in FRET:
                    v = x * k + (step - 5 * k) / 2
                    v = corner + i * step + (step - v if flip else v)
                    h = inset + (5 - y) * k if not far else (d.h if horizontal else d.w) - inset - (5 - y) * k
                    pts.append((v, h) if horizontal else (h, v))
                out.append("M%s L%s" % (pt(pts[0]), " ".join(pt(p) for p in pts[1:])))
    d.path(out, GOLD, .62, more='cap="square" join="miter"')


def rice(w, pts, grains):
    """An ear of rice: a stem and pairs of grains that grow smaller to its tip."""
    p = lambda t: tuple(sum(k * q[i] for k, q in zip(((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3), pts)) for i in (0, 1))
    stem = "M%s C%s %s %s" % tuple(pt(w(*q)) for q in pts)
    out = []
    for i in range(grains):
        t = .22 + .76 * i / (grains - 1)
        a, b = p(t), p(min(1, t + .01) if t < .99 else 1.0)
        q = p(t - .01)
        way = math.atan2(a[1] - q[1], a[0] - q[0]) if t >= .99 else math.atan2(b[1] - a[1], b[0] - a[0])
        size = 3.5 * (1 - .45 * i / grains)
        for turn in (.5, -.5):
            out.append(petal(w(*a), w(*polar(a, size, way + turn)), .23))
    out.append(petal(w(*p(.98)), w(*polar(p(.98), 2.6, math.atan2(pts[3][1] - pts[2][1], pts[3][0] - pts[2][0]))), .23))
    return stem, out


def hoi_van():
    d = Drawing("khung-hoi-van.xml", "The frame of the Giấy khen: a fret, four-petalled corners, two ears of rice around the title.", 297, 210)
    d.frame(7, RED, 1.1)
    d.frame(8.6, GOLD, .3)
    fret_band(d, 10.2, 6.5, 18.2)
    d.frame(16.6, GOLD, .3)
    d.frame(17.7, RED, .4)
    cs = [(12.6, 12.6), (d.w - 12.6, 12.6), (12.6, d.h - 12.6), (d.w - 12.6, d.h - 12.6)]
    d.path([box(x - 4.6, y - 4.6, x + 4.6, y + 4.6) for x, y in cs], GOLD, .5, WHITE)
    d.path([petal(c, polar(c, 5.2, math.pi * (k / 2 + .25)), .34) for c in cs for k in range(4)], DEEP, .2, PALE)
    d.path([petal(c, polar(c, 3.6, math.pi * k / 2), .36) for c in cs for k in range(4)], DEEP, .2, "#e3b64a")
    d.path([circle(x, y, .95) for x, y in cs], fill=RED)
    mid = (d.w / 2, 93.4)
    stems, grains = [], []
    for side in (0, 1):
        w = lambda x, y, s=side: (d.w - x if s else x, y)
        for pts, count in ((((142.5, 93.4), (130, 94.6), (112, 96.2), (97, 91.2)), 15), (((142.5, 93.4), (134, 92.2), (124, 90.0), (114, 91.0)), 8)):
            stem, g = rice(w, pts, count)
            stems.append(stem)
            grains += g
    d.path(stems, DEEP, .35, more='cap="round"')
    d.path(grains, DEEP, .16, "#e9c463", 'join="round"')
    d.path([petal(mid, polar(mid, 3.9, math.pi * (k / 2 + .25)), .34) for k in range(4)], DEEP, .2, PALE)
    d.path([petal(mid, polar(mid, 3.2, math.pi * k / 2), .36) for k in range(4)], DEEP, .2, "#e3b64a")
    d.path(circle(mid[0], mid[1], .8), fill=RED)
    d.write()


trong_dong()
hoa_sen()
hoi_van()
