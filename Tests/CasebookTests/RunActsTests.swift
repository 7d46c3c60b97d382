// What persons decide about runs: the records, the results and alerts that follow, and that the order changes nothing.
import Alerts
import Assay
import CasebookFixtures
import Files
import Foundation
import Laboratory
import Rules
import Snapshots
import TestSupport
import Testing

@testable import Casebook
@testable import Journal

@Suite struct RunActsTests {
    let scratch: Scratch
    let casebook: Casebook
    private let ann = Person(name: "Ann", user: "ann", note: "looked at the plate")
    private let bob = Person(name: "Bob", user: "bob", note: "agreed")

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    @discardableResult
    private func act(
        _ act: RunAct, _ id: RunID = "run-1", by person: Person? = nil, in context: JudgementContext? = nil
    )
        throws -> RunActed
    {
        try casebook.act(
            act, onRun: id, by: person ?? ann, context: context ?? CasebookFixtures.context(), at: noon + 60)
    }

    private func values(_ code: String = "P01") throws -> [String] {
        try casebook.measurements(of: code).map { "D\($0.day ?? -1) \($0.withheld ?? "valid")" }
    }

    private func standing() throws -> [RuleID] { try casebook.alerts(all: false).map(\.finding.rule) }

    @Test func `of two runs with one id, the one of the record is decided about`() throws {
        try casebook.take(run([("P01", 90, 50)]), file())
        try casebook.take(
            run(serial: "S2", [("P02", 91, 3e4)]), file("other.lc96p", content: "other"), stamp: stamp(2))
        let records = try casebook.runs().map(\.sequence).sorted()
        #expect(records.count == 2)
        for (index, record) in records.enumerated() {
            _ = try casebook.act(
                .void, onRunOfRecord: record, by: ann, context: CasebookFixtures.context(), at: noon + 60)
            let voided = try casebook.runs().filter { $0.decisions.contains { $0.act == .voided } }.map(\.sequence)
            #expect(voided.sorted() == Array(records.prefix(index + 1)))
        }
        for record: Int64 in [0, 1_000_000, records[0] + 1] {
            #expect(throws: JournalError.refused("Record \(record) is no run's; 'cqwatch runs' lists them.")) {
                try casebook.act(
                    .undo(), onRunOfRecord: record, by: ann, context: CasebookFixtures.context(), at: noon + 60)
            }
        }
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test func `a voided run is never used: its value and its alerts go, and come back with the undo`() throws {
        try casebook.take(run([("P01", 90, 50)]), file())
        #expect(try values() == ["D90 valid"] && standing() == ["R5a"])
        let acted = try act(.void)
        #expect(acted.patients == ["P01"] && acted.alerts.map(\.event) == [.corrected])
        #expect(try values() == [] && standing() == [])
        let record = try #require(try casebook.journal.tail(20).first { $0.kind == "person" })
        for part in [
            "\"act\":\"run voided\"", "\"by\":\"Ann\"", "\"user\":\"ann\"", "\"note\":\"looked at the plate\"",
        ] {
            #expect(record.body.contains(part))
        }
        try act(.undo())
        #expect(try values() == ["D90 valid"] && standing() == ["R5a"])
        #expect(throws: JournalError.self) { try act(.undo()) }
        // The one that was named, or none.
        let first = try act(.void), second = try act(.correct(started: "2026-03-01"))
        #expect(throws: JournalError.self) { try act(.undo(decision: first.record)) }
        try act(.undo(decision: second.record))
        try act(.undo(decision: first.record))
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test
    func `a run dated in the future or before 2005 is told as such, and a corrected start brings its values back`()
        throws
    {
        for (index, wrong) in ["2099-01-01T09:00:00", "2000-01-01T00:10:00"].enumerated() {
            let id: RunID = "run-\(index)"
            try casebook.take(run(id: id, started: wrong, [("P01", 90 + index, 3e4)]), file(content: id.text))
            #expect(try values().last?.contains("cqwatch run correct \(id) --started") == true)
            let alert = try #require(try casebook.alerts(all: false).first)
            #expect(alert.finding.text.contains("the instrument's clock was wrong") && alert.finding.rule == "R10")
            try act(.correct(started: "2026-04-03"), id)
            #expect(try values().last == "D\(90 + index) valid" && standing() == [])
        }
        // Neither has moved the clock by which a missing run is noticed.
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test(arguments: ["", "yesterday", "2026-13-01", "2026-04-03T25:00", "2099-01-01", "1999-01-01", "04.05.2026"])
    func `a start that is none is refused and adds nothing`(started: String) throws {
        try casebook.take(run([("P01", 90, 3e4)]), file())
        let head = try casebook.journal.head()
        #expect(throws: JournalError.self) { try act(.correct(started: started)) }
        #expect(throws: JournalError.self) { try act(.void, "run-9") }
        #expect(throws: JournalError.self) { try act(.void, by: Person(name: " ", user: "u", note: "n")) }
        #expect(throws: JournalError.self) { try act(.void, by: Person(name: "Ann", user: "u", note: "")) }
        #expect(try casebook.journal.head() == head)
    }

    @Test func `a failed run that is accepted counts, and with acceptBy 2 only once two persons have accepted it`()
        throws
    {
        var context = context()
        context.laboratory.acceptBy = 2
        try casebook.take(run([("P01", 90, 50)], quality: .fail), file(), context: context)
        #expect(try values() == ["D90 The run failed its quality control."] && standing() == ["R10"])
        #expect(try act(.accept(samples: []), in: context).sentence.contains("another one"))
        #expect(try values() == ["D90 The run failed its quality control."])
        #expect(throws: JournalError.self) { try act(.accept(samples: []), in: context) }
        try act(.accept(samples: []), by: bob, in: context)
        #expect(try values() == ["D90 valid"] && standing() == ["R5a"])
        try act(.undo(), in: context)
        #expect(try values() == ["D90 The run failed its quality control."] && standing() == ["R10"])
    }

    @Test func `decisions are told with who, why and whether they hold`() throws {
        var context = context()
        context.laboratory.acceptBy = 2
        try casebook.take(run([("P01", 90, 50)], quality: .fail), file(), context: context)
        func told() throws -> [String] {
            try #require(try casebook.run(1, naming: SampleNaming(), acceptBy: 2)).decisions.map {
                "\($0.act.rawValue) \($0.by) \($0.user) \($0.holds)"
            }
        }
        #expect(try told() == [])
        let head = try casebook.journal.head()
        try act(.accept(samples: []), in: context)
        #expect(try told() == ["accepted Ann ann false"])
        // It changes no result, and the run's page all the same.
        #expect(try casebook.changes(since: head)?.runs.count == 1)
        try act(.accept(samples: []), by: bob, in: context)
        #expect(try told() == ["accepted Ann ann true", "accepted Bob bob true"])
        try act(.correct(started: "2026-04-01"), in: context)
        try act(.correct(started: "2026-04-01 9:30"), in: context)
        #expect(try told().suffix(2) == ["corrected Ann ann false", "corrected Ann ann true"])
        try act(.undo(), in: context)
        #expect(try told().suffix(3) == ["corrected Ann ann true", "corrected Ann ann false", "undone Ann ann true"])
        let listed = try #require(try casebook.runs(acceptBy: 2).first)
        #expect(listed.decisions.count == 5 && listed.decisions.last?.note == "looked at the plate")
    }

    @Test func `samples are accepted by name, and what no value can do without is not overruled`() throws {
        try casebook.take(run([("P01", 90, 50), ("P02", 90, 3e4)], quality: .fail), file())
        try act(.accept(samples: ["p01 d90"]))
        #expect(try values() == ["D90 valid"])
        #expect(try values("P02") == ["D90 The run failed its quality control."])
        #expect(throws: JournalError.self) { try act(.accept(samples: ["nobody"])) }
        var bare = run(id: "run-2", [("P03", 90, 3e4)])
        bare.quality = [QualityFinding(rule: "standard_curve.levels", status: .fail, detail: "No standards.")]
        try casebook.take(bare, file(content: "b"))
        #expect(throws: JournalError.self) { try act(.accept(samples: []), "run-2") }
        #expect(throws: JournalError.self) { try act(.accept(samples: ["P03 D90"]), "run-2") }
    }

    @Test func `a sample is whose a person says it is, and the patient it was taken for is judged without it`() throws {
        try casebook.take(run([("P01", 90, 50)]), file())
        #expect(try act(.reattribute(sample: "P01 D90", patient: "P02", day: 91)).patients == ["P01", "P02"])
        #expect(try values() == [] && values("P02") == ["D91 valid"])
        #expect(try casebook.alerts(all: false).map(\.finding.patient) == ["P02"])
        #expect(throws: JournalError.self) { try act(.reattribute(sample: "P01 D90", patient: "P77", day: 1)) }
        try act(.undo())
        #expect(try values() == ["D90 valid"] && values("P02") == [])
    }

    @Test func `a later save of a run keeps what was decided about it`() throws {
        try casebook.take(run([("P01", 90, 50)]), file())
        try act(.void)
        try casebook.take(run(saved: "2026-05-01T10:00:00", [("P01", 90, 60)]), file(content: "b"))
        #expect(try values() == [] && standing() == [])
        try act(.undo())
        #expect(try values() == ["D90 valid"] && casebook.measurements(of: "P01").map(\.copies) == [60])
    }

    // MARK: order

    private enum Step { case run(RunAnalysis), act(RunAct, RunID) }

    private func steps(_ numbers: inout SeededNumbers) -> [Step] {
        var steps: [Step] = []
        for (index, day) in [7, 14, 21, 60, 67, 150, 164, 240, 254, 330].enumerated() {
            let id: RunID = "run-\(index)"
            let values = [
                ("P01", day, pow(10, Double.random(in: 1.5...5, using: &numbers))),
                ("P02", day, pow(10, Double.random(in: 3...5, using: &numbers))),
            ]
            let failed = Int.random(in: 0..<3, using: &numbers) == 0
            steps.append(.run(run(id: id, values, quality: failed ? .fail : .pass)))
            if Bool.random(using: &numbers) {
                steps.append(
                    .run(run(id: id, saved: "2026-05-01T10:00:00", [("P01", day, values[0].2 * 3), values[1]])))
            }
            let late = (CalendarDate(iso: "2026-01-01")?.dayNumber ?? 0) + day + Int.random(in: 0...60, using: &numbers)
            let started = CalendarDate(dayNumber: late)?.iso ?? "2026-01-01"
            let acts: [RunAct] =
                switch Int.random(in: 0..<7, using: &numbers) {
                case 0: [.void]
                case 1: [.void, .undo()]
                case 2: [.correct(started: started)]
                case 3: [.correct(started: started), .void, .undo()]
                case 4: [.reattribute(sample: "P01 D\(day)", patient: "P02", day: day + 1)]
                case 5 where failed: [.accept(samples: ["P01 D\(day)"])]
                default: []
                }
            steps += acts.map { .act($0, id) }
        }
        return steps
    }

    /// In another order: a run's acts keep theirs, and come after the run.
    private func shuffled(_ steps: [Step], _ numbers: inout SeededNumbers) -> [Step] {
        var acts: [RunID: [RunAct]] = [:]
        for case .act(let act, let id) in steps { acts[id, default: []].append(act) }
        var order: [Step] = [], come: Set<RunID> = [], early: [RunID: Int] = [:]
        func next(_ id: RunID) {
            if let act = acts[id]?.first { acts[id]?.removeFirst(); order.append(.act(act, id)) }
        }
        for step in steps.shuffled(using: &numbers) {
            switch step {
            case .act(_, let id) where come.contains(id): next(id)
            case .act(_, let id): early[id, default: 0] += 1
            case .run(let run):
                order.append(step)
                let id = run.identity.id
                if come.insert(id).inserted { for _ in 0..<(early[id] ?? 0) { next(id) } }
            }
        }
        return order
    }

    private func state(after steps: [Step]) throws -> Set<String> {
        let scratch = try Scratch()
        let casebook = try scratch.casebook()
        for (index, step) in steps.enumerated() {
            switch step {
            case .run(let run): try casebook.take(run, SourceFile(path: "p\(index)", sha256: "\(index)", size: 1))
            case .act(let act, let id): _ = try casebook.act(act, onRun: id, by: ann, context: context(), at: noon)
            }
        }
        // What had recovered already when it was raised is cleared when the patient is judged next.
        try casebook.sweepAll(context(), at: noon)
        #expect(try casebook.journal.verify().isIntact)
        let values = try ["P01", "P02"].flatMap { code in
            try casebook.measurements(of: code).map {
                "\(code) D\($0.day ?? -1) \($0.runID) \($0.saved ?? "") \($0.copies ?? -1) \($0.withheld ?? "valid")"
            }
        }
        let alerts = try casebook.alerts(all: true).filter { $0.state != .corrected }.map {
            "\($0.finding.rules) \($0.finding.subject) \($0.finding.severity.rawValue) \($0.state.stands)"
        }
        return Set(values + alerts)
    }

    @Test(arguments: UInt64(1)...8)
    func `runs, amendments, decisions and undos lead to one state in any order`(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let steps = steps(&numbers)
        let expected = try state(after: steps)
        #expect(expected.contains { $0.hasPrefix("[R") })
        for _ in 0..<3 {
            let difference = try state(after: shuffled(steps, &numbers)).symmetricDifference(expected)
            #expect(difference.sorted() == [], "seed \(seed)")
        }
    }
}
