#!/usr/bin/python3
"""interface.py CQWATCH WORK: the hospital's systems told on this machine: a daemon, the interface and a receiver on loopback, all real.
Prints a table of what was measured beside the goal; asserts nothing."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

IDLE_S = 30
SEEDS = 8  # cohorts whose plates lie there when the outage ends
LATE = 10  # plates that come while all is running
RECEIVER = Path(__file__).resolve().parent.parent / "Tests/hospital/receiver"

cqwatch, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()


def row(what, goal, measured):
    print(f"{what:<52}{goal:>12}  {measured}", flush=True)


def asked(*command):
    return subprocess.run([cqwatch, *command, "--config", home / "cqwatch.yaml"], check=True, stdout=subprocess.PIPE, text=True).stdout


def started(*command):
    return subprocess.Popen([cqwatch, *command, "--config", home / "cqwatch.yaml"], stdout=subprocess.DEVNULL, stderr=open(home / f"{command[0]}.log", "a"))


def runs():
    """0 while the daemon has not made its journal."""
    status = subprocess.run([cqwatch, "status", "--json", "--config", home / "cqwatch.yaml"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return json.loads(status.stdout)["runs"]["total"] if status.stdout.startswith("{") else 0


def until(done, seconds=300):
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            sys.exit("it took too long")
        time.sleep(0.05)


def bring(plate):
    shutil.copy(plate, home / "export" / f"{plate.parent.name}-{plate.name}")


def taken():
    return sorted(inbox.glob("*.msg"))


def spent(process):
    """Processor time, seconds."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def switches(process):
    return sum(int(line.split()[1]) for status in Path(f"/proc/{process.pid}/task").glob("*/status") for line in status.read_text().splitlines()
               if line.startswith("voluntary_ctxt_switches"))


shutil.rmtree(work, ignore_errors=True)
home, inbox = work / "home", work / "inbox"
inbox.mkdir(parents=True)
receiver = subprocess.Popen([RECEIVER, inbox, "aa"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
port = receiver.stdout.readline().strip()
subprocess.run([cqwatch, "init", home], check=True, stdout=subprocess.DEVNULL)
for seed in range(1, SEEDS + 1):
    subprocess.run([cqwatch, "simulate", "paper", work / f"cohort-{seed}", "--seed", str(seed)], check=True, stdout=subprocess.DEVNULL)
shutil.copy(work / "cohort-1/patients.csv", home / "patients.csv")
with open(home / "cqwatch.yaml", "a") as configuration:
    configuration.write(f"\ninterface:\n  site: LAB1\n  messagesPerSecond: 10000\n  hl7: {{ host: 127.0.0.1, port: {port} }}\n")
plates = sorted(work.glob("cohort-*/*.lc96p"))
for plate in plates[:-LATE]:
    bring(plate)
daemon = started("daemon")
until(lambda: runs() == len(plates) - LATE)
owed = asked("interface", "preview").count("MSH|")

interface = started("interface")
until(lambda: len(taken()) == owed)
times = [message.stat().st_mtime for message in taken()]
row("messages of an outage drained, a second", ">= 300", f"{(len(times) - 1) / (times[-1] - times[0]):.0f} ({owed} messages)")
row("  processor time a message, the start included", "", f"{1000 * spent(interface) / owed:.2f} ms")

for plate in plates[-LATE:]:
    bring(plate)
    time.sleep(3)
until(lambda: len(taken()) == asked("interface", "preview").count("MSH|"))
written = {}
for line in asked("journal", "export", "--format", "jsonl").splitlines():
    record = json.loads(line)
    written[record["sequence"]] = datetime.fromisoformat(record["time"].replace("Z", "+00:00")).timestamp()
late = {}
for message in taken()[owed:]:
    text = message.read_bytes()
    if b"OBX|1|NM" in text or b"OBX|1|SN" in text:
        at = written[int(text.split(b"|")[9].split(b"-")[1].rstrip(b"X"))]
        late.setdefault(at, message.stat().st_mtime - at)
row("committed to accepted, median", "<= 100 ms", f"{1000 * statistics.median(late.values()):.0f} ms of {len(late)} runs, longest {1000 * max(late.values()):.0f} ms")

time.sleep(5)
before = switches(interface)
time.sleep(IDLE_S)
row("idle, wake-ups a second", "0.0", f"{(switches(interface) - before) / IDLE_S:.1f}")
memory = {line.split()[0]: int(line.split()[1]) / 1024 for line in Path(f"/proc/{interface.pid}/smaps_rollup").read_text().splitlines()[1:]}
own = memory["Private_Dirty:"]
row("idle, resident", "<= 20 MB", f"{memory['Rss:']:.1f} MB: {own:.1f} MB its own, {memory['Rss:'] - own:.1f} MB pages of the program's and libraries' files")
for process in (interface, daemon):
    process.terminate()
    process.wait()
receiver.kill()
