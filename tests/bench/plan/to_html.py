"""words.tsv as HTML for WeasyPrint."""
import html
import sys

print("""<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>Kế hoạch</title><style>
@page { size: A4; margin: 20mm 15mm 20mm 30mm }
body { font: 14pt/1.15 "Liberation Serif" } p { margin: 3pt 0 }
.p { text-align: justify; text-indent: 12.7mm } .h { font-weight: bold; text-indent: 12.7mm }
.head, .title { text-align: center; font-weight: bold } .small { font-size: 11pt }
</style>""")
for line in open(sys.argv[1], encoding="utf-8"):
    kind, text = line.rstrip("\n").split("\t")
    print('<p class="%s">%s</p>' % (kind, html.escape(text)))
