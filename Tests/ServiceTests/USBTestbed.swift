// A machine with USB that umockdev makes up, and sticks that are really mounted: ext4 images on loop devices,
// read-only.
import Foundation
import Glibc
import TestSupport

/// Whether this machine can play it.
enum USBTestbedPresence {
    static let present =
        MockedStick.present && geteuid() == 0 && FileManager.default.fileExists(atPath: "/dev/loop-control")
    static let absence = "umockdev (Scripts/setup installs it), root and loop devices are needed to mock sticks"
}

/// The made-up devices. umockdev's own library makes them; a program asks it over a pipe.
final class USBTestbed {
    private let process = Process()
    private let orders = Pipe()
    private let answers = Pipe()
    /// What a program sees of it.
    let environment: [String: String]
    private let folder: TemporaryFolder

    private static let script = """
        import glob, os, shutil, sys, gi
        gi.require_version("UMockdev", "1.0")
        from gi.repository import UMockdev
        bed = UMockdev.Testbed.new()
        bed.add_from_string("P: /devices/pci0000:00/0000:00:14.0/usb1\\nE: SUBSYSTEM=usb\\nE: DEVTYPE=usb_hub\\n")
        root = bed.get_root_dir()
        print(root, flush=True)
        for line in sys.stdin:
            order, *words = line.split()
            if order == "add":
                bed.add_from_string(open(words[0]).read())
                for path in words[1:]: bed.uevent("/sys" + path, "add")
            elif order == "tell":
                for path in words[1:]: bed.uevent("/sys" + path, words[0])
            else:
                for path in words: bed.uevent("/sys" + path, "remove")
                # umockdev 0.17 leaves traces of a device that it takes away, and then refuses to add it again.
                shutil.rmtree(root + "/sys" + words[-1])
                for trace in sum([glob.glob(root + at) for at in ("/sys/block/*", "/sys/dev/*/*", "/sys/class/*/*", "/sys/bus/*/devices/*")], []):
                    if not os.path.exists(trace): os.unlink(trace)
                for word in words:
                    for trace in (root + "/dev/" + os.path.basename(word), root + "/dev/.node/" + os.path.basename(word)):
                        if os.path.lexists(trace): os.unlink(trace)
            print("done", flush=True)
        """

    init() throws {
        folder = try TemporaryFolder()
        process.executableURL = URL(filePath: "/usr/bin/umockdev-wrapper")
        process.arguments = ["/usr/bin/python3", "-c", Self.script]
        process.standardInput = orders
        process.standardOutput = answers
        try process.run()
        let root = Self.line(answers)
        guard !root.isEmpty else { throw TestbedFault("umockdev does not start") }
        environment = ["UMOCKDEV_DIR": root, "LD_PRELOAD": "libumockdev-preload.so.0"]
    }

    deinit {
        try? orders.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    func plug(_ stick: MockedStick) throws {
        let description = try folder.write("\(stick.port)", Data(stick.description.utf8))
        try order("add \(description.path) \(stick.paths.joined(separator: " "))")
    }

    /// Only the events of a stick that stays in sysfs: a thousand of them take seconds.
    func tell(_ action: String, _ stick: MockedStick) throws {
        try order("tell \(action) \((action == "add" ? stick.paths : stick.paths.reversed()).joined(separator: " "))")
    }

    func pull(_ stick: MockedStick) throws { try order("remove \(stick.paths.reversed().joined(separator: " "))") }

    private func order(_ text: String) throws {
        try orders.fileHandleForWriting.write(contentsOf: Data((text + "\n").utf8))
        guard Self.line(answers) == "done" else { throw TestbedFault("umockdev did not do: \(text)") }
    }

    private static func line(_ pipe: Pipe) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while read(pipe.fileHandleForReading.fileDescriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

struct TestbedFault: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A file system image on a loop device, mounted read-only below a media folder.
final class StickImage {
    /// Major and minor number of the loop device.
    let number: (major: Int, minor: Int)
    private let loop: String
    private let mount: String
    private var isMounted = false

    /// - Parameter files: by their paths on the stick.
    init(_ files: [String: Data], in folder: TemporaryFolder, at mount: String, megabytes: Int = 8) throws {
        self.mount = mount
        let name = "image-\(UUID().uuidString)"
        let content = folder.url.appending(path: name + ".d")
        try FileManager.default.createDirectory(at: content, withIntermediateDirectories: true)
        let image = folder.path + "/" + name
        try Self.run(
            "/usr/sbin/mke2fs", "-q", "-t", "ext4", "-O", "^has_journal", "-N", "20000", image, "\(megabytes)M")
        loop = try Self.run("/usr/sbin/losetup", "--find", "--show", image)
        number = (7, Int(loop.drop { !$0.isNumber }) ?? -1)
        try Self.run("/bin/mount", loop, content.path)
        defer { _ = try? Self.run("/bin/umount", content.path) }
        for parent in Set(files.keys.map { content.appending(path: $0).deletingLastPathComponent() }) {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        }
        for (path, bytes) in files {
            guard FileManager.default.createFile(atPath: "\(content.path)/\(path)", contents: bytes) else {
                throw TestbedFault("\(path) cannot be written")
            }
        }
    }

    deinit {
        if isMounted { try? unmount() }
        _ = try? Self.run("/usr/sbin/losetup", "--detach", loop)
    }

    func mountNow() throws {
        try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
        try Self.run("/bin/mount", "-o", "ro,nosuid,nodev,noexec,noatime", loop, mount)
        isMounted = true
    }

    /// As the unit does it when the stick is gone: out of sight at once.
    func unmount() throws {
        try Self.run("/bin/umount", "-l", mount)
        isMounted = false
        try FileManager.default.removeItem(atPath: mount)
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: String...) throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TestbedFault("\(program): \(said)") }
        return said.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
