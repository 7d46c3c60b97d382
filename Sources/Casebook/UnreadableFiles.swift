// The alert on a folder's files that cannot be read: raised with the first, told again with a new count, and taken back
// with the last.
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal
internal import Alerts
internal import Laboratory
internal import Rules

extension Casebook {
    /// Tells the laboratory of a file that an `unreadable` record was just made for: at once, or together with those
    /// that follow.
    static func tellUnreadable(
        _ path: String, _ reason: String, record: Int64, context: JudgementContext, to appender: inout Appender
    ) throws {
        let folder = UnreadableFile.folder(of: path)
        guard let alert = try standingAlert(on: folder, appender.db) else {
            try appender.raise(
                unreadableFinding([UnreadableFile(path: path, reason: reason)], in: folder), about: record,
                context: context)
            return
        }
        guard try isNews(record, path, appender.db),
            try lastTold(alert.id, appender.db) + unreadableFilesPause <= appender.now
        else { return }
        try count(alert, about: record, context: context, to: &appender)
    }

    /// Tells again of a folder's files, as many as they now are.
    static func count(_ alert: Alert, about record: Int64?, context: JudgementContext, to appender: inout Appender)
        throws
    {
        let files = try unreadableFiles(of: alert, appender.db)
        guard let first = files.first else { return }
        var counted = alert
        counted.finding = unreadableFinding(files, in: UnreadableFile.folder(of: first.path))
        guard counted.finding.text != alert.finding.text else { return }
        try appender.append(
            .reminder, counted, AlertDetail(reason: "further files cannot be read"), about: record, context: context)
    }

    /// A file that could not be read and now can: of the laboratory's alert it was a ground, or the last.
    static func correctUnreadable(
        _ path: String, because reason: String, about: Int64, context: JudgementContext, to appender: inout Appender
    ) throws {
        let sql = "SELECT 1 FROM record INDEXED BY record_unreadable WHERE kind = 'unreadable' AND path = ? LIMIT 1"
        guard try Int.fetchOne(appender.db.cachedStatement(sql: sql), arguments: [path]) != nil else { return }
        var groundless = try alerts(withSubject: unreadableFileSubject(path), appender.db).filter {
            $0.state != .corrected && $0.state != .closed
        }
        if let alert = try standingAlert(on: UnreadableFile.folder(of: path), appender.db) {
            let others = try unreadableFiles(of: alert, appender.db).contains { $0.path != path }
            if !others { groundless.append(alert) }
        }
        try appender.apply(groundless.map { .correct(alert: $0.id, reason: reason) }, about: about, context: context)
    }

    /// When an alert was last written of.
    static func lastTold(_ alert: AlertID, _ db: Database) throws -> Date {
        let sql =
            "SELECT time FROM record INDEXED BY record_alert WHERE kind = 'alert' AND alert_id = ? ORDER BY sequence "
            + "DESC LIMIT 1"
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [alert.text]).flatMap(Timestamp.date)
            ?? .distantPast
    }

    /// A file that fails again for the reason that is known is no news.
    static func isNews(_ record: Int64, _ path: String, _ db: Database) throws -> Bool {
        let sql = """
            SELECT body->>'$.reason' FROM record INDEXED BY record_unreadable WHERE kind = 'unreadable' AND path = ? AND sequence <= ?
            ORDER BY sequence DESC LIMIT 2
            """
        let reasons = try String.fetchAll(db.cachedStatement(sql: sql), arguments: [path, record])
        return Set(reasons).count == reasons.count
    }

    private static func standingAlert(on folder: String, _ db: Database) throws -> Alert? {
        try alerts(withSubject: unreadableFilesSubject(folder: folder), db).last(where: \.state.stands)
    }

    /// The files that an alert stands on: of its folder, unreadable since it was raised and not read since; those that
    /// came last first.
    private static func unreadableFiles(of alert: Alert, _ db: Database) throws -> [UnreadableFile] {
        let raised =
            try Int64.fetchOne(db, sql: "SELECT about FROM record WHERE sequence = ?", arguments: [alert.id.sequence])
            ?? 0
        guard let path = try String.fetchOne(db, sql: "SELECT path FROM record WHERE sequence = ?", arguments: [raised])
        else { return [] }
        let folder = UnreadableFile.folder(of: path)
        let head = folder == "." ? "" : folder == "/" ? "/" : folder + "/"
        // "0" is the character after "/".
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT path, max(sequence) AS newest, body->>'$.reason' AS reason, body->>'$.gone' AS gone
                FROM record INDEXED BY record_unreadable
                WHERE kind = 'unreadable' AND sequence >= :raised \(head.isEmpty ? "" : "AND path >= :head AND path < :end")
                GROUP BY path ORDER BY newest DESC
                """,
            arguments: head.isEmpty
                ? ["raised": raised] : ["raised": raised, "head": head, "end": head.dropLast() + "0"])
        return try rows.compactMap { row in
            let path: String = try row.decode(forColumn: "path")
            guard try row.decode(forColumn: "gone") as Bool? == nil, UnreadableFile.folder(of: path) == folder,
                try !Seen.isRun(path, since: row.decode(forColumn: "newest"), db)
            else {
                return nil
            }
            return try UnreadableFile(path: path, reason: row.decode(forColumn: "reason") ?? "")
        }
    }
}
