"""The services in a booted Debian: they start, come back, stop at any moment, and outlive upgrade and removal."""
import laboratory as lab
from machine import Failure, Machine


def steps(machine: Machine, runs: int):
    """Yields the name of each expectation after it held."""
    lab.install(machine)
    yield "the package installs, both services are active"

    for path, wanted in [("/etc/cqwatch/cqwatch.yaml", "640 root cqwatch"), ("/etc/cqwatch/patients.csv", "640 root cqwatch"),
                         ("/run/cqwatch", "755 root root"), ("/run/cqwatch/media", "750 root cqwatch"), ("/var/lib/cqwatch", "750 cqwatch cqwatch")]:
        seen = machine.sh(f"stat -c '%a %U %G' {path}")
        if seen != wanted:
            raise Failure(f"{path} is {seen}, not {wanted}")
    machine.sh("man -w cqwatch cqwatch.yaml cqwatch-journal && test -s /usr/share/bash-completion/completions/cqwatch")
    yield "configuration and journal are for the service alone, manuals are there"

    machine.sh("cp /root/cohort/*01*.lc96p /srv/lightcycler/")
    first = int(machine.sh("ls /srv/lightcycler | wc -l"))
    lab.await_runs(machine, first, "dropped into the folder")
    yield "a dropped run is journaled"

    machine.sh("systemctl kill --signal=KILL --kill-whom=main cqwatch")
    machine.until("test $(systemctl show -P NRestarts cqwatch) = 1 && systemctl is-active cqwatch", lab.START_SECONDS_MAX, "after kill -9")
    lab.verify(machine)
    yield "killed with -9, the daemon comes back and the journal is intact"

    # All but the last, which comes during the upgrade.
    machine.sh("ls /root/cohort/*.lc96p | head -n -1 | xargs cp -t /srv/lightcycler")
    lab.await_more(machine, first + 1, "in the middle of the cohort")
    machine.sh("systemctl stop cqwatch", 90)
    result = machine.sh("systemctl show -P Result cqwatch")
    if result != "success":
        raise Failure(f"systemctl stop in the middle of {runs} runs ended with {result}")
    lab.verify(machine)
    between = lab.runs(machine)
    machine.sh("systemctl start cqwatch", 120)
    lab.await_runs(machine, runs - 1, "after a stop in the middle", 180)
    lab.verify(machine)
    yield f"stopped in the middle ({between} of {runs - 1} runs taken), it goes on where it was"

    machine.sh("mkdir -p /run/systemd/system/cqwatch.service.d && printf '[Service]\\nWatchdogSec=10\\n' >/run/systemd/system/cqwatch.service.d/short.conf"
               " && systemctl daemon-reload && systemctl restart cqwatch", 120)
    machine.sh("kill -STOP $(systemctl show -P MainPID cqwatch)")
    machine.until("journalctl -b -u cqwatch | grep -q 'Watchdog timeout' && systemctl is-active cqwatch", 90, "after a hang")
    machine.sh("rm -r /run/systemd/system/cqwatch.service.d && systemctl daemon-reload && systemctl restart cqwatch", 120)
    lab.verify(machine)
    yield "a daemon that hangs is killed by the watchdog and comes back"

    machine.sh("mkdir -p /run/systemd/system/cqwatch-deliver.service.d && printf '[Service]\\nWatchdogSec=10\\n'"
               " >/run/systemd/system/cqwatch-deliver.service.d/short.conf && systemctl daemon-reload && systemctl restart cqwatch-deliver", 120)
    machine.sh("sleep 15 && test $(systemctl show -P NRestarts cqwatch-deliver) = 0")
    machine.sh("kill -STOP $(systemctl show -P MainPID cqwatch-deliver)")
    machine.until("journalctl -b -u cqwatch-deliver | grep -q 'Watchdog timeout' && systemctl is-active cqwatch-deliver", 90, "after a hang")
    machine.sh("rm -r /run/systemd/system/cqwatch-deliver.service.d && systemctl daemon-reload && systemctl restart cqwatch-deliver", 120)
    yield "so is a deliverer; one that works is left alone"

    for milliseconds in range(0, 200, 20):
        machine.sh(f"systemctl restart --no-block cqwatch && sleep {milliseconds / 1000} && (systemctl kill --signal=HUP --kill-whom=main cqwatch || true)")
        machine.until("systemctl is-active cqwatch", lab.START_SECONDS_MAX, f"after a SIGHUP {milliseconds} ms after its start")
    lab.verify(machine)
    yield "a SIGHUP at any moment of its start leaves it at work"

    machine.sh("! journalctl -b | grep -F 'Failed to set thread priority'")
    yield "no thread asks for a priority that it may not have"

    machine.sh("ls /root/cohort/*.lc96p | tail -n 1 | xargs cp -t /srv/lightcycler && dpkg -i /root/cqwatch-next.deb", 300)
    machine.until("systemctl is-active cqwatch cqwatch-deliver", lab.START_SECONDS_MAX, "after the upgrade")
    lab.await_runs(machine, runs, "what came during the upgrade")
    lab.verify(machine)
    lab.await_notified(machine, '"rule":"R5a"', "the relapse")
    if machine.sh("dpkg-query -W -f '${Version}' cqwatch") == machine.sh("dpkg-deb -f /root/cqwatch.deb Version"):
        raise Failure("the upgrade left the old version in place")
    machine.sh("grep -q write-down /etc/cqwatch/cqwatch.yaml")
    yield "an upgrade over running services loses nothing and keeps the configuration"

    machine.sh("dpkg -r cqwatch", 120)
    machine.sh("! systemctl is-active cqwatch cqwatch-deliver && test -s /var/lib/cqwatch/journal.sqlite && test -s /etc/cqwatch/cqwatch.yaml")
    machine.sh("! test -e /usr/bin/cqwatch && ! pgrep -u cqwatch")
    machine.sh("dpkg -i /root/cqwatch.deb", 300)
    machine.until("systemctl is-active cqwatch", lab.START_SECONDS_MAX, "installed again")
    lab.await_runs(machine, runs, "installed again")
    yield "removal keeps journal and configuration, a new installation goes on with them"

    machine.sh("dpkg --purge cqwatch", 120)
    machine.sh("! test -e /var/lib/cqwatch && ! test -e /etc/cqwatch && ! getent passwd cqwatch && ! test -e /run/cqwatch")
    machine.sh("test $(stat -c '%a %U' /var/backups/cqwatch-* | tr -d '\\n') = '700root' || stat -c '%a %U' /var/backups/cqwatch-* | grep -qx '700 root'")
    machine.sh("test -s /var/backups/cqwatch-*/journal.sqlite")
    yield "a purge takes all away but the journal, which root keeps in /var/backups"
