// Who is who: sites' codes and the study's subjects.
public import Central
public import Postgres

extension CentralStore {
    /// Which codes of which sites are this person.
    public func person(_ subject: String, codes: CentralSettings.Codes) throws(PostgresFault) -> SubjectAnswer {
        if let slash = subject.firstIndex(of: "/") {
            let code = SiteCode(
                site: String(subject[..<slash]), patient: String(subject[subject.index(after: slash)...]))
            let known = try store.execute(
                "SELECT 1 FROM code WHERE site = $1 AND patient = $2", [code.site, code.patient])
            return known.count > 0 ? .person([code]) : .unknown
        }
        let mappings = try mappings(concerning: subject)
        let mapped = mappings.filter { $0.value == subject }.map(\.key)
        let named = try store.execute("SELECT site FROM code WHERE patient = $1", [subject])
        let unmapped = (0..<named.count).compactMap { named.text($0, 0) }.map { SiteCode(site: $0, patient: subject) }
            .filter { mappings[$0] == nil }
        return Central.person(subject, mapped: mapped, unmapped: unmapped, studyCodes: codes == .study)
    }

    /// The newest mapping of every code that was ever said to be this subject, or has its name.
    private func mappings(concerning subject: String) throws(PostgresFault) -> [SiteCode: String] {
        let rows = try store.execute(
            """
            SELECT s.site, s.patient, s.subject FROM subject s
            WHERE s.patient = $1 OR EXISTS (SELECT 1 FROM subject o
                WHERE o.site = s.site AND o.patient = s.patient AND o.subject = $1)
            ORDER BY s.since
            """, [subject])
        return newest(rows)
    }

    private func newest(_ rows: PostgresRows) -> [SiteCode: String] {
        var newest: [SiteCode: String] = [:]
        for row in 0..<rows.count {
            if let site = rows.text(row, 0), let patient = rows.text(row, 1) {
                newest[SiteCode(site: site, patient: patient)] = rows.text(row, 2)
            }
        }
        return newest
    }

    /// Says that a site's code is a subject of the study. An empty subject takes that back.
    public func map(_ code: SiteCode, to subject: String, by name: String) throws(PostgresFault) {
        try store.execute(
            "INSERT INTO subject (site, patient, subject, named) VALUES ($1, $2, $3, $4)",
            [code.site, code.patient, subject, name])
    }

    /// Every mapping that holds, for people.
    public func mappings() throws(PostgresFault) -> [(code: SiteCode, subject: String)] {
        newest(try store.execute("SELECT site, patient, subject FROM subject ORDER BY since"))
            .filter { !$0.value.isEmpty }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            .map { ($0.key, $0.value) }
    }

    /// Subjects whose values come from several codes: those that no site can judge alone.
    public func shared(codes: CentralSettings.Codes) throws(PostgresFault) -> [String] {
        var counts: [String: Int] = [:]
        for (_, subject) in try mappings() { counts[subject, default: 0] += 1 }
        guard codes == .study else { return counts.filter { $0.value > 1 }.keys.sorted() }
        let named = try store.execute("SELECT patient FROM code GROUP BY patient HAVING count(*) > 1")
        return Set((0..<named.count).compactMap { named.text($0, 0) }).union(counts.filter { $0.value > 0 }.keys)
            .sorted()
    }
}
