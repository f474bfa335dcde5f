"""HTML through one headless Chromium, driven over its debugging pipe: chromium_loop.py BROWSER COUNT OUT FILE..."""
import base64
import json
import os
import subprocess
import sys
import tempfile

browser, count, out, files = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
to_us, from_them = os.pipe()
to_them, from_us = os.pipe()
home = tempfile.TemporaryDirectory()


def plumb():
    """The pipe is file 3 for reading and 4 for writing, in the browser."""
    a, b = os.dup(to_them), os.dup(from_them)
    os.dup2(a, 3)
    os.dup2(b, 4)


process = subprocess.Popen([browser, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
                            "--disable-dev-shm-usage", "--user-data-dir=" + home.name], preexec_fn=plumb, close_fds=False,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
os.close(to_them)
os.close(from_them)
reader, number = os.fdopen(to_us, "rb"), 0
rest = b""


def receive():
    global rest
    while b"\0" not in rest:
        more = os.read(to_us, 1 << 20)
        if not more:
            sys.exit("the browser went away")
        rest += more
    line, rest = rest.split(b"\0", 1)
    return json.loads(line)


def call(method, session=None, wait=None, **params):
    """The answer; with `wait`, once that event has come as well."""
    global number
    number += 1
    message = {"id": number, "method": method, "params": params}
    if session:
        message["sessionId"] = session
    os.write(from_us, json.dumps(message).encode() + b"\0")
    answer = None
    while answer is None or wait:
        got = receive()
        if got.get("id") == number:
            answer = got
            if "error" in got:
                sys.exit(str(got["error"]))
        elif got.get("method") == wait:
            wait = None
    return answer["result"]


target = call("Target.createTarget", url="about:blank")["targetId"]
page = call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
call("Page.enable", page)
for i in range(count):
    call("Page.navigate", page, "Page.loadEventFired", url="file://" + os.path.abspath(files[i % len(files)]))
    pdf = call("Page.printToPDF", page, preferCSSPageSize=True, printBackground=True, displayHeaderFooter=False)
    with open("%s-%05d.pdf" % (out, i), "wb") as f:
        f.write(base64.b64decode(pdf["data"]))
call("Browser.close")
process.wait()
