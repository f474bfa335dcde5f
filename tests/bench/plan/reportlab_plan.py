"""words.tsv through ReportLab's Platypus."""
import html
import sys

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

fonts = "/usr/share/fonts/truetype/liberation2/LiberationSerif-"
pdfmetrics.registerFont(TTFont("R", fonts + "Regular.ttf"))
pdfmetrics.registerFont(TTFont("B", fonts + "Bold.ttf"))
base = dict(fontSize=14, leading=16.1, spaceBefore=3, spaceAfter=3)
styles = {
    "p": ParagraphStyle("p", fontName="R", alignment=TA_JUSTIFY, firstLineIndent=12.7 * mm, **base),
    "h": ParagraphStyle("h", fontName="B", firstLineIndent=12.7 * mm, **base),
    "head": ParagraphStyle("head", fontName="B", alignment=TA_CENTER, **base),
    "title": ParagraphStyle("title", fontName="B", alignment=TA_CENTER, **base),
    "small": ParagraphStyle("small", fontName="R", fontSize=11, leading=12.6),
}
story = []
for line in open(sys.argv[1], encoding="utf-8"):
    kind, text = line.rstrip("\n").split("\t")
    story.append(Paragraph(html.escape(text), styles[kind]))
SimpleDocTemplate(sys.argv[2], pagesize=(210 * mm, 297 * mm), leftMargin=30 * mm, rightMargin=15 * mm,
                  topMargin=20 * mm, bottomMargin=20 * mm).build(story)
