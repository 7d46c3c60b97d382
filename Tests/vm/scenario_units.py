"""The services in a booted Debian: they start, come back, stop at any moment, and outlive upgrade and removal."""
import pathlib

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

    yield from pages(machine)

    # A host without CAP_SYS_RESOURCE gives no unit in a container more than it has itself.
    wanted, given = machine.sh("systemctl show -P LimitNICE cqwatch-deliver; awk '/Max nice/ {print $5}' /proc/$(systemctl show -P MainPID cqwatch-deliver)/limits").split()
    if given == wanted:
        machine.sh("! journalctl -b | grep -F 'Failed to set thread priority'")
        yield "no thread asks for a priority that it may not have"
    else:
        yield f"(not tried: this host gives the deliverer a priority limit of {given} where its unit asks for {wanted})"

    machine.sh("ls /root/cohort/*.lc96p | tail -n 1 | xargs cp -t /srv/lightcycler && dpkg -i /root/cqwatch-next.deb", 300)
    machine.until("systemctl is-active cqwatch cqwatch-deliver", lab.START_SECONDS_MAX, "after the upgrade")
    lab.await_runs(machine, runs, "what came during the upgrade")
    lab.verify(machine)
    lab.await_notified(machine, '"rule":"R5a"', "the relapse")
    machine.until(asks("reader", "/", "200"), 30, "a page after the upgrade")
    old = machine.sh("readlink /proc/$(systemctl show -P MainPID cqwatch-web)/exe")
    if old != "/usr/bin/cqwatch":
        raise Failure(f"the upgrade left the pages with {old}")
    if machine.sh("dpkg-query -W -f '${Version}' cqwatch") == machine.sh("dpkg-deb -f /root/cqwatch.deb Version"):
        raise Failure("the upgrade left the old version in place")
    machine.sh("grep -q write-down /etc/cqwatch/cqwatch.yaml")
    yield "an upgrade over running services loses nothing and keeps the configuration"

    machine.sh("dpkg -r cqwatch", 120)
    machine.sh("! systemctl is-active cqwatch cqwatch-deliver && test -s /var/lib/cqwatch/journal.sqlite && test -s /etc/cqwatch/cqwatch.yaml")
    machine.sh("! test -e /usr/bin/cqwatch && ! pgrep -u cqwatch && ! systemctl is-active cqwatch-web.socket && ! test -e /run/cqwatch/web.sock")
    machine.sh("dpkg -i /root/cqwatch.deb", 300)
    machine.until("systemctl is-active cqwatch", lab.START_SECONDS_MAX, "installed again")
    lab.await_runs(machine, runs, "installed again")
    yield "removal keeps journal and configuration, a new installation goes on with them"

    machine.sh("dpkg --purge cqwatch", 120)
    machine.sh("! test -e /var/lib/cqwatch && ! test -e /etc/cqwatch && ! getent passwd cqwatch && ! test -e /run/cqwatch")
    machine.sh("test $(stat -c '%a %U' /var/backups/cqwatch-* | tr -d '\\n') = '700root' || stat -c '%a %U' /var/backups/cqwatch-* | grep -qx '700 root'")
    machine.sh("test -s /var/backups/cqwatch-*/journal.sqlite")
    yield "a purge takes all away but the journal, which root keeps in /var/backups"


WEB = "web: {userHeader: X-Remote-User, roleHeader: X-Remote-Roles, roles: {reader: [reader], technician: [lab], physician: [haem]}}"
EXPOSURE_MAX = 1.5  # systemd's figure, of 10


def asks(group: str, path: str, status: str, *filled: str, account: str = "www-data") -> str:
    """The command that asks as the proxy's account does and expects this status."""
    fields = " ".join(f"'{field}'" for field in filled)
    return f"runuser -u {account} -- python3 /usr/local/lib/browser.py ann {group} '{path}' {fields} | grep -q '^{status} '"


def pages(machine: Machine):
    """The pages by browser: off until somebody turns them on, started by their socket alone."""
    machine.sh("! systemctl is-enabled cqwatch-web.socket && ! systemctl is-active cqwatch-web.socket && ! test -e /run/cqwatch/web.sock")
    exposed = machine.sh("systemd-analyze security --no-pager --offline=true cqwatch-web.service | tail -n 1 | grep -o '[0-9][0-9]*[.][0-9]'")
    if float(exposed) > EXPOSURE_MAX:
        raise Failure(f"systemd-analyze rates cqwatch-web.service {exposed}, more than {EXPOSURE_MAX}")
    yield f"the pages by browser are off after the installation; their unit's exposure is {exposed}"

    lab.write(machine, "/usr/local/lib/browser.py", (pathlib.Path(__file__).parent / "browser.py").read_text())
    lab.write(machine, "/root/web.py", f"""\
import re
path = "/etc/cqwatch/cqwatch.yaml"
text = open(path).read()
text = re.sub(r"^web:\\n(?:[ #].*\\n|\\n)*", "{WEB}\\n\\n", text, count=1, flags=re.M)
open(path, "w").write(text)
""")
    machine.sh("python3 /root/web.py && cqwatch check-config && systemctl reload cqwatch cqwatch-deliver && systemctl enable --now cqwatch-web.socket")
    machine.sh("test $(stat -c '%a%U%G' /run/cqwatch/web.sock) = 660rootwww-data && ! systemctl is-active cqwatch-web.service")
    machine.sh(asks("reader", "/", "200"))
    machine.sh("systemctl is-active cqwatch-web.service && test $(ps -o user= -p $(systemctl show -P MainPID cqwatch-web)) = cqwatch")
    machine.sh(asks("strangers", "/", "403"))
    machine.sh(f"! {asks('haem', '/', '200', account='nobody')}")
    yield "the socket starts them, for the proxy's group alone"

    alert = machine.sh("cqwatch alerts --json | python3 -c 'import json, sys; print(next(a[\"id\"] for a in json.load(sys.stdin)[\"alerts\"] if a[\"patient\"]))'")
    form = f"/form?act=acknowledge&alert={alert}"
    machine.sh(asks("lab", form, "403"))
    machine.sh(asks("haem", form, "303", "note=seen"))
    machine.sh(f"cqwatch alerts --json | tr -d ' \\n' | grep -q '\"id\":\"{alert}\"[^{{}}]*\"state\":\"acknowledged\"'")
    lab.verify(machine)
    machine.sh("systemctl kill --signal=KILL --kill-whom=main cqwatch-web.service && sleep 1")
    machine.until(asks("haem", "/", "200"), 30, "a page after kill -9")
    lab.verify(machine)
    yield "the physician acknowledges from them; killed with -9, the socket starts them anew"

    machine.sh("systemctl stop cqwatch-web.service && mkdir -p /run/systemd/system/cqwatch-web.service.d && printf '[Service]\\nExecStart=\\nExecStart=/usr/bin/cqwatch web"
               " --config /etc/cqwatch/cqwatch.yaml --idle 3\\n' >/run/systemd/system/cqwatch-web.service.d/short.conf && systemctl daemon-reload")
    machine.sh(asks("reader", "/", "200"))
    machine.until("test $(systemctl is-active cqwatch-web.service) = inactive", 30, "the pages' end when nobody looks")
    machine.sh("test $(systemctl show -P Result cqwatch-web.service) = success")
    machine.sh(asks("reader", "/", "200"))
    machine.sh("rm -r /run/systemd/system/cqwatch-web.service.d && systemctl daemon-reload && systemctl restart cqwatch-web.service")
    yield "they end when nobody looks, and come back when somebody does"
