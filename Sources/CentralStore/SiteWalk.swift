// One site's chain, followed page by page.
internal import Foundation
internal import Journal
internal import Postgres

struct SiteWalk {
    static let anchor = "SELECT digest FROM record WHERE site = $1 AND sequence = $2"
    /// So many rows at most, and no further one once their bodies are so long (`$4`).
    static let page = """
        SELECT sequence, time, kind, about, previous, digest, body FROM (
            SELECT sequence, time, kind, about, previous, digest, body,
                sum(octet_length(body)) OVER (ORDER BY sequence) - octet_length(body) AS so_far
            FROM (SELECT * FROM record WHERE site = $1 AND sequence > $2 ORDER BY sequence LIMIT $3) AS few
        ) AS summed WHERE so_far < $4 ORDER BY sequence
        """

    /// The last good record.
    private(set) var place: Head
    private(set) var records: Int64 = 0
    private(set) var bytes: Int64 = 0
    private(set) var fault: (sequence: Int64, reason: String)?
    /// The first record whose body this version cannot read: a newer one wrote it, or nobody did.
    private(set) var unread: Int64?
    var notes = SiteNotes()

    init(place: Head) { self.place = place }

    /// Until the first bad record.
    mutating func prove(_ page: PostgresRows) {
        for row in 0..<page.count where fault == nil { prove(page, row) }
    }

    private mutating func prove(_ page: PostgresRows, _ row: Int) {
        guard let record = StoredRecord(page, row) else {
            fault = (place.sequence + 1, "a field does not hold what it must")
            return
        }
        let reason =
            page.bytes(row, 6) { body -> String? in
                guard record.sequence == place.sequence + 1, record.previous == place.digest else {
                    return "it does not follow record \(place.sequence)"
                }
                let digest = Record.digest(
                    previous: record.previous, sequence: record.sequence, time: record.time, kind: record.kind,
                    about: record.about, body: body)
                guard digest == record.digest else {
                    return "its content does not give its digest: it was changed, or forged"
                }
                // Its digest is right: the chain goes on, whatever this version makes of it.
                do { try notes.note(record, body) } catch { unread = unread ?? record.sequence }
                bytes += Int64(body.count)
                return nil
            } ?? nil
        if let reason {
            fault = (record.sequence, reason)
        } else {
            place = Head(sequence: record.sequence, digest: record.digest)
            records += 1
        }
    }
}

extension StoredRecord {
    /// A row of `SiteWalk.page`; nil where a column is missing.
    init?(_ rows: PostgresRows, _ row: Int) {
        guard let sequence = rows.number(row, 0), let time = rows.text(row, 1), let kind = rows.text(row, 2),
            let previous = rows.text(row, 4), let digest = rows.text(row, 5)
        else { return nil }
        self.init(
            sequence: sequence, time: time, kind: kind, about: rows.number(row, 3), previous: previous, digest: digest)
    }
}
