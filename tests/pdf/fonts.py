#!/usr/bin/env python3
"""Fonts with a fault, made from good ones.

    fonts.py swap IN OUT LETTER OTHER   LETTER's last part is that of OTHER: "ế" gets the mark of "ề"
    fonts.py lose IN OUT LETTER         LETTER loses its last part: "ế" is drawn as "ê"
    fonts.py blank IN OUT LETTER        LETTER draws nothing
"""
import struct
import sys

from fontfile import TrueType, i16, u16, u32


def glyph_of(font, letter):
    """By the cmap of platform 3, encoding 1, format 4."""
    cmap = font.tables["cmap"]
    for k in range(u16(cmap, 2)):
        if struct.unpack_from(">HH", cmap, 4 + 8 * k) == (3, 1):
            t = cmap[u32(cmap, 8 + 8 * k):]
    n, c = u16(t, 6) // 2, ord(letter)
    for s in range(n):
        end, start = u16(t, 14 + 2 * s), u16(t, 16 + 2 * n + 2 * s)
        if start <= c <= end:
            delta, at = i16(t, 16 + 4 * n + 2 * s), 16 + 6 * n + 2 * s
            off = u16(t, at)
            return (c + delta) & 0xFFFF if off == 0 else (u16(t, at + off + 2 * (c - start)) + delta) & 0xFFFF
    raise SystemExit("no glyph for " + letter)


def last_part(data, base, font, gid):
    """Where the number of the last part and the flags of the one before it stand in the file."""
    at, before = base + font.loca[gid] + 10, None
    while True:
        flags = u16(data, at)
        if not flags & 0x20:
            return at + 2, before
        before = at
        at += 4 + (4 if flags & 1 else 2) + (2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)


def main():
    how, source, out, letter = sys.argv[1:5]
    data = bytearray(open(source, "rb").read())
    font = TrueType(bytes(data))
    base = next(struct.unpack_from(">I", data, 12 + 16 * i + 8)[0] for i in range(u16(data, 4)) if data[12 + 16 * i:16 + 16 * i] == b"glyf")
    gid = glyph_of(font, letter)
    if how == "blank":
        struct.pack_into(">h", data, base + font.loca[gid], 0)
    else:
        part, before = last_part(data, base, font, gid)
        if how == "swap":
            other, _ = last_part(data, base, font, glyph_of(font, sys.argv[5]))
            data[part:part + 2] = data[other:other + 2]
        else:
            struct.pack_into(">H", data, before, u16(data, before) & ~0x20)
    with open(out, "wb") as f:
        f.write(data)


main()
