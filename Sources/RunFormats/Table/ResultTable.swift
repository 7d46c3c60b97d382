// The vendor's result table as text: no curves, so the instrument's Cq is the Cq, and every reaction says so.
internal import Assay
internal import Digests
internal import Foundation
internal import Text

enum ResultTable: RunFormat {
    static func recognises(_ bytes: Data) -> Bool {
        guard let text = DecodedText(bytes.prefix(headBytes))?.text else { return false }
        return separator(of: DelimitedText(text)) != nil || startsLikeHeader(text)
    }

    static func read(_ bytes: Data) throws(ReadFailure) -> [Run] {
        guard bytes.count <= ReadingLimits.tableBytesMax else {
            throw .unreadable(
                "The table is larger than \(ReadingLimits.tableBytesMax >> 20) MB, so it is no export of one run.")
        }
        guard let decoded = DecodedText(bytes) else {
            throw .unreadable("The table is no text in UTF-8, UTF-16 or Windows' Western code page.")
        }
        let text = DelimitedText(decoded.text)
        guard let separator = separator(of: text), decoded.text.contains(where: \.isNewline) else {
            throw .incomplete(
                "The table ends within its header. Export the table again if it is not still being written.")
        }
        var lines = try DelimitedLines(text, separator: separator)
        guard let header = ResultHeader(lines.header), header.places[.position] != nil, header.places[.cq] != nil else {
            throw .unreadable(
                "The table has no columns Position and Cq. Export the Result Table with these columns shown.")
        }
        if separator == .semicolon, let colour = header.places[.color] { lines.joinColour(at: colour) }
        let reading = try ResultRows(lines, header: header, endsWithinCharacter: decoded.endsWithinCharacter)
        guard let digest = Digest.hex(.sha256, bytes) else {
            throw .unreadable("The table's digest cannot be computed here.")
        }
        return reading.runs(digest: digest)
    }

    private static let headBytes = 4096

    /// The separator under which the first line is a header of the vendor's. A tab decides alone; of the others exactly
    /// one may fit.
    private static func separator(of text: DelimitedText) -> UInt8? {
        func fits(_ separator: UInt8) -> Bool {
            ResultHeader(text.headerCells(separator, limits: DelimitedLines.limits)) != nil
        }
        if fits(.tab) { return .tab }
        let others = [UInt8.semicolon, .comma].filter(fits)
        return others.count == 1 ? others[0] : nil
    }

    /// A header that has only begun to arrive: one line without its end, whose first cell is known.
    private static func startsLikeHeader(_ text: String) -> Bool {
        guard !text.contains(where: \.isNewline), text.contains("\t"), let first = text.split(separator: "\t").first
        else { return false }
        return ResultColumn(header: String(first)) != nil
    }
}
