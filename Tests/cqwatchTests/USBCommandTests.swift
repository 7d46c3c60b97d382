// `cqwatch usb` with the real libudev and libusb, on devices that umockdev makes up.
import Foundation
import TestSupport
import Testing

@Suite("cqwatch usb", .enabled(if: MockedStick.present, Comment(rawValue: MockedStick.absence)))
struct USBCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/export", withIntermediateDirectories: true)
        try folder.write("patients.csv", Data("patient,infusion,dose,group,physician,ended,reason\n".utf8))
        try configure("")
    }

    private func configure(_ usb: String) throws {
        try folder.write(
            "cqwatch.yaml",
            Data(
                """
                watch: {directories: [export]}
                assay: {standards: {unit: copies/ul template}}
                patients: patients.csv
                journal: {path: state/journal.sqlite}
                delivery:
                  default: physician
                  recipients: {physician: {role: physician, name: Physician on duty, address: physician@example.org}}
                \(usb.isEmpty ? "" : "usb: \(usb)")

                """.utf8))
    }

    private func usb(_ devices: [MockedStick], _ arguments: String...) throws -> (
        status: Int32, output: String, error: String
    ) {
        let description = try folder.write("devices.umockdev", Data(devices.map(\.description).joined().utf8))
        let process = Process(), output = Pipe(), error = Pipe()
        process.executableURL = URL(filePath: MockedStick.run)
        process.arguments =
            ["-d", description.path, "--", MockedStick.binary, "usb", "--config", folder.path + "/cqwatch.yaml"]
            + arguments
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let complaint = String(decoding: try error.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, complaint)
    }

    private func stick(_ change: (inout MockedStick) -> Void = { _ in }) -> MockedStick {
        var stick = MockedStick()
        change(&stick)
        return stick
    }

    @Test("a plain stick is admitted by its descriptors, its partition and its disk alike")
    func admits() throws {
        for node in ["/dev/sdb1", "/dev/sdb"] {
            let (status, output, error) = try usb([stick()], "--admit", node)
            #expect(status == 0, "\(error)")
            #expect(output.isEmpty)
            #expect(error.contains("\(node) is admitted: It is storage alone."))
        }
    }

    @Test("a partition with ext4 is refused unless usb.ext4 is true")
    func ext4() throws {
        let refused = try usb([stick { $0.fileSystem = "ext4" }], "--admit", "/dev/sdb1")
        #expect(refused.status == 1)
        #expect(refused.error.contains("It holds ext4"))
        try configure("{ext4: true}")
        #expect(try usb([stick { $0.fileSystem = "ext4" }], "--admit", "/dev/sdb1").status == 0)
    }

    @Test(
        "a stick that is also a keyboard, one that is not listed, and one of unreadable descriptors are refused with the reason"
    )
    func refuses() throws {
        let keyboard = try usb([stick { $0.classes = [8, 3] }], "--admit", "/dev/sdb1")
        #expect(keyboard.status == 1)
        #expect(keyboard.error.contains("keyboard"))
        let unreadable = try usb([stick { $0.classes = [] }], "--admit", "/dev/sdb1")
        #expect(unreadable.status == 1)
        #expect(unreadable.error.contains("cannot be read"))
        try configure("{allow: [OTHER]}")
        let unlisted = try usb([stick()], "--admit", "/dev/sdb1")
        #expect(unlisted.status == 1)
        #expect(unlisted.error.contains("usb.allow"))
        try configure("{allow: [4C530001]}")
        #expect(try usb([stick()], "--admit", "/dev/sdb1").status == 0)
    }

    @Test("doubt is no yes: what is no block device, hangs on no USB, or comes with a faulty configuration is refused")
    func doubt() throws {
        for node in ["/dev/null", "/dev/nosuch", folder.path] {
            #expect(try usb([stick()], "--admit", node).status == 1, "\(node)")
        }
        #expect(try usb([stick()], "--admit", "").status == 2)
        try configure("{enabled: false}")
        #expect(try usb([stick()], "--admit", "/dev/sdb1").status == 1)
        try configure("{allowed: []}")
        let faulty = try usb([stick()], "--admit", "/dev/sdb1")
        #expect(faulty.status == 1)
        #expect(faulty.error.contains("allowed"))
    }

    @Test(
        "the list shows each device with port, product, serial number, disks and verdict; hubs and what is no storage are of no concern"
    )
    func lists() throws {
        try configure("{named: {reader: {match: READER1}}}")
        let reader = stick {
            ($0.port, $0.address, $0.serial, $0.classes, $0.disk) = ("1-3", 6, "READER1", [3], nil)
        }
        let hub = stick {
            ($0.port, $0.address, $0.serial, $0.classes, $0.disk, $0.deviceClass) = ("1-4", 7, "HUB", [9], nil, 9)
        }
        let devices = [stick(), reader, hub]
        let text = try usb(devices).output
        #expect(
            text.contains("admitted: It is storage alone.") && text.contains("/dev/sdb1 vfat QPCR")
                && text.contains("reader"))
        #expect(!text.contains("HUB"))
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(try usb(devices, "--json").output.utf8)) as? [String: Any])
        let listed = try #require(json["devices"] as? [[String: Any]])
        #expect(listed.map { $0["port"] as? String } == ["1-2", "1-3"])
        #expect(listed[0]["admitted"] as? Bool == true && listed[0]["id"] as? String == "0781:5567")
        #expect(listed[1]["admitted"] is NSNull && listed[1]["names"] as? [String] == ["reader"])
        #expect(try usb([]).output == "no USB devices\n")
    }
}
