// `central fleet`: four small questions, each over what the verifier noted.
public import Central
public import Foundation
internal import Journal
public import Postgres

extension CentralStore {
    /// - Parameter now: the centre's clock; a site's last contact is by the store's.
    public func fleet(at now: Date) throws(PostgresFault) -> Fleet {
        var sites = try contacts()
        let week = Timestamp.text(now.addingTimeInterval(-Fleet.weekDays * 86_400))
        let runs = try store.execute(
            """
            SELECT site, count(DISTINCT run), count(DISTINCT CASE WHEN failed THEN run END) FROM run
            WHERE recorded >= $1 GROUP BY site
            """, [week])
        for row in 0..<runs.count {
            guard let site = runs.text(row, 0) else { continue }
            sites[site]?.runsThisWeek = Int(runs.number(row, 1) ?? 0)
            sites[site]?.failuresThisWeek = Int(runs.number(row, 2) ?? 0)
        }
        let alerts = try store.execute("SELECT site, count(*) FROM alert WHERE stands GROUP BY site")
        for row in 0..<alerts.count {
            if let site = alerts.text(row, 0) { sites[site]?.openAlerts = Int(alerts.number(row, 1) ?? 0) }
        }
        return Fleet(
            sites: sites.values.sorted { $0.site < $1.site }, controls: ControlDrift.compare(try controls(at: now)))
    }

    /// How far each site has come, without its runs and alerts.
    public func contacts() throws(PostgresFault) -> [String: SiteStatus] {
        let rows = try store.execute(
            """
            SELECT c.site, extract(epoch FROM c.at), c.head, c.digest, c.backlog, c.program, c.fault,
                v.sequence, v.bad, v.fault, v.unread
            FROM contact c LEFT JOIN verified v ON v.site = c.site
            """)
        var sites: [String: SiteStatus] = [:]
        for row in 0..<rows.count {
            guard let site = rows.text(row, 0) else { continue }
            var status = SiteStatus(site: site)
            status.contact = rows.real(row, 1).map(Date.init(timeIntervalSince1970:))
            if let head = rows.number(row, 2), let digest = rows.text(row, 3) {
                status.head = ChainPlace(sequence: head, digest: digest)
            }
            status.backlog = rows.number(row, 4) ?? 0
            status.program = rows.text(row, 5) ?? ""
            status.stopped = rows.text(row, 6)
            status.verified = rows.number(row, 7) ?? 0
            status.bad = rows.number(row, 8)
            status.fault = rows.text(row, 9)
            status.unread = rows.number(row, 10)
            sites[site] = status
        }
        return sites
    }

    private func controls(at now: Date) throws(PostgresFault) -> [(
        site: String, control: String, target: String, level: Double
    )] {
        let since = Timestamp.text(now.addingTimeInterval(-Fleet.controlDays * 86_400))
        let rows = try store.execute(
            "SELECT site, control, target, level FROM control WHERE recorded >= $1", [since])
        return (0..<rows.count).compactMap { row in
            guard let site = rows.text(row, 0), let control = rows.text(row, 1), let target = rows.text(row, 2),
                let level = rows.real(row, 3)
            else { return nil }
            return (site, control, target, level)
        }
    }
}
