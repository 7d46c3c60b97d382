"""The shipper and the proof as units, with a PostgreSQL that asks for TLS and client certificates in the same machine."""
import laboratory as lab
from machine import Failure, Machine

EXPOSURE_MAX = 1.5  # systemd's figure, of 10
SHIP_SECONDS_MAX = 60

STORE = r"""
set -eu
mkdir -p /etc/cqwatch/centre && cd /etc/cqwatch/centre
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -keyout ca.key -out ca.pem -subj /CN=study
for name in localhost north; do
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout $name.key -out $name.csr -subj /CN=$name -addext subjectAltName=DNS:$name
  openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy -days 30 -out $name.pem
done
chown cqwatch north.key && chown postgres localhost.key && chmod 600 *.key
cat >>/etc/postgresql/15/main/postgresql.conf <<END
ssl = on
ssl_ca_file = '/etc/cqwatch/centre/ca.pem'
ssl_cert_file = '/etc/cqwatch/centre/localhost.pem'
ssl_key_file = '/etc/cqwatch/centre/localhost.key'
END
printf 'local all postgres peer\nlocal central cq_centre peer map=centre\nhostssl central all 127.0.0.1/32 cert\n' >/etc/postgresql/15/main/pg_hba.conf
printf 'centre cqwatch cq_centre\n' >/etc/postgresql/15/main/pg_ident.conf
chmod 755 /etc/cqwatch/centre && chmod o+x /etc/cqwatch
systemctl start postgresql@15-main
cd /
runuser -u postgres -- createdb central
cqwatch central init | runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 central
cqwatch central init --site north | runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 central
"""

# Of a site; and of the centre, whose journal and patients are its own.
CONFIGURE = """\
import re
path = "/etc/cqwatch/cqwatch.yaml"
text = open(path).read()
keys = ("central:\\n  site: north\\n  connection: host=localhost hostaddr=127.0.0.1 dbname=central sslmode=verify-full"
        " sslrootcert=/etc/cqwatch/centre/ca.pem sslcert=/etc/cqwatch/centre/north.pem sslkey=/etc/cqwatch/centre/north.key\\n\\n")
text, found = re.subn(r"^central:.*\\n(?:[ #].*\\n|\\n)*", lambda _: keys, text, count=1, flags=re.M)
assert found
open(path, "w").write(text)
"""
HELD = "runuser -u postgres -- psql -qAt central -c \"SELECT count(*) FROM record WHERE site = 'north'\""


def newest(machine: Machine) -> int:
    return int(machine.sh("cqwatch journal verify | grep -o '[0-9]* records' | head -n 1").split()[0])


def arrived(machine: Machine, what: str) -> float:
    """Until the store holds as many records as the journal."""
    return machine.until(f"test $({HELD}) -ge {newest(machine)}", SHIP_SECONDS_MAX, what)


def steps(machine: Machine, runs: int):
    """Yields the name of each expectation after it held."""
    lab.install(machine)
    machine.sh("! systemctl is-enabled cqwatch-ship && ! systemctl is-active cqwatch-ship && ! systemctl is-enabled cqwatch-central.timer")
    for unit in ("cqwatch-ship.service", "cqwatch-central.service"):
        exposed = machine.sh(f"systemd-analyze security --no-pager --offline=true {unit} | tail -n 1 | grep -o '[0-9][0-9]*[.][0-9]'")
        if float(exposed) > EXPOSURE_MAX:
            raise Failure(f"systemd-analyze rates {unit} {exposed}, more than {EXPOSURE_MAX}")
    yield "shipper and proof are off after the installation"

    lab.write(machine, "/root/store.sh", STORE)
    lab.write(machine, "/root/central.py", CONFIGURE)
    machine.sh("bash /root/store.sh >/root/store.log 2>&1 || { tail -n 20 /root/store.log; exit 1; }", 120)
    machine.sh("python3 /root/central.py && cqwatch check-config && systemctl reload cqwatch cqwatch-deliver && systemctl enable --now cqwatch-ship")
    machine.sh("ls /root/cohort/*.lc96p | head -n 1 | xargs cp -t /srv/lightcycler")
    lab.await_runs(machine, 1, "the first run")
    arrived(machine, "the first run is at the centre")
    yield "a run arrives at the centre over TLS, out of the hardened unit"

    machine.sh("systemctl kill --signal=KILL --kill-whom=main cqwatch-ship && ls /root/cohort/*.lc96p | sed -n 2p | xargs cp -t /srv/lightcycler")
    lab.await_runs(machine, 2, "the second run")
    arrived(machine, "the second run is at the centre")
    yield "killed with -9, the shipper comes back and goes on"

    machine.sh("systemctl stop postgresql@15-main && ls /root/cohort/*.lc96p | sed -n 3,5p | xargs cp -t /srv/lightcycler")
    lab.await_runs(machine, 5, "runs while the store is away")
    machine.sh("systemctl is-active cqwatch-ship && systemctl start postgresql@15-main")
    arrived(machine, "what was journaled meanwhile is at the centre")
    lab.verify(machine)
    yield "a store that was away holds up nothing and gets all when it is back"

    machine.sh("cqwatch ship --once && systemctl stop cqwatch-ship && test $(systemctl show -P Result cqwatch-ship) = success")
    machine.sh("sed -i -e '/^  site: north$/d' -e 's/^  connection: .*/  connection: host=\\/run\\/postgresql dbname=central user=cq_centre/' /etc/cqwatch/cqwatch.yaml"
               " && systemctl start cqwatch-central.service")
    proof = machine.sh("runuser -u cqwatch -- cqwatch central verify --json 2>&1")
    if '"intact":true' not in proof.replace(" ", ""):
        raise Failure(f"the proof at the centre: {proof}")
    machine.sh("runuser -u cqwatch -- cqwatch central fleet | grep -q north")
    yield "the centre proves what came, by its own unit, and shows the site"
