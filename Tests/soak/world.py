"""A laboratory with its two services, and what can be done to them: kills, a failing disk, a clock that is set, hooks and mail that fail."""
import json
import mmap
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
MAIL = """\
    mail:
      from: cqwatch@laboratory.example
      hourlyMax: 10000
      sendmail:
        path: hooks/sendmail
        deadline: 2 s
"""
# Both programs keep what they get before they say how it went, as a pager or a mail server may. How it goes, a file says.
PROGRAM = """\
#!/bin/sh
folder=$(dirname "$0")/../taken
part=$folder/.$$
cat >"$part"
case $(cat "$(dirname "$0")/../mood-NAME") in
    again) exit 75 ;;
    fail) exit 1 ;;
    hang) sleep 60 ;;
    crash) kill -9 $$ ;;
esac
mv "$part" "$folder/NAME-$(date +%s%N)-$$"
"""
# What `cqwatch init` writes -> what lets a test see more in less time. Nothing is given up: a delivery is tried until it succeeds.
SETTINGS = {
    "settle: 2 s ": "settle: 0.1 s ",
    "poll: 10 s": "poll: 1 s",
    "incompleteAfter: 15 min": "incompleteAfter: 3 s",
    "processorTime: 5 s": "processorTime: 60 s",
    "enabled: true  ": "enabled: false ",
    "first: 30 s": "first: 1 s",
    "longest: 1 h": "longest: 3 s",
    "attempts: 20": "attempts: 10000",
    "deadline: 30 s": "deadline: 2 s",
}


ANSWER_S = 120


class Laboratory:
    def __init__(self, program: pathlib.Path, home: pathlib.Path, patients: str, shim: pathlib.Path | None):
        self.program, self.home, self.shim = program, home, shim
        subprocess.run([program, "init", home], check=True, stdout=subprocess.DEVNULL)
        self.configuration = home / "cqwatch.yaml"
        text = self.configuration.read_text()
        for old, new in SETTINGS.items():
            assert old in text, old
            text = text.replace(old, new, 1)
        self.configuration.write_text(re.sub(r"^    log: true.*\n", lambda found: found[0] + MAIL, text, count=1, flags=re.M))
        (home / "patients.csv").write_text(patients)
        (home / "taken").mkdir()
        shutil.rmtree(home / "hooks")
        (home / "hooks").mkdir()
        for name, hook in (("hook", "notify"), ("mail", "sendmail")):
            (home / "hooks" / hook).write_text(PROGRAM.replace("NAME", name))
            (home / "hooks" / hook).chmod(0o555)
            self.mood(name, "well")
        checked = self.ask("check-config", str(self.configuration), plain=True)
        assert checked.returncode == 0, checked.stderr
        with open(home / "control", "w+b") as file:
            file.write(bytes(24))
            file.flush()
            self.control = mmap.mmap(file.fileno(), 24)
        self.processes: dict[str, subprocess.Popen] = {}
        self.began: dict[str, float] = {}  # when each process was started
        self.started: dict[str, float] = {}  # and the one before it, which ended by itself
        self.peak_mb = {"daemon": 0.0, "deliver": 0.0}
        self.ends: dict[tuple[str, int], int] = {}

    def mood(self, name: str, mood: str) -> None:
        """How the hook ("hook") or the mail program ("mail") behaves: well, again, fail, hang, crash."""
        (self.home / f"mood-{name}").write_text(mood)

    def clock(self, offset_s: int) -> None:
        self.control[0:8] = struct.pack("q", offset_s)

    def disk(self, one_in: int, error: int = 0) -> None:
        self.control[8:24] = struct.pack("qq", one_in, error)

    def start(self, part: str) -> None:
        self.began[part] = time.monotonic()
        environment = {"PATH": os.environ["PATH"], "SOAK_CONTROL": str(self.home / "control")} | ({"LD_PRELOAD": str(self.shim)} if self.shim else {})
        arguments = ["daemon", "--no-deliver"] if part == "daemon" else ["deliver"]
        with open(self.home / f"{part}.log", "ab") as log:
            self.processes[part] = subprocess.Popen([self.program, *arguments, "--config", self.configuration], stdout=log, stderr=log, env=environment, start_new_session=True)

    def keep_up(self) -> list[tuple[str, int]]:
        """Starts what has ended, as systemd would. -> what ended by itself, and how."""
        ended = []
        for part in ("daemon", "deliver"):
            process = self.processes.get(part)
            if process and process.poll() is None:
                self.look(part)
                continue
            if process:
                ended.append((part, process.returncode))
                self.started[part] = self.began[part]
                self.ends[part, process.returncode] = self.ends.get((part, process.returncode), 0) + 1
            self.start(part)
        return ended

    def look(self, part: str) -> None:
        try:
            found = re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{self.processes[part].pid}/status").read_text())
        except OSError:
            return
        if found:
            self.peak_mb[part] = max(self.peak_mb[part], int(found[1]) / 1024)

    def kill(self, part: str, name: int = signal.SIGKILL) -> bool:
        """-> whether it was there to be killed."""
        process = self.processes[part]
        if process.poll() is not None:
            return False
        process.send_signal(name)
        process.wait(20)
        del self.processes[part]
        return True

    def stop(self) -> dict[str, int]:
        for process in self.processes.values():
            process.terminate()
        codes = {part: process.wait(30) for part, process in self.processes.items()}
        self.processes.clear()
        return codes

    def ask(self, *command: str, plain: bool = False) -> subprocess.CompletedProcess:
        configuration = [] if plain else ["--config", self.configuration]
        return subprocess.run([self.program, *command, *configuration], capture_output=True, text=True, timeout=ANSWER_S)

    def records(self) -> list[dict]:
        return [json.loads(line) for line in self.ask("journal", "export", "--format", "jsonl").stdout.splitlines()]

    def status(self) -> dict:
        answer = self.ask("status", "--json")
        return json.loads(answer.stdout) if answer.stdout else {}

    def drop(self, name: str, content: bytes) -> None:
        """As a copy over a share looks: a name that is passed over, then the real one."""
        part = self.home / "export" / f".{name}.part"
        part.write_bytes(content)
        part.rename(self.home / "export" / name)

    def wait(self, done, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                return False
            self.keep_up()
            time.sleep(0.2)
        return True
