// `patients.csv`: who was infused when. It is kept in a spreadsheet by people, so every habit of spreadsheets is
// taken where it can mean one thing only, and a fault names line, column and remedy.
internal import Assay
internal import Foundation
internal import Text

enum PatientsTable {
    static let bytesMax = 16 << 20
    static let rowsMax = 50_000
    static let textMax = 200
    static let required = ["patient", "infusion", "dose", "group", "physician"]
    static let optional = ["ended", "reason", "target"]
    /// A further infusion lies at least so many days after the one before: a dose that is split over days is one
    /// infusion, and a slip in a date is a fault.
    static let infusionGapDays = 30
    static let infusionsMax = 20

    /// Patients by study code; faults and warnings go to the log.
    static func read(_ bytes: Data, recipients: [String], targets: [String] = [], today: CalendarDate?, _ log: FaultLog)
        -> [String: Patient]
    {
        guard bytes.count <= bytesMax else {
            log.fault(
                line: nil, key: "", "the file has \(bytes.count) bytes",
                fix: "at most \(bytesMax) are read; is this the right file?")
            return [:]
        }
        guard let text = tableText(bytes, log) else { return [:] }
        let rows = tableRows(text, rowsMax: rowsMax, log)
        guard let header = rows.first else {
            log.fault(
                line: 1, key: "", "the table is empty", fix: "begin with the line \(required.joined(separator: ","))")
            return [:]
        }
        guard
            let columns = tableColumns(
                header, required: required, optional: optional,
                unknown: "remove it; no names, birth dates or record numbers belong here", log)
        else { return [:] }
        let reader = PatientRow(
            fields: TableFields(columns: columns, width: header.cells.count, log: log), targets: targets)
        let known = Set(recipients)
        var patients: [String: [Row]] = [:]
        for row in rows.dropFirst() {
            guard let patient = reader.patient(row) else { continue }
            let others = patients[patient.code] ?? []
            // The same row twice says nothing new.
            guard !others.contains(where: { $0.patient == patient }) else { continue }
            if let (other, key) = others.lazy.compactMap({ other in
                contradiction(patient, other.patient).map { (other, $0) }
            }).first {
                tell(key, patient, row.line, other, columns, log)
                continue
            }
            guard others.count < infusionsMax else {
                log.fault(
                    line: row.line, key: "patient", "\(patient.code) has more than \(infusionsMax) infusions",
                    fix: "is this the right file?")
                continue
            }
            patients[patient.code] = others + [Row(patient: patient, line: row.line)]
            warn(patient, row.line, columns, known, today, log)
        }
        for (code, rows) in patients { log.lines[code] = rows.max { day($0.patient) < day($1.patient) }?.line }
        return patients.mapValues(joined)
    }

    private struct Row {
        let patient: Patient
        let line: Int
    }

    private static func day(_ patient: Patient) -> Int { patient.infusion?.dayNumber ?? .min }

    /// The rows of one patient, an infusion each, as one patient. Dose, group, physician and reason are those of the
    /// last infusion.
    private static func joined(_ rows: [Row]) -> Patient {
        let byDate: [Patient] = rows.map(\.patient).sorted { day($0) < day($1) }
        guard let first = byDate.first, let last = byDate.last, rows.count > 1 else { return rows[0].patient }
        let further = byDate.dropFirst().compactMap { row in
            row.infusion.map { Patient.Infusion(date: $0, ended: row.firstEnded) }
        }
        return Patient(
            code: first.code, infusion: first.infusion, dose: last.dose, group: last.group, physician: last.physician,
            ended: first.firstEnded,
            endReason: last.endReason, further: further, target: last.target)
    }

    /// A further row is a further infusion where its date says so; two different rows about one infusion cannot both be
    /// true.
    /// - Returns: the column in which they contradict each other, with what each says.
    private static func contradiction(_ patient: Patient, _ other: Patient) -> (
        key: String, here: String, there: String
    )? {
        if let here = patient.infusion, let there = other.infusion, abs(here.days(since: there)) >= infusionGapDays {
            return patient.target == other.target ? nil : ("target", patient.target, other.target)
        }
        let pairs = [
            ("infusion", patient.infusion?.iso ?? "", other.infusion?.iso ?? ""), ("dose", patient.dose, other.dose),
            ("group", patient.group, other.group),
            ("physician", patient.physician, other.physician),
            ("ended", patient.ended?.iso ?? "", other.ended?.iso ?? ""),
            ("reason", patient.endReason, other.endReason), ("target", patient.target, other.target),
        ]
        return pairs.first { $0.1 != $0.2 }.map { (key: $0.0, here: $0.1, there: $0.2) }
    }

    private static func tell(
        _ found: (key: String, here: String, there: String), _ patient: Patient, _ line: Int, _ other: Row,
        _ columns: [String: Int], _ log: FaultLog
    ) {
        log.fault(
            line: line, column: columns[found.key].map { $0 + 1 }, key: found.key,
            "\(patient.code) has \(found.key) \(quoted(found.here)) here and \(quoted(found.there)) on line "
                + "\(other.line)",
            fix:
                "keep one row an infusion; a further infusion is a further row with a date at least "
                + "\(infusionGapDays) days after the one before"
        )
    }

    private static func warn(
        _ patient: Patient, _ line: Int, _ columns: [String: Int], _ recipients: Set<String>, _ today: CalendarDate?,
        _ log: FaultLog
    ) {
        if let infusion = patient.infusion, let today, infusion > today {
            log.warn(
                line: line, column: columns["infusion"].map { $0 + 1 }, key: "infusion",
                "\(patient.code) is infused on \(infusion.iso), in the future",
                fix: "correct it if the year is wrong; samples until then count as taken before the infusion")
        }
        if !recipients.contains(patient.physician) {
            log.warn(
                line: line, column: columns["physician"].map { $0 + 1 }, key: "physician",
                "\(quoted(patient.physician)) is no key of delivery.recipients",
                fix:
                    "add the recipient; until then \(patient.code)'s alerts go to delivery.default and the laboratory "
                    + "is told"
            )
        }
    }
}
