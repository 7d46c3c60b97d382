// A series of copy numbers from elsewhere, as CSV: `patient,day,copies,lloq`.
public import Foundation

/// One row of a series.
public struct SeriesRow: Hashable, Sendable {
    public let patient: String
    /// Days after the infusion.
    public let day: Double
    /// Nil: below the LLOQ.
    public let copies: Double?
    public let lloq: Double?
}

public enum SeriesTable {
    public static let bytesMax = 64 << 20
    static let rowsMax = 500_000
    static let columns = ["patient", "day", "copies", "lloq"]

    /// The rows in the order of the file; other columns are passed over.
    /// - Throws: every fault, with line and column.
    public static func read(_ bytes: Data, file: String) throws(ConfigurationFaults) -> [SeriesRow] {
        let log = FaultLog(file: file)
        let rows = table(bytes, log)
        guard log.faults.isEmpty else { throw ConfigurationFaults(log.faults) }
        return rows
    }

    private static func table(_ bytes: Data, _ log: FaultLog) -> [SeriesRow] {
        guard let text = tableText(bytes, log) else { return [] }
        let rows = tableRows(text, rowsMax: rowsMax, log)
        guard let header = rows.first else {
            log.fault(line: 1, key: "", "the table is empty", fix: "begin with the line \(columns.joined(separator: ","))")
            return []
        }
        let names = header.fields.map { $0.lowercased() }
        var positions: [String: Int] = [:]
        for column in columns {
            guard let position = names.firstIndex(of: column) else {
                log.fault(line: header.line, key: column, "the column is missing", fix: "the first line must be \(columns.joined(separator: ","))")
                continue
            }
            positions[column] = position
        }
        guard positions.count == columns.count else { return [] }
        return rows.dropFirst().compactMap { row($0, positions, log) }
    }

    private static func row(_ row: TableRow, _ positions: [String: Int], _ log: FaultLog) -> SeriesRow? {
        func field(_ column: String) -> (text: String, column: Int) {
            let position = positions[column] ?? 0
            return (position < row.fields.count ? row.fields[position] : "", position + 1)
        }
        func number(_ column: String, from lowest: Double) -> Double? {
            let (text, position) = field(column)
            guard !text.isEmpty, text.uppercased() != "NA" else { return nil }
            guard let number = Double(text), number.isFinite, number >= lowest else {
                log.fault(
                    line: row.line, column: position, key: column, "\(quoted(text)) is no number of \(column)",
                    fix: "write a number with a decimal point, or leave it empty")
                return nil
            }
            return number
        }
        let patient = field("patient")
        guard !patient.text.isEmpty else {
            log.fault(line: row.line, column: patient.column, key: "patient", "the patient is missing", fix: "write the study code")
            return nil
        }
        guard let day = number("day", from: -100_000) else {
            if field("day").text.isEmpty {
                log.fault(line: row.line, column: field("day").column, key: "day", "the day is missing", fix: "write days after the infusion")
            }
            return nil
        }
        return SeriesRow(patient: patient.text, day: day, copies: number("copies", from: 0), lloq: number("lloq", from: 0))
    }
}
