// What the journal knows of mails that went out: the threads they belong to, and how many one recipient got.
public import Foundation
internal import GRDB
public import Journal
internal import Alerts

extension Casebook {
    /// Message-IDs of the mails about an alert that reached a recipient, oldest first, each once.
    static func mailThread(ofAlert id: AlertID, to recipient: String, _ db: Database) throws -> [String] {
        let messages = try String.fetchAll(
            db,
            sql: """
                SELECT d.body->>'$.message' FROM record AS a INDEXED BY record_alert JOIN record AS d INDEXED BY record_about ON d.about = a.sequence
                WHERE a.kind = 'alert' AND a.alert_id = ? AND d.kind = 'delivery' AND d.delivery_state = 'delivered'
                    AND d.body->>'$.channel' = ? AND d.body->>'$.recipients[0]' = ? AND d.body->>'$.message' IS NOT NULL ORDER BY d.sequence
                """, arguments: [id.text, Channel.mail.text, recipient])
        var seen: Set<String> = []
        return messages.filter { seen.insert($0).inserted }
    }

    /// When each mail that a recipient got since then was accepted, oldest first.
    public func mailsAccepted(since: Date) throws(JournalError) -> [String: [Date]] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT body->>'$.recipients[0]' AS recipient, min(time) AS time FROM record INDEXED BY record_kind
                    WHERE kind = 'delivery' AND time > ? AND delivery_state = 'delivered' AND body->>'$.message' IS NOT NULL
                    GROUP BY recipient, body->>'$.message' ORDER BY time
                    """, arguments: [Timestamp.text(since)])
            return try Dictionary(grouping: rows) { try $0.decode(forColumn: "recipient") ?? "" }.mapValues {
                try $0.compactMap { try Timestamp.date($0.decode(forColumn: "time")) }
            }
        }
    }
}
