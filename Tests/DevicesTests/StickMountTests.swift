import Foundation
import Glibc
import TestSupport
import Testing

private let tools = [
    "/usr/sbin/mke2fs", "/usr/sbin/debugfs", "/usr/sbin/tune2fs", "/usr/sbin/losetup", "/usr/sbin/blockdev",
    "/usr/bin/unshare",
]
private let canMount =
    geteuid() == 0 && tools.allSatisfy(FileManager.default.isExecutableFile)
    && access("/dev/loop-control", R_OK | W_OK) == 0

/// `systemd/media` itself, on a loop device, in a mount namespace of its own. udev and the service's group are played.
@Suite("Mounting a stick", .enabled(if: canMount, "needs root, loop devices and e2fsprogs"))
struct StickMountTests {
    private static let media = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "systemd/media").path

    private func shell(_ script: String, _ arguments: String...) throws -> (status: Int32, text: String) {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/unshare")
        process.arguments = ["-m", "--propagation", "private", "sh", "-euc", script, "sh"] + arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// An ext4 stick whose folder `runs` is damaged, and which has a wish of its own for that case. (Tests/vm lets it
    /// wish for a panic.)
    private static let make = """
        cd "$1"; truncate -s 16M image; mkdir -p filled/runs; touch filled/runs/a
        mke2fs -q -t ext4 -b 1024 -d filled image; tune2fs -e remount-ro image >/dev/null
        block=$(debugfs -R 'blocks /runs' image 2>/dev/null | tr -d ' ')
        printf '\\377\\377\\377\\377\\377\\377' | dd of=image bs=1 seek=$((block * 1024 + 4)) conv=notrunc status=none
        """

    private static let mount = """
        cd "$1"; media=$2; sha256sum <image
        mkdir bin; printf '#!/bin/sh\\necho ext4\\n' >bin/udevadm; printf '#!/bin/sh\\necho 0\\n' >bin/id; chmod 755 bin/*
        mount -t overlay overlay -o "lowerdir=$1/bin:/usr/bin" /usr/bin; mount -t tmpfs tmpfs /run
        loop=$(losetup -f --show image); name=${loop#/dev/}
        trap 'umount -q "/run/cqwatch/media/$name" 2>/dev/null || true; blockdev --setrw "$loop"; losetup -d "$loop"' EXIT
        "$media" mount "$name"
        cat "/proc/fs/ext4/$name/options"
        ls "/run/cqwatch/media/$name/runs" || echo 'damage met'
        sync "/run/cqwatch/media/$name" || true; sleep 1
        "$media" unmount "$name"
        echo "read-only $(blockdev --getro "$loop")"
        sha256sum <image
        """

    @Test("a damaged ext4 stick is read without a bit of it being written, and its own word on errors is not heard")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let made = try shell(Self.make, folder.path)
        try #require(made.status == 0, "\(made.text)")
        let (status, text) = try shell(Self.mount, folder.path, Self.media)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(status == 0, "\(text)")
        #expect(lines.contains("ro") && lines.contains("errors=continue"), "\(text)")
        // Else nothing was tried.
        #expect(lines.contains("damage met"), "\(text)")
        #expect(lines.contains("read-only 1"), "\(text)")
        #expect(lines.first == lines.last)
    }
}
