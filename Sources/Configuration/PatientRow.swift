// One row of `patients.csv` becomes one patient.
internal import Assay
internal import Text

struct PatientRow {
    let fields: TableFields
    /// The assay's targets that are judged.
    let targets: [String]
    private var log: FaultLog { fields.log }

    init(fields: TableFields, targets: [String]) { (self.fields, self.targets) = (fields, targets) }

    /// Nil after a fault.
    func patient(_ row: TableRow) -> Patient? {
        let before = log.faults.count
        fields.checkWidth(row)
        let code = fields.text("patient", row)
        if !Patient.isCode(code) {
            fault("patient", row, "\(quoted(code)) is no study code", fix: "use 1 to 32 of A-Z a-z 0-9 . _ -")
        }
        let infusion = fields.date("infusion", row)
        let ended = fields.date("ended", row)
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

    private func fault(_ name: String, _ row: TableRow, _ message: String, fix: String) {
        fields.fault(name, row, message, fix: fix)
    }

    private func text(_ name: String, _ row: TableRow) -> String {
        let value = fields.text(name, row)
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
}
