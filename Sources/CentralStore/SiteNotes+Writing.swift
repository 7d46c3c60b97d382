// The notes as rows.
internal import Assay
internal import Postgres

extension SiteNotes {
    private static let rowsMax = 200

    /// In the caller's transaction. A row that is there already is the same.
    func write(site: String, to store: PostgresConnection) throws(PostgresFault) {
        try insert(
            "run (site, sequence, run, serial, started, saved, conflict, failed, recorded)",
            runs.map {
                [
                    site, "\($0.sequence)", $0.run.text, $0.serial, $0.started, $0.saved, "\($0.conflict)",
                    "\($0.failed)", $0.recorded,
                ]
            }, "NOTHING", store)
        try insert(
            "control (site, sequence, control, target, level, recorded)",
            controls.map { [site, "\($0.sequence)", $0.control, $0.target, "\($0.level)", $0.recorded] }, "NOTHING",
            store)
        try insert(
            "results (site, first, last, about, patients, amends, digest)",
            results.map { group in
                [
                    site, "\(group.first)", "\(group.last)", "\(group.about)",
                    " " + group.patients.sorted().map { $0 + " " }.joined(),
                    group.amends.map(String.init).joined(separator: " "), group.digest,
                ]
            }, "NOTHING", store)
        try insert(
            "alert (site, alert, sequence, patient, stands, digest)",
            alerts.values.map { [site, $0.alert, "\($0.sequence)", $0.patient, "\($0.stands)", $0.digest] },
            """
            UPDATE SET sequence = excluded.sequence, patient = excluded.patient, stands = excluded.stands,
                digest = excluded.digest WHERE alert.sequence < excluded.sequence
            """, on: "(site, alert)", store)
        try insert(
            "code (patient, site, sequence, infusions)",
            codes.values.map { [$0.patient, site, "\($0.sequence)", $0.infusions] },
            // A result says nothing of infusions: what the configuration told stays.
            """
            UPDATE SET sequence = excluded.sequence, infusions = coalesce(excluded.infusions, code.infusions)
                WHERE code.sequence < excluded.sequence
            """, on: "(patient, site)", store)
    }

    private func insert(
        _ table: String, _ rows: [[String?]], _ action: String, on target: String = "", _ store: PostgresConnection
    ) throws(PostgresFault) {
        guard let width = rows.first?.count else { return }
        for start in stride(from: 0, to: rows.count, by: Self.rowsMax) {
            let part = rows[start..<min(rows.count, start + Self.rowsMax)]
            let values = part.indices.map { row in
                "(" + (1...width).map { "$\((row - start) * width + $0)" }.joined(separator: ",") + ")"
            }
            try store.execute(
                "INSERT INTO \(table) VALUES \(values.joined(separator: ",")) ON CONFLICT \(target) DO \(action)",
                part.flatMap(\.self))
        }
    }
}
