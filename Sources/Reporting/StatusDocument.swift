/// `status --json`: the shell fills it from the journal and the configuration.
public struct StatusDocument: Codable, Hashable, Sendable {
    public struct Folder: Codable, Hashable, Sendable {
        public var path: String
        /// UTC; null where no scan is known.
        @OrNull public var lastScan: String?
        /// Why it cannot be watched; null where it can.
        @OrNull public var problem: String?

        enum CodingKeys: String, CodingKey {
            case path, problem
            case lastScan = "last_scan"
        }

        public init(path: String, lastScan: String?, problem: String?) {
            self.path = path
            _lastScan = OrNull(wrappedValue: lastScan)
            _problem = OrNull(wrappedValue: problem)
        }
    }
    /// A USB stick that is plugged in.
    public struct Medium: Codable, Hashable, Sendable {
        @OrNull public var label: String?
        @OrNull public var uuid: String?
        /// The USB device's.
        @OrNull public var serial: String?
        /// Its block device; null while none is mounted.
        @OrNull public var device: String?
        /// admitted, refused, reading, or safe to pull.
        public var state: String
        /// Of a refusal.
        @OrNull public var reason: String?
        /// Runs taken off it since it was plugged in; null while it is not read.
        @OrNull public var runs: Int?

        public init(
            label: String?, uuid: String?, serial: String?, device: String?, state: String, reason: String?, runs: Int?
        ) {
            _label = OrNull(wrappedValue: label)
            _uuid = OrNull(wrappedValue: uuid)
            _serial = OrNull(wrappedValue: serial)
            _device = OrNull(wrappedValue: device)
            self.state = state
            _reason = OrNull(wrappedValue: reason)
            _runs = OrNull(wrappedValue: runs)
        }
    }
    public struct Runs: Codable, Hashable, Sendable {
        public var total: Int
        public var today: Int
        public init(total: Int, today: Int) {
            self.total = total
            self.today = today
        }
    }
    public struct Alerts: Codable, Hashable, Sendable {
        public var open: Int
        public init(open: Int) { self.open = open }
    }
    public struct Outbox: Codable, Hashable, Sendable {
        public var owed: Int
        public var failed: Int
        public init(owed: Int, failed: Int) {
            self.owed = owed
            self.failed = failed
        }
    }
    public struct Journal: Codable, Hashable, Sendable {
        public var records: Int
        /// Digest of the last record; null while there is none.
        @OrNull public var head: String?
        public init(records: Int, head: String?) {
            self.records = records
            _head = OrNull(wrappedValue: head)
        }
    }

    public var schema = documentSchema
    /// A daemon holds the journal.
    public var running: Bool
    public var watch: [Folder]
    /// USB sticks that are plugged in; empty where no daemon runs.
    public var media: [Medium] = []
    /// Why the rules on absent results wait, or what they could not see, a sentence each; empty where they see all.
    public var heldBack: [String] = []
    /// Why the daemon does not write pages; null where it does, or where none are asked for.
    @OrNull public var pagesProblem: String?
    public var runs: Runs
    public var alerts: Alerts
    public var outbox: Outbox
    public var journal: Journal
    /// What wants a person; empty where all is well.
    public var findings: [Finding] = []

    /// One thing that wants a person.
    public struct Finding: Codable, Hashable, Sendable {
        /// `critical`: runs or alerts may be missed. `warning`: something is left undone.
        public enum Severity: String, Codable, Hashable, Sendable { case warning, critical }
        public var severity: Severity
        public var text: String
        public init(_ severity: Severity, _ text: String) { (self.severity, self.text) = (severity, text) }
    }

    enum CodingKeys: String, CodingKey {
        case schema, running, watch, media, runs, alerts, outbox, journal, findings
        case heldBack = "held_back"
        case pagesProblem = "pages_problem"
    }

    public init(running: Bool, watch: [Folder], runs: Runs, alerts: Alerts, outbox: Outbox, journal: Journal) {
        self.running = running
        self.watch = watch
        self.runs = runs
        self.alerts = alerts
        self.outbox = outbox
        self.journal = journal
        _pagesProblem = OrNull(wrappedValue: nil)
    }
}
