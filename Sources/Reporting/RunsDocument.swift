public import Assay
import Text

/// `runs --json`: every run that was taken, the newest start first.
public struct RunsDocument: Codable, Hashable, Sendable {
    public struct Run: Codable, Hashable, Sendable {
        /// Number of its record in the journal.
        public var record: Int64
        public var id: String
        @OrNull public var serial: String?
        /// As the instrument wrote it, in its own zone.
        @OrNull public var started: String?
        @OrNull public var saved: String?
        /// When it was taken, UTC.
        @OrNull public var recorded: String?
        public var file: String
        public var sha256: String
        public var qc: QualityFinding.Status
        /// Another run has the same id: its values are withheld.
        public var conflict: Bool
        /// Saves of it that were taken; the latest is shown.
        public var saves: Int
        public var patients: [String]
        /// Ids of the alerts that name it and were not taken back.
        public var alerts: [String]
        /// What persons decided about it, oldest first.
        public var decisions: [RunDecisionDocument]

        public init(
            record: Int64, identity: RunIdentity, saved: String?, recorded: String?, file: String, sha256: String,
            qc: QualityFinding.Status, conflict: Bool, saves: Int, patients: [String], alerts: [String],
            decisions: [RunDecisionDocument] = []
        ) {
            self.record = record
            id = identity.id.text
            self.file = file
            self.sha256 = sha256
            self.qc = qc
            self.conflict = conflict
            self.saves = saves
            self.patients = patients
            self.alerts = alerts
            self.decisions = decisions
            _serial = OrNull(wrappedValue: identity.serial)
            _started = OrNull(wrappedValue: identity.started)
            _saved = OrNull(wrappedValue: saved)
            _recorded = OrNull(wrappedValue: recorded)
        }
    }
    public var schema = documentSchema
    public var runs: [Run]

    public init(runs: [Run]) { self.runs = runs }
}

/// The same for people: date and file first, since nobody knows a run by its id.
public func runsText(_ document: RunsDocument, width: Int? = nil, colour: Bool = false) -> String {
    guard !document.runs.isEmpty else { return "no runs\n" }
    var table = AlignedTable([
        .init("started"), .init("file"), .init("quality"), .init("patients"), .init("alerts"), .init("decided"),
        .init("record", .right), .init("run"),
    ])
    for run in document.runs {
        table.add(
            [
                run.started.map { String($0.prefix(16)).replacing("T", with: " ") } ?? "–", fileName(run.file),
                run.qc.rawValue + (run.conflict ? ", id of another run" : ""), plainList(run.patients, max: 8),
                run.alerts.joined(separator: " "),
                RunDecisionDocument.summary(run.decisions), String(run.record), run.id,
            ], ink: run.qc == .fail || run.conflict ? .red : run.qc == .warn ? .yellow : nil)
    }
    return table.text(colour: colour, columns: width)
}

/// The last part of a path.
package func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
