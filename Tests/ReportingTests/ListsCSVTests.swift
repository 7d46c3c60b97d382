import Alerts
import Assay
import Foundation
@testable import Reporting
import Rules
import Testing

@Suite struct ListsCSVTests {
    private func run(_ id: RunID, patients: [String] = []) -> RunsDocument.Run {
        RunsDocument.Run(
            record: 7, identity: RunIdentity(id: id, serial: nil, started: "2026-05-14T10:00:00"), saved: nil,
            recorded: nil, file: "/export/a,b.lc96p", sha256: "ab", qc: .warn, conflict: false, saves: 1,
            patients: patients, alerts: [])
    }

    @Test func `a row holds the fields of the JSON, lists joined by blanks, null as an empty cell`() throws {
        let table = try RunsDocument(runs: [run("r1", patients: ["P01", "P02"])]).csv()
        #expect(
            table == """
                started,file,qc,patients,alerts,record,id,serial,saved,recorded,conflict,saves,sha256
                2026-05-14T10:00:00,"/export/a,b.lc96p",warn,P01 P02,,7,r1,,,,false,1,ab

                """)
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@A1", "\u{202E}=1"])
    func `no cell is a formula, and none breaks its line`(name: String) throws {
        let table = try RunsDocument(runs: [run(RunID(name + "\n\"x"))]).csv()
        let lines = table.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[1].contains("'"))
    }

    @Test func `an empty list is its head`() throws {
        #expect(try AlertsDocument([]).csv().hasPrefix("id,rule,severity,state,patient,day,"))
        #expect(try AlertsDocument([]).csv().split(separator: "\n").count == 1)
    }

    @Test func `every column of every list is a field of its JSON`() throws {
        let alert = Alert(
            id: AlertID(3), state: .open, raised: Date(timeIntervalSince1970: 1.79e9),
            finding: Finding(
                rule: "R5a", severity: .critical, patient: "P01", day: 300, subject: "s", value: 77.4,
                unit: "copies/ul gDNA", threshold: 84, text: "t", advice: "a"))
        let table = try AlertsDocument([alert]).csv().split(separator: "\n")
        let (heads, cells) = (
            table[0].split(separator: ","), table[1].split(separator: ",", omittingEmptySubsequences: false)
        )
        #expect(heads.count == cells.count)
        #expect(cells[heads.firstIndex(of: "value") ?? 0] == "77.4" && cells[heads.firstIndex(of: "day") ?? 0] == "300")
        #expect(cells[heads.firstIndex(of: "borderline") ?? 0] == "false")
    }
}
