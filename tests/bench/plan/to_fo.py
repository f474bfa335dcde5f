"""words.tsv as XSL-FO for Apache FOP."""
import html
import sys

style = {
    "p": 'text-align="justify" text-indent="12.7mm"',
    "h": 'font-weight="bold" text-indent="12.7mm"',
    "head": 'text-align="center" font-weight="bold"',
    "title": 'text-align="center" font-weight="bold"',
    "small": 'font-size="11pt"',
}
print("""<?xml version="1.0" encoding="UTF-8"?>
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" font-family="Liberation Serif" font-size="14pt" line-height="1.15">
<fo:layout-master-set><fo:simple-page-master master-name="a" page-width="210mm" page-height="297mm"
 margin="20mm 15mm 20mm 30mm"><fo:region-body/></fo:simple-page-master></fo:layout-master-set>
<fo:page-sequence master-reference="a"><fo:flow flow-name="xsl-region-body">""")
for line in open(sys.argv[1], encoding="utf-8"):
    kind, text = line.rstrip("\n").split("\t")
    print('<fo:block space-before="3pt" space-after="3pt" %s>%s</fo:block>' % (style[kind], html.escape(text)))
print("</fo:flow></fo:page-sequence></fo:root>")
