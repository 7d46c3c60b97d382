import Testing

@testable import Text

@Suite("Reading tables")
struct TableReaderTests {
    private let limits = TableLimits(rows: 100, columns: 10, cells: 200, rowBytes: 100)

    private func reader(
        _ text: String, _ quotes: QuotationMarks = .pair, separator: UInt8 = .comma, limits: TableLimits? = nil
    ) -> TableReader {
        TableReader(DelimitedText(text), separator: separator, quotes: quotes, limits: limits ?? self.limits)
    }

    private func rows(_ reader: TableReader) throws -> [TableRow] {
        var (reader, rows) = (reader, [TableRow]())
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    @Test(
        "takes every end of a line, and knows the lines",
        arguments: ["a,b\n\n 1 , 2\n", "a,b\r\n\r\n1,2", "a,b\r\r1,2\r", "\u{FEFF}a,b\n \t\n1,\"2\"\n"])
    func lineEnds(text: String) throws {
        #expect(
            try rows(reader(text)) == [TableRow(line: 1, cells: ["a", "b"]), TableRow(line: 3, cells: ["1", "2"])])
    }

    @Test("leaves out Excel's own first line, and counts it")
    func separatorLine() throws {
        #expect(try rows(reader("sep=;\na,b\n")) == [TableRow(line: 2, cells: ["a", "b"])])
        #expect(try rows(reader("\"sep=,,,,,,,,,,,\"\r\na,b\r\n")) == [TableRow(line: 2, cells: ["a", "b"])])
        #expect(try rows(reader("sep=ration,b\n")) == [TableRow(line: 1, cells: ["sep=ration", "b"])])
    }

    @Test("lets a quoted cell hold separators, marks and line breaks")
    func quoted() throws {
        let text = "\"a,b\", \"say \"\"x\"\"\" ,\"two\r\nlines\"\nnext,row\n"
        let found = try rows(reader(text))
        #expect(found.map(\.cells) == [["a,b", "say \"x\"", "two\r\nlines"], ["next", "row"]])
        #expect(found.map(\.line) == [1, 3])
    }

    @Test("takes an instrument's marks as text unless they hold a whole cell of the line")
    func orText() throws {
        let text = "\"a,b\",5\" tube,\"x\"y\n\"open,2\n"
        #expect(try rows(reader(text, .orText)).map(\.cells) == [["a,b", "5\" tube", "\"x\"y"], ["\"open", "2"]])
    }

    @Test("trims blanks beyond ASCII too, and keeps empty cells")
    func blanks() throws {
        #expect(try rows(reader("\u{A0}a\u{3000},,  b\u{A0}\n")).map(\.cells) == [["a", "", "b"]])
        #expect(try rows(reader("a\t b \t\t\n", separator: .tab)).map(\.cells) == [["a", "b", "", ""]])
    }

    @Test("goes on after marks that do not pair, and names their line")
    func unpaired() throws {
        var reader = reader("a,b\n1,2\"\n\"x\"y,3\n4,5\n")
        var (lines, found) = ([Int](), [[String]]())
        while true {
            do {
                guard let row = try reader.next() else { break }
                found.append(row.cells)
            } catch {
                #expect(error.kind == .unpairedQuote)
                lines.append(error.line)
            }
        }
        #expect(lines == [2, 3] && found == [["a", "b"], ["4", "5"]])
    }

    @Test(
        "ends at its limits",
        arguments: [
            ("a\n\"" + String(repeating: "x\n", count: 300), TableFault(line: 2, kind: .openQuote)),
            ("a\n\"b", TableFault(line: 2, kind: .openQuote)),
            ("a\n" + String(repeating: "x", count: 101), TableFault(line: 2, kind: .rowBytes(max: 100))),
            (String(repeating: ",", count: 10), TableFault(line: 1, kind: .columns(max: 10))),
            (String(repeating: "a\n", count: 101), TableFault(line: 101, kind: .rows(max: 100))),
            (String(repeating: "1,2,3\n", count: 70), TableFault(line: 67, kind: .cells(max: 200))),
        ])
    func ends(text: String, fault: TableFault) throws {
        var reader = reader(text)
        #expect(throws: fault) { while try reader.next() != nil {} }
        #expect(try reader.next() == nil)
        #expect(!fault.description.isEmpty)
    }

    @Test("says whether the last line has its end, and which separator the header has")
    func text() {
        #expect(DelimitedText("a\n").endsWithLineEnd && !DelimitedText("a\nb").endsWithLineEnd)
        #expect(DelimitedText("\na;b,c;d\n1,2,3,4\n").mostFrequentSeparator == .semicolon)
        #expect(DelimitedText("cycle\ta,b,c\n").strongestSeparator == .tab)
        #expect(DelimitedText("cycle,a\n").strongestSeparator == .comma)
        #expect(DelimitedText("a;b\n").headerCells(.semicolon, limits: limits) == ["a", "b"])
    }
}
