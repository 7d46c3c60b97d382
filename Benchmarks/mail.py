#!/usr/bin/python3
"""mail.py CQWATCH WORK: delivery by mail on this machine: a daemon, a delivery service and a mail server with TLS, all real.
Prints a table of what was measured beside the goal; asserts nothing."""
import collections
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

IDLE_S = 30
STORM = 1000
HOURLY_MAX = 20
SINK = Path(__file__).resolve().parent.parent / "Tests/mail/sink"
MAIL = """\
    mail:
      from: cqwatch@laboratory.example
      hourlyMax: {hourly}
      smtp:
        server: localhost
        port: {port}
        authorityFile: {certificate}
"""

cqwatch, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2])


def row(what, goal, measured):
    print(f"{what:<52}{goal:>12}  {measured}", flush=True)


class Laboratory:
    """A set-up that mails to a server of its own."""

    def __init__(self, name, hourly):
        self.home, self.mailbox = work / name, work / f"{name}-mailbox"
        self.mailbox.mkdir()
        key, certificate = self.mailbox / "key.pem", self.mailbox / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate], check=True, stderr=subprocess.DEVNULL)
        self.sink = subprocess.Popen([SINK, self.mailbox, "--certificate", certificate, "--key", key], stdout=subprocess.PIPE, text=True)
        port = self.sink.stdout.readline().strip()
        subprocess.run([cqwatch, "init", self.home], check=True, stdout=subprocess.DEVNULL)
        self.configuration = self.home / "cqwatch.yaml"
        text = re.sub(r"^    hooks:.*\n(      .*\n)+", "", self.configuration.read_text(), flags=re.M)
        mail = MAIL.format(hourly=hourly, port=port, certificate=certificate)
        self.configuration.write_text(re.sub(r"^    log: true.*\n", lambda found: found[0] + mail, text, count=1, flags=re.M))

    def start(self, *command):
        return subprocess.Popen([cqwatch, *command, "--config", self.configuration], stdout=subprocess.DEVNULL, stderr=open(self.home / f"{command[0]}.log", "a"))

    def asked(self, *command):
        return subprocess.run([cqwatch, *command, "--config", self.configuration], check=True, stdout=subprocess.PIPE, text=True).stdout

    def status(self):
        # Exit 1: something wants a person, as mail that is owed does.
        return json.loads(subprocess.run([cqwatch, "status", "--json", "--config", self.configuration], stdout=subprocess.PIPE, text=True).stdout)

    def records(self, kind):
        lines = self.asked("journal", "export", "--format", "jsonl").splitlines()
        return [record for record in map(json.loads, lines) if record["kind"] == kind]

    def mails(self):
        """When each was accepted, by Message-ID; a repeat has more than one time."""
        times = collections.defaultdict(list)
        for mail in self.mailbox.glob("*.eml"):
            found = re.search(rb"^Message-ID: <([^>]*)>", mail.read_bytes(), re.M)
            times[found[1].decode()].append(mail.stat().st_mtime)
        return times


def wait(done, seconds, pause=0.05):
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            sys.exit("mail.py: waited in vain")
        time.sleep(pause)


def end(*processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()


def seconds(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def latency():
    """From the record of an alert to the moment when the mail server keeps the mail that tells of it, pictures and TLS included."""
    laboratory = Laboratory("latency", 10_000)
    folder = work / "cohort"
    subprocess.run([cqwatch, "simulate", "paper", folder], check=True, stdout=subprocess.DEVNULL)
    shutil.copy(folder / "patients.csv", laboratory.home)
    daemon = laboratory.start("daemon", "--no-deliver")
    wait(lambda: "Watching" in (laboratory.home / "daemon.log").read_text(), 60)
    services = daemon, laboratory.start("deliver")
    plates = sorted(folder.glob("*.lc96p"))
    for number, plate in enumerate(plates, start=1):
        shutil.copy(plate, laboratory.home / "export")
        wait(lambda: laboratory.status()["runs"]["total"] >= number, 60)
    wait(lambda: laboratory.status()["outbox"]["owed"] == 0, 60)
    end(*services)
    raised = {record["sequence"]: seconds(record["time"]) for record in laboratory.records("alert")}
    accepted = laboratory.mails()
    told = {}
    for record in laboratory.records("delivery"):
        if record.get("message") and record["state"] == "delivered":
            told[record["message"]] = min(accepted[record["message"]]) - raised[record["about"]]
    delays = sorted(told.values())
    pictures = sum(b"image/png" in mail.read_bytes() for mail in laboratory.mailbox.glob("*.eml"))
    row(f"alert committed to mail accepted, ms ({len(delays)} mails, {pictures} with picture)", "<= 300",
        f"median {statistics.median(delays) * 1000:.0f}, worst {delays[-1] * 1000:.0f}")
    end(laboratory.sink)


def storm():
    """What an outage of the delivery service left owed: a laboratory's alert a file that is no run."""
    laboratory = Laboratory("storm", HOURLY_MAX)
    for number in range(STORM):
        (laboratory.home / "export" / f"notes {number}.txt").write_text(f"no run at all, {number}\n")
    daemon = laboratory.start("daemon", "--no-deliver")
    wait(lambda: "Watching" in (laboratory.home / "daemon.log").read_text(), 60)
    wait(lambda: laboratory.status()["alerts"]["open"] >= STORM, 600, 1)
    end(daemon)
    owed = laboratory.status()["outbox"]["owed"]
    begun = time.monotonic()
    service = laboratory.start("deliver")
    wait(lambda: laboratory.status()["outbox"]["owed"] == 0, 300, 0.2)
    took = time.monotonic() - begun
    mails = laboratory.mails()
    text = b"".join(mail.read_bytes() for mail in laboratory.mailbox.glob("*.eml")).replace(b"=\r\n", b"")
    lost = [alert["id"] for alert in json.loads(laboratory.asked("alerts", "--all", "--json"))["alerts"] if f"{alert['id']} raised".encode() not in text]
    repeats = sum(len(times) - 1 for times in mails.values())
    row(f"{owed} owed, log and mail: drained, s", "", f"{took:.1f}")
    row(f"of it mails, with a cap of {HOURLY_MAX} an hour", f"<= {HOURLY_MAX}", f"{len(mails)}; {repeats} repeated, {len(lost)} alerts in none")
    idle(service, "after the storm")
    end(service, laboratory.sink)


def idle(service, when):
    def status(name, of="status"):
        return next(int(line.split()[1]) for line in Path(f"/proc/{service.pid}/{of}").read_text().splitlines() if line.startswith(name))

    def switches():
        return {thread: status("voluntary", f"task/{thread}/status") for thread in os.listdir(f"/proc/{service.pid}/task")}

    time.sleep(10)  # what it did before is over
    before = switches()
    time.sleep(IDLE_S)
    woken = sum(count - before.get(thread, 0) for thread, count in switches().items())
    row(f"deliver, idle {when}: wake-ups a second, over {IDLE_S} s", "<= 1", f"{woken / IDLE_S:.2f}")
    row(f"deliver, idle {when}: resident, MB (of it private)", "<= 30", f"{status('VmRSS') / 1024:.1f} ({status('RssAnon') / 1024:.1f})")


def rest():
    laboratory = Laboratory("rest", HOURLY_MAX)
    daemon = laboratory.start("daemon", "--no-deliver")
    wait(lambda: "Watching" in (laboratory.home / "daemon.log").read_text(), 60)
    end(daemon)
    service = laboratory.start("deliver")
    idle(service, "fresh")
    end(service, laboratory.sink)


print(f"load {os.getloadavg()[0]:.1f}")
rest()
latency()
storm()
