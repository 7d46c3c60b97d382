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
        var rows = DigitalRows(lines, header: header)
        guard !rows.reactions.isEmpty else { throw .unreadable("No row of the table holds the partitions of a well.") }
        let reactions = finishPlate(rows.reactions, cycles: 0, findings: &rows.findings)
        // QuantaSoft ends its rows with a separator more than its header.
        let whole = lines.endsWithLineEnd || lines.rows.last.map { $0.cells.count >= header.count } ?? false
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

    /// A table whose header speaks of partitions in any reader's words, or of copies a microlitre beside positives
    /// (QuantStudio Absolute Q).
    private static func looksDigital(_ text: DelimitedText) -> Bool {
        guard let header = text.header, header.count(where: { [.tab, .semicolon, .comma].contains($0) }) >= 2 else {
            return false
        }
        let folded = String(decoding: header, as: UTF8.self).lowercased()
        return ["droplet", "partition", "microchamber", "microwell", "nanoplate", "hyperwell", "ch1 amplitude"].contains
        {
            folded.contains($0)
        } || folded.contains("conc. cp/ul") && folded.contains("positives")
    }
}
