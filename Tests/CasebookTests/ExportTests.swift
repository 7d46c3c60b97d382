import Assay
import CasebookFixtures
import Foundation
import Testing

@testable import Casebook
@testable import Journal

@Suite struct ExportTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
        try casebook.take(run([("P01", 14, 2e5)]), file("=1+1,\"x\"\u{1B}[31m.lc96p"))
    }

    private func lines(_ format: ExportFormat, since: Date? = nil) throws -> [String] {
        var lines: [String] = []
        try casebook.export(since: since, format: format) { lines.append($0) }
        return lines
    }

    @Test func `every record is one object with its own fields`() throws {
        let objects = try lines(.jsonl).map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        #expect(objects.map { $0["kind"] as? String } == ["run", "result", "alert", "delivery", "delivery"])
        #expect(objects.map { $0["sequence"] as? Int } == [1, 2, 3, 4, 5])
        #expect(
            objects.allSatisfy {
                ($0["digest"] as? String)?.count == 64 && ($0["time"] as? String)?.hasSuffix("Z") == true
            })
        #expect(objects[1]["patient"] as? String == "P01")
        #expect(objects[1]["copies"] as? Double == 2e5)
        #expect(objects[2]["rule"] as? String == "R1")
        #expect(objects[3]["about"] as? Int == 3)
    }

    @Test func `a table has one width and nothing a spreadsheet would run or a terminal obey`() throws {
        let table = try lines(.csv)
        #expect(table.count == 6)
        #expect(table[0].hasPrefix("sequence,time,kind,about,digest,run,"))
        #expect(table[1].contains(",\"/export/=1+1,\"\"x\"\"[31m.lc96p\","))
        #expect(table[2].contains(",P01,14,P01 D14,BCMA-CAR-T,3,200000.0,160000.0,250000.0,copies/ul gDNA,"))
        let width = table[0].count { $0 == "," }
        for line in table[2...] where !line.contains("\"") { #expect(line.count { $0 == "," } == width) }
    }

    @Test func `since leaves out what is older`() throws {
        _ = try casebook.adopt(context(), reason: "r", at: noon.addingTimeInterval(10))
        #expect(try lines(.jsonl, since: noon.addingTimeInterval(5)).count == 1)
        #expect(try lines(.csv, since: noon.addingTimeInterval(11)).count == 1)
    }
}
