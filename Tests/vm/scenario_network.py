"""The laboratory's network on one machine: a Samba share, a mount that sends no events, a mail server."""
import laboratory as lab
from machine import Machine

SAMBA = """\
[global]
server role = standalone server
map to guest = Bad User
load printers = no
disable spoolss = yes
[export]
path = /srv/lightcycler
guest ok = yes
read only = no
force user = root
"""
# Keeps each message as a file.
SINK = """\
import time
from aiosmtpd.controller import Controller
class Sink:
    count = 0
    async def handle_DATA(self, server, session, envelope):
        Sink.count += 1
        open(f"/root/mail/{Sink.count:04}", "wb").write(envelope.content)
        return "250 OK"
Controller(Sink(), hostname="127.0.0.1", port=2525).start()
while True: time.sleep(60)
"""
MSMTP = "account default\nhost 127.0.0.1\nport 2525\nfrom cqwatch@laboratory.example\n"
MAIL_HOOK = "#!/bin/sh\nSENDMAIL=/usr/bin/msmtp CQWATCH_FROM=cqwatch@laboratory.example exec /usr/lib/cqwatch/hooks/mail\n"


def write(machine: Machine, path: str, text: str, mode: str = "0644") -> None:
    machine.sh(f"cat >{path} <<'END OF FILE'\n{text}END OF FILE\nchmod {mode} {path}")


def steps(machine: Machine, runs: int):
    """Yields the name of each expectation after it held."""
    lab.install(machine)
    write(machine, "/etc/samba/smb.conf", SAMBA)
    machine.sh("systemd-run --unit=share smbd --foreground --no-process-group")
    machine.until("smbclient -N //127.0.0.1/export -c ls", 30, "the share answers")
    machine.sh("cd /root/cohort && smbclient -N //127.0.0.1/export -c \"put $(ls *.lc96p | head -n 1) run-1.lc96p\"")
    took = lab.await_runs(machine, 1, "put over Samba")
    yield f"a run put over Samba is journaled, {took:.1f} s after"

    machine.sh("mkdir /srv/server /mnt/instrument && systemd-run --unit=mount bindfs -f /srv/server /mnt/instrument")
    machine.until("mountpoint -q /mnt/instrument", 30, "the mount is there")
    machine.sh("sed -i 's#^    - path: /srv/lightcycler#&\\n    - path: /mnt/instrument\\n      network: true#' /etc/cqwatch/cqwatch.yaml && cqwatch check-config"
               " && systemctl reload cqwatch")
    machine.sh("ls /root/cohort/*.lc96p | sed -n 2p | xargs cp -t /srv/server")
    took = lab.await_runs(machine, 2, "on a mount without events")
    yield f"a run on a mount that sends no events is journaled, {took:.1f} s after"

    machine.sh("mkdir -p /root/mail")
    write(machine, "/root/sink.py", SINK)
    machine.sh("systemd-run --unit=sink python3 /root/sink.py")
    write(machine, "/etc/msmtprc", MSMTP)
    write(machine, "/usr/local/lib/mail-hook", MAIL_HOOK, "0755")
    machine.sh("sed -i 's#path: /usr/local/lib/write-down#path: /usr/local/lib/mail-hook#' /etc/cqwatch/cqwatch.yaml && systemctl reload cqwatch-deliver")
    machine.until("cqwatch test-alert --severity critical", 90, "a test alert gets through")
    machine.until("grep -q '^Subject: .*critical' /root/mail/*", 30, "the test is in the mailbox")
    yield "the mail hook delivers through msmtp out of the hardened unit"

    machine.sh("cp /root/cohort/*.lc96p /srv/lightcycler/")
    lab.await_runs(machine, runs, "the rest of the cohort", 240)
    machine.until("grep -q '^Subject: .*critical R5a P03' /root/mail/*", 120, "the relapse is in the mailbox")
    lab.verify(machine)
    yield "the relapse of the study's patient is mailed"
