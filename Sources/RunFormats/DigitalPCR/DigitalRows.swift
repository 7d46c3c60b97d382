// The rows of a digital reader's table as reactions: one a well and target.
internal import Assay
internal import Text

struct DigitalRows {
    private let header: DigitalHeader
    /// Nil where the table does not tell whether its concentrations have decimal points or commas.
    private let decimal: DecimalSeparator?
    private(set) var reactions: [Reaction] = []
    var findings = Findings()
    /// The well named last, and what its row said of it: later rows of the same well may leave that out.
    private var well = Well()

    private struct Well {
        var label = "", sample = "", sampleType = ""
    }

    init(_ lines: DelimitedLines, header: DigitalHeader) {
        self.header = header
        let concentrations = lines.rows.map { header.cell(.concentration, of: $0.cells).trimmed }
        let verdict = DecimalSeparator.judged(from: concentrations)
        if case .known(let mark) = verdict { decimal = mark } else { decimal = nil }
        for row in lines.rows { add(row.cells, line: row.line) }
    }

    private mutating func add(_ cells: [String], line: Int) {
        func text(_ column: DigitalColumn) -> String { header.cell(column, of: cells).trimmed }
        // A reader's software joins wells into rows of their own: their partitions stand in the table already.
        let merged = text(.mergedWells)
        guard merged.isEmpty || WellPosition(label: merged) == WellPosition(label: text(.well)) else { return }
        name(text(.well), text(.sample), text(.sampleType))
        guard let position = WellPosition(label: well.label) else {
            return findings.add(
                "well_position", .fail, "Line \(line) names no well (\(quoted(text(.well)))) and is left out.")
        }
        guard reactions.count < ReadingLimits.reactionsMax else {
            return findings.add(
                "table_rows", .fail,
                "The table holds more than \(ReadingLimits.reactionsMax) wells; the rest is left out.")
        }
        let counted = [text(.positive), text(.negative), text(.accepted)]
        // A well that was planned and never read, or a dye in which no threshold was set.
        guard counted.contains(where: { !$0.isEmpty }) else {
            return findings.add(
                "partitions_missing", .warn,
                "\(position.label): no partitions were counted for \(quoted(text(.target))); the row is left out.")
        }
        let numbers = counted.compactMap(wholeNumber)
        guard numbers.count == counted.count else {
            return findings.add(
                "table_numbers", .fail,
                "Line \(line) does not count the partitions of \(position.label) and is left out.")
        }
        let (positive, negative, accepted) = (numbers[0], numbers[1], numbers[2])
        guard accepted == positive + negative else {
            return findings.add(
                "partitions", .fail,
                "\(position.label): \(positive) positive and \(negative) negative partitions are not the \(accepted) "
                    + "accepted ones; the well is left out."
            )
        }
        reactions.append(
            Reaction(
                position: position, sampleName: well.sample, sampleID: well.sample,
                sampleType: sampleType(well.sampleType, text(.targetType), name: well.sample),
                target: text(.target).nonEmpty, dye: nil,
                partitions: PartitionCount(
                    positive: positive, negative: negative, concentration: concentration(text(.concentration)))))
    }

    /// A row that names neither well nor sample belongs to the well before it; what a row of the same well leaves out
    /// is what the row before said.
    private mutating func name(_ label: String, _ sample: String, _ sampleType: String) {
        let goesOn = label.isEmpty ? sample.isEmpty || sample == well.sample : label == well.label
        if !goesOn { well = Well(label: label) }
        if !sample.isEmpty { well.sample = sample }
        if !sampleType.isEmpty { well.sampleType = sampleType }
    }

    /// "No Call" and the like are no number.
    private func concentration(_ cell: String) -> Double? {
        decimal.flatMap { $0.number(cell) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}

private let wholeNumberMax = 1_000_000_000

/// Grouped in threes or not, by whatever mark: a count has no decimals.
private func wholeNumber(_ cell: String) -> Int? {
    let ungrouped = [",", ".", " ", "\u{A0}", "'"].lazy.compactMap { withoutGroups(cell, of: $0) }.first ?? cell
    return Int(ungrouped).flatMap { (0...wholeNumberMax).contains($0) ? $0 : nil }
}

/// "25,485" without its marks; nil where they do not part the digits in threes.
private func withoutGroups(_ cell: String, of mark: Character) -> String? {
    let groups = cell.split(separator: mark, omittingEmptySubsequences: false)
    guard groups.count > 1, (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
        return nil
    }
    return groups.joined()
}

/// What a well holds, by the words of its row; a control that is no blank is never a patient's.
private func sampleType(_ sample: String, _ target: String, name: String) -> SampleType {
    let words = [sample, target].map { $0.lowercased() }
    func say(_ stems: [String]) -> Bool { words.contains { word in stems.contains { word.contains($0) } } }
    if say(["ntc", "non template", "no template", "neg", "blank"]) { return .ntc }
    if say(["pos"]) || words[0] == "control" { return .positive }
    return isBlankName(name) ? .ntc : .unknown
}

/// "NTC", "ntc 2", "NTC_1".
private func isBlankName(_ name: String) -> Bool {
    let folded = name.lowercased()
    return folded.hasPrefix("ntc") && !(folded.dropFirst(3).first?.isLetter ?? false)
}
