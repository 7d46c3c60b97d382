import Files
import Rules
import TestSupport
import Testing
import USB

@testable import Monitoring

private let plain = USBDevice(
    vendor: 0x0781, product: 0x5567, serial: "S", port: "1-2", interfaces: [USBInterface(number: 0, classCode: 8)])

private func medium(_ number: Int = 1) -> Medium {
    let system = FileSystem(
        node: "/dev/sdb\(number)", number: "8:\(number)", type: "vfat", label: "QPCR", uuid: "AAAA-000\(number)")
    return Medium(
        mount: BytePath("/media/sdb\(number)"), number: "8:\(number)", address: "1/5", stick: Stick(system, on: plain))
}

private func end(unread: [String] = [], looked: Bool = true, faults: [String] = []) -> MediumEnd {
    MediumEnd(
        isWhole: looked && unread.isEmpty, looked: looked, unread: unread.map { BytePath("/media/sdb1/" + $0) },
        unreadCount: unread.count, faults: faults)
}

/// A device as it is seen with one disk.
private func seen(_ device: USBDevice, _ settings: USBSettings = USBSettings()) -> SeenDevice {
    var seen = SeenDevice(path: "/sys/1-2", address: "1/5", device: device)
    seen.disks["/sys/1-2/sdb"] = FileSystem(node: "/dev/sdb1", number: "8:17", type: "vfat")
    return seen.judged(by: settings)
}

extension DeviceDesk.Effect {
    fileprivate var journaled: (entry: DeviceEntry, alerts: DeviceAlerts, line: DeviceLine?)? {
        if case .journal(let entry, let alerts, let line) = self { (entry, alerts, line) } else { nil }
    }
}

@Suite("The desk for devices")
struct DeviceDeskTests {
    private func first(_ event: DeviceDesk.Event, _ desk: inout DeviceDesk) throws -> (
        entry: DeviceEntry, alerts: DeviceAlerts, line: DeviceLine?
    ) {
        try #require(desk.handle(event).first?.journaled)
    }

    @Test("a plain stick is admitted, and an alert that refused it ends")
    func admitted() throws {
        var desk = DeviceDesk(USBSettings())
        let said = try first(.change(.arrived(seen(plain))), &desk)
        #expect(said.entry.event == .arrived && said.entry.verdict?.admitted == true && said.alerts.raise == nil)
        #expect(said.alerts.clear.map(\.subject) == [refusedDeviceSubject(plain)])
        #expect(said.line?.isWarning == false && said.line?.isOfNewsAlone == true)
    }

    @Test("a stick that is also a keyboard is refused: the laboratory is told, and the log is warned")
    func refused() throws {
        let keyboard = USBDevice(
            vendor: 1, product: 2, serial: "K", port: "1-3",
            interfaces: [USBInterface(number: 0, classCode: 8), USBInterface(number: 1, classCode: 3)])
        var desk = DeviceDesk(USBSettings())
        let said = try first(.change(.arrived(seen(keyboard))), &desk)
        #expect(said.alerts.raise?.subject == refusedDeviceSubject(keyboard) && said.alerts.clear.isEmpty)
        #expect(said.line?.isWarning == true && said.line?.text.contains("is refused: ") == true)
    }

    @Test("a named device is the monitor's to watch, with its own time; one no longer named is forgotten")
    func named() throws {
        var settings = USBSettings()
        settings.named = [.init(name: "reader", match: try #require(DeviceMatch("0781:5567")))]
        settings.named[0].lossSeconds = 90
        var desk = DeviceDesk(settings)
        func told(_ event: DeviceDesk.Event) -> [String] {
            desk.handle(event).map { effect in
                guard case .tell(.device(let name, let standing)) = effect else { return "something else" }
                return "\(name) \(standing)"
            }
        }
        #expect(told(.change(.named("reader", present: true, seen(plain, settings)))) == ["reader there"])
        #expect(told(.change(.named("reader", present: false, nil))) == ["reader absent(lossSeconds: 90.0)"])
        #expect(told(.adopted(settings)) == [])
        #expect(told(.adopted(USBSettings())) == ["reader unnamed"])
    }

    @Test("a named device that is gone for too long is told to the laboratory, and its return ends the alert")
    func missing() throws {
        var settings = USBSettings()
        settings.named = [.init(name: "reader", match: try #require(DeviceMatch("0781:5567")))]
        var desk = DeviceDesk(settings)
        _ = desk.handle(.change(.named("reader", present: false, seen(plain, settings))))
        let lost = try first(.presence("reader", .lost), &desk)
        #expect(lost.alerts.raise == nil && lost.entry.device == plain && lost.entry.name == "reader")
        let missing = try first(.presence("reader", .missing), &desk)
        #expect(missing.alerts.raise?.subject == missingDeviceSubject("reader"))
        #expect(missing.alerts.raise?.text.contains("more than 10 min") == true)
        #expect(try first(.presence("reader", .arrived), &desk).alerts.clear.map(\.subject) == ["device reader"])
    }

    @Test("a stick that was read says what became of its files, and that it may be pulled")
    func read() throws {
        var desk = DeviceDesk(USBSettings())
        let stick = medium().stick
        #expect(try first(.found(medium()), &desk).entry.event == .mounted)
        #expect(desk.standings == ["usb:AAAA-0001 is being read"])
        for fate in [DeviceDesk.FileFate.taken, .taken, .known, .unreadable] {
            #expect(desk.handle(.filed(stick: stick.name, fate)).isEmpty)
        }
        let said = try first(.read(medium(), end(faults: ["a/b cannot be looked at."])), &desk)
        let sentence =
            "The stick QPCR (AAAA-0001) is safe to pull: 2 runs taken, 1 known already, 1 file is no readable run. "
            + "a/b cannot be looked at."
        #expect(said.line?.text == sentence && said.alerts.notice?.text == sentence)
        #expect(said.alerts.clear.map(\.subject) == [pulledStickSubject(stick)])
        #expect(desk.standings == ["usb:AAAA-0001 is safe to pull"])
        let pulled = try first(.gone(medium(), end()), &desk)
        #expect(pulled.alerts.raise == nil && pulled.line?.isWarning == false && desk.standings == [])
    }

    @Test("a stick that is pulled too early is an alert that names its unread files as the journal calls them")
    func early() throws {
        var desk = DeviceDesk(USBSettings())
        _ = desk.handle(.found(medium()))
        let said = try first(.gone(medium(), end(unread: ["a.lc96p"])), &desk)
        #expect(said.entry.unread == ["usb:AAAA-0001/a.lc96p"] && said.entry.files?.unread == 1)
        #expect(said.alerts.raise?.text.contains("usb:AAAA-0001/a.lc96p") == true && said.line?.isWarning == true)
    }

    /// Sticks come, are read, are pulled early or late, and come again, in any order.
    @Test("what is said of each stick is what became of its files since it came", arguments: TestSupport.seeds(0..<40))
    func simulated(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var desk = DeviceDesk(USBSettings())
        var there: [Int: DeviceEntry.Tally] = [:]
        var safe: Set<Int> = []
        for _ in 0..<400 {
            let number = Int.random(in: 1...4, using: &numbers)
            let place = medium(number)
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0 where there[number] == nil:
                there[number] = .init()
                #expect(try first(.found(place), &desk).entry.stick == place.stick)
            case 1 where there[number] != nil:
                safe.insert(number)
                let said = try first(.read(place, end()), &desk)
                #expect(said.entry.files == there[number], "seed \(seed)")
                #expect(said.alerts.raise == nil && said.alerts.notice != nil)
            case 2 where there[number] != nil:
                let unread = safe.remove(number) == nil ? Int.random(in: 1...3, using: &numbers) : 0
                var tally = there.removeValue(forKey: number)
                tally?.unread = unread
                let said = try first(.gone(place, end(unread: (0..<unread).map { "f\($0)" })), &desk)
                #expect(said.entry.files == tally, "seed \(seed)")
                #expect((said.alerts.raise == nil) == (unread == 0) && said.alerts.notice == nil)
            default:
                // Of a stick that went meanwhile, too: that counts nowhere.
                let fate = [DeviceDesk.FileFate.taken, .known, .unreadable].randomElement(using: &numbers) ?? .taken
                #expect(desk.handle(.filed(stick: place.stick.name, fate)).isEmpty)
                switch fate {
                case .taken: there[number]?.taken += 1
                case .known: there[number]?.known += 1
                case .unreadable: there[number]?.unreadable += 1
                }
            }
            let standings = there.keys.sorted().map {
                "\(medium($0).stick.name) is \(safe.contains($0) ? "safe to pull" : "being read")"
            }
            #expect(desk.standings == standings, "seed \(seed)")
        }
    }
}
