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
# A mail server that insists on TLS and on a password, and keeps each message as a file.
SINK = """\
import ssl, time
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
class Sink:
    count = 0
    async def handle_DATA(self, server, session, envelope):
        Sink.count += 1
        open(f"/root/mail/{Sink.count:04}", "wb").write(envelope.content)
        return "250 OK"
def known(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"cqwatch", b"open sesame"))
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain("/root/sink.pem", "/root/sink.key")
Controller(Sink(), hostname="127.0.0.1", port=2525, tls_context=context, require_starttls=True, authenticator=known, auth_required=True).start()
while True: time.sleep(60)
"""
CERTIFICATE = ("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
               " -keyout /root/sink.key -out /root/sink.pem 2>&1 && install -m 0644 /root/sink.pem /etc/cqwatch/sink.pem")
MAIL_KEYS = """\
    mail:
      from: cqwatch@laboratory.example
      smtp:
        server: localhost
        port: 2525
        user: cqwatch
        passwordFile: /etc/cqwatch/smtp-password
        authorityFile: /etc/cqwatch/sink.pem
"""


def steps(machine: Machine, runs: int):
    """Yields the name of each expectation after it held."""
    lab.install(machine)
    lab.write(machine, "/etc/samba/smb.conf", SAMBA)
    machine.sh("systemd-run --unit=share smbd --foreground --no-process-group")
    machine.until("smbclient -N //127.0.0.1/export -c ls", 30, "the share answers")
    machine.sh("cd /root/cohort && smbclient -N //127.0.0.1/export -c \"put $(ls *.lc96p | head -n 1) run-1.lc96p\"")
    took = lab.await_runs(machine, 1, "put over Samba")
    yield f"a run put over Samba is journaled, {took:.1f} s after"

    machine.sh("mkdir /srv/server /mnt/instrument && systemd-run --unit=mount bindfs -f /srv/server /mnt/instrument")
    machine.until("mountpoint -q /mnt/instrument", 30, "the mount is there")
    lab.configure(machine, lab.HOOK_KEYS, "    - path: /mnt/instrument\n      network: true\n")
    machine.sh("ls /root/cohort/*.lc96p | sed -n 2p | xargs cp -t /srv/server")
    took = lab.await_runs(machine, 2, "on a mount without events")
    yield f"a run on a mount that sends no events is journaled, {took:.1f} s after"

    machine.sh(f"mkdir -p /root/mail && {CERTIFICATE}")
    lab.write(machine, "/root/sink.py", SINK)
    machine.sh("systemd-run --unit=sink python3 /root/sink.py")
    machine.sh("install -m 0600 -o cqwatch /dev/null /etc/cqwatch/smtp-password && echo 'open sesame' >/etc/cqwatch/smtp-password")
    lab.configure(machine, MAIL_KEYS)
    machine.until("cqwatch test-alert --severity critical", 90, "a test alert gets through")
    machine.until("grep -q '^Subject: .*critical' /root/mail/*", 30, "the test is in the mailbox")
    yield "a test alert is mailed over TLS with a password, out of the hardened unit"

    machine.sh("cp /root/cohort/*.lc96p /srv/lightcycler/")
    lab.await_runs(machine, runs, "the rest of the cohort", 240)
    machine.until(
        "grep -l '^Subject: .*relapse level' /root/mail/* >/root/relapse", 120, "the relapse is in the mailbox")
    machine.sh("grep -q '^Content-Type: image/png' $(head -n 1 /root/relapse)")
    lab.verify(machine)
    yield "the relapse of the study's patient is mailed, with the picture of the course"
