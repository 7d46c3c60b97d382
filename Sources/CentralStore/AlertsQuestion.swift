// `central alerts`: what stands at the sites, out of proved records.
public import Alerts
internal import Casebook
public import Central
internal import Journal
public import Postgres

extension CentralStore {
    /// By site, oldest first.
    /// - Parameter all: those that are over too.
    public func alerts(all: Bool) throws(PostgresFault) -> [(site: String, alert: Alert)] {
        try alerts(where: all ? "true" : "a.stands", [])
    }

    private func alerts(where condition: String, _ parameters: [String?]) throws(PostgresFault) -> [(
        site: String, alert: Alert
    )] {
        let rows = try store.execute(
            """
            SELECT r.sequence, r.time, r.kind, r.about, r.previous, r.digest, r.body, a.site, a.digest
            FROM alert a JOIN record r ON r.site = a.site AND r.sequence = a.sequence
            WHERE \(condition) ORDER BY a.site, r.sequence
            """, parameters)
        return (0..<rows.count).compactMap { row in
            guard let record = StoredRecord(rows, row), let site = rows.text(row, 7), record.digest == rows.text(row, 8)
            else { return nil }
            let alert = rows.bytes(row, 6) { body -> Alert? in
                let digest = Record.digest(
                    previous: record.previous, sequence: record.sequence, time: record.time, kind: record.kind,
                    about: record.about, body: body)
                return digest == record.digest ? try? shippedAlert(body: String(decoding: body, as: UTF8.self)) : nil
            }
            return (alert ?? nil).map { (site, $0) }
        }
    }
}

extension CentralStore {
    /// What the sites told of these patients of theirs, whatever became of it.
    public func alerts(of codes: [SiteCode]) throws(PostgresFault) -> [(site: String, alert: Alert)] {
        var all: [(site: String, alert: Alert)] = []
        for code in codes { all += try alerts(where: "a.site = $1 AND a.patient = $2", [code.site, code.patient]) }
        return all
    }
}
