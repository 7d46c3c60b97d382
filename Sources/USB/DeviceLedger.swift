// What is plugged in, as the events tell it: pure, so that captured events can be played. The monitor listens before
// the first survey, so what comes in between is told twice; here it counts once.

/// What came, went or changed.
public enum DeviceChange: Hashable, Sendable {
    /// Storage came, was found at the start, or is judged otherwise than before.
    case arrived(SeenDevice)
    case left(SeenDevice)
    /// A device that the configuration names.
    case named(String, present: Bool, SeenDevice?)
}

/// What is plugged in, and what is thought of it.
public struct DeviceLedger: Sendable {
    public private(set) var settings: USBSettings
    public private(set) var devices: [String: SeenDevice] = [:]
    /// The USB device of each disk and partition.
    private var owners: [String: String] = [:]

    public init(_ settings: USBSettings) { self.settings = settings }

    /// The file system with this number and the device it is on.
    public func fileSystem(_ number: String) -> (FileSystem, SeenDevice)? {
        for device in devices.values {
            if let found = device.disks.values.first(where: { $0.number == number }) { return (found, device) }
        }
        return nil
    }

    /// - Parameter inspect: a USB device as it is now, without disks; nil where it is gone.
    public mutating func apply(_ report: DeviceReport, inspect: (_ path: String) -> SeenDevice?) -> [DeviceChange] {
        switch (report.subsystem, report.action) {
        case (.usb, .gone): forget(report.path)
        case (.usb, .there): report.usbPath == report.path ? meet(report.path, inspect) : []
        case (.block, .gone): forgetDisk(report.path)
        case (.block, .there): meetDisk(report, inspect)
        }
    }

    /// Takes a survey as the truth.
    public mutating func reconcile(_ survey: [SeenDevice]) -> [DeviceChange] {
        let there = Dictionary(survey.map { ($0.path, $0) }) { $1 }
        var changes = devices.keys.sorted().flatMap { path in
            there[path]?.address == devices[path]?.address ? [] : forget(path)
        }
        for seen in survey {
            changes += meet(seen.path) { _ in seen.withoutDisks }
            for path in devices[seen.path]?.disks.keys.sorted() ?? [] where seen.disks[path] == nil {
                changes += forgetDisk(path)
            }
            for (path, fileSystem) in seen.disks.sorted(by: { $0.key < $1.key }) {
                let report = DeviceReport(
                    action: .there, subsystem: .block, path: path, usbPath: seen.path, fileSystem: fileSystem)
                changes += meetDisk(report) { _ in nil }
            }
        }
        return changes
    }

    /// Other settings hold: every device is judged and named anew.
    public mutating func adopt(_ settings: USBSettings) -> [DeviceChange] {
        self.settings = settings
        var changes: [DeviceChange] = []
        for (path, old) in devices.sorted(by: { $0.key < $1.key }) {
            let seen = old.judged(by: settings)
            devices[path] = seen
            if seen.verdict != old.verdict, !seen.disks.isEmpty { changes.append(.arrived(seen)) }
            changes += seen.names.filter { !old.names.contains($0) }.map { .named($0, present: true, seen) }
        }
        return changes
    }

    /// Named devices that are not there.
    public var missing: [DeviceChange] {
        settings.named.filter { named in !devices.values.contains { $0.names.contains(named.name) } }.map {
            .named($0.name, present: false, nil)
        }
    }

    private mutating func meet(_ path: String, _ inspect: (_ path: String) -> SeenDevice?) -> [DeviceChange] {
        guard let seen = inspect(path)?.judged(by: settings), devices[path]?.address != seen.address else { return [] }
        let before = forget(path)
        devices[path] = seen
        return before + seen.names.map { .named($0, present: true, seen) }
    }

    private mutating func meetDisk(_ report: DeviceReport, _ inspect: (_ path: String) -> SeenDevice?) -> [DeviceChange]
    {
        guard let usb = report.usbPath, let fileSystem = report.fileSystem else { return [] }
        var changes = devices[usb] == nil ? meet(usb, inspect) : []
        guard var device = devices[usb] else { return changes }
        let isFirst = device.disks.isEmpty
        let before = device.verdict
        device.disks[report.path] = fileSystem
        device = device.judged(by: settings)
        devices[usb] = device
        owners[report.path] = usb
        if isFirst || device.verdict != before { changes.append(.arrived(device)) }
        return changes
    }

    private mutating func forgetDisk(_ path: String) -> [DeviceChange] {
        guard let usb = owners.removeValue(forKey: path), var device = devices[usb] else { return [] }
        let before = device
        device.disks[path] = nil
        devices[usb] = device
        return device.disks.isEmpty ? [.left(before)] : []
    }

    private mutating func forget(_ path: String) -> [DeviceChange] {
        guard let device = devices.removeValue(forKey: path) else { return [] }
        for disk in device.disks.keys { owners[disk] = nil }
        let names = device.names.filter { name in !devices.values.contains { $0.names.contains(name) } }
        return (device.disks.isEmpty ? [] : [.left(device)]) + names.map { .named($0, present: false, device) }
    }
}
