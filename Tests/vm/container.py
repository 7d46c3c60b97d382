"""A Debian booted by systemd-nspawn: real systemd in seconds, but the host's kernel and no udev."""
import pathlib
import subprocess
import time

from machine import Failure, Machine

BOOT_SECONDS_MAX = 90


class Container(Machine):
    def __init__(self, name: str, root: pathlib.Path, log: pathlib.Path):
        self.name, self.root = name, root
        self.process = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--private-network", "--resolv-conf=off", "--timezone=off",
             "--bind=/dev/fuse", f"--machine={name}", "-D", str(root)],
            stdin=subprocess.DEVNULL, stdout=log.open("wb"), stderr=subprocess.STDOUT)
        self.leader = ""
        end = time.monotonic() + BOOT_SECONDS_MAX
        while not self.booted():
            if time.monotonic() > end or self.process.poll() is not None:
                raise Failure(f"{name}: did not boot; see {log}")
            time.sleep(0.3)

    def booted(self) -> bool:
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        self.leader = children[0] if children else ""
        return bool(self.leader) and self.execute("systemctl is-system-running | grep -E 'running|degraded'", 10)[0] == 0

    def execute(self, command: str, seconds: float) -> tuple[int, str]:
        done = subprocess.run(
            ["nsenter", "--target", self.leader, "--all", "--root", "env", "-i", "-C", "/", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
             "HOME=/root", "bash", "-c", command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds + 10)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.execute("systemctl --no-block poweroff", 20)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
