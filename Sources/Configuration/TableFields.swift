// The header of a table by its columns' names, and the fields of its rows.
internal import Assay
internal import Text

/// Positions of the known columns; nil after a fault. Blank ones that spreadsheets leave at the end are let be.
/// - Parameter unknown: what to do about a column that is none of them, where no other is meant.
func tableColumns(_ header: TableRow, required: [String], optional: [String], unknown: String, _ log: FaultLog)
    -> [String: Int]?
{
    var columns: [String: Int] = [:]
    let before = log.faults.count
    for (index, field) in header.cells.enumerated() where !field.isEmpty {
        let name = field.lowercased()
        guard (required + optional).contains(name) else {
            let guess = nearest(to: name, among: required + optional).map { "did you mean `\($0)`?" }
            log.fault(
                line: header.line, column: index + 1, key: name, "unknown column \(quoted(field))",
                fix: guess ?? unknown)
            continue
        }
        if columns.updateValue(index, forKey: name) != nil {
            log.fault(line: header.line, column: index + 1, key: name, "the column stands twice", fix: "keep one")
        }
    }
    for name in required where columns[name] == nil {
        log.fault(
            line: header.line, key: name, "the column is missing",
            fix: "the first line must be \(required.joined(separator: ","))[,\(optional.joined(separator: ","))]")
    }
    return log.faults.count == before ? columns : nil
}

struct TableFields {
    let columns: [String: Int]
    /// Fields of the header.
    let width: Int
    let log: FaultLog

    func checkWidth(_ row: TableRow) {
        guard let extra = row.cells.indices.dropFirst(width).first(where: { !row.cells[$0].isEmpty }) else { return }
        log.fault(
            line: row.line, column: extra + 1, key: "", "the row has more fields than the first line",
            fix: "put a field that holds the delimiter in quotes")
    }

    /// Empty where the table has no such column.
    func text(_ name: String, _ row: TableRow) -> String {
        guard let index = columns[name], index < row.cells.count else { return "" }
        return row.cells[index]
    }

    func fault(_ name: String, _ row: TableRow, _ message: String, fix: String) {
        log.fault(line: row.line, column: columns[name].map { $0 + 1 }, key: name, message, fix: fix)
    }

    /// An empty field is a date not known yet.
    func date(_ name: String, _ row: TableRow) -> CalendarDate? {
        let value = text(name, row)
        if value.isEmpty { return nil }
        let moment = WrittenMoment(value)
        // Spreadsheets write midnight behind a date.
        switch moment?.clock?.isMidnight ?? true ? moment?.date ?? .none : .none {
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
