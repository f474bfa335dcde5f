"""The logical structure (ISO 19005 6.8 / 6.7, ISO 14289-1 clause 7): tree, marked content, roles, tables, lists, headings."""
from reader import Ref, operators

GROUPS = "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private".split()
BLOCKS = "P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot".split()
INLINE = "Span Quote Note Reference BibEntry Code Link Annot Ruby Warichu RB RT RP WT WP Figure Formula Form".split()
STANDARD = set(GROUPS + BLOCKS + INLINE)
PAINTS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI", "Tj", "TJ", "'", '"'}
PARENTS = {"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
           "THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}, "TOCI": {"TOC"}}
KIDS = {"L": {"L", "LI", "Caption"}, "LI": {"Lbl", "LBody"}, "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
        "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TR": {"TH", "TD"}, "TOC": {"TOC", "TOCI", "Caption"}}


COUNTED = set("/None /Disc /Circle /Square /Decimal /UpperRoman /LowerRoman /UpperAlpha /LowerAlpha".split())


class Element:
    def __init__(self, ref, dict_, role, parent):
        self.ref, self.dict, self.role, self.parent, self.kids, self.marks = ref, dict_, role, parent, [], []

    def below(self):
        yield self
        for k in self.kids:
            yield from k.below()


def page_marks(doc, n, page, part, say):
    """The MCIDs of a page with their tags, after looking at how its content is marked."""
    marks, stack, depth = {}, [], 0
    for op, args in operators(doc.content(page)):
        if op == "q":
            depth += 1
            if depth > 28:
                say("6.1.12", "page %d: q nested %d deep" % (n, depth))
        elif op == "Q":
            depth -= 1
        elif op in ("BDC", "BMC"):
            props = args[1] if op == "BDC" else {}
            mcid = props.get("/MCID") if isinstance(props, dict) else None
            kind = "artifact" if args[0] == "/Artifact" else "real" if mcid is not None else None
            if kind == "artifact" and "real" in stack or kind == "real" and "artifact" in stack:
                say("UA 7.1", "page %d: %s inside of the other" % (n, kind))
            if mcid is not None:
                if int(mcid) in marks:
                    say("6.8", "page %d: MCID %d twice" % (n, mcid))
                marks[int(mcid)] = args[0][1:]
            stack.append(kind)
        elif op == "EMC":
            if not stack:
                say("6.8", "page %d: EMC alone" % n)
                return marks
            stack.pop()
        elif op in PAINTS and "real" not in stack and "artifact" not in stack:
            say("UA 7.1", "page %d: %s is neither tagged nor an artifact" % (n, op))
        elif op in ("cs", "CS", "sc", "SC", "scn", "SCN", "k", "K", "sh", "gs", "ri", "BI", "Tr"):
            say("6.2.3", "page %d: operator %s" % (n, op))
        elif op not in PAINTS and op not in KNOWN:
            say("6.2.10", "page %d: unknown operator %s" % (n, op))
    if stack or depth:
        say("6.8", "page %d: %d marks and %d q are open at its end" % (n, len(stack), depth))
    return marks


KNOWN = set("q Q cm w J j M d re m l c v y h n W W* BT ET Tf Td TD Tm T* Tc Tw Tz TL Ts g G rg RG".split())


def tree(doc, say):
    """All elements from the root down; their links both ways."""
    root_ref = doc.catalog.get("/StructTreeRoot")
    root = doc.get(root_ref)
    top = Element(root_ref, root, "StructTreeRoot", None)
    roles = doc.get(root.get("/RoleMap")) or {}
    seen = set()

    def add(parent, kid, page):
        if isinstance(kid, (int, float)):
            parent.marks.append((page, int(kid)))
            return
        d = doc.get(kid)
        if not isinstance(d, dict):
            say("6.8.3", "%s has a kid %r" % (parent.ref, kid))
        elif d.get("/Type") == "/MCR":
            parent.marks.append((d.get("/Pg", page), d["/MCID"]))
        elif d.get("/Type") == "/OBJR":
            parent.marks.append((d.get("/Pg", page), d["/Obj"]))
        else:
            element(parent, kid, d)

    def element(parent, ref, d):
        if ref in seen:
            return say("6.8.3", "%s stands twice in the tree" % ref)
        seen.add(ref)
        role = d.get("/S", "/?")[1:]
        role = roles.get("/" + role, "/" + role)[1:]
        if role not in STANDARD:
            say("6.8.3.4", "%s: role %s" % (ref, role))
        if d.get("/P") != parent.ref:
            say("6.8.3", "%s: /P is %s, not %s" % (ref, d.get("/P"), parent.ref))
        e = Element(ref, d, role, parent)
        parent.kids.append(e)
        kids = doc.get(d["/K"]) if isinstance(d.get("/K"), Ref) and isinstance(doc.get(d["/K"]), list) else d.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            add(e, kid, d.get("/Pg"))
        return None

    kids = root.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        add(top, kid, None)
    return top


def number_tree(doc, node, out):
    node = doc.get(node)
    nums = doc.get(node.get("/Nums")) or []
    out.update(zip(nums[::2], nums[1::2]))
    for kid in doc.get(node.get("/Kids")) or []:
        limits = doc.get(doc.get(kid)["/Limits"])
        before = set(out)
        number_tree(doc, kid, out)
        if set(out) - before and [min(set(out) - before), max(set(out) - before)] != limits:
            out["wrong limits"] = limits
    return out


def marks_and_tree(doc, part, top, say):
    owners = {}
    for e in top.below():
        for mark in e.marks:
            if mark in owners:
                say("6.8", "%s %s belongs to two elements" % mark)
            owners[mark] = e
    parents = number_tree(doc, doc.get(doc.catalog["/StructTreeRoot"])["/ParentTree"], {})
    if "wrong limits" in parents:
        say("6.8", "the parent tree's limits")
    used = set()
    for n, (ref, page) in enumerate(doc.pages, 1):
        marks = page_marks(doc, n, page, part, say)
        array = doc.get(parents.get(page.get("/StructParents"))) if "/StructParents" in page else None
        if array is None:
            say("6.8", "page %d is not in the parent tree" % n)
            array = []
        if len(array) != len(marks):
            say("6.8", "page %d: %d marks, %d parents" % (n, len(marks), len(array)))
        for mcid, tag in marks.items():
            e = owners.get((ref, mcid))
            used.add((ref, mcid))
            if e is None:
                say("UA 7.1", "page %d: MCID %d is in no element" % (n, mcid))
            elif mcid >= len(array) or array[mcid] != e.ref:
                say("6.8", "page %d: the parent of MCID %d" % (n, mcid))
            elif e.dict["/S"][1:] != tag:
                say("6.8", "page %d: MCID %d is marked %s in %s" % (n, mcid, tag, e.role))
        for annot in doc.get(page.get("/Annots")) or []:
            a = doc.get(annot)
            e = owners.get((ref, annot))
            used.add((ref, annot))
            if e is None or e.role != ("Link" if a["/Subtype"] == "/Link" else "Annot"):
                say("UA 7.18.1", "page %d: annotation %s is in no element of its kind" % (n, annot))
            elif parents.get(a.get("/StructParent")) != e.ref:
                say("6.8", "page %d: the parent of annotation %s" % (n, annot))
    for mark in set(owners) - used:
        say("6.8", "element %s has a mark that is on no page: %s" % (owners[mark].ref, mark))


def empty(e):
    return not e.marks and all(empty(k) for k in e.kids)


def roles(doc, top, say):
    last, ids = 0, {}
    if not any(k.role == "Document" for k in top.kids):
        say("UA 7.1", "the tree has no Document")
    for e in top.below():
        up = e.parent.role if e.parent else None
        if e.role in PARENTS and up not in PARENTS[e.role]:
            say("UA 7.2", "%s: %s in %s" % (e.ref, e.role, up))
        for k in e.kids:
            if e.role in KIDS and k.role not in KIDS[e.role]:
                say("UA 7.2", "%s: %s in %s" % (k.ref, k.role, e.role))
        if e.role in KIDS and e.role != "LI" and e.marks:
            say("UA 7.2", "%s: content directly in %s" % (e.ref, e.role))
        if e.role[0] == "H" and e.role[1:].isdigit():
            if int(e.role[1:]) > last + 1:
                say("UA 7.4.2", "%s: %s after H%d" % (e.ref, e.role, last))
            last = int(e.role[1:])
        if e.role == "H":
            say("UA 7.4", "%s: H among numbered headings" % e.ref)
        if e.role == "Figure":
            figure(e, say)
        if e.role == "Note":
            id_ = e.dict.get("/ID")
            if not id_ or id_ in ids:
                say("UA 7.9", "%s: Note with ID %s" % (e.ref, id_))
            ids[id_] = e
        if e.role in ("P", "LI", "L", "TR", "Table", "Figure", "Note", "TOCI", "Sect") and empty(e):
            say("empty", "%s: %s holds nothing" % (e.ref, e.role))
        if e.role == "Table":
            table(doc, e, say)
        if e.role == "L" and e.kids and not any(k.role in ("LI", "L") for k in e.kids):
            say("UA 7.6", "%s: a list without items" % e.ref)
        if e.role == "L" and any(k.role == "Lbl" for i in e.kids for k in i.kids) and attribute(e, "/List", "/ListNumbering") not in COUNTED:
            say("UA 7.6", "%s: a list with labels is counted by %s" % (e.ref, attribute(e, "/List", "/ListNumbering")))
        if e.role == "LI" and [k.role for k in e.kids] not in (["Lbl", "LBody"], ["LBody"], ["Lbl"]):
            say("UA 7.6", "%s: an item of %s" % (e.ref, ", ".join(k.role for k in e.kids)))
        for key in ("/Alt", "/ActualText", "/Lang"):
            if e.dict.get(key) == "":
                say("UA 7.3", "%s: %s is empty" % (e.ref, key))
            if any(0xE000 <= ord(c) <= 0xF8FF for c in str(e.dict.get(key, ""))):
                say("6.2.11.7.3", "%s: private letters in %s" % (e.ref, key))
    if ids:
        named = doc.get(doc.get(doc.catalog["/StructTreeRoot"]).get("/IDTree"))
        names = doc.get(named.get("/Names", [])) if named else []
        if dict(zip(names[::2], names[1::2])) != {k: e.ref for k, e in ids.items()}:
            say("UA 7.9", "the ID tree does not hold the notes")


def attribute(e, owner, key, default=None):
    a = e.dict.get("/A", [])
    for d in a if isinstance(a, list) else [a]:
        if isinstance(d, dict) and d.get("/O") == owner and key in d:
            return d[key]
    return default


def figure(e, say):
    if not e.dict.get("/Alt") and not e.dict.get("/ActualText"):
        say("UA 7.3", "%s: a figure without /Alt" % e.ref)
    box = attribute(e, "/Layout", "/BBox")
    if not isinstance(box, list) or len(box) != 4 or not (box[0] < box[2] and box[1] < box[3]):
        say("UA 7.3", "%s: a figure's BBox is %s" % (e.ref, box))


def table(doc, e, say):
    rows = []
    if sum(k.role == "THead" for k in e.kids) > 1 or sum(k.role == "TFoot" for k in e.kids) > 1:
        say("UA 7.2", "%s: two heads" % e.ref)
    for k in e.kids:
        rows.extend([k] if k.role == "TR" else [r for r in k.kids if r.role == "TR"])
    grid, width = {}, 0
    for y, row in enumerate(rows):
        x = 0
        for cell in row.kids:
            while (y, x) in grid:
                x += 1
            across = attribute(cell, "/Table", "/ColSpan", 1)
            down = attribute(cell, "/Table", "/RowSpan", 1)
            for dy in range(down):
                for dx in range(across):
                    if (y + dy, x + dx) in grid:
                        say("UA 7.2", "%s: cells overlap" % cell.ref)
                    grid[(y + dy, x + dx)] = cell
            width = max(width, x + across)
            if cell.role == "TH" and not attribute(cell, "/Table", "/Scope") and not attribute(cell, "/Table", "/Headers"):
                say("UA 7.5", "%s: TH without scope" % cell.ref)
    if any(y >= len(rows) for y, _ in grid):
        say("UA 7.2", "%s: a cell reaches below the table" % e.ref)
    for y in range(len(rows)):
        have = sum((y, x) in grid for x in range(width))
        if have != width:
            say("UA 7.2", "%s: row %d has %d of %d columns" % (e.ref, y + 1, have, width))
    if rows and not any(c.role == "TH" for r in rows for c in r.kids):
        say("UA 7.5", "%s: a table without TH" % e.ref)


def catalog(doc, say):
    if not (doc.get(doc.catalog.get("/MarkInfo")) or {}).get("/Marked"):
        say("6.8.2", "the file is not marked")
    if (doc.get(doc.catalog.get("/MarkInfo")) or {}).get("/Suspects"):
        say("UA 7.1", "suspects")
    if not isinstance(doc.catalog.get("/Lang"), str) or not doc.catalog["/Lang"].startswith("vi"):
        say("6.8.4", "/Lang is %s" % doc.catalog.get("/Lang"))
    if not (doc.get(doc.catalog.get("/ViewerPreferences")) or {}).get("/DisplayDocTitle"):
        say("UA 7.1", "the title is not shown")
    root = doc.get(doc.catalog.get("/StructTreeRoot"))
    if not root or root.get("/Type") != "/StructTreeRoot" or "/ParentTree" not in root:
        say("6.8.3", "no structure tree")
        return False
    return True
