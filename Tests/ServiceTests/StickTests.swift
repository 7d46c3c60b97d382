import Assay
import Digests
import Files
import Foundation
import Glibc
import Intake
import Journal
@testable import Service
import Testing
import TestSupport
import USB

/// The real daemon, on sticks that umockdev makes up and the kernel mounts.
@Suite(
    "Sticks", .serialized, .enabled(if: DaemonProcess.present, Comment(rawValue: DaemonProcess.absence)),
    .enabled(if: USBTestbedPresence.present, Comment(rawValue: USBTestbedPresence.absence)))
struct StickTests {
    let setup: Setup
    let testbed: USBTestbed
    private var media: String { setup.folder.path + "/media" }

    init() throws {
        setup = try Setup()
        testbed = try USBTestbed()
        try FileManager.default.createDirectory(atPath: setup.folder.path + "/media", withIntermediateDirectories: true)
        try configure("suffixes: [txt]")
    }

    private func configure(_ usb: String) throws {
        try setup.edit { $0.components(separatedBy: "usb:")[0] + "usb:\n  mediaFolder: media\n  \(usb)\n" }
    }

    private func daemon() throws -> DaemonProcess {
        let daemon = try DaemonProcess(setup, delivering: true, environment: testbed.environment)
        #expect(daemon.waits(for: "Watching "))
        return daemon
    }

    /// A stick with these files, in another port and on another disk for each letter.
    private func stick(_ files: [String: Data], _ letter: Character = "b", classes: [Int] = [8]) throws -> (
        mock: MockedStick, image: StickImage
    ) {
        let image = try StickImage(files, in: setup.folder, at: "\(media)/sd\(letter)1")
        var mock = MockedStick()
        let place = Int(letter.asciiValue ?? 98) - 96
        (mock.port, mock.address, mock.disk, mock.serial, mock.uuid) = (
            "1-\(place)", place, "sd\(letter)", "SERIAL\(letter)", "1234-ABC\(letter)"
        )
        (mock.number, mock.classes, mock.fileSystem) = (image.number, classes, "vfat")
        return (mock, image)
    }

    private func records(_ kind: String) throws -> [String] {
        try Journal(path: setup.journalPath, readOnly: true).tail(100_000).filter { $0.kind == kind }.map(\.body)
    }

    private func cqwatch(_ arguments: String...) throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = DaemonProcess.binary
        process.arguments = arguments + ["--config", setup.configurationPath]
        process.standardOutput = output
        process.environment = testbed.environment
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    @Test(
        "a plain stick is judged, read through the spool and said to be safe to pull; its provenance is journaled; the same stick again adds nothing"
    )
    func plain() throws {
        let (mock, image) = try stick([
            "Lauf – Größe.txt": Setup.table(1), "sub/two.TXT": Setup.table(2), "notes.txt": Data("only words\n".utf8),
            "film.mp4": Data([1]),
        ])
        let daemon = try daemon()
        try testbed.plug(mock)
        #expect(daemon.waits(for: "is admitted: It is storage alone."))
        try image.mountNow()
        #expect(daemon.waits(for: "is safe to pull: 2 runs taken, 1 file is no readable run."), "\(daemon.lines)")
        #expect(try cqwatch("status").contains("stick     QPCR: safe to pull"))
        #expect(try cqwatch("status", "--json").contains("\"state\" : \"safe to pull\""))
        let runs = try records("run")
        #expect(runs.count == 2)
        for part in [
            "usb:1234-ABCb/", "\"label\":\"QPCR\"", "\"uuid\":\"1234-ABCb\"", "\"serial\":\"SERIALb\"",
            "\"device\":\"0781:5567\"",
        ] {
            #expect(runs.allSatisfy { $0.contains(part) }, "\(part)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: setup.folder.path + "/state/spool") == [])
        try image.unmount()
        try testbed.pull(mock)
        #expect(daemon.waits(for: "was pulled."))
        #expect(daemon.waits(for: "at port 1-2 is gone"))
        #expect(!(try cqwatch("status").contains("stick")))

        let before = try records("run").count + records("unreadable").count + records("alert").count
        var again = mock
        (again.port, again.address) = ("1-7", 9)
        try testbed.plug(again)
        try image.mountNow()
        #expect(daemon.waits(for: "is safe to pull: 0 runs taken, 2 known already"), "\(daemon.lines)")
        #expect(try records("run").count + records("unreadable").count + records("alert").count == before)
        #expect(daemon.end(SIGTERM) == 0)
        #expect(try Journal(path: setup.journalPath, readOnly: true).verify().isIntact)
    }

    @Test(
        "a stick that is also a keyboard is refused with an alert, and nothing is read from it, even where somebody mounts it"
    )
    func composite() throws {
        let (mock, image) = try stick(["a.txt": Setup.table(1)], classes: [8, 3])
        let daemon = try daemon()
        try testbed.plug(mock)
        #expect(daemon.waits(for: "is refused: It is storage and also a keyboard"))
        try image.mountNow()
        #expect(daemon.waits(for: "laboratory R10 raised"), "\(daemon.lines)")
        usleep(1_500_000)
        #expect(try records("run").isEmpty)
        #expect(try cqwatch("status").contains(": refused: It is storage and also"))
        #expect(
            try records("device").filter {
                $0.contains("\"event\":\"arrived\"") && $0.contains("\"verdict\":\"refused\"")
                    && $0.contains("\"class_code\":3")
            }.count == 1)
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test(
        "an unlisted serial number is refused until the configuration lists it; then the stick that is still there is read and the alert cleared"
    )
    func unlisted() throws {
        try configure("suffixes: [txt]\n  allow: [OTHER]")
        let (mock, image) = try stick(["a.txt": Setup.table(1)])
        let daemon = try daemon()
        try testbed.plug(mock)
        try image.mountNow()
        #expect(daemon.waits(for: "stands in usb.allow"))
        #expect(daemon.waits(for: "laboratory R10 raised"))
        try configure("suffixes: [txt]\n  allow: [SERIALb]")
        daemon.send(SIGHUP)
        #expect(daemon.waits(for: "is safe to pull: 1 run taken."), "\(daemon.lines)")
        #expect(daemon.waits(for: "R10 cleared"))
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("what was plugged in before the start is found, two sticks at once are read, and each is told of by itself")
    func two() throws {
        let (first, firstImage) = try stick(["Export/a.txt": Setup.table(1), "b.txt": Setup.table(9)])
        let (second, secondImage) = try stick(["Export/c.txt": Setup.table(2)], "c")
        try configure("suffixes: [txt]\n  folders: [Export]")
        try testbed.plug(first)
        try testbed.plug(second)
        try firstImage.mountNow()
        try secondImage.mountNow()
        let daemon = try daemon()
        #expect(daemon.waits(for: "(1234-ABCb) is safe to pull: 1 run taken."), "\(daemon.lines)")
        #expect(daemon.waits(for: "(1234-ABCc) is safe to pull: 1 run taken."), "\(daemon.lines)")
        #expect(try records("run").count == 2)
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test(
        "a stick that is pulled before it is read is asked for again; plugged in again it is read and the alert cleared"
    )
    func pulled() throws {
        let files = Dictionary(uniqueKeysWithValues: (1...3).map { ("run \($0).txt", Setup.table($0)) })
        let (mock, image) = try stick(files)
        try setup.edit { $0.replacing("settle: 0.3 s", with: "settle: 3 s") }
        let daemon = try daemon()
        try testbed.plug(mock)
        try image.mountNow()
        #expect(daemon.waits(for: "is being read. Do not pull it yet."))
        usleep(500_000)
        try testbed.pull(mock)
        try image.unmount()
        #expect(
            daemon.waits(for: "was pulled too early. 3 files of it were not read: usb:1234-ABCb/run 1.txt"),
            "\(daemon.lines)")
        #expect(daemon.waits(for: "laboratory R10 raised"))
        #expect(try records("run").isEmpty)
        var again = mock
        again.address = 9
        try testbed.plug(again)
        try image.mountNow()
        #expect(daemon.waits(for: "is safe to pull: 3 runs taken."), "\(daemon.lines)")
        #expect(daemon.waits(for: "R10 cleared"))
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("what was copied off a stick is journaled after a crash, though the stick is gone, and then leaves the spool")
    func spooled() throws {
        let bytes = Setup.table(1)
        let device = USBDevice(vendor: 0x0781, product: 0x5567, serial: "SERIALb", port: "1-2", interfaces: [])
        let stick = Stick(
            FileSystem(node: "/dev/sdb1", number: "7:1", type: "vfat", label: "QPCR", uuid: "1234-ABCD"), on: device)
        try FileManager.default.createDirectory(atPath: setup.folder.path + "/state", withIntermediateDirectories: true)
        let spool = Spool(folder: setup.folder.path + "/state/spool")
        try spool.keep(
            bytes,
            of: SourceFile(
                path: "usb:1234-ABCD/a.txt", sha256: try #require(Digest.hex(.sha256, bytes)), size: bytes.count,
                stick: stick))
        try setup.folder.write("state/spool/0000", Data("damaged\n".utf8))
        let daemon = try daemon()
        #expect(daemon.waits(for: "(usb:1234-ABCD/a.txt) taken as record"))
        #expect(daemon.waits(for: "0000 is damaged and is not taken"))
        #expect(try records("run").first?.contains("\"label\":\"QPCR\"") == true)
        #expect(try spool.left() == [])
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("killed with -9 at random moments while a stick is read, has each run once when all is done")
    func killed() throws {
        let runs = 12
        let (mock, image) = try stick(
            Dictionary(uniqueKeysWithValues: (1...runs).map { ("\($0).txt", Setup.table($0)) }))
        try testbed.plug(mock)
        try image.mountNow()
        var numbers = SeededNumbers(seed: TestSupport.seed(5))
        for _ in 0..<5 {
            let daemon = try DaemonProcess(setup, environment: testbed.environment)
            usleep(UInt32.random(in: 400_000...900_000, using: &numbers))
            #expect(daemon.end(SIGKILL) == -SIGKILL)
        }
        let daemon = try daemon()
        #expect(daemon.waits(for: "is safe to pull"), "\(daemon.lines)")
        #expect(try records("run").count == runs)
        #expect(try FileManager.default.contentsOfDirectory(atPath: setup.folder.path + "/state/spool") == [])
        #expect(daemon.end(SIGTERM) == 0)
        #expect(try Journal(path: setup.journalPath, readOnly: true).verify().isIntact)
    }

    @Test("a stick with ten thousand files stays within the limits, with one sentence, and may be pulled")
    func crowded() throws {
        var files = Dictionary(uniqueKeysWithValues: (0..<10_000).map { ("many/\($0).jpg", Data()) })
        files["run.txt"] = Setup.table(1)
        for number in 0..<30 { files["old/\(number).txt"] = Setup.table(1) }
        try configure("suffixes: [txt]\n  filesMax: 20")
        let (mock, image) = try stick(files, "b")
        let daemon = try daemon()
        try testbed.plug(mock)
        try image.mountNow()
        #expect(daemon.waits(for: "is safe to pull: ", seconds: 60), "\(daemon.lines)")
        #expect(daemon.lines.components(separatedBy: "holds more than 20 files").count >= 2)
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("a named device that stays away too long is an alert, and none any more when it is back")
    func named() throws {
        try configure("named: {reader: {match: READER, lossAfter: 1 s}}")
        var reader = MockedStick()
        (reader.port, reader.address, reader.serial, reader.classes, reader.disk) = ("1-3", 6, "READER", [3], nil)
        try testbed.plug(reader)
        let daemon = try daemon()
        #expect(daemon.waits(for: "The device reader is there."))
        try testbed.pull(reader)
        #expect(daemon.waits(for: "The device reader is not there."))
        #expect(daemon.waits(for: "laboratory R10 raised: The device reader has been gone"), "\(daemon.lines)")
        reader.address = 7
        try testbed.plug(reader)
        #expect(daemon.waits(for: "R10 cleared"))
        #expect(try records("device").count == 4)
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test(
        "a stick that comes and goes a thousand times is told of a thousand times, and leaves neither descriptors nor memory behind"
    )
    func churn() throws {
        let rounds = 1000
        let daemon = try daemon()
        let journal = try Journal(path: setup.journalPath, readOnly: true)
        // The first look at the schedule is a record, too.
        #expect(until(20) { (try? journal.tail(10).contains { $0.kind == "sweep" }) == true })
        let before = try journal.head().sequence
        var mock = MockedStick()
        /// One record for each arrival and each departure, and no other. Some leave sysfs too.
        func round(_ number: Int) throws {
            mock.address = 1 + number / 50
            if number % 50 == 0 { try testbed.plug(mock) } else { try testbed.tell("add", mock) }
            try #require(
                until(20) { (try? journal.head().sequence) == before + Int64(2 * number + 1) },
                "round \(number): \(daemon.lines.suffix(2000))")
            if number % 50 == 49 { try testbed.pull(mock) } else { try testbed.tell("remove", mock) }
            try #require(
                until(20) { (try? journal.head().sequence) == before + Int64(2 * number + 2) }, "round \(number)")
        }
        for number in 0..<100 { try round(number) }
        let (descriptors, memory) = (try daemon.descriptors, try daemon.residentKiB)
        for number in 100..<rounds { try round(number) }
        #expect(try daemon.descriptors <= descriptors)
        let now = try daemon.residentKiB
        #expect(now < memory + 4 << 10, "from \(memory) to \(now) KiB")
        #expect(daemon.end(SIGTERM) == 0)
    }
}
