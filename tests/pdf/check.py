#!/usr/bin/env python3
"""Is this file what it says: PDF/A-1a, -2a or -3a, and PDF/UA-1?

    check.py [--rule CLAUSE] FILE...

Verifies what a program can of ISO 19005 and ISO 14289-1, reading the file with qpdf and nothing of ours.  A line
for each thing that is wrong: file, clause, what; exit status 1 when there was any.  With --rule the files must break just
that clause.
"""
import re
import sys

import rules_file
import rules_fonts
import rules_tags
from reader import File


def problems(path):
    out = []

    def say(rule, text):
        out.append((rule, text))

    try:
        doc = File(path)
    except (ValueError, KeyError) as e:
        return [("file", str(e))]
    part = re.search(rb"<pdfaid:part>(\d)", doc.raw)
    if not part:
        return [("6.7.11", "the file says of no PDF/A that it is one")]
    part = int(part.group(1))
    rules_file.syntax(doc, part, say)
    rules_file.limits(doc, part, say)
    rules_file.forbidden(doc, part, say)
    rules_file.intent(doc, say)
    rules_file.xmp(doc, part, say)
    rules_file.page_sizes(doc, say)
    rules_file.outline(doc, say)
    if rules_tags.catalog(doc, say):
        top = rules_tags.tree(doc, say)
        rules_tags.marks_and_tree(doc, part, top, say)
        rules_tags.roles(doc, top, say)
    rules_fonts.fonts(doc, part, say)
    return out


def main():
    args, want = sys.argv[1:], None
    if args[:1] == ["--rule"]:
        want, args = args[1], args[2:]
    bad = False
    for path in args:
        found = problems(path)
        if want is not None:
            if want not in [rule for rule, _ in found]:
                print("%s: clause %s is not told, but %s" % (path, want, found))
                bad = True
            continue
        for rule, text in found:
            print("%s: %s: %s" % (path, rule, text))
        bad = bad or bool(found)
    return 1 if bad else 0


sys.exit(main())
