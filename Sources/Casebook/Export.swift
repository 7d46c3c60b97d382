// The journal for other programs: every record as a line, streamed, so that its length costs no memory.
public import Foundation
internal import GRDB
public import Journal

public enum ExportFormat: String, Sendable, CaseIterable { case csv, jsonl }

extension Casebook {
    /// Writes the records from `since` on, oldest first, one line of text (without its line break) at a time; CSV
    /// begins with the names of its columns. JSON holds all of each record; CSV holds what fits a table and leaves
    /// wells and curves out.
    public func export(since: Date? = nil, format: ExportFormat, _ write: (String) throws -> Void) throws(JournalError)
    {
        let from = since.map(Timestamp.text) ?? ""
        try read { db in
            if format == .csv { try write(ExportRow.header) }
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(Record.columns) FROM record WHERE time >= ? ORDER BY sequence", arguments: [from])
            while let row = try rows.next() {
                let record = try Record(row)
                try write(format == .jsonl ? record.jsonLine : ExportRow.line(of: record))
            }
        }
    }
}
