"""The file: header, table, objects, limits, what a profile forbids, XMP (ISO 19005-1, -2, -3: clauses 6.1, 6.2, 6.7)."""
import re
import xml.etree.ElementTree as ET

from reader import Ref, Stream

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
NS = {"dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/", "pdf": "http://ns.adobe.com/pdf/1.3/",
      "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
      "ext": "http://www.aiim.org/pdfa/ns/extension/", "schema": "http://www.aiim.org/pdfa/ns/schema#",
      "property": "http://www.aiim.org/pdfa/ns/property#"}
KNOWN = {NS[k] for k in ("dc", "xmp", "pdf", "pdfaid", "ext", "schema", "property")} | {
    "http://ns.adobe.com/xap/1.0/mm/", "http://ns.adobe.com/xap/1.0/rights/"}
ANNOTATIONS = "Link Text FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut Stamp Ink Popup Widget".split()


def syntax(doc, part, say):
    raw = doc.raw
    want = b"%PDF-1.4\n" if part == 1 else b"%PDF-1.7\n"
    if not raw.startswith(want):
        say("6.1.2", "the file begins with %r" % raw[:9])
    second = raw.split(b"\n", 2)[1]
    if second[:1] != b"%" or len(second) < 5 or any(b < 128 for b in second[1:5]):
        say("6.1.2", "the second line is no comment of four high bytes")
    if not re.search(rb"%%EOF[\r\n]{0,2}\Z", raw) or raw.count(b"%%EOF") != 1:
        say("6.1.3", "the file does not end at its one %%EOF")
    if "/Encrypt" in doc.trailer:
        say("6.1.3", "the file is encrypted")
    ids = doc.trailer.get("/ID")
    if not isinstance(ids, list) or len(ids) != 2 or not all(ids):
        say("6.1.3", "the trailer has no /ID")
    start = int(re.findall(rb"startxref\n(\d+)\n", raw)[-1])
    if part == 1:
        table(raw, start, say)
    elif not re.match(rb"\d+ 0 obj\n<<\n/Type /XRef", raw[start:start + 60]):
        say("6.1.4", "startxref points to no cross-reference stream")
    streams(raw, say)


def table(raw, start, say):
    m = re.match(rb"xref\n0 (\d+)\n", raw[start:])
    if not m:
        return say("6.1.4", "startxref points to no table")
    at = start + m.end()
    for n in range(int(m.group(1))):
        line = raw[at + 20 * n:at + 20 * n + 20]
        entry = re.fullmatch(rb"(\d{10}) (\d{5}) ([nf])(\r\n| \n| \r)", line)
        if not entry:
            return say("6.1.4", "entry %d is %r" % (n, line))
        if entry.group(3) == b"n" and not raw[int(entry.group(1)):].startswith(b"%d 0 obj\n" % n):
            say("6.1.4", "object %d is not where the table says" % n)
    if b"/Type /ObjStm" in raw or b"/Type /XRef" in raw:
        say("6.1.4", "object streams and cross-reference streams are younger than PDF 1.4")


def streams(raw, say):
    for m in re.finditer(rb"\n(\d+) 0 obj\n<<((?:[^s]|s(?!tream\n))*?)>>\nstream(\r\n|\n)", raw):
        length = re.search(rb"/Length (\d+)(?! \d+ R)", m.group(2))
        if not length:
            say("6.1.7", "stream %s has no length of its own" % m.group(1).decode())
        elif not re.match(rb"\n?endstream\nendobj\n", raw[m.end() + int(length.group(1)):][:20]):
            say("6.1.7", "stream %s is not as long as it says" % m.group(1).decode())


def limits(doc, part, say):
    if len(doc.objects) > 8388607:
        say("6.1.12", "too many objects")
    for where, v in doc.everything():
        if isinstance(v, str) and not isinstance(v, Ref) and v.startswith("/"):
            if len(v.encode("utf-8", "surrogateescape")) > 128:
                say("6.1.12", "%s: a name of %d bytes" % (where, len(v)))
        elif isinstance(v, (str, bytes)) and len(v) > (65535 if part == 1 else 32767):
            say("6.1.12", "%s: a string of %d" % (where, len(v)))
        elif isinstance(v, bool):
            continue
        elif isinstance(v, int) and abs(v) > 2147483647:
            say("6.1.12", "%s: the integer %d" % (where, v))
        elif isinstance(v, float) and abs(v) > 32767 and part == 1:
            say("6.1.12", "%s: the number %g" % (where, v))
        elif isinstance(v, list) and len(v) > 8191 and part == 1:
            say("6.1.12", "%s: an array of %d" % (where, len(v)))
        elif isinstance(v, dict) and len(v) > 4095 and part == 1:
            say("6.1.12", "%s: a dictionary of %d" % (where, len(v)))


def forbidden(doc, part, say):
    for where, v in doc.everything():
        d = v.dict if isinstance(v, Stream) else v
        if not isinstance(d, dict):
            continue
        if isinstance(v, Stream):
            filters = d.get("/Filter", [])
            for f in filters if isinstance(filters, list) else [filters]:
                if f not in ("/FlateDecode", "/DCTDecode"):
                    say("6.1.10", "%s: filter %s" % (where, f))
            for key in ("/F", "/FFilter", "/FDecodeParms"):
                if key in d:
                    say("6.1.7", "%s: a stream in another file" % where)
        if "/AA" in d or d.get("/S") in ("/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/SetState", "/NOP"):
            say("6.5", "%s: an action" % where)
        if d.get("/Type") == "/ExtGState":
            extgstate(doc, where, d, say)
        if isinstance(v, Stream) and d.get("/Type") == "/XObject":
            xobject(doc, where, d, say)
        if "/Subtype" in d and "/Rect" in d:
            annotation(doc, where, d, part, say)
        if "/EF" in d:
            if part < 3:
                say("6.1.11", "%s: an embedded file" % where)
            else:
                embedded(doc, where, d, say)
    for key in ("/OCProperties", "/AcroForm", "/Requirements", "/Perms", "/OpenAction", "/AA"):
        if key in doc.catalog:
            say("6.1.13", "the catalog has %s" % key)
    names = doc.get(doc.catalog.get("/Names")) or {}
    if part == 1 and "/EmbeddedFiles" in names:
        say("6.1.11", "the catalog names embedded files")
    if "/JavaScript" in names:
        say("6.6.1", "the catalog names scripts")


def extgstate(doc, where, d, say):
    if d.get("/SMask", "/None") != "/None" or d.get("/BM", "/Normal") not in ("/Normal", "/Compatible"):
        say("6.4", "%s: transparency" % where)
    if d.get("/ca", 1) != 1 or d.get("/CA", 1) != 1:
        say("6.4", "%s: alpha" % where)
    if "/TR" in d or "/HTP" in d or d.get("/TR2", "/Default") != "/Default":
        say("6.2.8", "%s: a transfer function" % where)


def xobject(doc, where, d, say):
    if d.get("/SMask") not in (None, "/None") or "/Group" in d:
        say("6.4", "%s: transparency" % where)
    for key in ("/OPI", "/PS", "/Ref", "/Alternates", "/Subtype2"):
        if key in d:
            say("6.2.4", "%s: %s" % (where, key))
    if d.get("/Interpolate"):
        say("6.2.4", "%s: interpolation" % where)
    if d.get("/Subtype") == "/Image" and d.get("/BitsPerComponent") not in (1, 2, 4, 8):
        say("6.2.4", "%s: bits" % where)


def annotation(doc, where, d, part, say):
    if d["/Subtype"][1:] not in ANNOTATIONS:
        say("6.5.2", "%s: annotation %s" % (where, d["/Subtype"]))
    flags = d.get("/F")
    if d["/Subtype"] != "/Popup" and (flags is None or not flags & 4 or flags & 0x23):
        say("6.5.3", "%s: flags %s" % (where, flags))
    if d["/Subtype"] not in ("/Popup", "/Link") and "/AP" not in d:
        say("6.5.3", "%s: no appearance" % where)
    if part > 1 and not d.get("/Contents"):
        say("UA 7.18.5", "%s: a link without /Contents" % where)


def embedded(doc, where, d, say):
    if not d.get("/F") or d.get("/F") != d.get("/UF"):
        say("6.8", "%s: /F and /UF" % where)
    if d.get("/AFRelationship") not in ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified"):
        say("6.8", "%s: /AFRelationship %s" % (where, d.get("/AFRelationship")))
    if where not in (doc.get(doc.catalog.get("/AF")) or []):
        say("6.8", "%s: not in /AF of the catalog" % where)
    f = doc.get(d["/EF"]["/F"])
    if not re.fullmatch(r"/[\w.+-]+/[\w.+-]+", f.dict.get("/Subtype", "")):
        say("6.8", "%s: MIME type %s" % (where, f.dict.get("/Subtype")))
    params = f.dict.get("/Params", {})
    if params.get("/Size") != len(f.data) or not re.fullmatch(r"D:\d{14}.*", str(params.get("/ModDate"))):
        say("6.8", "%s: /Params %s" % (where, params))


def intent(doc, say):
    found = [doc.get(x) for x in doc.get(doc.catalog.get("/OutputIntents")) or []]
    if len(found) != 1 or found[0].get("/S") != "/GTS_PDFA1":
        return say("6.2.2", "no single output intent GTS_PDFA1")
    if not found[0].get("/OutputConditionIdentifier"):
        say("6.2.2", "the intent has no identifier")
    profile = doc.get(found[0].get("/DestOutputProfile"))
    if not isinstance(profile, Stream):
        return say("6.2.2", "the intent has no profile")
    icc = profile.data
    if profile.dict.get("/N") != 3 or icc[36:40] != b"acsp" or icc[16:20] != b"RGB " or icc[12:16] not in (b"mntr", b"prtr"):
        say("6.2.2", "the profile is no RGB profile")
    if int.from_bytes(icc[0:4], "big") != len(icc) or icc[8] not in (2,):
        say("6.2.2", "the profile's length or version")
    for i in range(int.from_bytes(icc[128:132], "big")):
        off, length = (int.from_bytes(icc[132 + 12 * i + k:136 + 12 * i + k], "big") for k in (4, 8))
        if off + length > len(icc) or off % 4:
            say("6.2.2", "tag %r lies outside of the profile" % icc[132 + 12 * i:136 + 12 * i])
    return None


def text_of(description, name):
    prefix, local = name.split(":")
    e = description.find("{%s}%s" % (NS[prefix], local))
    if e is None:
        return None
    items = e.findall(".//%sli" % RDF)
    return "\n".join(i.text or "" for i in items) if items else e.text or ""


def described(description):
    out = {}
    for s in description.findall("{%s}schemas/%sBag/%sli" % (NS["ext"], RDF, RDF)):
        get = lambda e, ns, k: (e.findtext("{%s}%s" % (NS[ns], k)) or "")
        uri = get(s, "schema", "namespaceURI")
        for p in s.findall("{%s}property/%sSeq/%sli" % (NS["schema"], RDF, RDF)):
            fields = {k: get(p, "property", k) for k in ("name", "valueType", "category", "description")}
            if all(fields.values()) and fields["category"] in ("internal", "external") and get(s, "schema", "prefix") and get(s, "schema", "schema"):
                out[(uri, fields["name"])] = fields["valueType"]
    return out


def xmp(doc, part, say, number=None):
    meta = doc.get(doc.catalog.get("/Metadata"))
    if not isinstance(meta, Stream) or meta.dict.get("/Type") != "/Metadata" or meta.dict.get("/Subtype") != "/XML":
        return say("6.7.2", "no metadata stream")
    if "/Filter" in meta.dict:
        say("6.7.2", "the metadata stream is filtered")
    if re.search(rb"<\?xpacket begin=[^>]*(bytes|encoding)=", meta.data):
        say("6.7.5", "the packet has bytes= or encoding=")
    if not re.match(rb"<\?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"\?>", meta.data):
        say("6.7.2", "the packet's header")
    all_ = ET.fromstring(meta.data).findall(".//%sDescription" % RDF)
    if len(all_) != 1:
        return say("6.7.2", "%d descriptions" % len(all_))
    d = all_[0]
    if text_of(d, "pdfaid:part") != str(part) or text_of(d, "pdfaid:conformance") != "A":
        say("6.7.11", "pdfaid says %s%s" % (text_of(d, "pdfaid:part"), text_of(d, "pdfaid:conformance")))
    if part > 1 and text_of(d, "pdfuaid:part") != "1":
        say("UA 5", "pdfuaid:part is %s" % text_of(d, "pdfuaid:part"))
    if not text_of(d, "dc:title"):
        say("UA 7.1", "no dc:title")
    known = described(d)
    for e in d:
        ns, local = e.tag[1:].split("}")
        if ns not in KNOWN and (ns, local) not in known:
            say("6.7.8", "%s is in no extension schema" % e.tag)
    info = doc.get(doc.trailer.get("/Info")) or {}
    pairs = {"/Title": "dc:title", "/Author": "dc:creator", "/Subject": "dc:description", "/Keywords": "pdf:Keywords",
             "/Creator": "xmp:CreatorTool", "/Producer": "pdf:Producer"}
    for key, name in pairs.items():
        if (info.get(key) or None) != (text_of(d, name) or None):
            say("6.7.3", "%s is %r, %s is %r" % (key, info.get(key), name, text_of(d, name)))
    for key, name in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        a = re.sub(r"\D", "", info.get(key, "")[2:16])
        b = re.sub(r"\D", "", (text_of(d, name) or "")[:19])
        if not a or a != b:
            say("6.7.3", "%s is %s, %s is %s" % (key, info.get(key), name, text_of(d, name)))
    return None


def page_sizes(doc, say):
    for n, (_, page) in enumerate(doc.pages, 1):
        box = doc.get(page.get("/MediaBox"))
        if not box or not all(3 <= box[i + 2] - box[i] <= 14400 for i in (0, 1)):
            say("6.1.13", "page %d: MediaBox %s" % (n, box))
        if "/Group" in page or "/PresSteps" in page:
            say("6.4", "page %d: %s" % (n, [k for k in ("/Group", "/PresSteps") if k in page]))
        if page.get("/Annots") and page.get("/Tabs") != "/S":
            say("UA 7.18.3", "page %d has annotations and no /Tabs /S" % n)


def outline(doc, say):
    root = doc.get(doc.catalog.get("/Outlines"))
    if not root:
        return
    pages = {ref for ref, _ in doc.pages}

    def walk(ref, node, depth):
        kid, before, seen = node.get("/First"), None, 0
        while kid is not None and seen < 100000:
            item = doc.get(kid)
            if item.get("/Parent") != ref or item.get("/Prev") != before or not item.get("/Title"):
                say("outline", "%s: parent, neighbour or title" % kid)
            dest = doc.get(item.get("/Dest"))
            if not dest or dest[0] not in pages or dest[1] not in ("/XYZ", "/Fit", "/FitH"):
                say("outline", "%s goes to %s" % (kid, dest))
            below = walk(kid, item, depth + 1)
            if abs(item.get("/Count", 0)) != below:
                say("outline", "%s counts %s of %d" % (kid, item.get("/Count"), below))
            before, kid, seen = kid, item.get("/Next"), seen + 1
        if node.get("/Last") != before:
            say("outline", "%s: /Last" % ref)
        return seen

    if walk(doc.catalog["/Outlines"], root, 0) != root.get("/Count"):
        say("outline", "the root counts %s" % root.get("/Count"))
