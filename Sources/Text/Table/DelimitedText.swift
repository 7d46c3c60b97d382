/// The text of a table before its cells are told apart: without byte order mark and without Excel's own first line.
package struct DelimitedText: Sendable {
    let bytes: [UInt8]
    /// Lines of the file before the first of `bytes`.
    let linesBefore: Int

    package init(_ written: String) {
        let (text, lines) = withoutSeparatorLine(written[...])
        let body = text.unicodeScalars.first == "\u{FEFF}" ? Substring(text.unicodeScalars.dropFirst()) : text
        bytes = Array(body.utf8)
        linesBefore = lines
    }

    /// The last line has its end.
    package var endsWithLineEnd: Bool { bytes.last.map(isLineEnd) ?? false }

    /// The first line that holds anything.
    package var header: ArraySlice<UInt8>? {
        bytes.split(whereSeparator: isLineEnd).lazy.first { !$0.allSatisfy(isBlank) }
    }

    /// How often a separator stands in the header, outside quotation marks or inside.
    package func count(_ separator: UInt8) -> Int { header?.count { $0 == separator } ?? 0 }

    /// Whichever of comma, semicolon and tab stands in the header most often: for headers whose words are known.
    package var mostFrequentSeparator: UInt8 {
        [.comma, .semicolon, .tab].max { count($0) < count($1) } ?? .comma
    }

    /// A tab wherever the header has one, else a semicolon, else a comma: for headers of free text, in which commas
    /// may stand.
    package var strongestSeparator: UInt8 { [.tab, .semicolon, .comma].first { count($0) > 0 } ?? .tab }

    /// The header's cells under one separator.
    package func headerCells(_ separator: UInt8, limits: TableLimits) -> [String] {
        var reader = TableReader(self, separator: separator, quotes: .orText, limits: limits)
        return (try? reader.next()?.cells) ?? []
    }
}

extension UInt8 {
    package static let tab = UInt8(ascii: "\t")
    package static let comma = UInt8(ascii: ",")
    package static let semicolon = UInt8(ascii: ";")
    static let quote = UInt8(ascii: "\"")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}

func isLineEnd(_ byte: UInt8) -> Bool { byte == .lineFeed || byte == .carriageReturn }

func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == .tab }
