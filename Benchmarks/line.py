#!/usr/bin/env python3
"""line.py CQWATCH WORK FILE: the whole program on this machine, as the kernel sees it: memory, wake-ups, latency, a backlog.
Prints a table of what was measured beside the goal; asserts nothing. The daemon, the journal and the hook are the real ones."""
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

SETTLE_S = 2.0  # watch.settle of the configuration that `cqwatch init` writes
IDLE_S = 30
SEEDS = range(1, 9)  # of the simulated cohort: 26 plates each
LATENCIES = 8

cqwatch, work, real = Path(sys.argv[1]).resolve(), Path(sys.argv[2]), Path(sys.argv[3])


def row(what, goal, measured):
    print(f"{what:<52}{goal:>12}  {measured}", flush=True)


def cohort(seed):
    folder = work / f"cohort-{seed}"
    subprocess.run([cqwatch, "simulate", "paper", folder, "--seed", str(seed)], check=True, stdout=subprocess.DEVNULL)
    return folder


class Daemon:
    """A real daemon on a fresh set-up, with the cohort's patients."""

    def __init__(self, name, patients):
        self.home = work / name
        subprocess.run([cqwatch, "init", self.home], check=True, stdout=subprocess.DEVNULL)
        shutil.copy(patients / "patients.csv", self.home)
        self.notified = self.home / "state/notified.jsonl"
        self.notified.touch()
        with open(self.home / "daemon.log", "w") as log:
            self.process = subprocess.Popen([cqwatch, "daemon", "--config", self.home / "cqwatch.yaml"], stderr=log)
        self.wait(lambda: "Watching" in self.log(), 60)

    def log(self):
        return (self.home / "daemon.log").read_text()

    def taken(self):
        return self.log().count("taken as record")

    def told(self):
        return self.notified.read_bytes().count(b"\n")

    def wait(self, done, seconds, pause=0.002):
        end = time.monotonic() + seconds
        while not done():
            if self.process.poll() is not None or time.monotonic() > end:
                sys.exit(f"line.py: the daemon ended or stalled; its log:\n{self.log()[-2000:]}")
            time.sleep(pause)

    def status(self, field, of="status"):
        lines = Path(f"/proc/{self.process.pid}/{of}").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(field))

    def rss_mb(self):
        return self.status("VmRSS") / 1024

    def anonymous_mb(self):
        return self.status("RssAnon") / 1024

    def switches(self):
        """Voluntary context switches by thread: each ends in a wake-up."""
        threads = os.listdir(f"/proc/{self.process.pid}/task")
        return {thread: self.status("voluntary", f"task/{thread}/status") for thread in threads}

    def processor_s(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def idle(self, when):
        before = self.switches()
        time.sleep(IDLE_S)
        woken = sum(count - before.get(thread, 0) for thread, count in self.switches().items())
        row(f"idle {when}: wake-ups a second, over {IDLE_S} s", "<= 2", f"{woken / IDLE_S:.2f}")
        row(f"idle {when}: resident, MB (of it private)", "<= 40", f"{self.rss_mb():.1f} ({self.anonymous_mb():.1f})")

    def end(self):
        self.process.terminate()
        self.process.wait()


def analyze():
    peaks = []
    for _ in range(5):
        child = subprocess.Popen([cqwatch, "analyze", real], stdout=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        peaks.append(usage.ru_maxrss / 1024)
    row("analyze of a real container: peak resident, MB", "<= 96", f"{statistics.median(peaks):.1f}")


def latency(folder):
    """From the last byte of a run that raises an alert to its record and to the first line that the hook writes."""
    daemon = Daemon("latency", folder)
    committed, handed = [], []
    for number, run in enumerate(sorted(folder.glob("*.lc96p")), start=1):
        told = daemon.told()
        shutil.copyfile(run, daemon.home / "export" / run.name)
        closed = time.monotonic()
        daemon.wait(lambda: daemon.taken() >= number, 60)
        committed.append(time.monotonic() - closed - SETTLE_S)
        deadline = time.monotonic() + 1
        while daemon.told() == told and time.monotonic() < deadline:
            time.sleep(0.002)
        if daemon.told() > told:
            handed.append(time.monotonic() - closed - SETTLE_S)
        if len(handed) == LATENCIES:
            break
    daemon.end()
    row("file closed -> committed, ms beyond settling", "", f"{statistics.median(committed) * 1e3:.0f} (worst of {len(committed)}: {max(committed) * 1e3:.0f})")
    row("file closed -> hook has run, ms beyond settling", "<= 250", f"{statistics.median(handed) * 1e3:.0f} (worst of {len(handed)}: {max(handed) * 1e3:.0f})")


def backlog(folders):
    daemon = Daemon("backlog", folders[0])
    daemon.idle("fresh")
    stage = daemon.home / "stage"
    stage.mkdir()
    for seed, folder in zip(SEEDS, folders):
        for run in folder.glob("*.lc96p"):
            shutil.copyfile(run, stage / f"{seed}-{run.name}")
    plates = sorted(stage.iterdir())
    used, start = daemon.processor_s(), time.monotonic()
    for plate in plates:
        plate.rename(daemon.home / "export" / plate.name)
    memory = []
    for part in (len(plates) // 4, len(plates) // 2, len(plates)):
        daemon.wait(lambda: daemon.taken() >= part, 600, pause=0.05)
        memory.append(daemon.rss_mb())
    took = time.monotonic() - start - SETTLE_S
    row(f"{len(plates)} plates dropped at once: plates a second", ">= 5", f"{len(plates) / took:.1f}")
    row("  the daemon's processor time a plate, ms", "", f"{(daemon.processor_s() - used) / len(plates) * 1e3:.0f}")
    row("  resident after a quarter, half, all, MB", "flat", ", ".join(f"{mb:.1f}" for mb in memory))
    time.sleep(15)  # the next scan finds nothing to do
    daemon.idle("after the backlog")
    daemon.end()


print(f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
row("what", "goal", "measured")
analyze()
cohorts = [cohort(seed) for seed in SEEDS]
latency(cohorts[0])
backlog(cohorts)
print(f"load {os.getloadavg()[0]:.1f} at the end")
