#!/usr/bin/env python3
"""history.py CQWATCH WORK [RESULTS]: a journal of ten years (1,000,000 results) and what the program does with it.
The records are those of a real daemon that took the simulated cohort, multiplied: other patients, runs, alerts and times, and a chain
that `cqwatch journal verify` finds intact. Prints what was measured beside the goal; asserts nothing."""
import datetime
import hashlib
import json
import os
import re
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

PATIENT_SETS = 200  # of ten patients each: a set's histories grow with every further copy of the cohort
OPEN_COPIES = 10  # the alerts of the newest copies stand open; older ones were closed
YEARS = 10
REPEATS = 3

cqwatch, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
results_wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000


def row(what, goal, measured):
    print(f"{what:<64}{goal:>10}  {measured}", flush=True)


def run(*arguments, **more):
    done = subprocess.run([cqwatch, *map(str, arguments)], stdout=subprocess.DEVNULL, **more)
    # `status` says 1 where something wants a person, as a daemon that does not run does.
    if done.returncode and (arguments[0], done.returncode) != ("status", 1):
        done.check_returncode()
    return done


def daemon(home, until, seconds=120):
    """Starts the daemon alone; `until` gets its log."""
    log = open(home / "daemon.log", "w")
    process = subprocess.Popen([cqwatch, "daemon", "--config", home / "cqwatch.yaml"], stderr=log)
    end = time.monotonic() + seconds
    while not until((home / "daemon.log").read_text()):
        if process.poll() is not None or time.monotonic() > end:
            sys.exit("history.py: the daemon ended or stalled:\n" + (home / "daemon.log").read_text()[-2000:])
        time.sleep(0.05)
    return process


def template():
    """The cohort's records and patients as the real daemon journals them."""
    cohort, home = work / "cohort", work / "template"
    run("simulate", "paper", cohort, "--seed", 1)
    run("init", home)
    shutil.copy(cohort / "patients.csv", home)
    plates = sorted(cohort.glob("*.lc96p"))
    for plate in plates:
        shutil.copy(plate, home / "export")
    process = daemon(home, lambda log: log.count("taken as record") == len(plates))
    time.sleep(2)
    process.terminate()
    process.wait()
    journal = sqlite3.connect(home / "state/journal.sqlite")
    records = journal.execute("SELECT sequence, time, kind, about, body FROM record WHERE kind <> 'configuration' ORDER BY sequence").fetchall()
    schema = journal.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").fetchall()
    migrations = journal.execute("SELECT * FROM grdb_migrations").fetchall()
    configuration = json.loads(journal.execute("SELECT body FROM record WHERE kind = 'configuration' ORDER BY sequence DESC LIMIT 1").fetchone()[0])
    application = journal.execute("PRAGMA application_id").fetchone()[0]
    return home, records, schema, migrations, configuration, application, plates


def code(patient, patients):
    """The first set keeps the cohort's own codes, so that its plates are those patients'."""
    return patient if patients == 0 else f"{patient}-{patients:03}"


def write_patients(home):
    header, *people = (work / "template/patients.csv").read_text().splitlines()
    named = [person.split(",", 1) for person in people]
    text = "\n".join([header] + [f"{code(name, s)},{rest}" for s in range(PATIENT_SETS) for name, rest in named]) + "\n"
    (home / "patients.csv").write_text(text)
    return text


class Chain:
    def __init__(self, database):
        self.database, self.sequence, self.digest, self.rows = database, 0, "0" * 64, []

    def append(self, at, kind, about, body):
        self.sequence += 1
        head = f"{self.digest}\n{self.sequence}\n{at}\n{kind}\n{'' if about is None else about}\n"
        digest = hashlib.sha256((head + body).encode()).hexdigest()
        self.rows.append((self.sequence, at, kind, about, self.digest, digest, body))
        self.digest = digest
        if len(self.rows) == 5000:
            self.flush()

    def flush(self):
        self.database.executemany("INSERT INTO record (sequence, time, kind, about, previous, digest, body) VALUES (?, ?, ?, ?, ?, ?, ?)", self.rows)
        self.rows = []


def closed(body, at):
    alert = json.loads(body)
    alert.update(event="closed", state="closed", by="M. Keller", note="settled", reason="settled", closed_on=at[:10])
    return json.dumps(alert, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def make():
    source, records, schema, migrations, configuration, application, plates = template()
    home = work / "history"
    run("init", home)
    patients = write_patients(home)
    yaml = (home / "cqwatch.yaml").read_bytes()
    database = sqlite3.connect(home / "state/journal.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.execute(f"PRAGMA application_id = {application}")
    for kind, sql in schema:
        if kind == "table":
            database.execute(sql)
    database.executemany("INSERT INTO grdb_migrations VALUES (?)", migrations)
    chain = Chain(database)
    database.execute("BEGIN")
    copies = -(-results_wanted // sum(1 for record in records if record[2] == "result"))
    first = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=365 * YEARS)
    runs = {json.loads(body)["identity"]["id"] for _, _, kind, _, body in records if kind == "run"}
    run_id = re.compile("|".join(map(re.escape, runs)))
    seen = []
    entries = [p | {"patient": code(p["patient"], s)} for s in range(PATIENT_SETS) for p in configuration["patients"]]
    configuration.update(
        patients=entries, digest=hashlib.sha256(b"%d\n%s%d\n%s" % (len(yaml), yaml, len(patients), patients.encode())).hexdigest())
    chain.append(first.strftime("%Y-%m-%dT%H:%M:%S.000Z"), "configuration", None, json.dumps(configuration, sort_keys=True, separators=(",", ":")))
    for copy in range(copies):
        at = (first + datetime.timedelta(days=365 * YEARS) * (copy + 1) / (copies + 2)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        shift, s = chain.sequence + 1 - records[0][0], copy % PATIENT_SETS
        # Alerts that were closed come behind each copy, so the sequences within a copy keep their distances.
        behind = []
        for sequence, _, kind, about, body in records:
            body = run_id.sub(lambda match: f"{match[0][:-5]}{copy:05}", body)
            body = re.sub(r'"P(\d\d)([" ])', lambda match: f'"{code("P" + match[1], s)}{match[2]}', body)
            body = re.sub(r'"([AD])(\d+)"', lambda match: f'"{match[1]}{int(match[2]) + shift}"', body)
            body = re.sub(r'"(raised|due)":"[^"]*"', rf'"\1":"{at}"', body)
            body = re.sub(r'"(started|saved)":"[-0-9]{10}T', rf'"\1":"{at[:10]}T', body)
            if kind == "run":
                path = f"/export/{copy}-{sequence}.lc96p"
                body = re.sub(r'"path":"[^"]*"', f'"path":"{path}"', body)
                body = re.sub(r'"sha256":"[^"]*"', f'"sha256":"{hashlib.sha256(path.encode()).hexdigest()}"', body)
                seen.append((path, 1, copy, copy, sequence + shift, sequence + shift))
            chain.append(at, kind, None if about is None else about + shift, body)
            if kind == "alert" and copy < copies - OPEN_COPIES:
                behind.append((None if about is None else about + shift, closed(body, at)))
        for about, body in behind:
            chain.append(at, "alert", about, body)
    chain.flush()
    database.executemany("INSERT INTO seen VALUES (?, ?, ?, ?, ?, ?)", seen)
    database.execute("COMMIT")
    for kind, sql in schema:
        if kind != "table":
            database.execute(sql)
    counts = dict(database.execute("SELECT kind, count(*) FROM record GROUP BY kind").fetchall())
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    print(f"journal: {counts}, {os.path.getsize(home / 'state/journal.sqlite') / 1e6:.0f} MB", flush=True)
    return home, plates


def command(what, goal, *arguments, repeats=REPEATS):
    took = []
    for _ in range(repeats):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        run(*arguments)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append((time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    row(what, goal, f"{min(t for t, _ in took) * 1e3:.0f} (processor {min(p for _, p in took) * 1e3:.0f})")


class Started:
    """A daemon under a supervisor's eyes: the clock from its start to READY=1."""

    def __init__(self, home):
        self.home = home
        address = str(home / "notify")
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        Path(address).unlink(missing_ok=True)
        listener.bind(address)
        listener.settimeout(300)
        self.log = open(home / "daemon.log", "w")
        start = time.monotonic()
        self.process = subprocess.Popen(
            [cqwatch, "daemon", "--no-deliver", "--config", home / "cqwatch.yaml"], stderr=self.log, env=os.environ | {"NOTIFY_SOCKET": address})
        while b"READY=1" not in listener.recv(65536):
            pass
        self.ready = time.monotonic() - start
        # The listener is read no more: the daemon's datagrams fail once its queue is full, which it does not mind.
        listener.close()

    def processor(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def settled(self):
        """Processor time used until the daemon has nothing more to do."""
        used, before = self.processor(), -1
        while used > before + 0.02:
            time.sleep(3)
            before, used = used, self.processor()
        return used

    def committed(self, count):
        end = time.monotonic() + 300
        while (self.home / "daemon.log").read_text().count("taken as record") < count:
            if time.monotonic() > end:
                sys.exit("history.py: the run was not taken:\n" + (self.home / "daemon.log").read_text()[-2000:])
            time.sleep(0.002)
        return time.monotonic()

    def end(self):
        start = time.monotonic()
        self.process.terminate()
        self.process.wait()
        return time.monotonic() - start


def measure(home, plates):
    config = ("--config", home / "cqwatch.yaml")
    first = Started(home)
    row("daemon: first start to ready (an older journal is brought up to date), s", "", f"{first.ready:.2f}")
    first.end()
    command("status, ms", "", "status", "--json", *config)
    command("patient (13 visits a copy), ms", "", "patient", "P01", "--json", *config)
    command("patients, ms", "", "patients", "--json", *config, repeats=1)
    command("alerts, ms", "", "alerts", "--json", *config)
    command("deliveries --open, ms", "", "deliveries", "--open", "--json", *config)
    service = Started(home)
    row("daemon: start to ready, s", "<= 1", f"{service.ready:.2f}")
    settled = service.settled()
    row("  the sweep behind it, of every patient where the journal is new: processor, s", "", f"{settled:.1f}; resident {service.resident():.1f} MB")
    for number, (plate, what) in enumerate([(plates[-1], "the newest run"), (plates[-4], "a run that comes a year late")], start=1):
        used = service.processor()
        shutil.copyfile(plate, home / "export" / f"{number}.lc96p")
        closed_at = time.monotonic()
        took = service.committed(number) - closed_at
        row(f"  {what}: file closed to committed, s beyond settling; processor, s", "", f"{took - 2:.2f}; {service.processor() - used:.2f}")
        time.sleep(3)
    row("  resident, MB", "<= 40", f"{service.resident():.1f}")
    row("  SIGTERM to end, s", "", f"{service.end():.2f}")
    again = Started(home)
    row("daemon: second start to ready, s", "<= 1", f"{again.ready:.2f}")
    row("  its sweep: processor, s", "", f"{again.settled():.1f}")
    again.end()
    start = time.monotonic()
    run("journal", "verify", *config)
    row("journal verify, s", "", f"{time.monotonic() - start:.1f}")


if (work / "history").exists():
    measure(work / "history", sorted((work / "cohort").glob("*.lc96p")))
else:
    measure(*make())
print(f"load {os.getloadavg()[0]:.1f} at the end")
