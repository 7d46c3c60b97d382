// Tables of digital readers: a row a well and target, with the partitions counted. Readers that are not known are
// refused by name of what they are.
internal import Assay
internal import Digests
internal import Foundation
internal import Text

enum DigitalTable: RunFormat {
    static func recognises(_ bytes: Data) -> Bool {
        guard let text = DecodedText(bytes.prefix(headBytes)).map({ DelimitedText($0.text) }) else { return false }
        return header(of: text) != nil || looksDigital(text)
    }

    static func read(_ bytes: Data) throws(ReadFailure) -> [Run] {
        guard bytes.count <= ReadingLimits.tableBytesMax else {
            throw .unreadable(
                "The table is larger than \(ReadingLimits.tableBytesMax >> 20) MB, so it is no export of one run.")
        }
        guard let text = DecodedText(bytes).map({ DelimitedText($0.text) }), let (header, separator) = header(of: text)
        else {
            throw .unreadable(
                "The table is of a digital PCR reader whose export is not known here. Known are Bio-Rad QX200 and "
                    + "QX600 (QuantaSoft, QX Manager) and QIAGEN QIAcuity, "
                    + "with the columns of well, sample, target and accepted, positive and negative partitions.")
        }
        let lines = try DelimitedLines(text, separator: separator)
        var rows = DigitalRows(header)
        for row in lines.rows { rows.add(row.cells, line: row.line) }
        guard !rows.reactions.isEmpty else { throw .unreadable("No row of the table holds the partitions of a well.") }
        let reactions = finishPlate(rows.reactions, cycles: 0, findings: &rows.findings)
        let whole = lines.endsWithLineEnd || lines.rows.last?.cells.count == header.count
        return [
            Run(
                format: .digital,
                identity: RunIdentity(id: "dpcr:\(Digest.hex(.sha256, bytes) ?? "")", serial: nil, started: nil),
                instrument: nil,
                software: nil, saved: nil, cycles: 0, reactions: reactions, findings: rows.findings.list,
                incomplete: whole
                    ? nil : "The table's last line ends early. Export the table again if it is not still being written."
            )
        ]
    }

    private static let headBytes = 4096

    private static func header(of text: DelimitedText) -> (DigitalHeader, UInt8)? {
        for separator in [UInt8.tab, .semicolon, .comma] {
            if let header = DigitalHeader(text.headerCells(separator, limits: DelimitedLines.limits)) {
                return (header, separator)
            }
        }
        return nil
    }

    /// A table whose header speaks of partitions in any reader's words.
    private static func looksDigital(_ text: DelimitedText) -> Bool {
        guard let header = text.header, header.count(where: { [.tab, .semicolon, .comma].contains($0) }) >= 2 else {
            return false
        }
        let folded = String(decoding: header, as: UTF8.self).lowercased()
        return ["droplet", "partition", "microchamber", "microwell", "nanoplate"].contains { folded.contains($0) }
    }
}

/// The rows of such a table as reactions.
struct DigitalRows {
    private let header: DigitalHeader
    private(set) var reactions: [Reaction] = []
    var findings = Findings()

    init(_ header: DigitalHeader) { self.header = header }

    mutating func add(_ cells: [String], line: Int) {
        func text(_ column: DigitalColumn) -> String { header.cell(column, of: cells) }
        // A reader's software joins wells into rows of their own: their partitions stand in the table already.
        guard !text(.mergedWells).contains(where: { $0 == "," || $0 == ";" || $0 == " " || $0 == "-" }) else { return }
        guard let position = WellPosition(label: text(.well)) else {
            return findings.add(
                "well_position", .fail, "Line \(line) names no well (\(quoted(text(.well)))) and is left out.")
        }
        guard reactions.count < ReadingLimits.reactionsMax else {
            return findings.add(
                "table_rows", .fail,
                "The table holds more than \(ReadingLimits.reactionsMax) wells; the rest is left out.")
        }
        guard let positive = count(text(.positive)), let negative = count(text(.negative)),
            let accepted = count(text(.accepted))
        else {
            return findings.add(
                "table_numbers", .fail,
                "Line \(line) does not count the partitions of \(position.label) and is left out.")
        }
        guard accepted == positive + negative else {
            return findings.add(
                "partitions", .fail,
                "\(position.label): \(positive) positive and \(negative) negative partitions are not the \(accepted) "
                    + "accepted ones; the well is left out."
            )
        }
        let sample = text(.sample), target = text(.target)
        reactions.append(
            Reaction(
                position: position, sampleName: sample, sampleID: sample,
                sampleType: Self.type(text(.sampleType), text(.targetType), sample),
                target: target.nonEmpty, dye: nil,
                partitions: PartitionCount(
                    positive: positive, negative: negative, concentration: concentration(text(.concentration)))))
    }

    /// Whole numbers, grouped or not, to a million million.
    private func count(_ cell: String) -> Int? {
        guard let number = Int(cell), (0...1_000_000_000).contains(number) else { return nil }
        return number
    }

    /// "No Call" and the like are no number; a comma can only be decimal here, the reader writes no groups.
    private func concentration(_ cell: String) -> Double? {
        decimalNumber(String(cell.map { $0 == "," ? "." : $0 })).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func type(_ sample: String, _ target: String, _ name: String) -> SampleType {
        let words = [sample, target].map { $0.lowercased() }
        if words.contains(where: {
            $0.contains("ntc") || $0.contains("non template") || $0.contains("no template") || $0.contains("neg")
                || $0.contains("blank")
        }) {
            return .ntc
        }
        if words.contains(where: { $0.contains("pos") }) { return .positive }
        return name.lowercased() == "ntc" ? .ntc : .unknown
    }
}
