"""A Debian 12 root folder with real systemd, udev and kernel, made once and kept: what both machines of the release check start from."""
import hashlib
import pathlib
import shutil
import subprocess

SUITE = "bookworm"
MINUTES_MAX = 20  # for the first time, over a slow mirror

# What a stock server has, the file systems of sticks, and the other side: a share, a mail sink, a central store.
PACKAGES = [
    "systemd-sysv", "udev", "dbus", "linux-image-amd64", "initramfs-tools", "zstd", "ca-certificates", "tzdata", "procps",
    "samba", "smbclient", "bindfs", "ntfs-3g", "msmtp", "python3", "python3-aiosmtpd", "openssl", "man-db", "bash-completion", "postgresql",
]
# What would only slow a boot in a machine without a network.
MASKED = [
    "systemd-networkd-wait-online.service", "systemd-timesyncd.service", "apt-daily.timer", "apt-daily-upgrade.timer", "e2scrub_all.timer",
    "fstrim.timer", "dpkg-db-backup.timer", "man-db.timer", "smbd.service", "nmbd.service", "samba-ad-dc.service", "winbind.service",
    "postgresql.service",
]


def base(folder: pathlib.Path) -> pathlib.Path:
    """The root, from `folder` if its recipe is still the same."""
    recipe = hashlib.sha256(repr((SUITE, PACKAGES, MASKED)).encode()).hexdigest()
    root, stamp = folder / "root", folder / "root.recipe"
    if stamp.exists() and stamp.read_text() == recipe:
        return root
    stamp.unlink(missing_ok=True)
    (folder / "root.satisfied").unlink(missing_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    print("vm-test: making a Debian root (once; some minutes)", flush=True)
    run(["debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES[:3])}", SUITE, str(root)])
    conf = root / "etc/initramfs-tools"
    (conf / "conf.d").mkdir(parents=True)
    (conf / "conf.d/cqwatch-vm").write_text("MODULES=list\nCOMPRESS=zstd\n")
    (conf / "modules").write_text("virtio_pci\nvirtio_blk\next4\n")
    (root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")  # nothing starts in a chroot
    (root / "usr/sbin/policy-rc.d").chmod(0o755)
    chroot(root, "apt-get install -y -qq --no-install-recommends " + " ".join(PACKAGES[3:]))
    (root / "usr/sbin/policy-rc.d").unlink()
    chroot(root, "apt-get clean; passwd -d root; systemctl mask " + " ".join(MASKED))
    (root / "etc/hostname").write_text("laboratory\n")
    (root / "etc/fstab").write_text("/dev/vda / ext4 rw,relatime 0 1\n")
    stamp.write_text(recipe)
    return root


def chroot(root: pathlib.Path, command: str) -> None:
    # A folder for temporary files that the caller's machine has need not be there inside.
    run(["chroot", str(root), "env", "--unset=TMPDIR", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", "sh", "-euc", command])


def run(command: list[str]) -> None:
    """Runs quietly; a failure shows all that was said."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60 * MINUTES_MAX)
    if done.returncode:
        raise SystemExit(f"vm-test: {command[0]} failed ({done.returncode}):\n" + done.stdout.decode("utf-8", "replace")[-4000:])


def satisfy(root: pathlib.Path, deb: pathlib.Path) -> None:
    """Installs what the package depends on: the machines have no network."""
    said = subprocess.run(["dpkg-deb", "-f", deb, "Depends"], check=True, stdout=subprocess.PIPE, text=True).stdout
    stamp = root.parent / "root.satisfied"
    if not stamp.exists() or stamp.read_text() != said:
        chroot(root, f"apt-get update -qq && apt-get satisfy -y -qq --no-install-recommends '{said.strip()}' && apt-get clean")
        stamp.write_text(said)
