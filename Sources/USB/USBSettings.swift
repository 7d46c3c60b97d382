/// Which USB devices are trusted, what is read from them, and which must not be missing: the `usb` part of the
/// configuration.
public struct USBSettings: Hashable, Sendable, Codable {
    /// A device that the laboratory wants to know present: a bar-code reader, an instrument's link.
    public struct Named: Hashable, Sendable, Codable {
        public var name: String
        public var match: DeviceMatch
        /// Gone for longer, the laboratory is told.
        public var lossSeconds = Named.lossSecondsDefault

        public static let lossSecondsDefault = 600.0

        public init(name: String, match: DeviceMatch) {
            self.name = name
            self.match = match
        }
    }

    /// Sticks are judged and read at all.
    public var enabled = true
    /// Where sticks are mounted, each in a folder of its own.
    public var mediaFolder = "/run/cqwatch/media"
    /// Only these devices are read; empty: every device that is storage and nothing else.
    public var allow: [DeviceMatch] = []
    /// Folders of a stick that are read, with what is below them; empty: the whole stick.
    public var folders: [String] = []
    /// Ends of the names of run files, without case and dot.
    public var suffixes = ["lc96p", "rdml", "rdm"]
    /// Sticks with ext4 are read, too. Its driver has the most code that a stick's own content can steer.
    public var ext4 = false
    /// Run files on one stick.
    public var filesMax = 10_000
    /// Bytes of all run files on one stick.
    public var bytesMax = 4 << 30
    public var named: [Named] = []

    public init() {}

    /// What sticks may hold, as udev names it.
    public var fileSystems: [String] { ["vfat", "exfat", "ntfs"] + (ext4 ? ["ext4"] : []) }

    /// - Parameter type: nil where nothing is known of it.
    public func reads(_ type: String?) -> Bool { type.map { fileSystems.contains($0) } ?? true }

    /// How long the device of this name may be gone, seconds; the default where the configuration names it no longer.
    public func lossSeconds(of name: String) -> Double {
        named.first { $0.name == name }?.lossSeconds ?? Named.lossSecondsDefault
    }

    /// More are refused by the configuration.
    public static let listLimit = 1000
    public static let namedLimit = 64
}
