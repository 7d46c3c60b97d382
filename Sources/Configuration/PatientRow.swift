// One row of `patients.csv` becomes one patient.
internal import Assay
internal import Text

struct PatientRow {
    let columns: [String: Int]
    /// Fields of the header.
    let width: Int
    /// The assay's targets that are judged.
    let targets: [String]
    let log: FaultLog

    /// Nil after a fault.
    func patient(_ row: TableRow) -> Patient? {
        let before = log.faults.count
        if let extra = row.cells.indices.dropFirst(width).first(where: { !row.cells[$0].isEmpty }) {
            log.fault(
                line: row.line, column: extra + 1, key: "", "the row has more fields than the first line",
                fix: "put a field that holds the delimiter in quotes")
        }
        let code = field("patient", row)
        if !Patient.isCode(code) {
            fault("patient", row, "\(quoted(code)) is no study code", fix: "use 1 to 32 of A-Z a-z 0-9 . _ -")
        }
        let infusion = date("infusion", row)
        let ended = date("ended", row)
        if let infusion, let ended, ended < infusion {
            fault(
                "ended", row, "\(ended.iso) lies before the infusion, \(infusion.iso)", fix: "correct one of the dates")
        }
        let texts = ["dose", "group", "physician", "reason", "target"].map { text($0, row) }
        if !texts[4].isEmpty, !targets.isEmpty,
            !targets.contains(where: { AssaySettings.folded($0) == AssaySettings.folded(texts[4]) })
        {
            fault(
                "target", row, "\(quoted(texts[4])) is no target of the assay",
                fix: "write one of \(targets.joined(separator: ", ")), or leave it empty")
        }
        guard log.faults.count == before else { return nil }
        return Patient(
            code: code, infusion: infusion, dose: texts[0], group: texts[1], physician: texts[2], ended: ended,
            endReason: texts[3],
            target: texts[4])
    }

    private func field(_ name: String, _ row: TableRow) -> String {
        guard let index = columns[name], index < row.cells.count else { return "" }
        return row.cells[index]
    }

    private func fault(_ name: String, _ row: TableRow, _ message: String, fix: String) {
        log.fault(line: row.line, column: columns[name].map { $0 + 1 }, key: name, message, fix: fix)
    }

    private func text(_ name: String, _ row: TableRow) -> String {
        let value = field(name, row)
        if value.unicodeScalars.count > PatientsTable.textMax {
            fault(name, row, "the text has more than \(PatientsTable.textMax) characters", fix: "shorten it")
        }
        if value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            fault(
                name, row, "\(quoted(value)) holds control characters or a line break",
                fix: "write plain text on one line")
        }
        return value
    }

    /// An empty field is a date not known yet.
    private func date(_ name: String, _ row: TableRow) -> CalendarDate? {
        let value = field(name, row)
        if value.isEmpty { return nil }
        switch tableDate(value) {
        case .date(let date): return date
        case .ambiguous(let a, let b):
            fault(
                name, row, "\(quoted(value)) may mean \(a.iso) or \(b.iso)",
                fix: "write the date as year-month-day, e.g. \(a.iso)")
        case .none:
            fault(name, row, "\(quoted(value)) is no date", fix: "write year-month-day, e.g. 2026-05-14")
        }
        return nil
    }
}
