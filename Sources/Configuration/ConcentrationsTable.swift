// `samples.concentrations`: a table of the samples' names with the DNA concentration that the laboratory measured,
// from a spectrophotometer or fluorometer.
internal import Assay
internal import Foundation
internal import Text

enum ConcentrationsTable {
    static let rowsMax = 50_000
    static let required = ["sample", "dna_ng_per_ul"]
    static let optional = ["extracted"]
    /// ng/µl; the same as for `assay.dnaNanogramsPerMicrolitre`.
    static let range = 0.01...1e5

    /// Faults go to the log.
    static func read(_ bytes: Data, naming: SampleNaming, _ log: FaultLog) -> DNAConcentrations {
        var concentrations = DNAConcentrations()
        guard let text = tableText(bytes, log) else { return concentrations }
        let rows = tableRows(text, rowsMax: rowsMax, log)
        guard let header = rows.first else {
            log.fault(
                line: 1, key: "", "the table is empty", fix: "begin with the line \(required.joined(separator: ","))")
            return concentrations
        }
        let remedy = "remove it; the table has the columns \((required + optional).joined(separator: ", "))"
        guard
            let columns = tableColumns(header, required: required, optional: optional, unknown: remedy, log)
        else { return concentrations }
        let fields = TableFields(columns: columns, width: header.cells.count, log: log)
        let numbers = rows.dropFirst().lazy.map { fields.text("dna_ng_per_ul", $0) }
        let commas = DecimalCommas(numbers, separator: text.mostFrequentSeparator)
        for row in rows.dropFirst() {
            fields.checkWidth(row)
            let name = fields.text("sample", row), amount = fields.text("dna_ng_per_ul", row)
            guard !name.isEmpty else {
                fields.fault("sample", row, "the sample has no name", fix: "write the name as it stands on the plate")
                continue
            }
            let extracted = fields.date("extracted", row)
            // Not measured yet.
            guard !amount.isEmpty else { continue }
            guard let number = commas.number(amount), range.contains(number) else {
                fields.fault(
                    "dna_ng_per_ul", row, "\(quoted(amount)) is no concentration",
                    fix: "write ng DNA in a ul, a number from \(range.lowerBound.shortest) to "
                        + "\(range.upperBound.shortest), or leave it empty")
                continue
            }
            let sample = SampleIdentity(name: name, label: naming.label(of: name))
            if let other = concentrations.add(number, of: sample, extracted: extracted) {
                fields.fault(
                    "dna_ng_per_ul", row,
                    "\(quoted(name)) has \(number.shortest) ng/ul here and \(other.shortest) ng/ul above",
                    fix: "keep one row an extraction; a further one has its date in the column extracted")
            }
        }
        return concentrations
    }
}
