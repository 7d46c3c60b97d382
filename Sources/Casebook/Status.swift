// What the commands ask of the journal, answered from the indexes.
public import Foundation
internal import GRDB
public import Journal
internal import Synchronization

/// The journal at a glance.
public struct JournalStatus: Hashable, Sendable {
    /// Runs, not counting amendments.
    public let runs: Int
    /// Of those, journaled since the start of the day.
    public let runsToday: Int
    /// Alerts open, confirmed or acknowledged.
    public let alertsOpen: Int
    public let deliveriesOwed: Int
    public let deliveriesFailed: Int
    public let head: Head
    /// UTC time of the newest record, ISO 8601; nil in an empty journal.
    public let newest: String?
    /// Start, as its file says, of the newest run with a run control among the last `Casebook.controlRunsMax`; nil
    /// where there is none.
    public let lastControl: String?
    /// Records in all.
    public var records: Int64 { head.sequence }
}

extension Casebook {
    /// - Parameter dayStart: when today began, in the laboratory's own zone.
    public func status(dayStart: Date) throws(JournalError) -> JournalStatus {
        try read { db in
            func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
                try Int.fetchOne(db, sql: "SELECT count(*) FROM " + sql, arguments: arguments) ?? 0
            }
            return JournalStatus(
                runs: try count("record WHERE kind = 'run'"),
                runsToday: try count("record WHERE kind = 'run' AND time >= ?", [Timestamp.text(dayStart)]),
                alertsOpen: try count(
                    """
                    (SELECT max(sequence), alert_state AS state FROM record INDEXED BY record_alert
                        WHERE kind = 'alert' GROUP BY alert_id)
                    WHERE state IN (\(Self.standingStates))
                    """),
                deliveriesOwed: try Self.open(db, from: try outboxFloor.withLock { $0 } ?? Self.firstOpen(db)).count,
                deliveriesFailed: try count(
                    """
                    record AS r INDEXED BY record_outbox WHERE r.kind = 'delivery' AND r.delivery_state = 'failed'
                        AND NOT EXISTS (SELECT 1 FROM record AS later
                            WHERE later.kind = 'delivery' AND later.delivery_id = r.delivery_id AND later.sequence > r.sequence)
                    """),
                head: try Journal.head(db),
                newest: try String.fetchOne(db, sql: "SELECT time FROM record ORDER BY sequence DESC LIMIT 1"),
                lastControl: try Self.newestControl(db))
        }
    }
}
