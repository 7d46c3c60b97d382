// One thing that happened to a device, and what it does to the laboratory's alerts: what a `device` record is made from.
public import Files
public import USB

public enum DeviceEvent: String, Sendable, Codable {
    /// A storage device came and was judged, or a named device is there.
    case arrived
    /// A stick is mounted and will be read.
    case mounted
    /// All of a stick that is wanted was read: it may be pulled.
    case read
    /// A stick's mount is gone.
    case pulled
    /// A storage device is gone.
    case left
    /// A named device is gone, and has been for longer than it may.
    case lost, missing
}

/// One thing that happened to a device.
public struct DeviceEntry: Hashable, Sendable {
    /// What became of a stick's files.
    public struct Tally: Hashable, Sendable, Codable {
        /// Runs new to the journal, and those that changed.
        public var taken = 0
        /// Runs that the journal knew.
        public var known = 0
        public var unreadable = 0
        /// Files that were seen and not read.
        public var unread = 0
        public init() {}
    }

    public var event: DeviceEvent
    /// Under which the configuration lists it.
    public var name: String?
    public var device: USBDevice?
    public var fileSystems: [FileSystem]?
    public var verdict: DeviceVerdict?
    public var stick: Stick?
    public var files: Tally?
    /// Some of the files that were not read.
    public var unread: [String]?

    public init(_ event: DeviceEvent, name: String? = nil, device: USBDevice? = nil, stick: Stick? = nil) {
        self.event = event
        self.name = name
        self.device = device
        self.stick = stick
    }
}

/// What a device event does to the laboratory's alerts.
public struct DeviceAlerts: Sendable {
    /// Raised, unless one on its subject stands.
    public var raise: Finding?
    /// Subjects whose alerts have lost their ground, and why.
    public var clear: [(subject: String, reason: String)] = []
    /// Told once through the hooks; no alert stays open.
    public var notice: Finding?
    public init() {}
}
