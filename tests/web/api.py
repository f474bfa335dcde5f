"""The API: its description fits its routes and its replies, errors have codes, conditions hold."""
import re
import subprocess

from office import Browser, Office, SOVANG, check, finish

with Office(spread=True) as office:
    b = office.row("may", "nguoi-xem")
    out = subprocess.run([SOVANG, "reference", "--routes"], capture_output=True, text=True, check=True).stdout
    table = {(m.lower(), re.sub(r":(\w+)", r"{\1}", p[len("/api/v1"):]))
             for m, p, *_ in (line.split("\t") for line in out.splitlines()) if p.startswith("/api/v1/")}
    r = Browser(office).get("/api/v1/openapi.json")
    check(r.status == 200, f"the description is public: {r.status}")
    spec = r.json
    described = {(m, p) for p, ops in spec["paths"].items() for m in ops}
    check(described == table, f"routes and description differ: {described ^ table}")

    # As OpenAPI 3.1 wants it.
    check(spec["openapi"].startswith("3.1.") and spec["info"]["title"] and spec["info"]["version"], "head")
    for path, ops in spec["paths"].items():
        for method, op in ops.items():
            where = f"{method} {path}"
            check(op.get("summary"), f"{where}: no summary")
            check("responses" in op and "200" in op["responses"] and "default" in op["responses"], f"{where}: responses")
            for status, reply in op["responses"].items():
                check(reply.get("description") and reply.get("content"), f"{where}: {status}")
            wanted = set(re.findall(r"{(\w+)}", path))
            given = {p["name"] for p in op["parameters"] if p["in"] == "path"}
            check(wanted == given, f"{where}: {wanted} {given}")
            names = [(p["in"], p["name"]) for p in op["parameters"]]
            check(len(names) == len(set(names)), f"{where}: a parameter twice")
            for p in op["parameters"]:
                check(p["in"] in ("path", "query", "header") and p["schema"]["type"], f"{where}: {p}")
                check(p["required"] or p["in"] != "path", f"{where}: {p}")
            check(set(op["x-right"].split()) or op.get("security") == [], f"{where}: no right and no word of it")
    schemes = spec["components"]["securitySchemes"]
    check(schemes["token"] == {"type": "http", "scheme": "bearer"} and schemes["session"]["in"] == "cookie", "schemes")
    for used in spec["security"]:
        check(set(used) <= set(schemes), "a scheme that is not there")
    refs = re.findall(r'"\$ref":"#/components/schemas/(\w+)"', r.text)
    check(refs and set(refs) <= set(spec["components"]["schemas"]), "a reference to nothing")

    # What it says is what comes.
    doc = office.document()
    for method, path in sorted(described):
        if method != "get":
            continue
        r = b.get("/api/v1" + path.replace("{id}", doc))
        if r.status != 200:
            check(r.status in (403, 404), f"{path}: {r.status}")
            check(r.header("Content-Type").startswith("application/problem+json"), path)
            continue
        said = list(spec["paths"][path]["get"]["responses"]["200"]["content"])[0]
        check(r.header("Content-Type").startswith(said), f"{path}: {r.header('Content-Type')} is not {said}")

    # Problems have stable codes and Vietnamese words.
    for path, status, code in [("/api/v1/documents/khong-co", 404, "E-NOTFOUND"), ("/api/v1/khong-co", 404, "E-NOTFOUND"),
                               ("/api/v1/accounts", 403, "E-DENIED"), ("/api/v1/documents?q=%zz", 400, "E-REQUEST")]:
        r = b.get(path)
        p = r.json
        check(r.status == status == p["status"] and p["code"] == code, f"{path}: {r.status} {p}")
        check(p["title"] and p["detail"] and p["instance"] == r.header("X-Request-Id"), f"{path}: {p}")
    r = Browser(office).get("/api/v1/documents")
    check(r.status == 401 and r.json["code"] == "E-LOGIN" and r.header("WWW-Authenticate") == "Bearer", "without login")
    r = b.ask("DELETE", "/api/v1/documents")
    check(r.status == 405 and r.json["code"] == "E-METHOD" and r.header("Allow") == "GET, HEAD", f"405: {r.status}")

    # Conditional and partial.
    r = b.get(f"/api/v1/documents/{doc}")
    tag = r.header("ETag")
    check(tag and b.get(f"/api/v1/documents/{doc}", {"If-None-Match": tag}).status == 304, "304")
    check(b.get(f"/api/v1/documents/{doc}", {"If-None-Match": '"x"'}).status == 200, "another tag")
    whole = b.get(f"/api/v1/documents/{doc}/pdf")
    part = b.get(f"/api/v1/documents/{doc}/pdf", {"Range": "bytes=10-19"})
    check(part.status == 206 and part.body == whole.body[10:20], f"range: {part.status}")
    part = b.get(f"/api/v1/documents/{doc}/pdf", {"Range": "bytes=10-19", "If-Range": '"x"'})
    check(part.status == 200 and part.body == whole.body, "If-Range of another version")

    # Keyset paging leads through everything once.
    seen, where = [], "/api/v1/documents"
    while where:
        page = b.get(where).json
        seen += [d["id"] for d in page["documents"]]
        where = f"/api/v1/documents?truoc={page['next']}" if "next" in page else None
    check(len(seen) == len(set(seen)) == 50, f"paging: {len(seen)}")
    other = office.row("khac", "nguoi-xem", "co-quan-khac")
    check(other.get("/api/v1/documents").json["documents"] == [], "another organisation's documents are listed")
    check(other.get("/api/v1/documents?co-quan=ubnd-hung-yen").json["documents"] == [], "by asking for them")
    check(other.get("/api/v1/suggestions?q=dang").json["suggestions"] == [], "or suggested")
finish()
