"""The words through ReportLab's Platypus: reportlab_loop.py JOB.json COUNT OUT MERGED."""
import html
import json
import sys

from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

words, count, out, merged = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4] == "1"
ttf = "/usr/share/fonts/truetype/"
for name, file in (("regular", "liberation2/LiberationSerif-Regular"), ("bold", "liberation2/LiberationSerif-Bold"),
                   ("italic", "liberation2/LiberationSerif-Italic"), ("display", "fonts-yrsa-rasa/Yrsa-Bold")):
    pdfmetrics.registerFont(TTFont(name, ttf + file + ".ttf"))
side = {"left": TA_LEFT, "right": TA_RIGHT, "center": TA_CENTER, "justify": TA_JUSTIFY}
data = json.load(open(words, encoding="utf-8"))


def style(s, align=None):
    return ParagraphStyle("s", fontName="regular" if s["face"] == "small" else s["face"], fontSize=s["size"],
                          leading=s["leading"], alignment=side[align or s["align"]], firstLineIndent=s["indent"],
                          spaceBefore=s["before"], spaceAfter=s["after"], textColor=HexColor(s["color"]))


styles = {k: style(s) for k, s in data["styles"].items()}


def par(text, st):
    return Paragraph(html.escape(text), st)


def flow(doc, target):
    story = []
    for kind, value in doc:
        if kind == "break":
            story.append(PageBreak())
        elif kind == "table":
            cells = [style(data["styles"]["td"], a) for a in value["align"]]
            rows = [[par(t, styles["th"]) for t in value["head"]]]
            rows += [[par(t, st) for t, st in zip(row, cells)] for row in value["rows"]]
            story.append(Table(rows, colWidths=[c * mm for c in value["cols"]], repeatRows=1, style=[
                ("GRID", (0, 0), (-1, -1), 0.5, black), ("LEFTPADDING", (0, 0), (-1, -1), 4),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4), ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]))
        else:
            story.append(par(value, styles[kind]))
    SimpleDocTemplate(target, pagesize=A4, leftMargin=30 * mm - 6, rightMargin=15 * mm - 6, topMargin=20 * mm - 6,
                      bottomMargin=20 * mm - 6).build(story)


def sheets(docs, target):
    c = Canvas(target, pagesize=landscape(A4))
    for doc in docs:
        c.setStrokeColor(HexColor("#b8860b"))
        for x, y, w, h, line in ((8, 8, 281, 194, 1), (9.6, 9.6, 277.8, 190.8, 3)):
            c.setLineWidth(line)
            c.rect(x * mm, y * mm, w * mm, h * mm)
        for x, y, w, kind, lines in doc:
            top = (210 - y) * mm
            for line in lines:
                p = par(line, styles[kind])
                _, h = p.wrap(w * mm, 100 * mm)
                p.drawOn(c, x * mm, top - h)
                top -= h
        c.showPage()
    c.save()


docs = data["docs"]
for i in range(count):
    target = "%s-%05d.pdf" % (out, i)
    if len(docs[0][0]) == 5:
        sheets(docs if merged else [docs[i % len(docs)]], target)
    else:
        flow(docs[i % len(docs)], target)
