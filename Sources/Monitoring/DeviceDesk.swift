// What comes and goes on USB, and what is read off sticks: what the journal, the laboratory's alerts and the log hear of
// it. Pure: the shell watches the devices, writes the records and speaks.
public import Files
public import Rules
public import USB

public struct DeviceDesk: Sendable {
    public enum Event: Sendable {
        case change(DeviceChange)
        /// A device or a stick that was there when an earlier process ended, and is not there now.
        case absent(USBDevice?, Stick?)
        /// Other settings hold.
        case adopted(USBSettings)
        /// What the monitor found out of a named device.
        case presence(String, PresenceChange)
        /// A stick is mounted and will be read.
        case found(Medium)
        /// What became of a run, or of a file that is none, of the stick of this name.
        case filed(stick: String, FileFate)
        /// All of it that is wanted has been read.
        case read(Medium, MediumEnd)
        case gone(Medium, MediumEnd)
    }

    public enum FileFate: Sendable { case taken, known, unreadable }

    public enum Effect: Sendable {
        /// Journal the entry with what it does to alerts, then write the line to the log.
        case journal(DeviceEntry, DeviceAlerts, DeviceLine?)
        /// The monitor's, before anything else.
        case tell(Monitoring.Event)
        /// The sentence on what the service is at has changed.
        case showStatus
    }

    /// How far a stick is read.
    struct Reading {
        var files = DeviceEntry.Tally()
        var isRead = false
    }

    private(set) var settings: USBSettings
    /// Named devices as they were last seen.
    private(set) var named: [String: USBDevice] = [:]
    /// Sticks that are there, by name.
    var sticks: [String: Reading] = [:]

    public init(_ settings: USBSettings) { self.settings = settings }

    /// How far each stick that is there was read, a sentence's part each, by name.
    public var standings: [String] {
        sticks.sorted { $0.key < $1.key }.map { "\($0.key) is \($0.value.isRead ? "safe to pull" : "being read")" }
    }

    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .change(.arrived(let seen)): return [judged(seen)]
        case .change(.left(let seen)): return [left(seen)]
        case .change(.named(let name, let isPresent, let seen)):
            named[name] = seen?.device ?? named[name]
            let standing = isPresent ? DeviceStanding.there : .absent(lossSeconds: settings.lossSeconds(of: name))
            return [.tell(.device(name, standing))]
        case .absent(let device, let stick):
            return [.journal(DeviceEntry(.left, device: device, stick: stick), DeviceAlerts(), nil)]
        case .adopted(let new):
            let forgotten = settings.named.map(\.name).filter { name in !new.named.contains { $0.name == name } }
            settings = new
            return forgotten.map { .tell(.device($0, .unnamed)) }
        case .presence(let name, let change): return [changed(name, change)]
        case .found(let medium): return [found(medium)]
        case .filed(let stick, let fate):
            count(fate, of: stick)
            return []
        case .read(let medium, let end): return [read(medium, end), .showStatus]
        case .gone(let medium, let end): return [gone(medium, end), .showStatus]
        }
    }
}

/// A line for the laboratory's log.
public struct DeviceLine: Hashable, Sendable {
    public enum Kind: Sendable { case judged, left, back, missing, stickReading, stickRead, stickPulled }
    public let kind: Kind
    /// The device's id or name, or the stick's name.
    public let device: String
    public let text: String
    /// More than its kind usually is.
    public let isWarning: Bool
    /// It is written only where the entry told the journal something new.
    public let isOfNewsAlone: Bool

    init(_ kind: Kind, _ device: String, _ text: String, isWarning: Bool = false, isOfNewsAlone: Bool = false) {
        self.kind = kind
        self.device = device
        self.text = text
        self.isWarning = isWarning
        self.isOfNewsAlone = isOfNewsAlone
    }
}
