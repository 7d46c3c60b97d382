// `patients.csv`: who was infused when. It is kept in a spreadsheet by people, so every habit of spreadsheets is
// taken where it can mean one thing only, and a fault names line, column and remedy.
internal import Assay
internal import Foundation

enum PatientsTable {
    static let bytesMax = 16 << 20
    static let rowsMax = 50_000
    static let textMax = 200
    static let required = ["patient", "infusion", "dose", "group", "physician"]
    static let optional = ["ended", "reason"]

    /// Patients by study code; faults and warnings go to the log.
    static func read(_ bytes: Data, recipients: [String], today: CalendarDate?, _ log: FaultLog) -> [String: Patient] {
        guard bytes.count <= bytesMax else {
            log.fault(line: nil, key: "", "the file has \(bytes.count) bytes", fix: "at most \(bytesMax) are read; is this the right file?")
            return [:]
        }
        guard let text = tableText(bytes, log) else { return [:] }
        let rows = tableRows(text, rowsMax: rowsMax, log)
        guard let header = rows.first else {
            log.fault(line: 1, key: "", "the table is empty", fix: "begin with the line \(required.joined(separator: ","))")
            return [:]
        }
        guard let columns = columns(header, log) else { return [:] }
        let reader = PatientRow(columns: columns, width: header.fields.count, log: log)
        let known = Set(recipients)
        var patients: [String: (patient: Patient, line: Int)] = [:]
        for row in rows.dropFirst() {
            guard let patient = reader.patient(row) else { continue }
            if let other = patients[patient.code] {
                contradiction(patient, row.line, other.patient, other.line, columns, log)
                continue
            }
            patients[patient.code] = (patient, row.line)
            warn(patient, row.line, columns, known, today, log)
        }
        return patients.mapValues(\.patient)
    }

    /// Positions of the known columns. Blank ones that spreadsheets leave at the end are let be.
    private static func columns(_ header: TableRow, _ log: FaultLog) -> [String: Int]? {
        var columns: [String: Int] = [:]
        let before = log.faults.count
        for (index, field) in header.fields.enumerated() where !field.isEmpty {
            let name = field.lowercased()
            guard (required + optional).contains(name) else {
                let guess = nearest(to: name, among: required + optional).map { "did you mean `\($0)`?" }
                log.fault(
                    line: header.line, column: index + 1, key: name, "unknown column \(quoted(field))",
                    fix: guess ?? "remove it; no names, birth dates or record numbers belong here")
                continue
            }
            if columns.updateValue(index, forKey: name) != nil {
                log.fault(line: header.line, column: index + 1, key: name, "the column stands twice", fix: "keep one")
            }
        }
        for name in required where columns[name] == nil {
            log.fault(
                line: header.line, key: name, "the column is missing",
                fix: "the first line must be \(required.joined(separator: ","))[,ended,reason]")
        }
        return log.faults.count == before ? columns : nil
    }

    /// The same row twice says nothing new; two different ones cannot both be true.
    private static func contradiction(
        _ patient: Patient, _ line: Int, _ other: Patient, _ otherLine: Int, _ columns: [String: Int], _ log: FaultLog
    ) {
        guard patient != other else { return }
        let pairs = [
            ("infusion", patient.infusion?.iso ?? "", other.infusion?.iso ?? ""), ("dose", patient.dose, other.dose),
            ("group", patient.group, other.group),
            ("physician", patient.physician, other.physician), ("ended", patient.ended?.iso ?? "", other.ended?.iso ?? ""),
            ("reason", patient.endReason, other.endReason),
        ]
        guard let (key, here, there) = pairs.first(where: { $0.1 != $0.2 }) else { return }
        log.fault(
            line: line, column: columns[key].map { $0 + 1 }, key: key,
            "\(patient.code) has \(key) \(quoted(here)) here and \(quoted(there)) on line \(otherLine)",
            fix: "keep one row a patient; a second infusion needs a study code of its own")
    }

    private static func warn(
        _ patient: Patient, _ line: Int, _ columns: [String: Int], _ recipients: Set<String>, _ today: CalendarDate?, _ log: FaultLog
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
                fix: "add the recipient; until then \(patient.code)'s alerts go to delivery.default and the laboratory is told")
        }
    }
}
