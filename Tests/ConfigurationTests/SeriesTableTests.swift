import Configuration
import Foundation
import Testing

@Suite("Reading series of copies")
struct SeriesTableTests {
    private func read(_ text: String) throws -> [SeriesRow] {
        try SeriesTable.read(Data(text.utf8), file: "series.csv")
    }

    @Test(
        "what laboratories write for nothing found is below the limit",
        arguments: [
            "", "NA", "BLQ", "bql", "BLOQ", "<LLOQ", "< LOQ", "ND", "n.d.", "not detected", "Undetermined", "-",
        ])
    func below(word: String) throws {
        let row = try #require(try read("patient,day,copies,lloq\nP01,14,\(word),20\n").first)
        #expect(row.copies == nil && row.lloq == 20)
    }

    @Test("a limit in the cell is the value's limit; where the column has another, the higher holds")
    func limit() throws {
        let rows = try read("patient,day,copies,lloq\nP01,14,<50,\nP01,21,< 50,20\nP01,28,<50,270\n")
        #expect(rows.map(\.copies) == [nil, nil, nil] && rows.map(\.lloq) == [50, 50, 270])
    }

    @Test("decimal commas are read where they can mean nothing else")
    func commas() throws {
        #expect(
            try read("patient;day;copies;lloq\nP01;14;1,5e3;50,5\nP01;21;<1,234;\n").map { $0.copies ?? $0.lloq } == [
                1500, 1.234,
            ])
        #expect(try read("patient,day,copies,lloq\nP01,14,\"12,34\",\"0,5\"\n").first?.copies == 12.34)
    }

    @Test(
        "what may mean two numbers, or none, is refused with its place",
        arguments: ["\"1,234\"", "\"1,234.5\"", "<many", "maybe", ">1e7", "-5"])
    func refused(cell: String) {
        #expect { try read("patient,day,copies,lloq\nP01,14,\(cell),20\n") } throws: { error in
            (error as? ConfigurationFaults)?.faults.map { "\($0.line ?? 0) \($0.column ?? 0) \($0.key)" } == [
                "2 3 copies"
            ]
        }
    }
}
