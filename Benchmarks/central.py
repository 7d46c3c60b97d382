#!/usr/bin/env python3
"""central.py CQWATCH WORK [SITES [CYCLES]]: the central store on a PostgreSQL of its own, with TLS and client certificates.
A site's journal is the simulated cohort's, multiplied to CYCLES x 26 runs and chained anew by the journal's own rule. Prints what
was measured beside the goal; asserts nothing. Needs PostgreSQL 15 (Debian), openssl and, for root, runuser."""
import ctypes
import hashlib
import json
import os
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

PROGRAMS = "/usr/lib/postgresql/15/bin"
PORT = 56433
BATCH = 64  # StoreVisit.batchRows
WINDOW = 16  # PostgresConnection.windowMax
COLUMNS = "site, sequence, after, time, kind, about, previous, digest, body"
SHIPPED_CYCLES = 48  # of the journal whose shipping is timed: some 30,000 records
IDLE_S = 60
VISITS = 20

cqwatch, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
sites_count = int(sys.argv[3]) if len(sys.argv) > 3 else 200
cycles = int(sys.argv[4]) if len(sys.argv) > 4 else 12
socket_folder, tls = work / "pg", work / "pg/tls"
by_socket = f"host={socket_folder} port={PORT} dbname=central"


def row(what, goal, measured):
    print(f"{what:<76}{goal:>14}  {measured}", flush=True)


def sh(command, **more):
    return subprocess.run(command, shell=True, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def server(command):
    return sh((("runuser -u postgres -- " if os.geteuid() == 0 else "") + command))


def psql(sql, database="central"):
    return subprocess.run(
        ["psql", "-qAt", "-v", "ON_ERROR_STOP=1", f"host={socket_folder} port={PORT} dbname={database} user=postgres"], input=sql, check=True,
        capture_output=True, text=True).stdout


def certificate(name):
    sh(f"openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name} && "
       f"openssl x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out {name}.pem && chmod 600 {name}.key", cwd=tls)


def start_server():
    shutil.rmtree(work / "pg", ignore_errors=True)
    tls.mkdir(parents=True)
    sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -keyout ca.key -out ca.pem -subj /CN=centre && "
       "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.csr -subj /CN=localhost "
       "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 && openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial "
       "-copy_extensions copy -days 30 -out server.pem && chmod 600 server.key", cwd=tls)
    if os.geteuid() == 0:
        sh(f"chown -R postgres {socket_folder}; chmod 755 {work} {socket_folder}")
    data = socket_folder / "data"
    server(f"{PROGRAMS}/initdb -D {data} -A trust -E UTF8 --locale=C.UTF-8")
    with open(data / "postgresql.conf", "a") as settings:
        settings.write(f"listen_addresses = '127.0.0.1'\nport = {PORT}\nunix_socket_directories = '{socket_folder}'\nssl = on\n"
                       f"ssl_ca_file = '{tls}/ca.pem'\nssl_cert_file = '{tls}/server.pem'\nssl_key_file = '{tls}/server.key'\n"
                       "shared_buffers = 512MB\nmax_wal_size = 4GB\ndefault_toast_compression = lz4\n")
    (data / "pg_hba.conf").write_text("local all all trust\nhostssl all all 127.0.0.1/32 cert\n")
    server(f"{PROGRAMS}/pg_ctl -D {data} -l {socket_folder}/log -w start")
    server(f"{PROGRAMS}/createdb -h {socket_folder} -p {PORT} central")
    server(f"{PROGRAMS}/createdb -h {socket_folder} -p {PORT} bare")
    psql(subprocess.run([cqwatch, "central", "init"], check=True, capture_output=True, text=True).stdout)
    psql("CREATE TABLE record (site text, sequence bigint, after bigint, time text, kind text, about bigint, previous text, digest text, body text)", "bare")


def configure(home, name):
    path = home / "cqwatch.yaml"
    text = path.read_text()
    connection = (f"{by_socket} user=cq_centre" if name is None else
                  f"host=127.0.0.1 port={PORT} dbname=central sslmode=verify-full sslrootcert={tls}/ca.pem sslcert={tls}/{name}.pem sslkey={tls}/{name}.key")
    site = "" if name is None else f"  site: {name}\n"
    start = text.index("\ncentral:") + 1
    end = start + re.search(r"\n[a-z]", text[start:]).start() + 1
    path.write_text(text[:start] + f'central:\n{site}  connection: "{connection}"\n\n' + text[end:])
    return path


def template():
    """The cohort's records as a real daemon journals them."""
    cohort, home = work / "cohort", work / "template"
    if not (home / "done").exists():
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(cohort, ignore_errors=True)
        subprocess.run([cqwatch, "simulate", "paper", cohort, "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([cqwatch, "init", home], check=True, stdout=subprocess.DEVNULL)
        shutil.copy(cohort / "patients.csv", home)
        plates = sorted(cohort.glob("*.lc96p"))
        for plate in plates:
            shutil.copy(plate, home / "export")
        with open(home / "log", "w") as log:
            daemon = subprocess.Popen([cqwatch, "daemon", "--config", home / "cqwatch.yaml"], stderr=log)
        while (home / "log").read_text().count("taken as record") < len(plates):
            time.sleep(0.2)
        time.sleep(2)
        daemon.terminate()
        daemon.wait()
        (home / "done").touch()
    database = sqlite3.connect(home / "state/journal.sqlite")
    return database.execute("SELECT sequence, time, kind, about, body FROM record ORDER BY sequence").fetchall()


def moment(days_ago):
    at = time.time() - 86400 * days_ago
    return time.strftime("%Y-%m-%dT%H:%M:%S.", time.gmtime(at)) + f"{int(1000 * (at % 1)):03}Z"


def journal(records, copies, codes=None, days=None):
    """(sequence, time, kind, about, previous, digest, body): the digest is over these, a line each (Sources/Journal/Record.swift).
    Written evenly over so many days that end now, or when the template was."""
    previous, count = "0" * 64, len(records)
    swap = re.compile('"patient":"(P\\d\\d)"') if codes else None
    for copy in range(copies):
        for sequence, when, kind, about, body in records:
            sequence += copy * count
            about = None if about is None else about + copy * count
            if swap:
                body = swap.sub(lambda m: f'"patient":"{codes(m[1])}"', body)
            if days:
                when = moment(days * (1 - sequence / (count * copies)))
            digest = hashlib.sha256(f"{previous}\n{sequence}\n{when}\n{kind}\n{'' if about is None else about}\n{body}".encode()).hexdigest()
            yield sequence, when, kind, about, previous, digest, body
            previous = digest


def site_with(records, name, copies):
    """A site whose journal holds them."""
    home = work / name
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(work / "template", home)
    database = sqlite3.connect(home / "state/journal.sqlite")
    empty = [sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")]
    for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{trigger}"')
    database.execute("DELETE FROM seen")
    database.execute("DELETE FROM record")
    database.executemany("INSERT INTO record (sequence, time, kind, about, previous, digest, body) VALUES (?, ?, ?, ?, ?, ?, ?)", journal(records, copies))
    for sql in empty:
        database.execute(sql)
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    certificate(name)
    psql(subprocess.run([cqwatch, "central", "init", "--site", name], check=True, capture_output=True, text=True).stdout)
    return configure(home, name)


class Bare:
    """The same rows by prepared, pipelined statements over the socket into a table without key, foreign key, row security and TLS."""

    def __init__(self):
        self.pq = ctypes.CDLL("libpq.so.5")
        self.pq.PQconnectdb.restype = self.pq.PQgetResult.restype = self.pq.PQexec.restype = self.pq.PQprepare.restype = ctypes.c_void_p
        self.connection = ctypes.c_void_p(self.pq.PQconnectdb(f"host={socket_folder} port={PORT} dbname=bare user=postgres".encode()))
        assert self.pq.PQstatus(self.connection) == 0
        self.prepared = set()

    def prepare(self, rows):
        values = ",".join("(" + ",".join(f"${9 * r + c}" for c in range(1, 10)) + ")" for r in range(rows))
        self.pq.PQclear(ctypes.c_void_p(self.pq.PQprepare(
            self.connection, f"b{rows}".encode(), f"INSERT INTO record ({COLUMNS}) VALUES {values}".encode(), 9 * rows, None)))

    def load(self, rows):
        batches = []
        for start in range(0, len(rows), BATCH):
            part = rows[start:start + BATCH]
            values = [None if v is None else str(v).encode() for q, t, k, a, p, d, b in part for v in ("bare", q, q - 1 or None, t, k, a, p, d, b)]
            batches.append((f"b{len(part)}".encode(), len(values), (ctypes.c_char_p * len(values))(*values)))
            if len(part) not in self.prepared:
                self.prepare(len(part))
                self.prepared.add(len(part))
        self.pq.PQclear(ctypes.c_void_p(self.pq.PQexec(self.connection, b"TRUNCATE record")))
        start, waiting = time.monotonic(), 0
        self.pq.PQenterPipelineMode(self.connection)
        for name, count, values in batches:
            assert self.pq.PQsendQueryPrepared(self.connection, name, count, values, None, None, 0) == 1
            self.pq.PQpipelineSync(self.connection)
            waiting += 1
            if waiting == WINDOW:
                self.answer()
                waiting -= 1
        for _ in range(waiting):
            self.answer()
        self.pq.PQexitPipelineMode(self.connection)
        return time.monotonic() - start

    def answer(self):
        while True:
            result = self.pq.PQgetResult(self.connection)
            if not result:
                continue
            status = self.pq.PQresultStatus(ctypes.c_void_p(result))
            self.pq.PQclear(ctypes.c_void_p(result))
            if status == 10:  # PGRES_PIPELINE_SYNC
                return
            assert status == 1, status


def timed(*arguments):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    out = subprocess.run([cqwatch, *map(str, arguments)], check=True, capture_output=True, text=True).stdout
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, out


def forget(name):
    psql("".join(f"ALTER TABLE {t} DISABLE TRIGGER ALL; DELETE FROM {t} WHERE site = '{name}'; ALTER TABLE {t} ENABLE TRIGGER ALL;\n" for t in ("record", "contact")))
    psql("VACUUM record")


def shipping(records):
    configuration = site_with(records, "timed", SHIPPED_CYCLES)
    rows = list(journal(records, SHIPPED_CYCLES))
    bare, rates, ratios, cpu = Bare(), [], [], []
    idle = min(timed("journal", "verify", "--help")[0] for _ in range(3))
    for _ in range(5):
        without = bare.load(rows)
        forget("timed")
        wall, used, _ = timed("ship", "--once", "--config", configuration)
        wall -= idle
        rates.append(len(rows) / wall)
        ratios.append(without / wall)
        cpu.append(used)
    size = sum(len(r[6]) for r in rows)
    row(f"back-filled through TLS, row security, foreign key: records/s, of {len(rows)}", ">= 20000", f"{statistics.median(rates):.0f} ({min(rates):.0f} to {max(rates):.0f})")
    row("the same rows inserted bare, in the same run: our rate by theirs", ">= 50 %", f"{100 * statistics.median(ratios):.0f} % ({100 * min(ratios):.0f} to {100 * max(ratios):.0f})")
    row("the shipper's processor time; bytes a record", "-", f"{1e6 * statistics.median(cpu) / len(rows):.1f} us a record; {size / len(rows):.0f} bytes")
    return configuration


def living(records):
    """A commit becomes visible; then rest."""
    name = "living"
    configuration = site_with(records, name, 1)
    home = configuration.parent
    subprocess.run([cqwatch, "ship", "--once", "--config", configuration], check=True, stdout=subprocess.DEVNULL)
    with open(home / "ship.log", "w") as log:
        ship = subprocess.Popen([cqwatch, "ship", "--config", configuration], stderr=log)
    time.sleep(2)
    watch = subprocess.Popen(["psql", "-qAt", f"{by_socket} user=postgres"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def held():
        watch.stdin.write(f"SELECT coalesce(max(sequence), 0) FROM record WHERE site = '{name}';\n")
        watch.stdin.flush()
        return int(watch.stdout.readline())

    database = sqlite3.connect(home / "state/journal.sqlite", isolation_level=None)
    added = [r for r in journal(records, 2)][len(records):]
    runs = [i for i, r in enumerate(added) if r[2] == "run"] + [len(added)]
    delays = []
    for begin, end in list(zip(runs, runs[1:]))[:VISITS]:
        begin = 0 if begin == runs[0] else begin
        database.execute("BEGIN")
        database.executemany("INSERT INTO record (sequence, time, kind, about, previous, digest, body) VALUES (?, ?, ?, ?, ?, ?, ?)", added[begin:end])
        database.execute("COMMIT")
        start, last = time.monotonic(), added[end - 1][0]
        while held() < last and time.monotonic() - start < 10:
            time.sleep(0.002)
        delays.append(1000 * (time.monotonic() - start))
        time.sleep(0.3)
    row(f"one run's records visible at the centre after the commit, ms, of {len(delays)}", "<= 300", f"median {statistics.median(delays):.0f}, longest {max(delays):.0f}")
    time.sleep(3)

    def switches():
        return sum(int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text(), re.M)[1])
                   for task in Path(f"/proc/{ship.pid}/task").iterdir())

    before = switches()
    daemon = subprocess.Popen([cqwatch, "daemon", "--config", configuration], stderr=subprocess.DEVNULL)
    time.sleep(3)
    settled = switches()
    time.sleep(IDLE_S)
    woken = switches() - settled
    memory = int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{ship.pid}/status").read_text())[1]) / 1024
    row(f"shipper idle beside a daemon that scans: wake-ups a second, over {IDLE_S} s", "<= 0.1", f"{woken / IDLE_S:.2f}")
    row("shipper idle: resident MB", "<= 20", f"{memory:.1f}")
    for process in (ship, daemon):
        process.terminate()
        process.wait()
    watch.terminate()


def fleet(records):
    """Rows of all sites, put in as the owner; then the centre's questions."""
    now = time.time()
    newest = max(r[1] for r in records)
    shared = {"P01": "STUDY-0001", "P03": "STUDY-0003"}
    count = 0
    for index in range(sites_count):
        name = f"site{index:04}"
        codes = (lambda p, n=name, two=index < 2: shared[p] if two and p in shared else f"{n}.{p}")
        rows = list(journal(records, cycles, codes, days=61 * cycles))
        count += len(rows)
        copy = subprocess.Popen(["psql", "-q", "-v", "ON_ERROR_STOP=1", f"{by_socket} user=postgres", "-c", "SET session_replication_role = replica", "-c",
                                 f"COPY record ({COLUMNS}) FROM STDIN"], stdin=subprocess.PIPE)
        escape = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
        for q, t, k, a, p, d, b in rows:
            copy.stdin.write("\t".join((name, str(q), str(q - 1) if q > 1 else "\\N", t, k, "\\N" if a is None else str(a), p, d, b.translate(escape))).encode() + b"\n")
        copy.stdin.close()
        assert copy.wait() == 0
        psql(f"INSERT INTO contact (site, head, digest, backlog, program) VALUES ('{name}', {rows[-1][0]}, '{rows[-1][5]}', 0, 'benchmark')")
    size = int(psql("SELECT pg_total_relation_size('record')"))
    row(f"{sites_count} sites of {26 * cycles} runs: records; their table and its indices", "-", f"{count}; {size / 1e9:.2f} GB, {size / count:.0f} bytes a record")
    psql("ANALYZE")
    home = work / "centre"
    shutil.rmtree(home, ignore_errors=True)
    subprocess.run([cqwatch, "init", home], check=True, stdout=subprocess.DEVNULL)
    configuration = configure(home, None)
    text = configuration.read_text().replace("central:\n", "central:\n  codes: study\n", 1)
    configuration.write_text(text)
    wall, used, out = timed("central", "verify", "--config", configuration, "--json")
    proof = json.loads(out)
    row("verification, records/s (and by its own processor time)", ">= 50000", f"{proof['records'] / wall:.0f} ({proof['records'] / used:.0f}); intact: {proof['intact']}")
    psql("ANALYZE")
    for name, arguments in (("fleet", ["fleet"]), ("patient of two sites", ["patient", "STUDY-0001"]), ("patient of one", ["patient", "site0100.P02" if sites_count > 100 else "site0003.P02"])):
        walls, cpus = [], []
        for _ in range(9):
            wall, used, _ = timed("central", *arguments, "--config", configuration, "--json")
            walls.append(1000 * wall)
            cpus.append(1000 * used)
        row(f"central {name}, whole command: ms", "<= 100", f"median {statistics.median(walls):.0f} ({min(walls):.0f} to {max(walls):.0f}), own processor time {statistics.median(cpus):.0f}")


work.mkdir(parents=True, exist_ok=True)
records = template()
start_server()
try:
    row("template: records of 26 runs; bytes of bodies", "-", f"{len(records)}; {sum(len(r[4]) for r in records)}")
    shipping(records)
    living(records)
    fleet(records)
finally:
    server(f"{PROGRAMS}/pg_ctl -D {socket_folder}/data -m fast stop")
