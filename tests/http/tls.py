"""TLS by the program itself: certificate, cookies bound to the host, what is too old refused, a bad key explained."""
import os
import re
import shutil
import ssl
import subprocess
import sys
import warnings
import http.client

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "web"))
from office import Office, SOVANG, check, finish  # noqa: E402

office = Office(demo=False)
pem, key = os.path.join(office.dir, "may.pem"), os.path.join(office.dir, "khoa.pem")
subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", pem],
               check=True, capture_output=True)
office.options = ("--certificate", pem, "--key", key)
try:
    office.start()
    good = ssl.create_default_context(cafile=pem)
    c = http.client.HTTPSConnection("127.0.0.1", office.port, context=good, timeout=10)
    c.request("GET", "/dang-nhap")
    r = c.getresponse()
    page = r.read().decode()
    check(r.status == 200, f"over TLS: {r.status}")
    check(r.getheader("Strict-Transport-Security") == "max-age=31536000", "no HSTS")
    cookie = r.getheader("Set-Cookie")
    check(cookie.startswith("__Host-sovang-truoc=") and "; Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie, cookie)
    form = re.search(r'name="ma-bieu" value="([^"]*)"', page).group(1)
    c.request("POST", "/dang-nhap", f"ma-bieu={form}&ten-dang-nhap=quantri&mat-khau={office.first}",
              {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie.split(";")[0]})
    r = c.getresponse()
    r.read()
    check(r.status == 303 and "__Host-sovang=" in r.getheader("Set-Cookie"), f"login over TLS: {r.status}")
    check(c.sock.version() in ("TLSv1.2", "TLSv1.3"), c.sock.version())
    c.close()
    warnings.simplefilter("ignore", DeprecationWarning)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    c = http.client.HTTPSConnection("127.0.0.1", office.port, context=old, timeout=10)
    try:
        c.request("GET", "/healthz")
        check(False, f"{c.sock.version()} is spoken")
    except (ssl.SSLError, OSError):
        pass
    office.stop()
    open(key, "w").write("no key\n")
    r = subprocess.run([SOVANG, "serve", "--data", office.data, "--listen", "127.0.0.1:0", *office.options], env=office.env,
                       capture_output=True, text=True)
    check(r.returncode == 3 and "khoa.pem" in r.stderr and "gợi ý" in r.stderr, f"a bad key: {r.returncode} {r.stderr}")
    r = subprocess.run([SOVANG, "serve", "--data", office.data, "--certificate", pem], env=office.env, capture_output=True, text=True)
    check(r.returncode == 2, f"a certificate without key: {r.returncode}")
finally:
    if office.process:
        office.process.kill()
    shutil.rmtree(office.dir, ignore_errors=True)
finish()
