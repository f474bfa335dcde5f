"""Font programs as they are embedded: how many glyphs, how wide, and whether they draw anything."""
import struct


def u16(b, at):
    return struct.unpack_from(">H", b, at)[0]


def i16(b, at):
    return struct.unpack_from(">h", b, at)[0]


def u32(b, at):
    return struct.unpack_from(">I", b, at)[0]


class TrueType:
    def __init__(self, data):
        self.tables = {}
        for i in range(u16(data, 4)):
            tag, _, off, length = struct.unpack_from(">4sIII", data, 12 + 16 * i)
            if off + length > len(data):
                raise ValueError("table %r ends behind the program" % tag)
            self.tables[tag.decode()] = data[off:off + length]
        self.upem = u16(self.tables["head"], 18)
        self.count = u16(self.tables["maxp"], 4)
        self.metrics = u16(self.tables["hhea"], 34)
        long = i16(self.tables["head"], 50)
        loca = self.tables["loca"]
        self.loca = [u32(loca, 4 * i) if long else 2 * u16(loca, 2 * i) for i in range(self.count + 1)]
        if self.loca[-1] > len(self.tables["glyf"]):
            raise ValueError("loca points behind glyf")

    def width(self, gid):
        at = min(gid, self.metrics - 1)
        return u16(self.tables["hmtx"], 4 * at) * 1000 / self.upem

    def has(self, gid):
        return gid < self.count

    def empty(self, gid):
        return self.loca[gid] == self.loca[gid + 1]

    def parts(self, gid):
        """The glyphs that a composite one is made of."""
        g = self.tables["glyf"][self.loca[gid]:self.loca[gid + 1]]
        if len(g) < 10 or i16(g, 0) >= 0:
            return []
        at, out = 10, []
        while True:
            flags, part = u16(g, at), u16(g, at + 2)
            out.append(part)
            at += 4 + (4 if flags & 1 else 2) + (2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)
            if not flags & 0x20:
                return out


def index(data, at):
    count = u16(data, at)
    if count == 0:
        return [], at + 2
    size = data[at + 2]
    offs = [int.from_bytes(data[at + 3 + i * size:at + 3 + (i + 1) * size], "big") for i in range(count + 1)]
    base = at + 2 + (count + 1) * size
    return [data[base + offs[i]:base + offs[i + 1]] for i in range(count)], base + offs[-1]


def dict_of(data):
    out, args, at = {}, [], 0
    while at < len(data):
        b = data[at]
        at += 1
        if b <= 21:
            op = 1200 + data[at] if b == 12 else b
            at += b == 12
            out[op], args = args, []
        elif b == 28:
            args.append(i16(data, at))
            at += 2
        elif b == 29:
            args.append(struct.unpack_from(">i", data, at)[0])
            at += 4
        elif b == 30:
            text = ""
            while True:
                for n in (data[at] >> 4, data[at] & 15):
                    text += "0123456789.EX -f"[n] if n not in (12,) else "E-"
                at += 1
                if "f" in text:
                    break
            args.append(float(text.split("f")[0].replace("X", "")))
        elif b <= 246:
            args.append(b - 139)
        elif b <= 250:
            args.append((b - 247) * 256 + data[at] + 108)
            at += 1
        else:
            args.append(-(b - 251) * 256 - data[at] - 108)
            at += 1
    return out


class Cff:
    def __init__(self, data):
        _, at = index(data, data[2])
        tops, at = index(data, at)
        _, at = index(data, at)
        self.shared, _ = index(data, at)
        self.top = dict_of(tops[0])
        self.glyphs, _ = index(data, self.top[17][0])
        self.count = len(self.glyphs)
        self.cid_keyed = 1230 in self.top
        self.upem = round(1 / self.top.get(1207, [0.001])[0])
        if self.cid_keyed:
            dicts, _ = index(data, self.top[1236][0])
            private = dict_of(dicts[0]).get(18)
        else:
            private = self.top.get(18)
        p = dict_of(data[int(private[1]):int(private[1] + private[0])]) if private else {}
        self.default, self.nominal = p.get(20, [0])[0], p.get(21, [0])[0]
        self.own = index(data, int(private[1] + p[19][0]))[0] if 19 in p else []

    def has(self, gid):
        return gid < self.count

    def empty(self, gid):
        return self.run(self.glyphs[gid], [], 0)[2] == 14

    def parts(self, _):
        return []

    def width(self, gid):
        """The first operator that clears the stack tells whether a width stands before its operands."""
        first, n, op = self.run(self.glyphs[gid], [], 0)
        odd = {1: n % 2, 3: n % 2, 18: n % 2, 23: n % 2, 19: n % 2, 20: n % 2, 21: n > 2, 22: n > 1, 4: n > 1,
               14: n in (1, 5)}.get(op)
        if odd is None:
            raise ValueError("operator %s before any width" % op)
        return (self.nominal + first if odd else self.default) * 1000 / self.upem

    def run(self, g, stack, depth):
        """(lowest operand, operands, operator) at the first operator that clears the stack."""
        at = 0
        while at < len(g):
            b = g[at]
            at += 1
            if b in (10, 29):
                subrs = self.own if b == 10 else self.shared
                bias = 107 if len(subrs) < 1240 else 1131 if len(subrs) < 33900 else 32768
                got = self.run(subrs[int(stack.pop()) + bias], stack, depth + 1)
                if got[2] is not None:
                    return got
            elif b == 11:
                break
            elif b == 28:
                stack.append(i16(g, at))
                at += 2
            elif b < 32:
                return stack[0] if stack else 0, len(stack), b
            elif b <= 246:
                stack.append(b - 139)
            elif b <= 250:
                stack.append((b - 247) * 256 + g[at] + 108)
                at += 1
            elif b <= 254:
                stack.append(-(b - 251) * 256 - g[at] - 108)
                at += 1
            else:
                stack.append(struct.unpack_from(">i", g, at)[0] / 65536)
                at += 4
        return (stack[0] if stack else 0), len(stack), None if depth else 14
