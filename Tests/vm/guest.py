"""A Debian booted by qemu in plain emulation: a real kernel, real udev, USB sticks that are plugged and pulled over QMP."""
import base64
import json
import pathlib
import socket
import subprocess
import time

from machine import Failure, Machine

BOOT_SECONDS_MAX = 300
ANSWER_BYTES_MAX = 1 << 24

# In the root: a shell on the second serial port. It gets a command a line and answers with a status and an output, all as base64.
SHELL_UNIT = """\
[Unit]
Description=Commands of the release check
After=multi-user.target
[Service]
ExecStart=/usr/local/sbin/vm-shell
Restart=always
[Install]
WantedBy=multi-user.target
"""
SHELL = """\
#!/bin/bash
exec </dev/ttyS1 >/dev/ttyS1 2>/dev/null
stty raw -echo
export LC_ALL=C.UTF-8 HOME=/root
echo '@ready@'
while read -r line; do
    base64 -d <<<"$line" >/run/vm-command
    bash /run/vm-command </dev/null >/run/vm-answer 2>&1
    echo "@$?@$(base64 -w0 /run/vm-answer)@"
done
"""


def prepare(root: pathlib.Path) -> None:
    """Puts the shell into a root folder."""
    (root / "usr/local/sbin").mkdir(parents=True, exist_ok=True)
    (root / "usr/local/sbin/vm-shell").write_text(SHELL)
    (root / "usr/local/sbin/vm-shell").chmod(0o755)
    wants = root / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir(parents=True, exist_ok=True)
    (wants.parent / "vm-shell.service").write_text(SHELL_UNIT)
    (wants / "vm-shell.service").symlink_to("../vm-shell.service")


class Guest(Machine):
    name = "guest"

    def __init__(self, boot: pathlib.Path, image: pathlib.Path, work: pathlib.Path):
        kernel, = boot.glob("vmlinuz-*")
        initrd, = boot.glob("initrd.img-*")
        monitor, serial = work / "qmp.sock", work / "shell.sock"
        self.process = subprocess.Popen(
            ["qemu-system-x86_64", "-accel", "tcg,thread=multi,tb-size=512", "-machine", "q35", "-cpu", "max", "-m", "1024", "-smp", "2",
             "-nodefaults", "-display", "none", "-kernel", str(kernel), "-initrd", str(initrd),
             "-append", "root=/dev/vda rw console=ttyS0 loglevel=4 systemd.show_status=0 mitigations=off nokaslr audit=0 net.ifnames=0",
             "-drive", f"file={image},if=virtio,format=raw,cache=unsafe", "-device", "qemu-xhci,id=xhci,p2=8,p3=8",
             "-qmp", f"unix:{monitor},server=on,wait=off", "-serial", f"file:{work / 'console.log'}",
             "-serial", f"unix:{serial},server=on,wait=off"],
            stdin=subprocess.DEVNULL, stdout=(work / "qemu.log").open("wb"), stderr=subprocess.STDOUT)
        self.shell = self.connected(serial)
        self.monitor = self.connected(monitor).makefile("rw")
        self.monitor.readline()
        self.qmp("qmp_capabilities")
        self.pending = b""
        self.await_shell()

    def connected(self, path: pathlib.Path) -> socket.socket:
        for _ in range(100):
            if self.process.poll() is not None:
                raise Failure("guest: qemu ended at once; see qemu.log")
            try:
                connection = socket.socket(socket.AF_UNIX)
                connection.connect(str(path))
                return connection
            except OSError:
                time.sleep(0.1)
        raise Failure(f"guest: qemu opens no {path.name}")

    def await_shell(self) -> None:
        self.read_until(b"@ready@", BOOT_SECONDS_MAX)

    def read_until(self, mark: bytes, seconds: float) -> bytes:
        """What came up to the mark and with it; the rest waits."""
        end = time.monotonic() + seconds
        while mark not in self.pending:
            left = end - time.monotonic()
            if left <= 0 or len(self.pending) > ANSWER_BYTES_MAX:
                raise Failure(f"guest: no answer within {seconds:.0f} s; see console.log")
            self.shell.settimeout(left)
            try:
                part = self.shell.recv(1 << 16)
            except TimeoutError:
                continue
            if not part:
                raise Failure("guest: qemu is gone; see qemu.log")
            self.pending += part
        before, self.pending = self.pending.split(mark, 1)
        return before

    def execute(self, command: str, seconds: float) -> tuple[int, str]:
        self.shell.sendall(base64.b64encode(command.encode()) + b"\n")
        self.read_until(b"@", seconds)
        status = int(self.read_until(b"@", 30))
        return status, base64.b64decode(self.read_until(b"@", 60)).decode("utf-8", "replace")

    def qmp(self, execute: str, **arguments: object) -> None:
        self.monitor.write(json.dumps({"execute": execute, "arguments": arguments}) + "\n")
        self.monitor.flush()
        while True:
            answer = json.loads(self.monitor.readline())
            if "error" in answer:
                raise Failure(f"guest: qemu refuses {execute}: {answer['error']}")
            if "return" in answer:
                return

    def plug(self, stick: str, image: pathlib.Path, read_only: bool = False, bytes_per_second: int = 0) -> None:
        """`bytes_per_second`: a slow stick, so that it is still being read whatever the host's speed; 0: as fast as it goes."""
        node = {"driver": "raw", "node-name": stick, "read-only": read_only, "file": {"driver": "file", "filename": str(image), "read-only": read_only}}
        if bytes_per_second:
            self.qmp("object-add", **{"qom-type": "throttle-group", "id": f"slow-{stick}", "limits": {"bps-read": bytes_per_second}})
            node = {"driver": "throttle", "node-name": stick, "throttle-group": f"slow-{stick}", "file": {key: node[key] for key in node if key != "node-name"}}
        self.qmp("blockdev-add", **node)
        self.qmp("device_add", driver="usb-storage", id=f"usb-{stick}", bus="xhci.0", drive=stick, serial=f"CQ{stick.upper()}", removable=True)

    def pull(self, stick: str) -> None:
        self.qmp("device_del", id=f"usb-{stick}")
        for _ in range(100):  # the node is free when the guest has let go of the device
            try:
                return self.qmp("blockdev-del", **{"node-name": stick})
            except Failure:
                time.sleep(0.1)
        raise Failure(f"guest: qemu does not let go of {stick}")

    def power_cycle(self) -> None:
        """Pulls the plug and boots again: whatever the guest had only in memory is lost."""
        self.pending = b""
        self.qmp("system_reset")
        self.await_shell()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.qmp("quit")
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
