// The journal as a table: which of a record's fields are columns, and how a field is written.
internal import Foundation
internal import Journal
internal import Text

/// What of a record's body fits a table. Every kind of record fills its own columns.
struct ExportRow: Decodable {
    struct Identity: Decodable { let id, serial, started: String? }
    struct File: Decodable { let path, sha256: String? }
    /// Results and alerts name their run by its id, a person's act says of which run it is and what was decided.
    struct Run: Decodable {
        let id: String?
        let act: Act?

        struct Act: Decodable {
            let run: Identity
            let patient: String?
            let day: Int?
        }

        init(from decoder: any Decoder) throws {
            if let id = try? decoder.singleValueContainer().decode(String.self) {
                (self.id, act) = (id, nil)
            } else {
                let act = try Act(from: decoder)
                (id, self.act) = (act.run.id, act)
            }
        }
    }

    let file: File?
    let identity: Identity?
    let run: Run?
    let serial, started, saved, patient, sample, target, unit, withheld: String?
    let day, n, attempt: Int?
    let copies, low, high, lloq, uloq, cqMean, cqSd, value, threshold, baseline: Double?
    let belowLloq, aboveUloq, valid, borderline: Bool?
    let id, event, rule, severity, state, text, reason, by, note: String?
    let delivery, alert, channel, detail: String?

    private enum CodingKeys: String, CodingKey {
        case file, identity, run, serial, started, saved, patient, sample, target, unit, withheld, day, n, attempt,
            copies, low, high, lloq, uloq
        case cqMean = "cq_mean", cqSd = "cq_sd", belowLloq = "below_lloq", aboveUloq = "above_uloq"
        case value, threshold, baseline, valid, borderline, id, event, rule, severity, state, text, reason, by, note
        case delivery, alert, channel, detail
    }

    private enum Cell {
        case text(String?), number(Double?), count(Int?), truth(Bool?)

        var field: String {
            switch self {
            case .text(let text): text.map { tableCell($0) } ?? ""
            case .number(let number): number.map { "\($0)" } ?? ""
            case .count(let count): count.map { "\($0)" } ?? ""
            case .truth(let truth): truth.map { $0 ? "true" : "false" } ?? ""
            }
        }
    }

    private static let columns: [(name: String, cell: @Sendable (ExportRow) -> Cell)] = [
        ("run", { .text($0.identity?.id ?? $0.run?.id) }),
        ("serial", { .text($0.identity?.serial ?? $0.run?.act?.run.serial ?? $0.serial) }),
        ("started", { .text($0.identity?.started ?? $0.run?.act?.run.started ?? $0.started) }),
        ("saved", { .text($0.saved) }),
        ("file", { .text($0.file?.path) }), ("sha256", { .text($0.file?.sha256) }),
        ("patient", { .text($0.patient ?? $0.run?.act?.patient) }),
        ("day", { .count($0.day ?? $0.run?.act?.day) }), ("sample", { .text($0.sample) }),
        ("target", { .text($0.target) }),
        ("n", { .count($0.n) }), ("copies", { .number($0.copies) }), ("low", { .number($0.low) }),
        ("high", { .number($0.high) }),
        ("unit", { .text($0.unit) }), ("lloq", { .number($0.lloq) }), ("uloq", { .number($0.uloq) }),
        ("cq_mean", { .number($0.cqMean) }), ("cq_sd", { .number($0.cqSd) }),
        ("below_lloq", { .truth($0.belowLloq) }), ("above_uloq", { .truth($0.aboveUloq) }),
        ("valid", { .truth($0.valid) }),
        ("withheld", { .text($0.withheld) }),
        ("alert", { .text($0.id ?? $0.alert) }), ("event", { .text($0.event) }), ("rule", { .text($0.rule) }),
        ("severity", { .text($0.severity) }), ("state", { .text($0.state) }), ("borderline", { .truth($0.borderline) }),
        ("value", { .number($0.value) }), ("threshold", { .number($0.threshold) }),
        ("baseline", { .number($0.baseline) }),
        ("text", { .text($0.text) }), ("reason", { .text($0.reason) }), ("by", { .text($0.by) }),
        ("note", { .text($0.note) }),
        ("delivery", { .text($0.delivery) }), ("channel", { .text($0.channel) }), ("attempt", { .count($0.attempt) }),
        ("detail", { .text($0.detail) }),
    ]

    static let header = delimitedLine(["sequence", "time", "kind", "about", "digest"] + columns.map(\.name))

    static func line(of record: Record) throws -> String {
        // The day of a sweep is a date, not a sampling day: it has no column.
        let body = record.kind == RecordKind.sweep.rawValue ? "{}" : record.body
        let row = try CanonicalJSON.value(ExportRow.self, from: body, keys: .asWritten)
        let own = ["\(record.sequence)", record.time, record.kind, record.about.map(String.init) ?? "", record.digest]
        return delimitedLine(own + columns.map { $0.cell(row).field })
    }
}
