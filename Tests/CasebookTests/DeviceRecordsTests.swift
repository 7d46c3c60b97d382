import Assay
import CasebookFixtures
import Files
import Foundation
@testable import Casebook
@testable import Journal
import Alerts
import Rules
import Testing
import USB

@Suite("Device records")
struct DeviceRecordsTests {
    private let scratch: Scratch
    private let casebook: Casebook
    private let device = USBDevice(
        vendor: 0x0781, product: 0x5567, serial: "4C53", port: "1-2",
        interfaces: [USBInterface(number: 0, classCode: 8), USBInterface(number: 1, classCode: 3)])

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    private var stick: Stick {
        Stick(FileSystem(node: "/dev/sdb1", number: "8:17", type: "vfat", label: "QPCR", uuid: "1234-ABCD"), on: device)
    }

    private func settings(hooks: Bool) -> JudgementContext {
        var settings = context()
        if !hooks { settings.delivery.hooks = [] }
        return settings
    }

    private func arrived(admitted: Bool, _ reason: String = "It is storage and also a keyboard.") -> DeviceEntry {
        var entry = DeviceEntry(.arrived, device: device)
        entry.verdict = DeviceVerdict(admitted: admitted, reason: reason)
        entry.fileSystems = [FileSystem(node: "/dev/sdb1", number: "8:17", type: "vfat")]
        return entry
    }

    private func refusal() -> DeviceAlerts {
        var alerts = DeviceAlerts()
        alerts.raise = refusedDeviceFinding(device, nodes: ["/dev/sdb1"], reason: "It is storage and also a keyboard.")
        return alerts
    }

    private func commit(_ entry: DeviceEntry, _ alerts: DeviceAlerts = DeviceAlerts(), hooks: Bool = true) throws
        -> Committed?
    {
        try casebook.commitDevice(entry, alerts: alerts, context: settings(hooks: hooks), at: noon)
    }

    @Test("a verdict names the device, its interfaces and the reason, and is said once while the device stays")
    func verdict() throws {
        #expect(try commit(arrived(admitted: false), refusal()) != nil)
        #expect(try commit(arrived(admitted: false), refusal()) == nil)
        let record = try #require(try casebook.journal.tail(100).first { $0.kind == "device" })
        for part in [
            "\"event\":\"arrived\"", "\"id\":\"0781:5567\"", "\"serial\":\"4C53\"", "\"port\":\"1-2\"",
            "\"class_code\":3", "\"verdict\":\"refused\"", "keyboard",
        ] {
            #expect(record.body.contains(part), "\(part)")
        }
        #expect(try casebook.alerts(all: false).map(\.finding.rule) == ["R10"])
    }

    @Test("a device that leaves and comes again is recorded again, and its standing alert is not doubled")
    func again() throws {
        _ = try commit(arrived(admitted: false), refusal())
        #expect(try commit(DeviceEntry(.left, device: device)) != nil)
        #expect(try commit(arrived(admitted: false), refusal()) != nil)
        #expect(try casebook.alerts(all: true).count == 1)
    }

    @Test("what lost its ground is cleared with the reason, for those who heard of it")
    func cleared() throws {
        _ = try commit(arrived(admitted: false), refusal())
        var alerts = DeviceAlerts()
        alerts.clear = [(refusedDeviceSubject(device), "it is admitted now")]
        _ = try commit(arrived(admitted: true, "It is storage alone."), alerts)
        #expect(try casebook.alerts(all: true).map(\.state) == [.cleared])
        #expect(
            try casebook.deliveries(all: true).contains {
                $0.event == .cleared && $0.channel == .hook("page") && $0.reason == "it is admitted now"
            })
    }

    @Test(
        "a notice reaches the hooks as an event of its own, stays on no list of open alerts, and is not made where there are none"
    )
    func notice() throws {
        var alerts = DeviceAlerts()
        alerts.notice = mediumNotice(stick, "The stick is safe to pull: 1 run taken.")
        var entry = DeviceEntry(.read, stick: stick)
        entry.files = DeviceEntry.Tally()
        _ = try commit(entry, alerts)
        #expect(try casebook.alerts(all: false).isEmpty)
        let deliveries = try casebook.deliveries(all: true)
        #expect(deliveries.map(\.channel) == [.hook("page")])
        #expect(deliveries.map(\.event) == [.media])
        #expect(deliveries.first?.alert.state == .closed)
        #expect(deliveries.first?.recipients == ["lab"])
        let records = try casebook.journal.head().sequence
        _ = try commit(entry, alerts, hooks: false)
        #expect(try casebook.journal.head().sequence == records + 1)
    }

    @Test("status lists what came and has not left: refused, admitted, being read, safe to pull")
    func present() throws {
        func states() throws -> [String] {
            try casebook.presentDevices().map { "\($0.stick?.node ?? "-") \($0.state.rawValue)" }
        }
        _ = try commit(arrived(admitted: true, "It is storage alone."))
        #expect(try states() == ["- admitted"])
        _ = try commit(DeviceEntry(.mounted, stick: stick))
        #expect(try states() == ["/dev/sdb1 reading"])
        var entry = DeviceEntry(.read, stick: stick)
        entry.files = DeviceEntry.Tally()
        entry.files?.taken = 3
        _ = try commit(entry)
        #expect(try states() == ["/dev/sdb1 safe to pull"])
        #expect(try casebook.presentDevices().first?.files?.taken == 3)
        _ = try commit(DeviceEntry(.pulled, stick: stick))
        #expect(try states() == [])
        _ = try commit(DeviceEntry(.mounted, stick: stick))
        _ = try commit(DeviceEntry(.left, device: device))
        #expect(try states() == [])
        _ = try commit(DeviceEntry(.lost, name: "reader"))
        #expect(try states() == [])
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test("a named device's loss that was told stays told over a restart, until it is back")
    func named() throws {
        #expect(try commit(DeviceEntry(.arrived, name: "reader")) != nil)
        #expect(try commit(DeviceEntry(.lost, name: "reader")) != nil)
        var alerts = DeviceAlerts()
        alerts.raise = missingDeviceFinding("reader", seconds: 600)
        #expect(try commit(DeviceEntry(.missing, name: "reader"), alerts) != nil)
        #expect(try commit(DeviceEntry(.lost, name: "reader")) == nil)
        #expect(try commit(DeviceEntry(.missing, name: "reader"), alerts) != nil)
        #expect(try casebook.alerts(all: true).count == 1)
        #expect(try casebook.alerts(all: false).first?.finding.text.contains("more than 10 min") == true)
    }
}
