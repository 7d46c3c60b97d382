#!/usr/bin/env python3
"""web.py CQWATCH WORK: the pages by browser, measured over their own socket: processor time of a patient page and of an act, requests a second
of one core, resident memory, wake-ups at rest. The journal is the simulated cohort's, taken by the real daemon. Asserts nothing."""
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

PAGES, ACTS, REQUESTS, USERS = 100, 20, 2000, 40
REST_SECONDS = 10
cqwatch, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()


def row(what, goal, measured):
    print(f"{what:<64}{goal:>10}  {measured}", flush=True)


def seconds(process):
    """User and system time of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wakeups(process):
    status = "".join((task / "status").read_text() for task in Path(f"/proc/{process}/task").iterdir())
    return sum(map(int, re.findall(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.M)))


def ask(text):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(place))
        connection.sendall(text.encode())
        answer = b""
        while part := connection.recv(1 << 16):
            answer += part
    return answer.decode()


def get(target, user="ann", group="haem"):
    return ask(f"GET {target} HTTP/1.1\r\nHost: x\r\nX-Remote-User: {user}\r\nX-Remote-Roles: {group}\r\n\r\n")


def act(query, filled, user, group):
    shown = get(f"/form?{query}", user, group)
    seal, cookie = re.search(r'name="seal" value="([^"]*)"', shown)[1], re.search(r"set-cookie: ([^;]*)", shown)[1]
    seen = re.search(r'name="seen" value="([^"]*)"', shown)
    body = f"{query}&seal={seal}&{filled}" + (f"&seen={seen[1]}" if seen else "")
    before = time.monotonic()
    answer = ask(
        f"POST /act HTTP/1.1\r\nHost: x\r\nX-Remote-User: {user}\r\nX-Remote-Roles: {group}\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}")
    assert answer.startswith("HTTP/1.1 303"), answer[:300]
    return time.monotonic() - before


home = work / "home"
shutil.rmtree(home, ignore_errors=True)
subprocess.run([cqwatch, "simulate", "paper", work / "cohort", "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
subprocess.run([cqwatch, "init", home], check=True, stdout=subprocess.DEVNULL)
shutil.copy(work / "cohort/patients.csv", home)
plates = sorted((work / "cohort").glob("*.lc96p"))
for plate in plates:
    shutil.copy(plate, home / "export")
log = home / "daemon.log"
daemon = subprocess.Popen([cqwatch, "daemon", "--no-deliver", "--config", home / "cqwatch.yaml"], stderr=log.open("w"))
while log.read_text().count("taken as record") < len(plates):
    assert daemon.poll() is None, log.read_text()
    time.sleep(0.2)
daemon.terminate()
daemon.wait()
settings = (home / "cqwatch.yaml").read_text()
head, rest = settings.split("\nweb:", 1)
tail = rest[rest.index("\ndelivery:"):]
web = "\nweb: {userHeader: X-Remote-User, roleHeader: X-Remote-Roles, roles: {physician: [haem], technician: [lab]}}\n"
(home / "cqwatch.yaml").write_text(head + web + tail)
place = home / "web.sock"
service = subprocess.Popen(
    [cqwatch, "web", "--config", home / "cqwatch.yaml", "--socket", place], stderr=(home / "web.log").open("w"))
while not place.exists():
    assert service.poll() is None, (home / "web.log").read_text()
    time.sleep(0.05)

for target, what in (("/patient-P01.html", "a patient page, processor time, ms"), ("/", "the index, processor time, ms")):
    get(target)
    before = seconds(service.pid)
    for index in range(PAGES):
        assert get(target, f"user-{index % 10}").startswith("HTTP/1.1 200")
    row(what, "30" if "patient" in what else "", f"{(seconds(service.pid) - before) / PAGES * 1000:.1f}")
run = re.search(r'href="(run-[^"]*)"', get("/", "tom", "lab"))[1]
record = re.search(r"act=void&amp;run=(\d+)", get(f"/{run}", "tom", "lab"))[1]
taken = []
for index in range(ACTS):
    # One person may act so often only.
    name = f"tom-{index // 4}"
    taken.append(act(f"act={'void' if index % 2 == 0 else 'undo'}&run={record}", "note=bench", name, "lab"))
row("an act on a run, sent to committed and answered, median, ms", "20", f"{statistics.median(taken) * 1000:.1f}")
alerts = re.findall(r"act=acknowledge&amp;alert=(A\d+)", get("/"))[:10]
taken = [act(f"act=acknowledge&alert={alert}", "note=bench", "ann", "haem") for alert in alerts]
row(f"an alert acknowledged, likewise ({len(taken)}), ms", "20", f"{statistics.median(taken) * 1000:.1f}")
before, began = seconds(service.pid), time.monotonic()
for index in range(REQUESTS):
    # Half of them whole pages.
    target = "/patient-P01.html" if index % 2 else "/now"
    answer = get(target, f"reader-{index % USERS}")
    assert answer.startswith("HTTP/1.1 200"), answer[:200]
used, passed = seconds(service.pid) - before, time.monotonic() - began
row("requests a second of one core, half of them patient pages", "200", f"{REQUESTS / used:.0f} ({REQUESTS / passed:.0f} on the clock)")
status = Path(f"/proc/{service.pid}/status").read_text()
held, own = (int(re.search(name + r":\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "RssAnon"))
row("resident memory after that, MB", "40", f"{held:.1f} ({own:.1f} its own)")
time.sleep(3)
before = wakeups(service.pid)
time.sleep(REST_SECONDS)
row(f"wake-ups in {REST_SECONDS} s at rest", "0", f"{wakeups(service.pid) - before}")
service.terminate()
service.wait()
