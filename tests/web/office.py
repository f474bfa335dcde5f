"""A running program with people in it, for the scripts beside this file."""
import base64
import hashlib
import html
import http.client
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

SOVANG, ROOT = sys.argv[1], sys.argv[2]
PASSWORD = "con đò qua sông 7"
failures = []


def check(ok, what):
    if not ok:
        failures.append(what)
        print("FAILED:", what)


def finish():
    if failures:
        sys.exit(f"{len(failures)} failed")
    print("all good")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def form(self):
        found = re.search(r'name="ma-bieu" value="([^"]*)"', self.text)
        return html.unescape(found.group(1)) if found else ""

    def header(self, name):
        for k, v in self.headers:
            if k.lower() == name.lower():
                return v
        return None


class Browser:
    """Keeps cookies; follows nothing."""

    def __init__(self, office):
        self.office, self.cookies, self.form, self.line = office, {}, "", None

    def ask(self, method, path, fields=None, headers=None, body=None):
        c = self.line or http.client.HTTPConnection("127.0.0.1", self.office.port, timeout=20)
        head = dict(headers or {})
        if self.office.spread:
            self.office.asked += 1
            n = self.office.asked
            head.setdefault("X-Forwarded-For", f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}")
        if self.cookies and "Cookie" not in head:
            head["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if fields is not None:
            body = urllib.parse.urlencode(fields, doseq=True)
            head.setdefault("Content-Type", "application/x-www-form-urlencoded")
        try:
            c.request(method, path, body, head)
            r = c.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            c.close()  # kept too long: once more
            c.request(method, path, body, head)
            r = c.getresponse()
        data = r.read()
        reply = Reply(r.status, r.getheaders(), data)
        self.line = c
        for k, v in reply.headers:
            if k.lower() == "set-cookie":
                name, value = v.split(";")[0].split("=", 1)
                if "Max-Age=0" in v:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = value
        if reply.form:
            self.form = reply.form
        return reply

    def get(self, path, headers=None):
        return self.ask("GET", path, headers=headers)

    def post(self, path, fields=None, headers=None, token=True):
        fields = dict(fields or {})
        if token and "ma-bieu" not in fields:
            fields["ma-bieu"] = self.form
        return self.ask("POST", path, fields, headers)

    def login(self, name, password, more=None):
        self.get("/dang-nhap")
        fields = {"ten-dang-nhap": name, "mat-khau": password, "tiep": "/luu-tru"}
        fields.update(more or {})
        return self.post("/dang-nhap", fields)

    def first_login(self, name, once):
        """Changes the password that works once; the session stays."""
        r = self.login(name, once)
        check(r.status == 303, f"{name}: first login {r.status}")
        self.get("/tai-khoan/mat-khau")
        r = self.post("/tai-khoan/mat-khau", {"cu": once, "moi": PASSWORD, "lai": PASSWORD})
        check(r.status == 303, f"{name}: password change {r.status} {r.text[-800:]}")
        self.get("/tai-khoan")
        return self


class Office:
    """spread: every request comes from an address of its own, by way of a believed proxy."""

    def __init__(self, *options, demo=True, env=None, spread=False):
        self.spread, self.asked = spread, 0
        if spread:
            options += ("--proxies", "127.0.0.1", "--plain-login")
        self.dir = tempfile.mkdtemp(prefix="sovang-web-")
        self.data = os.path.join(self.dir, "data")
        self.env = dict(os.environ, SOVANG_HOME=ROOT, **(env or {}))
        self.options = options
        self.process = None
        self.run("init", "--data", self.data)
        if demo:
            self.run("demo", "--data", self.data)

    def run(self, *words, status=0):
        r = subprocess.run([SOVANG, *words], env=self.env, capture_output=True, text=True)
        if r.returncode != status:
            sys.exit(f"{words}: exit {r.returncode}\n{r.stdout}{r.stderr}")
        return r.stdout

    def start(self):
        self.port = free_port()
        self.log = open(os.path.join(self.dir, "log"), "a+")
        before = os.path.getsize(self.log.name)
        self.out = os.path.join(self.dir, "out")
        self.process = subprocess.Popen(
            [SOVANG, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}", *self.options],
            env=self.env, stdout=open(self.out, "a"), stderr=self.log)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                if self.process.poll() is not None:
                    sys.exit("the server ended: " + open(self.log.name).read())
                time.sleep(0.05)
        # It listens a moment before it has told the first password.
        for _ in range(400):
            with open(self.log.name, "rb") as log:
                log.seek(before)
                if "phục vụ tại".encode() in log.read():
                    break
            time.sleep(0.05)
        text = open(self.out).read()
        found = re.search(r"mật khẩu: +(\S+)", text)
        self.first = found.group(1) if found else None
        return self

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGTERM)
            check(self.process.wait(20) == 0, "the server did not stop cleanly: " + open(self.log.name).read()[-2000:])
            self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            if self.process:
                self.process.kill()
            shutil.rmtree(self.dir, ignore_errors=True)

    def rss_kb(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmHWM"):
                return int(line.split()[1])
        return 0

    def person(self, name, roles, org=None):
        """A new account with its first password changed, logged in."""
        out = self.run("user", "add", name, "--data", self.data, "--name", "Nguyễn Văn Thử", "--roles", roles,
                       *(["--org", org] if org else []))
        return Browser(self).first_login(name, out.split(": ")[1].strip())

    def row(self, name, roles, org=""):
        """The same without passwords: rows of an account and a session, for tests that need many."""
        token = base64.urlsafe_b64encode(os.urandom(32)).decode()[:43]
        now = int(time.time())
        db = sqlite3.connect(self.data + "/sovang.db", timeout=20)
        db.execute("INSERT INTO acc_account(login, name, org, roles, hash, must_change, created) VALUES(?,?,?,?,'',0,?)",
                   (name, "Nguyễn Văn Thử", org, roles.replace(",", " "), now))
        db.execute("INSERT INTO acc_session SELECT ?, id, ?, ?, ?, '', '' FROM acc_account WHERE login = ?",
                   (hashlib.sha256(token.encode()).digest(), now, now, now + 3600, name))
        db.commit()
        db.close()
        browser = Browser(self)
        browser.cookies["sovang"] = token
        check(browser.get("/tai-khoan").status == 200, f"{name} is not logged in")
        return browser

    def document(self, kind="plan"):
        return self.run("search", "--data", self.data, "--type", kind).split("\t")[0]
