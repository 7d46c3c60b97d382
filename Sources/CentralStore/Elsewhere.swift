// What a site learns back: values of its own patients from elsewhere, in rows that it alone may read.
public import Central
internal import Journal
internal import Postgres

extension CentralStore {
    /// Replaces what one code's site may know of this person.
    public func tell(_ code: SiteCode, _ course: PersonCourse) throws {
        let rows = try course.elsewhere(than: code).map { sequence, value in
            (origin: value.site, sequence: sequence, text: try CanonicalJSON.text(value))
        }
        try store.transaction {
            let known = try store.execute(
                "SELECT origin, sequence, value FROM elsewhere WHERE site = $1 AND patient = $2 ORDER BY origin, sequence",
                [code.site, code.patient])
            let there = (0..<known.count).map { [known.text($0, 0), known.text($0, 1), known.text($0, 2)] }
            let wanted = rows.sorted { ($0.origin, $0.sequence) < ($1.origin, $1.sequence) }
                .map { [$0.origin, "\($0.sequence)", $0.text] }
            guard there != wanted else { return }
            try store.execute("DELETE FROM elsewhere WHERE site = $1 AND patient = $2", [code.site, code.patient])
            for row in wanted {
                try store.execute(
                    "INSERT INTO elsewhere (site, patient, origin, sequence, value) VALUES ($1, $2, $3, $4, $5)",
                    [code.site, code.patient] + row)
            }
        }
    }
}
