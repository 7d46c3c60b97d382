"""The laboratory's side of a machine: the package, a configuration, runs, and questions to the journal."""
import json
import pathlib
import shlex
import subprocess

from machine import Failure, Machine

HOOK = """\
#!/bin/sh
{ cat; echo; } >>/var/lib/cqwatch/notified.jsonl || exit 75
"""
# Edits the configuration that was installed: channels other than the log are those given, folders are added. An emulated processor, on a host
# that works beside it, takes a hundred times the processor time of a real one for a plate.
CONFIGURE = """\
import re, sys
path = "/etc/cqwatch/cqwatch.yaml"
text = open(path).read()
text = re.sub(r"^    hooks:.*\\n(      .*\\n)+", "", text, flags=re.M)
text = re.sub(r"^    log: true.*\\n", lambda found: found[0] + sys.argv[1], text, count=1, flags=re.M)
text = re.sub(r"^    - path: /srv/lightcycler\\n", lambda found: found[0] + sys.argv[2], text, count=1, flags=re.M)
text = re.sub(r"^  processorTime: \\S+ s", "  processorTime: 60 s", text, count=1, flags=re.M)
open(path, "w").write(text)
"""
HOOK_KEYS = "    hooks:\n      write-down:\n        path: /usr/local/lib/write-down\n"
START_SECONDS_MAX = 90
RUN_SECONDS_MAX = 120  # for one run, settling included; emulation is slow


def cohort(binary: pathlib.Path, folder: pathlib.Path) -> list[pathlib.Path]:
    """The simulated study's runs in the order of their dates, and beside them patients.csv."""
    subprocess.run([binary, "simulate", "paper", folder], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return sorted(folder.glob("*.lc96p"))


def install(machine: Machine) -> None:
    """The package, as an administrator installs it, and the least of a configuration: the cohort's patients and a hook that writes down."""
    machine.sh("dpkg -i /root/cqwatch.deb", 300)
    machine.until("systemctl is-active cqwatch cqwatch-deliver", START_SECONDS_MAX, "the services are active after the installation")
    machine.sh("cp /root/cohort/patients.csv /etc/cqwatch/patients.csv && chgrp cqwatch /etc/cqwatch/patients.csv && chmod 0640 /etc/cqwatch/patients.csv")
    write(machine, "/usr/local/lib/write-down", HOOK, "0755")
    configure(machine, HOOK_KEYS)


def write(machine: Machine, path: str, text: str, mode: str = "0644") -> None:
    machine.sh(f"cat >{path} <<'END OF FILE'\n{text}END OF FILE\nchmod {mode} {path}")


def configure(machine: Machine, channels: str, folders: str = "") -> None:
    """Sets the channels and adds folders, checks what comes out, and has both services read it."""
    write(machine, "/root/configure.py", CONFIGURE)
    machine.sh(f"python3 /root/configure.py {shlex.quote(channels)} {shlex.quote(folders)} && cqwatch check-config && systemctl reload cqwatch cqwatch-deliver")


def runs(machine: Machine) -> int:
    # 1: something wants a person, as a daemon that was stopped does.
    return json.loads(machine.sh("cqwatch status --json || test $? = 1"))["runs"]["total"]


def await_runs(machine: Machine, count: int, what: str, seconds: float = RUN_SECONDS_MAX) -> float:
    """Seconds until the journal has exactly so many runs."""
    took = await_more(machine, count - 1, what, seconds)
    if runs(machine) != count:
        raise Failure(f"{machine.name}: {what}: {runs(machine)} runs instead of {count}")
    return took


def await_more(machine: Machine, count: int, what: str, seconds: float = RUN_SECONDS_MAX) -> float:
    """Seconds until the journal has more than so many runs."""
    total = "cqwatch status --json | tr -d ' \\n' | sed 's/.*\"runs\":{[^}]*\"total\":\\([0-9]*\\).*/\\1/'"
    return machine.until(f"test \"$({total})\" -gt {count}", seconds, f"{what}: more than {count} runs are journaled")


def await_notified(machine: Machine, word: str, what: str, seconds: float = RUN_SECONDS_MAX) -> None:
    machine.until(f"grep -q '{word}' /var/lib/cqwatch/notified.jsonl", seconds, f"{what}: the hook was told")


def verify(machine: Machine) -> None:
    machine.sh("cqwatch journal verify", 120)
