// The rows of a result table as reactions.
internal import Assay
internal import Text

struct ResultRows {
    private struct Group: Hashable {
        let file: String
        let plate: String
    }

    private var reactions: [Group: [Reaction]] = [:]
    private var order: [Group] = []
    private var findings = Findings()
    private var incomplete: String?

    private let header: ResultHeader
    private let decimals: DecimalSeparator
    private var unreadableNumbers: [String] = []

    init(_ lines: DelimitedLines, header: ResultHeader, endsWithinCharacter: Bool) throws(ReadFailure) {
        self.header = header
        var whole = lines.rows.filter { $0.cells.count == header.count }
        let lastIsWhole = Self.lastIsWhole(lines, header) && !endsWithinCharacter
        if !lastIsWhole {
            incomplete = "The table's last line ends early. Export the table again if it is not still being written."
            if let last = lines.rows.last, whole.last?.line == last.line { whole.removeLast() }
        }
        let broken = lines.rows.dropLast(lastIsWhole ? 0 : 1).filter { $0.cells.count != header.count }.map {
            "\($0.line)"
        }
        guard !whole.isEmpty else {
            if broken.isEmpty { throw .incomplete(incomplete ?? "The table holds no row below its header.") }
            throw .unreadable("No line of the table has the \(header.count) columns of its header.")
        }
        let cells = whole.flatMap { row in ResultColumn.decimal.compactMap { header.cell($0, of: row.cells) } }.filter {
            !NoCq.isMeant(by: $0)
        }
        switch DecimalSeparator.judged(from: cells) {
        case .known(let separator): decimals = separator
        case .ambiguous(let reason):
            throw .unreadable(
                "\(reason), so the table's numbers cannot be trusted. Export the run's project file instead.")
        }
        findings.add("curves", .warn, "A result table carries no curves: every Cq is the instrument's own.")
        if decimals == .comma {
            findings.add("decimal_comma", .warn, "Numbers are written with decimal commas and were read so.")
        }
        if let incomplete { findings.add("table_rows", .fail, incomplete) }
        if !broken.isEmpty {
            findings.add(
                "table_rows", .fail,
                "Lines without the \(header.count) columns of the header are left out: \(listed(broken)).")
        }
        for row in whole { add(row.cells, line: row.line) }
        if !unreadableNumbers.isEmpty {
            findings.add(
                "table_numbers", .fail, "Cells that should hold a number do not: \(listed(unreadableNumbers)).")
        }
        guard !reactions.isEmpty else { throw .unreadable("No row of the table names a well of the plate.") }
    }

    /// One run a file and plate: the vendor's export of several files adds columns that tell them apart.
    func runs(digest: String) -> [Run] {
        order.map { group in
            var findings = findings
            let plate = finishPlate(reactions[group] ?? [], cycles: 0, findings: &findings)
            let part =
                order.count > 1 ? "/" + [group.file, group.plate].filter { !$0.isEmpty }.joined(separator: "/") : ""
            return Run(
                format: .table, identity: RunIdentity(id: "table:\(digest)\(part)", serial: nil, started: nil),
                instrument: nil, software: nil,
                saved: nil, cycles: 0, reactions: plate, findings: findings.list, incomplete: incomplete)
        }
    }

    /// The vendor ends its tables without a line end: then the column count and the last field decide whether the last
    /// line is whole.
    private static func lastIsWhole(_ lines: DelimitedLines, _ header: ResultHeader) -> Bool {
        guard !lines.endsWithLineEnd, let last = lines.rows.last else { return !lines.rows.isEmpty }
        guard last.cells.count == header.count, let field = last.cells.last else { return false }
        guard let column = header.places.first(where: { $0.value == header.count - 1 })?.key else { return true }
        switch column {
        case .number:
            // The rows count up: "9" after 95 is the half of 96.
            let before = lines.rows.dropLast().last?.cells.last.flatMap { Int($0) }
            guard let number = Int(field) else { return false }
            return before.map { number > $0 } ?? true
        case .call: return InstrumentCall(rawValue: field) != nil || field.isEmpty
        case .cq, .concentration, .standard, .slope, .epf, .position, .color: return !field.isEmpty
        default: return true
        }
    }

    private mutating func add(_ cells: [String], line: Int) {
        func text(_ column: ResultColumn) -> String { header.cell(column, of: cells) ?? "" }
        guard let position = WellPosition(label: text(.position)) else {
            return findings.add(
                "well_position", .fail, "Line \(line) names no well (\(quoted(text(.position)))) and is left out.")
        }
        var flags: [Flag] = [.instrumentCqOnly]
        let type = sampleType(table: text(.sampleType))
        if type == nil {
            findings.add(
                "sample_types", .warn,
                "Line \(line) has the unknown sample type \(quoted(text(.sampleType))); it is taken as an unknown "
                    + "sample."
            )
        }
        let excluded = isExcluded(text(.excluded))
        if excluded == nil {
            findings.add(
                "exclusions", .fail,
                "Line \(line) does not say clearly whether the well is excluded (\(quoted(text(.excluded)))); it is "
                    + "taken as excluded."
            )
        }
        if excluded ?? true { flags.append(.excluded) }
        let call = InstrumentCall(rawValue: text(.call))
        let standard = number(.standard, of: cells, position).flatMap { $0 > 0 ? $0 : nil }
        if type == .standard, standard == nil { flags.append(.standardWithoutQuantity) }
        let cq = number(.cq, of: cells, position)
        // Where no call is told, the Cq tells it: a word for "none" is the vendor's "no amplification".
        let callsByCq = header.places[.call] == nil || (text(.call).isEmpty && !text(.cq).isEmpty)
        if cq.map({ $0 <= 0 }) ?? (callsByCq && NoCq.isMeant(by: text(.cq))) { flags.append(.undeterminedCq) }
        // Without a column Call the displayed Cq stands for itself.
        let believed = !(excluded ?? true) && (call == .positive || header.places[.call] == nil)
        let concentration = number(.concentration, of: cells, position)
        let group = Group(file: text(.fileName), plate: text(.plateID))
        if reactions[group] == nil {
            guard order.count < ReadingLimits.runsMax else {
                return findings.add(
                    "runs", .fail, "The table holds more than \(ReadingLimits.runsMax) runs; the rest is left out.")
            }
            order.append(group)
        }
        let gene = text(.geneName)
        reactions[group, default: []].append(
            Reaction(
                position: position, sampleName: text(.sampleName), sampleID: text(.sampleName),
                sampleType: type ?? .unknown,
                target: gene == "None" || gene == "-" ? nil : gene.nonEmpty, dye: text(.dye).nonEmpty,
                excluded: excluded ?? true,
                standardQuantity: type == .standard ? standard : nil,
                instrumentCq: believed ? cq.flatMap { $0 > 0 ? $0 : nil } : nil,
                instrumentCall: call, instrumentQuantity: believed ? concentration : nil,
                instrumentFailure: ["", "-", "None"].contains(text(.failure)) ? nil : text(.failure), flags: flags))
    }

    /// "-" and an empty cell are the vendor's "no value"; other programs write words.
    private mutating func number(_ column: ResultColumn, of cells: [String], _ position: WellPosition) -> Double? {
        guard let cell = header.cell(column, of: cells), !NoCq.isMeant(by: cell) else { return nil }
        if let value = decimals.number(cell) { return value }
        unreadableNumbers.append("\(position.label) \(column.rawValue) \(quoted(cell))")
        return nil
    }

    private func sampleType(table text: String) -> SampleType? {
        switch text.lowercased() {
        case "unknown", "", "-": .unknown
        case "standard": .standard
        case "negative control": .ntc
        case "positive control": .positive
        default: nil
        }
    }

    private func isExcluded(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "unchecked", "false", "": false
        case "checked", "true": true
        default: nil
        }
    }
}
