// A series of copy numbers from elsewhere, as CSV: `patient,day,copies,lloq`.
internal import Assay
public import Foundation
internal import Text

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
            log.fault(
                line: 1, key: "", "the table is empty", fix: "begin with the line \(columns.joined(separator: ","))")
            return []
        }
        let names = header.cells.map { $0.lowercased() }
        var positions: [String: Int] = [:]
        for column in columns {
            guard let position = names.firstIndex(of: column) else {
                log.fault(
                    line: header.line, key: column, "the column is missing",
                    fix: "the first line must be \(columns.joined(separator: ","))")
                continue
            }
            positions[column] = position
        }
        guard positions.count == columns.count else { return [] }
        let cells = Cells(positions: positions, rows: rows.dropFirst(), separator: text.mostFrequentSeparator)
        return rows.dropFirst().compactMap { row($0, cells, log) }
    }

    private static func row(_ row: TableRow, _ cells: Cells, _ log: FaultLog) -> SeriesRow? {
        func number(_ column: String, _ text: String, from lowest: Double) -> Double? {
            guard let number = cells.number(text), number.isFinite, number >= lowest else {
                log.fault(
                    line: row.line, column: cells.position(column) + 1, key: column,
                    "\(quoted(text)) is no number of \(column)",
                    fix:
                        "write a number; \(column == "copies" ? "below the limit: leave it empty, or write <50, BLQ, BQL, <LLOQ or ND" : "1.5 or 1,5 both do, but not in one file")"
                )
                return nil
            }
            return number
        }
        let patient = cells.text("patient", row)
        guard !patient.isEmpty else {
            log.fault(
                line: row.line, column: cells.position("patient") + 1, key: "patient", "the patient is missing",
                fix: "write the study code")
            return nil
        }
        let dayText = cells.text("day", row)
        guard !isNothing(dayText) else {
            log.fault(
                line: row.line, column: cells.position("day") + 1, key: "day", "the day is missing",
                fix: "write days after the infusion")
            return nil
        }
        guard let day = number("day", dayText, from: -100_000) else { return nil }
        let (copiesText, lloqText) = (cells.text("copies", row), cells.text("lloq", row))
        let lloq = isNothing(lloqText) ? nil : number("lloq", lloqText, from: 0)
        if isNothing(copiesText) || isBelow(copiesText) {
            return SeriesRow(patient: patient, day: day, copies: nil, lloq: lloq)
        }
        if copiesText.hasPrefix("<") {
            // The cell states its own limit; the column's may be the assay's, which is no lower.
            let limit = number("copies", copiesText.dropFirst().trimmingCharacters(in: .whitespaces), from: 0)
            return SeriesRow(patient: patient, day: day, copies: nil, lloq: [limit, lloq].compactMap(\.self).max())
        }
        return SeriesRow(patient: patient, day: day, copies: number("copies", copiesText, from: 0), lloq: lloq)
    }

    /// Nothing is written here.
    private static func isNothing(_ text: String) -> Bool {
        ["", "NA", "N/A", "NAN", "NULL", "-"].contains(text.uppercased())
    }

    /// What laboratories write for a value below the limit of quantification: the words for "no Cq" (but an infinite
    /// one is no number of copies), and its names.
    private static func isBelow(_ text: String) -> Bool {
        let word = text.uppercased().filter { !$0.isWhitespace && $0 != "." }
        return (NoCq.isMeant(by: text) && !word.contains("INF"))
            || ["BLQ", "BQL", "BLOQ", "BLOD", "LLOQ", "<LLOQ", "<LOQ", "<LOD", "UNDETECTED", "UNDETECTABLE"].contains(
                word)
    }
}

/// Where the columns stand, and what a comma in a number means.
private struct Cells {
    private let positions: [String: Int]
    private let commas: DecimalCommas

    init(positions: [String: Int], rows: some Sequence<TableRow>, separator: UInt8) {
        self.positions = positions
        let numbers = rows.lazy.flatMap { row in
            ["day", "copies", "lloq"].map { Self.text($0, row, positions).drop { $0 == "<" || $0 == " " } }
        }
        commas = DecimalCommas(numbers, separator: separator)
    }

    func position(_ column: String) -> Int { positions[column] ?? 0 }

    func text(_ column: String, _ row: TableRow) -> String { Self.text(column, row, positions) }

    private static func text(_ column: String, _ row: TableRow, _ positions: [String: Int]) -> String {
        let position = positions[column] ?? 0
        return position < row.cells.count ? row.cells[position] : ""
    }

    func number(_ text: String) -> Double? { commas.number(text) }
}
