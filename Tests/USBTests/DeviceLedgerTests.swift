@testable import USB
import Testing

/// Captured from udev's monitor while a stick with one partition was plugged in and pulled, next to a bar-code reader.
@Suite("Device ledger")
struct DeviceLedgerTests {
    private let usb = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-2"
    private var disk: String { usb + "/1-2:1.0/host6/target6:0:0/6:0:0:0/block/sdb" }
    private var partition: String { disk + "/sdb1" }
    private let reader = "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-3"

    private var settings: USBSettings {
        var settings = USBSettings()
        settings.named = [USBSettings.Named(name: "reader", match: .product(vendor: 0x05E0, product: 0x1200))]
        return settings
    }

    private func stick(_ address: String = "1/5", classes: [Int] = [8]) -> SeenDevice {
        SeenDevice(
            path: usb, address: address,
            device: USBDevice(
                vendor: 0x0781, product: 0x5567, serial: "4C53", port: "1-2",
                interfaces: classes.map { USBInterface(number: 0, classCode: $0) }))
    }

    private var readerDevice: SeenDevice {
        SeenDevice(
            path: reader, address: "1/9",
            device: USBDevice(
                vendor: 0x05E0, product: 0x1200, port: "1-3", interfaces: [.init(number: 0, classCode: 3)]))
    }

    private var plug: [DeviceReport] {
        [
            DeviceReport(action: .there, subsystem: .usb, path: usb, usbPath: usb),
            DeviceReport(
                action: .there, subsystem: .block, path: disk, usbPath: usb,
                fileSystem: FileSystem(node: "/dev/sdb", number: "8:16")),
            DeviceReport(
                action: .there, subsystem: .block, path: partition, usbPath: usb,
                fileSystem: FileSystem(
                    node: "/dev/sdb1", number: "8:17", type: "vfat", label: "QPCR", uuid: "1234-ABCD")),
        ]
    }
    private var pull: [DeviceReport] {
        [
            DeviceReport(action: .gone, subsystem: .block, path: partition),
            DeviceReport(action: .gone, subsystem: .block, path: disk),
            DeviceReport(action: .gone, subsystem: .usb, path: usb),
        ]
    }

    private func play(_ reports: [DeviceReport], on ledger: inout DeviceLedger, _ inspect: (String) -> SeenDevice?)
        -> [String]
    {
        reports.flatMap { ledger.apply($0, inspect: inspect) }.map(word)
    }

    private func word(_ change: DeviceChange) -> String {
        switch change {
        case .arrived(let seen): "arrived \(seen.verdict.admitted)"
        case .left: "left"
        case .named(let name, let present, _): "\(name) \(present)"
        }
    }

    @Test("a stick arrives once, with its verdict, and leaves once")
    func once() {
        var ledger = DeviceLedger(settings)
        #expect(play(plug + plug, on: &ledger) { _ in stick() } == ["arrived true"])
        #expect(ledger.fileSystem("8:17")?.0.label == "QPCR")
        #expect(play(pull + pull, on: &ledger) { _ in nil } == ["left"])
        #expect(ledger.devices.isEmpty)
    }

    @Test("what was listed and is told again by the monitor counts once; what the list no longer has left")
    func duplicates() {
        var ledger = DeviceLedger(settings)
        var seen = stick()
        seen.disks = [disk: FileSystem(node: "/dev/sdb", number: "8:16")]
        #expect(ledger.reconcile([seen, readerDevice]).map(word) == ["arrived true", "reader true"])
        #expect(play(plug, on: &ledger) { _ in stick() } == [])
        #expect(ledger.reconcile([seen, readerDevice]).isEmpty)
        #expect(ledger.reconcile([]).map(word) == ["left", "reader false"])
    }

    @Test("another stick at the same port is another arrival, even where the removal was never told")
    func lost() {
        var ledger = DeviceLedger(settings)
        _ = play(plug, on: &ledger) { _ in stick() }
        #expect(play(plug, on: &ledger) { _ in stick("1/6", classes: [8, 3]) } == ["left", "arrived false"])
    }

    @Test("a device that is gone before it could be looked at is no arrival")
    func gone() {
        var ledger = DeviceLedger(settings)
        #expect(play(plug + pull, on: &ledger) { _ in nil } == [])
        #expect(ledger.devices.isEmpty)
    }

    @Test("a named device comes and goes; while another of its kind stays it is not missed")
    func named() {
        var ledger = DeviceLedger(settings)
        #expect(ledger.missing.map(word) == ["reader false"])
        let second = SeenDevice(path: reader + "b", address: "1/10", device: readerDevice.device)
        func report(_ action: DeviceReport.Action, _ path: String) -> DeviceReport {
            .init(action: action, subsystem: .usb, path: path, usbPath: path)
        }
        #expect(play([report(.there, reader)], on: &ledger) { _ in readerDevice } == ["reader true"])
        _ = play([report(.there, reader + "b")], on: &ledger) { _ in second }
        #expect(play([report(.gone, reader)], on: &ledger) { _ in nil } == [])
        #expect(play([report(.gone, reader + "b")], on: &ledger) { _ in nil } == ["reader false"])
    }

    @Test("with other settings a stick that stays is judged anew")
    func adopted() {
        var ledger = DeviceLedger(settings)
        _ = play(plug, on: &ledger) { _ in stick() }
        var strict = settings
        strict.allow = [.serial("other")]
        #expect(ledger.adopt(strict).map(word) == ["arrived false"])
        #expect(ledger.adopt(strict).isEmpty)
        #expect(ledger.fileSystem("8:17")?.1.verdict.admitted == false)
    }

    @Test(
        "a stick that holds nothing but ext4 is refused unless ext4 is read, and one that holds something else too is not"
    )
    func fileSystems() throws {
        func holding(_ kinds: [String]) -> SeenDevice {
            var seen = stick()
            for (index, kind) in kinds.enumerated() {
                seen.disks["\(disk)/sdb\(index)"] = FileSystem(
                    node: "/dev/sdb\(index)", number: "8:\(16 + index)", type: kind)
            }
            return seen
        }
        var open = settings
        open.ext4 = true
        #expect(!holding(["ext4"]).judged(by: settings).verdict.admitted)
        #expect(holding(["ext4"]).judged(by: settings).verdict.reason.contains("unless usb.ext4 is true"))
        #expect(holding(["ext4"]).judged(by: open).verdict.admitted)
        #expect(!holding(["btrfs"]).judged(by: open).verdict.admitted)
        for kinds in [["vfat"], ["exfat"], ["ntfs"], ["ext4", "vfat"], []] {
            #expect(holding(kinds).judged(by: settings).verdict.admitted, "\(kinds)")
        }
        // The partition's kind is known after the disk.
        var ledger = DeviceLedger(settings)
        let whole = DeviceReport(
            action: .there, subsystem: .block, path: disk, usbPath: usb,
            fileSystem: FileSystem(node: "/dev/sdb", number: "8:16"))
        let part = DeviceReport(
            action: .there, subsystem: .block, path: partition, usbPath: usb,
            fileSystem: FileSystem(node: "/dev/sdb1", number: "8:17", type: "ext4"))
        #expect(ledger.apply(whole) { _ in stick() }.map(word) == ["arrived true"])
        #expect(ledger.apply(part) { _ in stick() }.map(word) == ["arrived false"])
    }
}
