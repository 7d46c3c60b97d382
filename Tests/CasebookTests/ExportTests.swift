import Alerts
import Assay
import CasebookFixtures
import Foundation
import Rules
import Snapshots
import Testing
import USB

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

    @Test func `records of every kind have their line, a person's act about a run and a sweep too`() throws {
        let person = Person(name: "Ada", user: "ada", note: "contaminated")
        try casebook.take(run(saved: "2026-05-01T10:00:00", [("P01", 14, 500)]), file("b", content: "b"), at: noon + 1)
        try casebook.take(run(saved: "2026-05-01T10:00:00", [("P01", 14, 500)]), file("c", content: "b"), at: noon + 2)
        _ = try casebook.act(.void, onRun: run([]).identity.id, by: person, context: context(), at: noon + 3)
        _ = try casebook.adopt(context(), reason: "r", at: noon + 4)
        _ = try casebook.sweepAll(context(), at: noon + 86_400)
        _ = try casebook.commitUnreadable(
            path: "/export/x", stamp: stamp(2), sha256: "x", reason: "It is empty", context: context(), at: noon + 5)
        _ = try casebook.commitDevice(
            DeviceEntry(
                .arrived,
                device: USBDevice(vendor: 1, product: 2, serial: "4C53", port: "1-1", interfaces: [])),
            alerts: DeviceAlerts(), context: context(), at: noon + 6)
        let kinds = Set(
            try lines(.jsonl).compactMap {
                (try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["kind"] as? String
            })
        // Those of the hospital's interface are shown with it.
        #expect(kinds == Set(RecordKind.allCases.map(\.rawValue)).subtracting(["interface"]))
        let table = try lines(.csv)
        #expect(table.count == (try lines(.jsonl)).count + 1)
        let id = run([]).identity.id.text
        let act = try #require(table.first { $0.contains(",person,") && $0.contains(",\(id),") })
        #expect(act.contains("contaminated"))
    }
}
