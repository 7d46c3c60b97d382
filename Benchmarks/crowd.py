#!/usr/bin/env python3
"""crowd.py CQWATCH WORK: a daemon before a folder of 100,000 files, and before 27 large ones at once. Prints what was measured beside the goal; asserts nothing."""
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import zipfile

FOLDERS, FILES_EACH = 100, 1000
cqwatch, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])


def row(what, goal, measured):
    print(f"{what:<64}{goal:>12}  {measured}", flush=True)


def memory(process, field):
    try:
        found = re.search(rf"{field}:\s+(\d+)", pathlib.Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def family(process):
    """The daemon and the examiners that it has started."""
    try:
        children = pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()
        threads = os.listdir(f"/proc/{process}/task")
    except OSError:
        return [process]
    for thread in threads:
        try:
            children += pathlib.Path(f"/proc/{process}/task/{thread}/children").read_text().split()
        except OSError:
            continue
    return [process, *set(map(int, children))]


def proportional(process):
    """Each page shared among those who have it: what the family costs together."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", pathlib.Path(f"/proc/{process}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


class Daemon:
    def __init__(self, name, folders=("export",)):
        self.home = work / name
        subprocess.run([cqwatch, "init", self.home], check=True, stdout=subprocess.DEVNULL)
        configuration = self.home / "cqwatch.yaml"
        text = configuration.read_text().replace("    - path: export\n", "".join(f"    - path: {folder}\n" for folder in folders), 1)
        configuration.write_text(text.replace("enabled: true  ", "enabled: false ", 1))
        for folder in folders:
            (self.home / folder).mkdir(exist_ok=True)

    def start(self):
        self.log = open(self.home / "daemon.log", "w")
        self.began = time.monotonic()
        self.process = subprocess.Popen([cqwatch, "daemon", "--no-deliver", "--config", self.home / "cqwatch.yaml"], stderr=self.log)

    def said(self, words):
        return words in (self.home / "daemon.log").read_text()

    def wait(self, done, seconds):
        end = time.monotonic() + seconds
        while not done() and time.monotonic() < end:
            time.sleep(0.01)
        return done()

    def count(self, kinds):
        answer = subprocess.run([cqwatch, "journal", "export", "--format", "jsonl", "--config", self.home / "cqwatch.yaml"], capture_output=True, text=True)
        return sum(f'"kind":"{kind}"' in line for line in answer.stdout.splitlines() for kind in kinds)

    def end(self):
        self.process.terminate()
        self.process.wait(60)


def idle():
    daemon = Daemon("empty")
    daemon.start()
    daemon.wait(lambda: daemon.said("Watching"), 60)
    time.sleep(15)
    resident = memory(daemon.process.pid, "VmRSS")
    daemon.end()
    return resident


def names(empty):
    """All of them known from an earlier start, as in a folder that has grown for years: 128 bits of each are kept."""
    daemon = Daemon("names")
    for folder in range(FOLDERS):
        path = daemon.home / f"export/d{folder}"
        path.mkdir()
        for file in range(FILES_EACH):
            (path / f"e{file}.lc96p").touch()
    daemon.start()
    if not daemon.wait(lambda: daemon.said("Watching"), 120):
        return row("first scan of 100,000 files, s", "<= 10", "not finished in 120 s")
    row("first scan of 100,000 files: start to READY, s", "<= 10", f"{time.monotonic() - daemon.began:.1f}")
    time.sleep(25)
    row("  resident 25 s later, beyond an empty folder's, MB", "<= 10", f"{memory(daemon.process.pid, 'VmRSS') - empty:.1f} (of {memory(daemon.process.pid, 'VmRSS'):.1f}; peak {memory(daemon.process.pid, 'VmHWM'):.1f})")
    daemon.end()


def large():
    """Nine XML files of 54 MB, nine of 64 MB of nothing, nine containers whose curves are 1.8 million points."""
    folders = ("export", "second", "third")
    daemon = Daemon("large", folders)
    bare = b'<?xml version="1.0"?><rdml version="1.2" xmlns="http://www.rdml.org">' + b'<sample id="a"/>' * 3_000_000 + b"</rdml>"
    nothing = bytes(64 << 20)
    points = b"".join(b"<adp><cyc>%d</cyc><fluor>%d</fluor></adp>" % (cycle + 1, cycle * cycle) for cycle in range(30_000))
    wells = b"".join(b'<react id="%d"><sample id="S1"/><data><tar id="T0"/>' % (well + 1) + points + b"</data></react>" for well in range(60))
    head = (b'<rdml version="1.2" xmlns="http://www.rdml.org"><sample id="S1"><type>unkn</type></sample><target id="T0"><type>toi</type><dyeId id="d"/></target>'
            b'<experiment id="e"><run id="r"><pcrFormat><rows>32</rows><columns>48</columns><rowLabel>ABC</rowLabel><columnLabel>123</columnLabel></pcrFormat>')
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("rdml_data.xml", head + wells + b"</run></experiment></rdml>")
    for folder in folders:
        for number in range(3):
            (daemon.home / folder / f"x{number}.rdml").write_bytes(bare + b"<!--%s%d-->" % (folder.encode(), number))
            (daemon.home / folder / f"z{number}.dat").write_bytes(nothing[: -(number + 1)])
            (daemon.home / folder / f"c{number}.lc96p").write_bytes(packed.getvalue())
    daemon.start()
    peak, each, children = 0.0, 0.0, 0
    done, looked = False, time.monotonic()
    while not done and time.monotonic() - daemon.began < 400:
        processes = family(daemon.process.pid)
        peak = max(peak, sum(map(proportional, processes)))
        each = max(each, *(memory(process, "VmHWM") for process in processes))
        children = max(children, len(processes) - 1)
        if time.monotonic() - looked > 5:
            looked = time.monotonic()
            done = daemon.count(["run", "unreadable"]) >= 9 + 3 + 9 or daemon.process.poll() is not None
        time.sleep(0.02)
    row("27 large files at once: peak of daemon and children, MB", "<= 200", f"{peak:.0f} ({children} children at most, the largest process {each:.0f})")
    row("  until all are recorded, s", "", f"{time.monotonic() - daemon.began:.0f}")
    daemon.end()


print(f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
row("what", "goal", "measured")
names(idle())
large()
shutil.rmtree(work, ignore_errors=True)
