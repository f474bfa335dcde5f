"""words.py TRACE: the text that layout drew; runs that touch are one word, whatever their size and height."""
import re
import sys

LINE = re.compile(r"^ *text (-?\d+) (-?\d+) (\d+) \S+ [\d.]+ \S+ «(.*)»")
end = base = None
for row in open(sys.argv[1], encoding="utf-8"):
    m = LINE.match(row)
    if not m:
        continue
    x, y, w = (int(m.group(i)) for i in (1, 2, 3))
    touches = end is not None and abs(x - end) <= 12 and abs(y - base) < 300
    print(("" if touches else "\n") + m.group(4), end="")
    end, base = x + w, y
print()
