/// A USB device with what hangs on it.
public struct SeenDevice: Hashable, Sendable {
    /// In sysfs.
    public let path: String
    /// Bus and address: another one at the same port is another device.
    public let address: String
    public let device: USBDevice
    /// Its disks and partitions by their paths in sysfs.
    public var disks: [String: FileSystem] = [:]
    public internal(set) var verdict = DeviceVerdict.refused("It has not been judged.")
    /// Names under which the configuration lists it.
    public internal(set) var names: [String] = []

    public init(path: String, address: String, device: USBDevice) {
        self.path = path
        self.address = address
        self.device = device
    }

    /// By node; disks that hold none are among them, with no type.
    public var fileSystems: [FileSystem] { disks.values.sorted { $0.node < $1.node } }
    /// A disk hangs on it, or its descriptors say that one might.
    public var isStorage: Bool { device.isStorage || !disks.isEmpty }
}

extension SeenDevice {
    var withoutDisks: SeenDevice {
        var bare = self
        bare.disks = [:]
        return bare
    }

    public func judged(by settings: USBSettings) -> SeenDevice {
        var judged = self
        judged.verdict = DevicePolicy(allow: settings.allow).judge(device)
        let kinds = disks.values.compactMap(\.type)
        if judged.verdict.admitted, let kind = kinds.min(), !kinds.contains(where: settings.reads) {
            judged.verdict = .unread(kind, settings)
        }
        judged.names = settings.named.filter { $0.match.matches(device) }.map(\.name)
        return judged
    }
}
