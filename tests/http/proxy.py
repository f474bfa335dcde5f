"""The two nginx configurations of docs/nginx, with nginx itself before the program."""
import http.client
import os
import re
import shutil
import ssl
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "web"))
from office import Office, ROOT, check, finish, free_port  # noqa: E402

if not shutil.which("nginx"):
    sys.exit("nginx is missing: see scripts/packages.txt")


def certificate(folder):
    pem, key = os.path.join(folder, "may.pem"), os.path.join(folder, "khoa.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=sovang.noi-bo", "-addext", "subjectAltName=DNS:sovang.noi-bo,IP:127.0.0.1", "-keyout", key,
                    "-out", pem], check=True, capture_output=True)
    return pem, key


def run(name, tls):
    office = Office(demo=False)
    pem, key = certificate(office.dir)
    office.options = ("--proxies", "127.0.0.1") + (("--certificate", pem, "--key", key) if tls else ())
    office.start()
    port = free_port()
    conf = open(os.path.join(ROOT, "docs/nginx", name)).read()
    # Only addresses and paths are fitted; ports that need root are left out.
    conf = re.sub(r"server \d+\.\d+\.\d+\.\d+:\d+;", f"server 127.0.0.1:{office.port};", conf)
    conf = re.sub(r"listen \[::\]:\d+[^;]*;", "", conf)
    conf = conf.replace("listen 443", f"listen 127.0.0.1:{port}").replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    conf = re.sub(r"/etc/sovang/\S*khoa\.pem", key, conf)
    conf = re.sub(r"/etc/sovang/\S+\.pem", pem, conf)
    temp = "".join(f"{k}_temp_path {office.dir}/{k};" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    path = os.path.join(office.dir, "nginx.conf")
    open(path, "w").write(f"daemon off; error_log {office.dir}/nginx.log warn; pid {office.dir}/pid; events {{}}\n"
                          f"http {{ access_log off; {temp}\n{conf}\n}}\n")
    os.chmod(office.dir, 0o755)
    nginx = subprocess.Popen(["nginx", "-c", path], stderr=subprocess.PIPE, text=True)
    try:
        good = ssl.create_default_context(cafile=pem)
        for _ in range(50):
            try:
                c = http.client.HTTPSConnection("127.0.0.1", port, context=good, timeout=10)
                c.request("GET", "/dang-nhap", headers={"X-Forwarded-For": "6.6.6.6", "Forwarded": "for=6.6.6.6"})
                r = c.getresponse()
                break
            except OSError:
                check(nginx.poll() is None, f"{name}: nginx ended: {nginx.stderr.read() if nginx.poll() is not None else ''}")
                time.sleep(0.1)
        page = r.read().decode()
        cookie = r.getheader("Set-Cookie") or ""
        check(r.status == 200 and cookie.startswith("__Host-"), f"{name}: {r.status} {cookie}")
        check(r.getheader("Strict-Transport-Security"), f"{name}: no HSTS")
        form = re.search(r'name="ma-bieu" value="([^"]*)"', page).group(1)
        c.request("POST", "/dang-nhap", f"ma-bieu={form}&ten-dang-nhap=quantri&mat-khau={office.first}",
                  {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie.split(";")[0],
                   "Origin": f"https://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": "6.6.6.6"})
        r = c.getresponse()
        r.read()
        check(r.status == 303 and "__Host-sovang=" in (r.getheader("Set-Cookie") or ""), f"{name}: login {r.status}")
        trail = subprocess.run(["sqlite3", office.data + "/sovang.db",
                                "SELECT address FROM acc_trail WHERE action = 'dang-nhap'"], capture_output=True, text=True).stdout
        check(trail.strip() == "127.0.0.1", f"{name}: the client was believed: {trail}")
    finally:
        nginx.terminate()
        nginx.wait()
        office.stop()
        shutil.rmtree(office.dir, ignore_errors=True)


run("sovang.conf", False)
run("sovang-tls.conf", True)
finish()
