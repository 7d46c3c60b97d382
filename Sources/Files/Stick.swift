public import USB

/// Where a file came from that was read off a USB stick.
public struct Stick: Hashable, Sendable, Codable {
    /// "/dev/sdb1".
    public let node: String
    public let fileSystem: String?
    public let label: String?
    public let uuid: String?
    /// The USB device's.
    public let serial: String?
    /// The USB device's vendor and product, "0781:5567".
    public let device: String
    /// Where it was plugged in: bus and ports.
    public let port: String

    public init(_ fileSystem: FileSystem, on device: USBDevice) {
        node = fileSystem.node
        self.fileSystem = fileSystem.type
        label = fileSystem.label
        uuid = fileSystem.uuid
        serial = device.serial
        self.device = device.id
        port = device.port
    }

    /// The same whenever the stick comes back, in whatever port: what journaled paths begin with.
    public var name: String { "usb:" + plain(uuid ?? serial ?? node) }

    /// `USBDevice.key` of the device it is on.
    public var deviceKey: String { USBDevice.key(port: port, id: device, serial: serial) }

    /// For people: "stick QPCR (1234-ABCD)".
    public var title: String { "stick \(plain(label ?? "without a label")) (\(plain(uuid ?? serial ?? node)))" }

    /// A stick's own words as one short piece of a path or a sentence.
    private func plain(_ text: String) -> String {
        BytePath(String(text.unicodeScalars.prefix(Self.textMax)).replacing("/", with: "_")).text
    }

    private static let textMax = 64
}

/// A stick that is mounted and admitted.
public struct Medium: Hashable, Sendable {
    /// The folder it is mounted at.
    public let mount: BytePath
    /// Major and minor number of what is mounted, "8:17".
    public let number: String
    /// Bus and address: a stick that comes back has another.
    public let address: String
    public let stick: Stick

    public init(mount: BytePath, number: String, address: String, stick: Stick) {
        self.mount = mount
        self.number = number
        self.address = address
        self.stick = stick
    }

    /// Neither pulled nor mounted anew in between.
    public func isSameVisit(as other: Medium?) -> Bool {
        mount == other?.mount && number == other?.number && address == other?.address
    }

    /// What the journal calls a file below the mount: the stick's name and the path on it.
    public func journalPath(_ path: BytePath) -> String {
        let below =
            path.bytes.starts(with: mount.bytes)
            ? Array(path.bytes.dropFirst(mount.bytes.count).drop { $0 == UInt8(ascii: "/") }) : path.bytes
        return "\(stick.name)/\(BytePath(bytes: below).text)"
    }
}
