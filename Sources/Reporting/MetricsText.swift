// What a monitoring system is told: Prometheus' text format, as the node exporter's textfile collector reads it.
public import Foundation

/// The service at one moment.
public struct Metrics: Sendable {
    public struct Folder: Hashable, Sendable {
        public var path: String
        /// When the last scan of it ended; nil where none has yet.
        public var lastScan: Date?
        /// It could be looked at whole.
        public var isWhole: Bool
        public init(path: String, lastScan: Date?, isWhole: Bool) {
            self.path = path
            self.lastScan = lastScan
            self.isWhole = isWhole
        }
    }

    public var programVersion: String
    public var folders: [Folder]
    /// Files that are settling, waited for or being read.
    public var pending: Int
    /// The rules on absent results wait.
    public var absenceHeld: Bool
    /// Files and folders that they wait for no longer without having seen them.
    public var unseen: Int
    public var clockDoubted: Bool
    public var runs: Int
    public var alertsOpen: Int
    public var deliveriesOwed: Int
    public var deliveriesFailed: Int
    /// Since the service began.
    public var logLinesLost: Int
    public var records: Int64
    /// The journal and its log on the disk.
    public var journalBytes: Int64
    /// Start of the newest run that held a run control; nil where none is known.
    public var lastControl: Date?

    public init(
        programVersion: String, folders: [Folder], pending: Int, absenceHeld: Bool = false, unseen: Int = 0,
        clockDoubted: Bool = false, runs: Int, alertsOpen: Int, deliveriesOwed: Int, deliveriesFailed: Int,
        logLinesLost: Int, records: Int64,
        journalBytes: Int64, lastControl: Date?
    ) {
        self.programVersion = programVersion
        self.folders = folders
        self.pending = pending
        self.absenceHeld = absenceHeld
        self.unseen = unseen
        self.clockDoubted = clockDoubted
        self.runs = runs
        self.alertsOpen = alertsOpen
        self.deliveriesOwed = deliveriesOwed
        self.deliveriesFailed = deliveriesFailed
        self.logLinesLost = logLinesLost
        self.records = records
        self.journalBytes = journalBytes
        self.lastControl = lastControl
    }
}

/// The whole file. What is not known has no line, so that no monitor takes it for zero.
public func metricsText(_ metrics: Metrics) -> String {
    func time(_ date: Date) -> String { "\(Int64(date.timeIntervalSince1970.rounded(.down)))" }
    let scans = metrics.folders.compactMap { folder in folder.lastScan.map { (label("folder", folder.path), time($0)) }
    }
    let whole = metrics.folders.map { (label("folder", $0.path), $0.isWhole ? "1" : "0") }
    let families: [(name: String, type: String, help: String, values: [(labels: String, value: String)])] = [
        ("build_info", "gauge", "The version that runs.", [(label("version", metrics.programVersion), "1")]),
        ("runs_total", "counter", "Runs journaled, amendments not counted.", [("", "\(metrics.runs)")]),
        ("files_pending", "gauge", "Files that are settling, waited for or being read.", [("", "\(metrics.pending)")]),
        (
            "absence_rules_held", "gauge", "1 while the rules on absent results wait for files, folders or the clock.",
            [("", metrics.absenceHeld ? "1" : "0")]
        ),
        (
            "unseen", "gauge",
            "Files and folders that could not be seen for so long that those rules wait for them no longer.",
            [("", "\(metrics.unseen)")]
        ),
        (
            "clock_doubted", "gauge", "1 while the machine's clock is not believed.",
            [("", metrics.clockDoubted ? "1" : "0")]
        ),
        ("folder_last_scan_timestamp_seconds", "gauge", "When the last scan of a watched folder ended.", scans),
        ("folder_whole", "gauge", "1 where a watched folder answers and can be looked at whole.", whole),
        ("alerts_open", "gauge", "Alerts open, confirmed or acknowledged.", [("", "\(metrics.alertsOpen)")]),
        (
            "deliveries_owed", "gauge", "Deliveries of alerts that are still to be made.",
            [("", "\(metrics.deliveriesOwed)")]
        ),
        ("deliveries_failed", "gauge", "Deliveries that were given up.", [("", "\(metrics.deliveriesFailed)")]),
        (
            "log_lines_lost_total", "counter", "Lines that the log did not take, because nobody read it.",
            [("", "\(metrics.logLinesLost)")]
        ),
        ("journal_records", "gauge", "Records of the journal.", [("", "\(metrics.records)")]),
        ("journal_bytes", "gauge", "Size of the journal and its log on the disk.", [("", "\(metrics.journalBytes)")]),
        (
            "last_control_timestamp_seconds", "gauge", "Start of the newest run with a run control.",
            metrics.lastControl.map { [("", time($0))] } ?? []
        ),
    ]
    return families.filter { !$0.values.isEmpty }.map { family in
        "# HELP cqwatch_\(family.name) \(family.help)\n# TYPE cqwatch_\(family.name) \(family.type)\n"
            + family.values.map { "cqwatch_\(family.name)\($0.labels) \($0.value)\n" }.joined()
    }.joined()
}

/// `{name="value"}`, escaped as the format asks.
private func label(_ name: String, _ value: String) -> String {
    let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    return "{\(name)=\"\(escaped)\"}"
}
