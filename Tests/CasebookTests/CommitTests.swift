import Snapshots
import Alerts
import Assay
import CasebookFixtures
import Files
import Foundation
import Rules
import Testing

@testable import Casebook
@testable import Journal

@Suite struct CommitTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    @Test func `a run, its results, its alert and the deliveries owed enter together`() throws {
        let outcome = try casebook.take(run([("P01", 14, 2e5), ("P02", 14, 500)]), file())
        guard case .recorded(let committed) = outcome else { Issue.record("not recorded: \(outcome)"); return }
        #expect(committed.results == 2)
        #expect(committed.withheld == 0)
        #expect(committed.alerts.map(\.event) == [.raised])
        #expect(committed.alerts.first?.alert.finding.rule == "R1")
        #expect(committed.deliveriesOwed == 2)
        #expect(try casebook.journal.kinds() == ["run", "result", "result", "alert", "delivery", "delivery"])
        #expect(committed.head == (try casebook.journal.head()))
        #expect(try casebook.journal.verify().isIntact)
        // The alert is about the result it stands on, its id is its record.
        let alert = try #require(try casebook.journal.tail(3).first)
        #expect(alert.about == 2)
        #expect(try casebook.alerts(all: false).map(\.id) == [AlertID(4)])
    }

    @Test func `values come back as they went in`() throws {
        let copies = 0.1 + 0.2
        try casebook.take(run([("P01", 14, copies)]), file())
        let measurement = try #require(try casebook.measurements(of: "P01").first)
        #expect(measurement.copies == copies)
        #expect(measurement.day == 14)
        #expect(measurement.saved == "2026-04-01T10:00:00")
        #expect(measurement.withheld == nil)
        #expect(try casebook.patients() == ["P01"])
    }

    @Test func `the same bytes add nothing, under whatever name`() throws {
        try casebook.take(run([("P01", 14, 2e5)]), file())
        let before = try casebook.journal.head()
        #expect(try casebook.take(run([("P01", 14, 2e5)]), file("copy.lc96p"), stamp: stamp(2)) == .known(sequence: 1))
        // But that the copy was looked at.
        #expect(try casebook.journal.tail(1).map(\.kind) == ["sighting"])
        #expect(try casebook.journal.head().sequence == before.sequence + 1)
        #expect(
            try casebook.knownFiles() == [
                BytePath("/export/run.lc96p"): stamp(1), BytePath("/export/copy.lc96p"): stamp(2),
            ])
    }

    @Test func `a run only packed or saved again adds nothing`() throws {
        try casebook.take(run([("P01", 14, 2e5)]), file())
        let before = try casebook.journal.head()
        let again = run(saved: "2026-05-01T10:00:00", [("P01", 14, 2e5)])
        #expect(try casebook.take(again, file("b", content: "b")) == .known(sequence: 1))
        #expect(try casebook.journal.tail(1).map(\.kind) == ["sighting"])
        #expect(try casebook.journal.head().sequence == before.sequence + 1)
    }

    @Test func `changed content is an amendment that names the earlier record and takes the alert back`() throws {
        try casebook.take(run([("P01", 14, 2e5)]), file())
        let outcome = try casebook.take(
            run(saved: "2026-04-02T10:00:00", [("P01", 14, 2e3)]), file(content: "b"), stamp: stamp(2))
        guard case .amended(let committed, let earlier) = outcome else {
            Issue.record("not amended: \(outcome)"); return
        }
        #expect(earlier == 1)
        #expect(committed.alerts.map(\.event) == [.corrected])
        #expect(try casebook.measurements(of: "P01").map(\.copies) == [2e3])
        #expect(try casebook.alerts(all: false).isEmpty)
        #expect(try casebook.alerts(all: true).map(\.state) == [.corrected])
        let amendment = try #require(try casebook.journal.tail(100).first { $0.kind == "amendment" })
        #expect(amendment.about == 1)
        #expect(
            try casebook.course(of: "P01").history.filter { $0.alert == AlertID(3) }.map(\.event) == [
                .raised, .corrected,
            ])
    }

    @Test func `the latest save is in force, whichever came first`() throws {
        try casebook.take(run(saved: "2026-04-02T10:00:00", [("P01", 14, 2e3)]), file(content: "late"))
        let outcome = try casebook.take(run(saved: "2026-04-01T10:00:00", [("P01", 14, 2e5)]), file(content: "early"))
        guard case .amended(let committed, _) = outcome else { Issue.record("not amended: \(outcome)"); return }
        #expect(committed.alerts.isEmpty)
        #expect(try casebook.measurements(of: "P01").map(\.copies) == [2e3])
    }

    @Test func `a save that returns to earlier content is in force again`() throws {
        try casebook.take(run(saved: "2026-04-01", [("P01", 14, 2e5)]), file(content: "1"))
        try casebook.take(run(saved: "2026-04-02", [("P01", 14, 2e3)]), file(content: "2"))
        let outcome = try casebook.take(run(saved: "2026-04-03", [("P01", 14, 2e5)]), file(content: "3"))
        guard case .amended(let committed, _) = outcome else { Issue.record("not amended: \(outcome)"); return }
        #expect(committed.alerts.map(\.event) == [.raised])
        #expect(try casebook.measurements(of: "P01").map(\.copies) == [2e5])
    }

    @Test func `a sample given to another patient leaves the first`() throws {
        try casebook.take(run([("P01", 14, 2e5)]), file())
        try casebook.take(run(saved: "2026-04-02", [("P02", 14, 2e5)]), file(content: "b"))
        #expect(try casebook.measurements(of: "P01").isEmpty)
        #expect(try casebook.measurements(of: "P02").count == 1)
        let standing = try casebook.alerts(all: true).map { "\($0.finding.patient ?? "-") \($0.state.rawValue)" }
        #expect(standing == ["P01 corrected", "P02 open"])
    }

    @Test func `a run id with another serial is journaled, withheld and told to the laboratory`() throws {
        try casebook.take(run([("P01", 14, 500)]), file())
        let outcome = try casebook.take(run(serial: "S2", [("P01", 14, 2e5)]), file("b", content: "b"))
        guard case .conflict(let committed, let with) = outcome else { Issue.record("no conflict: \(outcome)"); return }
        #expect(with == 1)
        #expect(committed.withheld == 1)
        #expect(committed.alerts.map(\.alert.finding.rule) == ["R10"])
        let held = try casebook.measurements(of: "P01")
        #expect(held.filter { $0.withheld == nil }.map(\.copies) == [500])
        #expect(held.count == 2)
        // An amendment of the genuine run leaves the conflict's alert alone.
        try casebook.take(run(saved: "2026-04-09", [("P01", 14, 600)]), file(content: "c"))
        #expect(try casebook.alerts(all: false).map(\.finding.rule) == ["R10"])
    }

    @Test func `a failed run is journaled, its values withheld, the laboratory told once`() throws {
        let outcome = try casebook.take(run([("P01", 14, 2e5)], quality: .fail), file())
        #expect(outcome.committed?.withheld == 1)
        #expect(outcome.committed?.alerts.map(\.alert.finding.severity) == [.laboratory])
        let better = try casebook.take(run(saved: "2026-04-03", [("P01", 14, 2e5)]), file(content: "b"))
        #expect(better.committed?.alerts.map(\.event) == [.corrected, .raised])
    }

    @Test func `a correction reaches whoever heard of the alert first`() throws {
        try casebook.take(run([("P01", 14, 2e5)]), file())
        var moved = context()
        moved.delivery.recipients.append(
            .init(key: "second", role: "physician", name: "Other", address: "o@example.org"))
        moved.patients["P01"] = Patient(code: "P01", infusion: CalendarDate(iso: "2026-01-01"), physician: "second")
        try casebook.take(run(saved: "2026-04-02", [("P01", 14, 2e3)]), file(content: "b"), context: moved)
        let corrections = try casebook.owedDeliveries(at: noon).ready.filter { $0.event == .corrected }
        #expect(corrections.map(\.recipients) == [["second", "physician"], ["second", "physician"]])
    }

    @Test func `numbers that JSON has no form for do not keep a run out`() throws {
        let outcome = try casebook.take(run([("P01", 14, .nan)]), file())
        #expect(outcome.committed?.withheld == 1)
        #expect(try casebook.journal.verify().isIntact)
    }
}
