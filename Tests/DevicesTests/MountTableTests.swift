@testable import Devices
import Files
import Testing

@Suite("The table of mounts")
struct MountTableTests {
    private let table = """
        22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
        30 22 0:25 / /run/cqwatch rw - tmpfs tmpfs rw
        40 30 8:17 / /run/cqwatch/media/sdb1 ro,nosuid,nodev,noexec,noatime shared:9 master:2 - vfat /dev/sdb1 ro,utf8
        41 30 8:33 /below /run/cqwatch/media/odd\\040name\\134x ro - vfat /dev/sdc1 ro
        42 40 8:49 / /run/cqwatch/media/sdb1/deeper ro - vfat /dev/sdd1 ro
        43 30 8:65 / /run/cqwatch/media rw - vfat /dev/sde1 ro
        44 30 8:81 / /run/cqwatch/mediaelse rw - vfat /dev/sdf1 ro
        45 30 8:97 / /run/cqwatch/media/sdb1 ro - vfat /dev/sdg1 ro
        cut off here
        """

    @Test("only mounts directly below the media folder count, names unescaped, and the last of several on one folder")
    func below() {
        let mounts = Mount.directlyBelow(BytePath("/run/cqwatch/media"), in: Array(table.utf8))
        #expect(
            mounts == [
                Mount(folder: BytePath("/run/cqwatch/media/odd name\\x"), number: "8:33"),
                Mount(folder: BytePath("/run/cqwatch/media/sdb1"), number: "8:97"),
            ])
    }

    @Test("an empty table and one of other bytes hold none")
    func hostile() {
        #expect(Mount.directlyBelow(BytePath("/run"), in: []).isEmpty)
        #expect(Mount.directlyBelow(BytePath("/run"), in: Array(repeating: 0xFF, count: 5000)).isEmpty)
        #expect(
            Mount.directlyBelow(
                BytePath("/run"), in: Array("1 2 8:1 / /run/ x\n1 2 8:1 / relative x\n1 2 8:1 / /run/a\\9 x".utf8)
            ).map(\.folder.text) == ["/run/a\\x5c9"]
        )
    }
}
