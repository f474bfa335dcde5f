"""The API: its description fits its routes and its replies, errors have codes, conditions hold."""
import json
import re
import subprocess
import threading

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

    # And as a validator of others wants it, where there is one (pip: openapi-spec-validator).
    try:
        from openapi_spec_validator import validate
        validate(spec)
    except ImportError:
        pass
    except Exception as e:
        check(False, f"openapi-spec-validator: {e}")

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

    # Writing: JSON in the words of the description, the same request once, and nobody overwritten unawares.
    boss = office.row("to-truong", "quan-tri,lanh-dao")
    j = {"Content-Type": "application/json", "X-CSRF-Token": boss.form, "Sec-Fetch-Site": "same-origin"}

    def send(method, path, body, more=None):
        return boss.ask(method, "/api/v1" + path, headers={**j, **(more or {})}, body=body if isinstance(body, str) else json.dumps(body))

    new = {"login": "bui.hoa", "name": "Bùi Thị Hòa \"Hai\" \\ \u0111", "roles": ["van-thu", "nguoi-xem"], "org": "so-noi-vu"}
    first = send("POST", "/accounts", new, {"Idempotency-Key": "k1"})
    check(first.status == 200 and re.fullmatch(r"[a-z2-9-]{24}", first.json["password"]), f"add: {first.status} {first.text}")
    again = send("POST", "/accounts", new, {"Idempotency-Key": "k1"})
    check(again.status == 200 and again.body == first.body and again.header("Idempotent-Replayed") == "true", f"again: {again.text}")
    r = send("POST", "/accounts", {**new, "login": "khac.nua"}, {"Idempotency-Key": "k1"})
    check(r.status == 422 and "đã dùng cho một yêu cầu khác" in r.json["detail"], f"another request, the same key: {r.status}")
    check(send("POST", "/accounts", new).status == 409, "without a key it is a second account")
    results = []
    threads = [threading.Thread(target=lambda: results.append(Browser(office).ask(
        "POST", "/api/v1/accounts", headers={**j, "Idempotency-Key": "k2", "Cookie": "sovang=" + boss.cookies["sovang"]},
        body=json.dumps({**new, "login": "dong.thoi"})).status)) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    check(results.count(200) >= 1 and set(results) <= {200, 409}, f"eight at once: {results}")
    one = boss.get("/api/v1/accounts/bui.hoa")
    check(one.json == {"login": "bui.hoa", "name": new["name"], "org": "so-noi-vu", "roles": ["van-thu", "nguoi-xem"],
                       "disabled": False, "secondFactor": False}, f"read back: {one.text}")
    tag = one.header("ETag")
    r = send("PATCH", "/accounts/bui.hoa", {"disabled": True}, {"If-Match": tag})
    check(r.status == 200 and r.json["disabled"] and r.json["name"] == new["name"], f"change: {r.status} {r.text}")
    r = send("PATCH", "/accounts/bui.hoa", {"disabled": False}, {"If-Match": tag})
    check(r.status == 412 and r.json["code"] == "E-STALE", f"an old tag: {r.status}")
    check(send("PATCH", "/accounts/bui.hoa", {"roles": ["vua"]}).json["code"] == "E-VALUE", "an unknown role")
    for body in ("", "[]", "{", '{"a":}', '{"a":{"b":1}}', '{"a":"\\ud800"}', '{"a":"\x01"}', '{"a":1}x', '{"a":"\\u0000"}', "null"):
        r = send("PATCH", "/settings", body)
        check(r.status in (400, 422) and r.json["code"].startswith("E-"), f"{body!r}: {r.status}")
    check(send("PATCH", "/settings", b"{\"twoPersons\":\"\xff\"}".decode("latin-1")).status in (400, 422), "bad UTF-8")
    check(send("PATCH", "/settings", {"twoPersons": True}).json == {"twoPersons": True}, "settings")
    r = send("POST", "/keys", {"name": "máy", "rights": ["doc"], "days": 30})
    key = {"Authorization": "Bearer " + r.json["key"], "Content-Type": "application/json"}
    check(Browser(office).get("/api/v1/me", key).status == 403, "more than its scopes")
    check(Browser(office).get("/api/v1/documents", key).status == 200, "a new key")
    number = boss.get("/api/v1/keys").json["keys"][0]["id"]
    check(send("DELETE", f"/keys/{number}", "{}").status == 200 and Browser(office).get("/api/v1/documents", key).status == 401, "revoked")
    check(boss.get("/api/v1/requests").json == {"requests": []}, "requests")
    check(send("POST", "/requests/khong-co", {"agree": True}).status == 404, "no such request")
finish()
