"""The words as files for the programs that read files: prepare.py DIR writes DIR/{html,fo,fodt}/JOB-NNNNN.*."""
import html
import json
import os
import sys

DIR = sys.argv[1]
LINES = ((8, 8, 281, 194, 1), (9.6, 9.6, 277.8, 190.8, 3))
esc = html.escape


def font(st):
    face = st["face"]
    return ("Yrsa" if face == "display" else "Liberation Serif", "bold" if face in ("bold", "display") else "normal",
            "italic" if face == "italic" else "normal")


# --- HTML ---

def html_css(name, st):
    family, weight, slant = font(st)
    return (".%s{font:%s %s %gpt/%gpt '%s';text-align:%s;text-indent:%gpt;margin:%gpt 0 %gpt;color:%s}"
            % (name, slant, weight, st["size"], st["leading"], family, st["align"], st["indent"], st["before"],
               st["after"], st["color"]))


def html_block(b):
    if len(b) == 5:
        return '<div class="%s box" style="left:%gmm;top:%gmm;width:%gmm">%s</div>' % (
            b[3], b[0], b[1], b[2], "<br>".join(map(esc, b[4])))
    if b[0] == "break":
        return '<div style="break-after:page"></div>'
    if b[0] != "table":
        return '<p class="%s">%s</p>' % (b[0], esc(b[1]))
    t = b[1]
    rows = ["<table><colgroup>%s</colgroup><thead><tr>%s</tr></thead><tbody>" % (
        "".join('<col style="width:%gmm">' % c for c in t["cols"]),
        "".join('<th class="th">%s</th>' % esc(h) for h in t["head"]))]
    for row in t["rows"]:
        rows.append("<tr>%s</tr>" % "".join('<td class="td %s">%s</td>' % (a, esc(c)) for a, c in zip(t["align"], row)))
    return "".join(rows) + "</tbody></table>"


def html_file(styles, docs):
    sheet = len(docs[0][0]) == 5
    css = "@page{size:A4%s;margin:%s}body{margin:0}" % (
        (" landscape", "0") if sheet else ("", "20mm 15mm 20mm 30mm"))
    css += "".join(html_css(k, s) for k, s in styles.items())
    css += (".box{position:absolute}.sheet{position:relative;height:209.9mm;break-after:page;overflow:hidden}"
            "table{border-collapse:collapse;table-layout:fixed;width:165mm}td,th{border:.5pt solid;padding:2pt 4pt}"
            "tr{break-inside:avoid}.right{text-align:right}.center{text-align:center}")
    pages = []
    for d in docs:
        body = "".join(map(html_block, d))
        if sheet:
            rules = "".join('<div class="box" style="left:%gmm;top:%gmm;width:%gmm;height:%gmm;border:%gpt solid #b8860b">'
                            '</div>' % r for r in LINES)
            body = '<div class="sheet">%s%s</div>' % (rules, body)
        pages.append(body)
    return "<!DOCTYPE html><html lang=vi><meta charset=utf-8><title>-</title><style>%s</style>%s</html>" % (
        css, "".join(pages))


# --- XSL-FO ---

def fo_attrs(st):
    family, weight, slant = font(st)
    return ('font-family="%s" font-weight="%s" font-style="%s" font-size="%gpt" line-height="%gpt" text-align="%s" '
            'text-indent="%gpt" space-before="%gpt" space-after="%gpt" color="%s"' % (
                family, weight, slant, st["size"], st["leading"], st["align"], st["indent"], st["before"], st["after"],
                st["color"]))


def fo_cell(styles, kind, align, text):
    st = dict(styles[kind], align=align)
    return ('<fo:table-cell border="0.5pt solid black" padding="2pt 4pt"><fo:block %s>%s</fo:block></fo:table-cell>'
            % (fo_attrs(st), esc(text)))


def fo_block(styles, b):
    if len(b) == 5:
        return ('<fo:block-container absolute-position="absolute" left="%gmm" top="%gmm" width="%gmm">%s</fo:block-container>'
                % (b[0], b[1], b[2], "".join("<fo:block %s>%s</fo:block>" % (fo_attrs(styles[b[3]]), esc(t)) for t in b[4])))
    if b[0] == "break":
        return '<fo:block break-after="page"/>'
    if b[0] != "table":
        return "<fo:block %s>%s</fo:block>" % (fo_attrs(styles[b[0]]), esc(b[1]))
    t = b[1]
    out = ['<fo:table table-layout="fixed" width="165mm">']
    out += ['<fo:table-column column-width="%gmm"/>' % c for c in t["cols"]]
    out.append("<fo:table-header><fo:table-row>%s</fo:table-row></fo:table-header><fo:table-body>"
               % "".join(fo_cell(styles, "th", "center", h) for h in t["head"]))
    for row in t["rows"]:
        out.append('<fo:table-row keep-together.within-page="always">%s</fo:table-row>'
                   % "".join(fo_cell(styles, "td", a, c) for a, c in zip(t["align"], row)))
    return "".join(out) + "</fo:table-body></fo:table>"


def fo_file(styles, docs):
    sheet = len(docs[0][0]) == 5
    w, h, margin = (297, 210, "0") if sheet else (210, 297, "20mm 15mm 20mm 30mm")
    out = ['<?xml version="1.0" encoding="UTF-8"?><fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xml:lang="vi">'
           '<fo:layout-master-set><fo:simple-page-master master-name="a" page-width="%dmm" page-height="%dmm" margin="%s">'
           '<fo:region-body/></fo:simple-page-master></fo:layout-master-set>' % (w, h, margin)]
    for d in docs:
        out.append('<fo:page-sequence master-reference="a"><fo:flow flow-name="xsl-region-body">')
        if sheet:
            out += ['<fo:block-container absolute-position="absolute" left="%gmm" top="%gmm" width="%gmm" height="%gmm" '
                    'border="%gpt solid #b8860b"><fo:block/></fo:block-container>' % r for r in LINES]
        out += [fo_block(styles, b) for b in d]
        out.append("<fo:block/></fo:flow></fo:page-sequence>" if sheet else "</fo:flow></fo:page-sequence>")
    return "".join(out) + "</fo:root>"


# --- flat ODT ---

ODT_NS = " ".join('xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (a, b) for a, b in (
    ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
    ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")))


def odt_style(name, st, align=None, extra=""):
    family, weight, slant = font(st)
    align = {"left": "start", "right": "end"}.get(align or st["align"], align or st["align"])
    return ('<style:style style:name="%s" style:family="paragraph"><style:paragraph-properties fo:text-align="%s" '
            'fo:text-indent="%gpt" fo:margin-top="%gpt" fo:margin-bottom="%gpt" fo:line-height="%gpt" %s/>'
            '<style:text-properties style:font-name="%s" fo:font-size="%gpt" fo:font-weight="%s" fo:font-style="%s" '
            'fo:color="%s" fo:hyphenate="false"/></style:style>' % (
                name, align, st["indent"], st["before"], st["after"], st["leading"], extra, family, st["size"], weight, slant,
                st["color"]))


def odt_table(t):
    out = ['<table:table table:style-name="tab">']
    out += ['<table:table-column table:style-name="w%d"/>' % i for i in range(len(t["cols"]))]

    def row(kind, cells, aligns):
        return '<table:table-row table:style-name="row">%s</table:table-row>' % "".join(
            '<table:table-cell table:style-name="cell"><text:p text:style-name="%s%s">%s</text:p></table:table-cell>'
            % (kind, a, esc(c)) for c, a in zip(cells, aligns))
    out.append("<table:table-header-rows>%s</table:table-header-rows>" % row("th", t["head"], ["center"] * len(t["cols"])))
    out += [row("td", r, t["align"]) for r in t["rows"]]
    return "".join(out) + "</table:table>"


def odt_block(b):
    if b[0] == "break":
        return '<text:p text:style-name="break"/>'
    if b[0] == "table":
        return odt_table(b[1])
    return '<text:p text:style-name="%s">%s</text:p>' % (b[0], esc(b[1]))


def odt_sheet(styles, doc):
    """A certificate as a stack of paragraphs (a thousand sheets of frames take minutes): styles, text."""
    looks, out, at = [], [], 10.0
    for i, (x, y, w, name, lines) in enumerate(sorted(doc, key=lambda b: b[1])):
        for j, line in enumerate(lines):
            gap = max(0, y - at) if j == 0 else 0
            extra = 'fo:margin-left="%gmm" fo:margin-right="%gmm"' % (x - 10, 297 - x - w - 10)
            if not out:
                extra += ' fo:break-before="page"'
            looks.append(odt_style("b%d-%d" % (i, j), dict(styles[name], before=gap * 72 / 25.4), None, extra))
            out.append('<text:p text:style-name="b%d-%d">%s</text:p>' % (i, j, esc(line)))
            rows = 2 if name == "deed" else 1  # it takes two lines
            at = max(at, y if j == 0 else 0) + rows * styles[name]["leading"] * 25.4 / 72
    return "".join(looks), "".join(out)


def odt_file(styles, docs):
    sheet = len(docs[0][0]) == 5
    table = next((b[1] for b in docs[0] if b[0] == "table"), None)
    out = ['<?xml version="1.0" encoding="UTF-8"?><office:document %s office:version="1.2" '
           'office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
           '<style:font-face style:name="Liberation Serif" svg:font-family="\'Liberation Serif\'"/>'
           '<style:font-face style:name="Yrsa" svg:font-family="Yrsa"/></office:font-face-decls><office:styles>' % ODT_NS]
    for k, s in styles.items():
        out.append(odt_style(k, s))
        if k in ("td", "th"):
            out += [odt_style(k + a, s, a) for a in ("left", "center", "right")]
    tiny = {"face": "regular", "size": 1, "leading": 1, "align": "left", "indent": 0, "before": 0, "after": 0, "color": "#000000"}
    out.append(odt_style("break", tiny, None, 'fo:break-before="page"') + odt_style("tiny", tiny))
    out.append("</office:styles><office:automatic-styles>")
    if sheet:
        out.append(odt_sheet(styles, docs[0])[0])
    for i, c in enumerate(table["cols"] if table else ()):
        out.append('<style:style style:name="w%d" style:family="table-column"><style:table-column-properties '
                   'style:column-width="%gmm"/></style:style>' % (i, c))
    out.append('<style:style style:name="tab" style:family="table"><style:table-properties style:width="165mm" '
               'table:align="left"/></style:style>'
               '<style:style style:name="row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/></style:style>'
               '<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" '
               'fo:padding="2pt 4pt"/></style:style>')
    w, h, margin = ((297, 210, 'fo:margin="8mm" fo:border="4pt double #b8860b" style:print-orientation="landscape"') if sheet else
                    (210, 297, 'fo:margin-top="20mm" fo:margin-right="15mm" fo:margin-bottom="20mm" fo:margin-left="30mm"'))
    out.append('<style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="%dmm" fo:page-height="%dmm" %s/>'
               '</style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
               'style:page-layout-name="pl"/></office:master-styles><office:body><office:text>' % (w, h, margin))
    if sheet:
        out += [odt_sheet(styles, d)[1] for d in docs]
    else:
        out += [odt_block(b) for b in docs[0]]
    return "".join(out) + "</office:text></office:body></office:document>"


def write(kind, name, text):
    os.makedirs(os.path.join(DIR, kind), exist_ok=True)
    with open(os.path.join(DIR, kind, name), "w", encoding="utf-8") as f:
        f.write(text)


for job in ("certificate", "decision", "plan"):
    data = json.load(open(os.path.join(DIR, "words", job + ".json"), encoding="utf-8"))
    groups = [("%s-%05d" % (job, i), [d]) for i, d in enumerate(data["docs"])]
    if job == "certificate":
        groups.append(("merged-00000", data["docs"]))
    for name, docs in groups:
        write("html", name + ".html", html_file(data["styles"], docs))
        write("fo", name + ".fo", fo_file(data["styles"], docs))
        write("fodt", name + ".fodt", odt_file(data["styles"], docs))
