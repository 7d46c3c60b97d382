"""USB sticks as images, made without mounting anything; and a composite device out of the kernel's own gadget driver."""
import pathlib
import shutil
import struct
import subprocess
import tempfile

from debian_root import run

SIZE = "48M"
FIRST_SECTOR = 2048

# In the guest: a stick that is a keyboard too.
COMPOSITE = """\
modprobe dummy_hcd && modprobe libcomposite
cd /sys/kernel/config/usb_gadget && mkdir stick && cd stick
echo 0x0951 >idVendor; echo 0x1666 >idProduct
mkdir strings/0x409 configs/c.1 functions/mass_storage.0 functions/hid.usb0
echo COMPOSITE1 >strings/0x409/serialnumber; echo Storage >strings/0x409/product; echo Nobody >strings/0x409/manufacturer
echo /root/composite.img >functions/mass_storage.0/lun.0/file
echo 1 >functions/hid.usb0/protocol; echo 1 >functions/hid.usb0/subclass; echo 8 >functions/hid.usb0/report_length
printf '\\x05\\x01\\x09\\x06\\xa1\\x01\\x05\\x07\\x19\\xe0\\x29\\xe7\\x15\\x00\\x25\\x01\\x75\\x01\\x95\\x08\\x81\\x02\\xc0' >functions/hid.usb0/report_desc
ln -s functions/mass_storage.0 functions/hid.usb0 configs/c.1/
echo dummy_udc.0 >UDC
"""


def make(folder: pathlib.Path, runs: list[pathlib.Path]) -> dict[str, pathlib.Path]:
    """By file system; exfat is left empty, since nothing fills it without mounting it."""
    images = {name: folder / f"{name}.img" for name in ("vfat", "exfat", "ext4", "ntfs", "partitioned", "pulled", "composite")}
    for image in images.values():
        run(["truncate", "-s", SIZE, str(image)])
    run(["mkfs.vfat", "-n", "QPCR", str(images["vfat"])])
    run(["mcopy", "-i", str(images["vfat"]), *map(str, runs[0:2]), "::"])
    run(["mcopy", "-i", str(images["vfat"]), str(runs[2]), "::Läuf $(id) 3.lc96p"])
    run(["mkfs.exfat", "-L", "QPCR", str(images["exfat"])])
    with tempfile.TemporaryDirectory() as filled:
        for file in runs[5:7]:
            shutil.copy(file, filled)
        (pathlib.Path(filled) / "more").mkdir()
        (pathlib.Path(filled) / "more/note.txt").write_text("no run\n")
        # A label that would like to be a path and a command.
        run(["mke2fs", "-q", "-t", "ext4", "-L", "../../;`id`$(id)", "-d", filled, str(images["ext4"])])
    run(["mkntfs", "-F", "-Q", "-q", "-L", "QPCR", str(images["ntfs"])])
    for file in runs[7:9]:
        run(["ntfscp", "-f", str(images["ntfs"]), str(file), file.name])
    run(["sh", "-c", f"echo 'start={FIRST_SECTOR}, type=c' | sfdisk -q '{images['partitioned']}'"])
    run(["mkfs.vfat", "--offset", str(FIRST_SECTOR), str(images["partitioned"]), str(46 * 1024)])
    run(["mcopy", "-i", f"{images['partitioned']}@@{FIRST_SECTOR * 512}", *map(str, runs[9:11]), "::"])
    run(["mkfs.vfat", str(images["pulled"])])
    run(["mcopy", "-i", str(images["pulled"]), *map(str, runs[11:20]), "::"])
    for kind in ("vfat", "ext4", "ntfs"):
        images[f"damaged-{kind}"] = damaged(kind, images[kind])
    run(["mkfs.vfat", str(images["composite"])])
    run(["mcopy", "-i", str(images["composite"]), str(runs[20]), "::"])
    return images


def damaged(kind: str, image: pathlib.Path) -> pathlib.Path:
    """A copy that a driver would like to mend, or to make a note in: marked as not unmounted, and damaged where it is read."""
    copy = image.with_name(f"damaged-{image.name}")
    shutil.copy(image, copy)
    with copy.open("r+b") as file:
        {"vfat": damage_vfat, "exfat": damage_exfat, "ext4": damage_ext4, "ntfs": damage_ntfs}[kind](file, copy)
    return copy


def damage_vfat(file, _: pathlib.Path) -> None:
    boot = file.read(64)
    reserved, = struct.unpack_from("<H", boot, 14)
    file.seek(37)
    file.write(b"\x01")  # in use
    file.seek(reserved * 512 + 6)
    file.write(struct.pack("<H", 3) * 200)  # FAT16: chains that lead into themselves


def damage_exfat(file, _: pathlib.Path) -> None:
    boot = file.read(112)
    heap, = struct.unpack_from("<I", boot, 88)
    root, = struct.unpack_from("<I", boot, 96)
    file.seek(106)
    file.write(struct.pack("<H", 6))  # in use, and the medium has failed
    sector, cluster = 1 << boot[108], 1 << (boot[108] + boot[109])
    place = heap * sector + (root - 2) * cluster
    file.seek(place)
    entries = bytearray(file.read(cluster))
    for entry in range(0, cluster, 32):
        if entries[entry] == 0xC0:  # a file's stream: longer than the stick
            entries[entry + 24:entry + 32] = struct.pack("<Q", 1 << 40)
    file.seek(place)
    file.write(entries)


def damage_ext4(file, copy: pathlib.Path) -> None:
    run(["tune2fs", "-e", "panic", str(copy)])
    said = subprocess.run(["debugfs", "-R", "blocks /more", str(copy)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    file.seek(1024 + 24)
    size = 1024 << struct.unpack("<I", file.read(4))[0]
    file.seek(int(said) * size + 4)
    file.write(b"\xff" * 6)  # an entry longer than the folder


def damage_ntfs(file, _: pathlib.Path) -> None:
    boot = file.read(64)
    cluster = struct.unpack_from("<H", boot, 11)[0] * boot[13]
    first, = struct.unpack_from("<Q", boot, 48)
    for number in range(64, 70):  # files of users: update sequences that do not fit
        file.seek(first * cluster + number * 1024 + 510)
        file.write(b"\xde\xad")
    file.seek(first * cluster + 3 * 1024)  # the volume's own record: marked as not unmounted
    record = bytearray(file.read(1024))
    at = struct.unpack_from("<H", record, 20)[0]
    while at + 8 <= len(record):
        kind, length = struct.unpack_from("<II", record, at)
        if kind == 0xFFFFFFFF or length == 0:
            break
        if kind == 0x70:  # $VOLUME_INFORMATION
            record[at + 24 + 10] |= 1
        at += length
    file.seek(first * cluster + 3 * 1024)
    file.write(record)
