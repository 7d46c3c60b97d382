// `central export`: every proved record as a line, site by site.
internal import Central
internal import Journal
internal import Postgres

extension CentralStore {
    /// - Parameters:
    ///   - only: these sites; empty: all.
    ///   - write: gets a site and one record as JSON, as `journal export` writes it.
    public func export(only: Set<String>, _ write: (_ site: String, _ line: String) throws -> Void) throws {
        let sites = try store.execute("SELECT site, sequence FROM verified ORDER BY site")
        for row in 0..<sites.count {
            guard let site = sites.text(row, 0), let end = sites.number(row, 1), only.isEmpty || only.contains(site)
            else { continue }
            var place: Int64 = 0
            while place < end {
                let rows = try store.execute(SiteWalk.page, Self.page(of: site, after: place))
                guard rows.count > 0 else { break }
                for row in 0..<rows.count {
                    guard let record = StoredRecord(rows, row), record.sequence <= end else { continue }
                    try write(
                        site,
                        Record(
                            sequence: record.sequence, time: record.time, kind: record.kind, about: record.about,
                            previous: record.previous, digest: record.digest, body: rows.text(row, 6) ?? ""
                        ).jsonLine)
                }
                place = rows.number(rows.count - 1, 0) ?? end
            }
        }
    }
}
