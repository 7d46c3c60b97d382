"""Sticks in a real machine: plugged, read, pulled at any moment, refused; and a power cut."""
import hashlib
import pathlib

import laboratory as lab
import sticks
from guest import Guest
from machine import Failure

MOUNT_SECONDS_MAX = 60
SLOW_STICK = 60_000  # bytes a second: nine runs take fifteen seconds
MEDIA = "/run/cqwatch/media"
OPTIONS = ["ro", "nosuid", "nodev", "noexec", "noatime"]


def mounted(machine: Guest, disk: str, what: str) -> None:
    machine.until(f"grep -q ' {MEDIA}/{disk} ' /proc/mounts", MOUNT_SECONDS_MAX, f"{what} is mounted")
    options = machine.sh(f"grep ' {MEDIA}/{disk} ' /proc/mounts").split()[3].split(",")
    missing = [option for option in OPTIONS if option not in options]
    if missing:
        raise Failure(f"{what} is mounted without {', '.join(missing)}: {options}")
    machine.sh(f"runuser -u cqwatch -- sh -c 'cat {MEDIA}/{disk}/*.lc96p >/dev/null' && ! runuser -u nobody -- ls {MEDIA}")


def unmounted(machine: Guest, what: str) -> None:
    machine.until(f"! grep -q ' {MEDIA}/' /proc/mounts && test -z \"$(ls {MEDIA})\"", MOUNT_SECONDS_MAX, f"{what} is unmounted and its folder gone")


def digest(image: pathlib.Path) -> str:
    return hashlib.sha256(image.read_bytes()).hexdigest()


def steps(machine: Guest, runs: list[pathlib.Path], images: dict[str, pathlib.Path]):
    """Yields the name of each expectation after it held."""
    lab.install(machine)
    yield "the package installs, both services are active"

    before = {name: digest(image) for name, image in images.items()}
    machine.plug("vfat", images["vfat"])
    mounted(machine, "sda", "vfat without partitions")
    lab.await_runs(machine, 3, "vfat")
    lab.await_notified(machine, '"event":"raised"', "vfat")
    machine.until("cqwatch status | grep -q 'safe to pull' && journalctl -b -u cqwatch | grep -q 'safe to pull'", MOUNT_SECONDS_MAX, "it may be pulled")
    lab.await_notified(machine, "safe to pull", "vfat")
    yield "vfat: mounted read-only, its runs journaled, odd names too; log, status and hook say when it may be pulled"

    machine.pull("vfat")
    unmounted(machine, "vfat")
    lab.verify(machine)
    machine.plug("vfat", images["vfat"], read_only=True)
    mounted(machine, "sda", "the same stick, write-protected")
    machine.until("cqwatch usb --json | grep -q '\"sda\"\\|/dev/sda'", MOUNT_SECONDS_MAX, "the list of devices")
    machine.sh("sleep 15")
    lab.await_runs(machine, 3, "the same stick again")
    machine.pull("vfat")
    unmounted(machine, "vfat again")
    yield "pulled and plugged again, write-protected: nothing new is journaled"

    machine.sh("systemctl mask --runtime cqwatch-media@sda.service")
    machine.plug("exfat", images["exfat"])
    machine.until("test -b /dev/sda", MOUNT_SECONDS_MAX, "exfat is there")
    machine.sh(f"mount /dev/sda /mnt && cp {' '.join('/root/cohort/' + run.name for run in runs[3:5])} /mnt/ && umount /mnt", 120)
    machine.pull("exfat")
    machine.until("! test -b /dev/sda", MOUNT_SECONDS_MAX, "exfat is gone")
    machine.sh("systemctl unmask --runtime cqwatch-media@sda.service")
    before["exfat"] = digest(images["exfat"])
    machine.plug("exfat", images["exfat"])
    mounted(machine, "sda", "exfat")
    lab.await_runs(machine, 5, "exfat")
    yield "exfat: mounted read-only, its runs journaled"

    machine.plug("ext4", images["ext4"])
    refused = "test \"$(systemctl show -P Result cqwatch-media@sdb)\" = exec-condition && journalctl -b -u cqwatch-media@sdb | grep -q 'It holds ext4'"
    machine.until(refused, MOUNT_SECONDS_MAX, "ext4 is refused by default")
    machine.pull("ext4")
    machine.until("! test -b /dev/sdb", MOUNT_SECONDS_MAX, "ext4 is gone")
    machine.sh("sed -i 's/^  ext4: false/  ext4: true /' /etc/cqwatch/cqwatch.yaml && systemctl reload cqwatch && cqwatch check-config")
    yield "ext4 is not read unless the configuration says so"

    machine.plug("ext4", images["ext4"])
    machine.until("test -b /dev/sdb", MOUNT_SECONDS_MAX, "ext4 is there")
    machine.plug("ntfs", images["ntfs"])
    mounted(machine, "sdb", "ext4")
    mounted(machine, "sdc", "ntfs")
    lab.await_runs(machine, 9, "ext4 and ntfs beside exfat")
    if machine.sh(f"ls {MEDIA}").split() != ["sda", "sdb", "sdc"]:
        raise Failure("a folder below the media folder is not named after its disk")
    for stick in ("exfat", "ext4", "ntfs"):
        machine.pull(stick)
    unmounted(machine, "three sticks")
    lab.verify(machine)
    yield "ext4 with a hostile label and ntfs, three sticks at once"

    images["damaged-exfat"] = sticks.damaged("exfat", images["exfat"])
    before["damaged-exfat"] = digest(images["damaged-exfat"])
    for kind in ("vfat", "exfat", "ext4", "ntfs"):
        name = f"damaged-{kind}"
        machine.plug(name, images[name])
        machine.until("s=$(systemctl show -P ActiveState cqwatch-media@sda); test \"$s\" = active || test \"$s\" = failed", MOUNT_SECONDS_MAX, f"{name} is tried")
        if machine.sh("blockdev --getro /dev/sda") != "1":
            raise Failure(f"{name} is offered to the file system's driver as one that can be written")
        machine.execute(f"ls -lR {MEDIA}; find {MEDIA} -type f -exec cat {{}} + >/dev/null; sync", 60)
        machine.sh("sleep 8")  # ext4 notes what it found with some delay
        machine.pull(name)
        unmounted(machine, name)
        if digest(images[name]) != before[name]:
            raise Failure(f"{name} was written to")
    lab.verify(machine)
    yield "damaged vfat, exfat, ext4 (with errors=panic) and ntfs: no bit of them is written, and the kernel lives"

    machine.plug("partitioned", images["partitioned"])
    mounted(machine, "sda1", "the first partition")
    lab.await_runs(machine, 11, "a partition")
    machine.pull("partitioned")
    unmounted(machine, "the partition")
    yield "a partition is read as a whole disk is"

    # Runs are journaled once all that lies on the stick is read, in the order of their dates: it is pulled before that.
    plugged = machine.sh("date +%s")
    machine.plug("pulled", images["pulled"], bytes_per_second=SLOW_STICK)
    machine.until(f"journalctl -u cqwatch --since @{plugged} --no-pager | grep -q 'is being read. Do not pull it yet'", MOUNT_SECONDS_MAX, "a slow stick is being read")
    machine.pull("pulled")
    unmounted(machine, "the stick that was pulled while it was read")
    lab.verify(machine)
    machine.until("cqwatch alerts --all | grep -q 'pulled too early'", MOUNT_SECONDS_MAX, "the laboratory is told")
    taken = lab.runs(machine)
    machine.plug("pulled", images["pulled"])
    lab.await_runs(machine, 20, "the stick that was pulled, plugged again", 240)
    yield f"pulled while it was read ({taken - 11} of 9 runs taken): it is said so, and the rest comes when it is plugged again"

    machine.sh("systemctl kill --signal=KILL --kill-whom=main cqwatch")
    machine.until("systemctl is-active cqwatch", lab.START_SECONDS_MAX, "after kill -9")
    mounted(machine, "sda", "a stick beside a killed daemon")
    lab.verify(machine)
    machine.pull("pulled")
    unmounted(machine, "the stick")
    yield "killed with -9, the daemon comes back, the stick stays mounted, the journal is intact"

    machine.sh(sticks.COMPOSITE)
    machine.until("test -b /dev/sda && udevadm settle && test \"$(systemctl show -P Result cqwatch-media@sda)\" = exec-condition", MOUNT_SECONDS_MAX,
                  "the policy is asked")
    machine.sh(f"! grep -q ' {MEDIA}/' /proc/mounts")
    machine.until("cqwatch journal export | grep '\"kind\":\"device\"' | grep -qi refused", MOUNT_SECONDS_MAX, "the refusal is in the journal")
    machine.sh("echo >/sys/kernel/config/usb_gadget/stick/UDC")
    yield "a stick that is a keyboard too is refused and never mounted"

    machine.sh("ls /root/cohort/*.lc96p | tail -n 6 | xargs cp -t /srv/lightcycler && sync && sleep 4")
    machine.power_cycle()
    machine.until("systemctl is-active cqwatch cqwatch-deliver", lab.START_SECONDS_MAX, "after the power cut")
    lab.verify(machine)
    lab.await_runs(machine, len(runs), "after the power cut", 240)
    lab.verify(machine)
    lab.await_notified(machine, '"rule":"R5a"', "the relapse")
    yield "after a power cut in the middle of six runs all are there, once, and the relapse was told"

    changed = [name for name, image in images.items() if digest(image) != before[name]]
    if changed:
        raise Failure(f"sticks were written to: {', '.join(changed)}")
    yield "no stick was written to: each image is what it was, bit for bit"
