internal import Text
public import USB

/// `usb --json`: what is plugged in, and what the policy says of it. The shell fills it.
public struct DevicesDocument: Codable, Hashable, Sendable {
    public struct Disk: Codable, Hashable, Sendable {
        public var device: String
        /// Null where it holds none.
        @OrNull public var fileSystem: String?
        @OrNull public var label: String?
        @OrNull public var uuid: String?

        enum CodingKeys: String, CodingKey {
            case device, label, uuid
            case fileSystem = "file_system"
        }
    }
    public struct Entry: Codable, Hashable, Sendable {
        /// Bus and ports.
        public var port: String
        /// Vendor and product.
        public var id: String
        @OrNull public var serial: String?
        @OrNull public var manufacturer: String?
        @OrNull public var model: String?
        /// USB-IF's codes of its interfaces, each once.
        public var classes: [Int]
        public var storage: Bool
        /// Names under which the configuration lists it.
        public var names: [String]
        public var disks: [Disk]
        /// Null where it is no storage and so of no concern.
        @OrNull public var admitted: Bool?
        @OrNull public var reason: String?
    }

    public var schema = documentSchema
    public var devices: [Entry] = []

    public init() {}

    public mutating func add(_ device: USBDevice, disks: [FileSystem], names: [String], verdict: DeviceVerdict?) {
        devices.append(
            Entry(
                port: device.port, id: device.id, serial: device.serial, manufacturer: device.manufacturer,
                model: device.model, classes: Set(device.interfaces.map(\.classCode)).sorted(),
                storage: verdict != nil, names: names,
                disks: disks.map {
                    Disk(
                        device: $0.node, fileSystem: $0.type, label: $0.label,
                        uuid: $0.uuid)
                }, admitted: verdict?.admitted, reason: verdict?.reason))
    }
}

/// The devices for people, one a line.
public func devicesText(_ document: DevicesDocument, width: Int? = nil, colour: Bool = false) -> String {
    guard !document.devices.isEmpty else { return "no USB devices\n" }
    var table = AlignedTable([
        .init("port"), .init("id"), .init("serial"), .init("device"), .init("named"), .init("disks"), .init("verdict"),
    ])
    for entry in document.devices {
        let disks = entry.disks.map { disk in
            [disk.device, disk.fileSystem, disk.label].compactMap(\.self).joined(separator: " ")
        }
        let verdict = entry.admitted.map { "\($0 ? "admitted" : "refused"): \(entry.reason ?? "")" } ?? "no storage"
        table.add(
            [
                entry.port, entry.id, entry.serial ?? "",
                [entry.manufacturer, entry.model].compactMap(\.self).joined(separator: " "),
                entry.names.joined(separator: ", "), disks.joined(separator: ", "), verdict,
            ], ink: entry.admitted.map { $0 ? .green : .red })
    }
    return table.text(colour: colour, columns: width)
}
