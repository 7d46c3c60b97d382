import Files
import Foundation
import Glibc
@testable import Intake
import Testing
import TestSupport

@Suite("inotify")
struct FolderWatchTests {
    let folder: TemporaryFolder
    let watch: FolderWatch
    var root: BytePath { BytePath(folder.path) }

    init() throws {
        folder = try TemporaryFolder()
        watch = try FolderWatch(ignoring: { $0.last == UInt8(ascii: "~") })
    }

    func scan() {
        _ = scanFolder(root, limits: ScanLimits(depthMax: 8, filesMax: 100), ignoring: { _ in false }) {
            _ = watch.add($0, root: root)
        }
    }

    @Test("hints at written, renamed and linked files, and not at reading or passed-over names")
    func files() throws {
        scan()
        #expect(try watch.hints() == [])
        try folder.write("a", Data(count: 1))
        #expect(try watch.hints() == [root])
        _ = readFile(root.appending([97]), below: root, expecting: nil, bytesMax: 10)
        scan()
        #expect(try watch.hints() == [])
        close(open(folder.path + "/b~", O_CREAT | O_WRONLY, 0o600))
        #expect(try watch.hints() == [])
        #expect(rename(folder.path + "/b~", folder.path + "/b") == 0)
        #expect(try watch.hints() == [root])
        #expect(link(folder.path + "/b", folder.path + "/c") == 0)
        #expect(try watch.hints() == [root])
    }

    @Test("follows sub-directories that scans find, however deep")
    func directories() throws {
        scan()
        try FileManager.default.createDirectory(atPath: folder.path + "/x/y/z", withIntermediateDirectories: true)
        #expect(try watch.hints() == [root])
        scan()
        _ = try watch.hints()
        try folder.write("x/y/z/run", Data(count: 1))
        #expect(try watch.hints() == [root])
    }

    @Test("ends the watches of what is no longer watched")
    func forgets() throws {
        scan()
        watch.keep([])
        try folder.write("a", Data(count: 1))
        _ = try watch.hints()
        try folder.write("b", Data(count: 1))
        #expect(try watch.hints() == [])
    }
}

/// bindfs shows another directory's files through FUSE: like a share, it tells nothing of writes behind it.
@Suite(
    "A mount that tells nothing",
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/bindfs") && access("/dev/fuse", R_OK | W_OK) == 0,
        "bindfs or /dev/fuse is absent"))
struct SilentMountTests {
    @Test("is known as a network file system, hints at nothing, and shows new files to a scan")
    func bindfs() throws {
        let back = try TemporaryFolder()
        let front = try TemporaryFolder()
        let mount = Process()
        mount.executableURL = URL(filePath: "/usr/bin/bindfs")
        mount.arguments = ["-f", back.path, front.path]
        mount.standardError = FileHandle.nullDevice
        try mount.run()
        defer { unmount(front.path, mount) }
        let root = BytePath(front.path)
        let limits = ScanLimits(depthMax: 2, filesMax: 10)
        let watch = try FolderWatch(ignoring: { _ in false })
        let deadline = Date(timeIntervalSinceNow: 10)
        var scan = scanFolder(root, limits: limits, ignoring: { _ in false })
        while !scan.network, Date() < deadline, mount.isRunning {
            usleep(50_000)
            scan = scanFolder(root, limits: limits, ignoring: { _ in false })
        }
        try #require(scan.network)
        _ = scanFolder(root, limits: limits, ignoring: { _ in false }) { _ = watch.add($0, root: root) }
        _ = try watch.hints()
        try back.write("run", Data(count: 5))
        #expect(try watch.hints() == [])
        #expect(scanFolder(root, limits: limits, ignoring: { _ in false }).entries.map(\.stamp.size) == [5])
    }
}

/// Ends bindfs by taking its mount away: its own signals may be blocked, since a child inherits the mask of the thread
/// that starts it.
private func unmount(_ path: String, _ mount: Process) {
    let unmount = Process()
    unmount.executableURL = URL(filePath: "/usr/bin/fusermount")
    unmount.arguments = ["-u", "-z", path]
    #expect(throws: Never.self) { try unmount.run() }
    unmount.waitUntilExit()
    kill(mount.processIdentifier, SIGKILL)
    mount.waitUntilExit()
}
