"""USB sticks as images, made without mounting anything; and a composite device out of the kernel's own gadget driver."""
import pathlib
import shutil
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
    run(["mkfs.vfat", str(images["composite"])])
    run(["mcopy", "-i", str(images["composite"]), str(runs[20]), "::"])
    return images
