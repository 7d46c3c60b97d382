import Alerts
import Assay
import CasebookFixtures
import Foundation
import Rules
import Testing

@testable import Casebook
@testable import Journal

@Suite struct SweepTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    private func at(_ day: String, hour: Double = 9) throws -> (JudgementContext, Date) {
        var then = context()
        let date = try #require(CalendarDate(iso: day))
        then.today = date
        then.delivery.secondContact = "lab"
        return (then, try #require(then.start(of: date)).addingTimeInterval(hour * 3600))
    }

    @discardableResult
    private func sweep(_ when: (JudgementContext, Date), patients: Bool = true) throws -> [String] {
        let sweep =
            try patients
            ? casebook.sweepAll(when.0, at: when.1)
            : casebook.sweep(patients: [], completes: nil, context: when.0, at: when.1)
        return sweep.alerts.map { "\($0.alert.finding.rule) \($0.alert.finding.day ?? -1) \($0.event.rawValue)" }
    }

    @Test func `a critical alert nobody acknowledges is escalated and reminded of when due, each once`() throws {
        let (settings, raised) = try at("2026-04-01")
        try casebook.take(run([("P01", 90, 50)]), file(), context: settings, at: raised)
        #expect(try casebook.nextSweep(after: raised, context: settings) == raised + 3600)
        #expect(try sweep((settings, raised + 3599), patients: false).isEmpty)
        #expect(try sweep((settings, raised + 3600), patients: false) == ["R5a 90 escalated"])
        #expect(try sweep((settings, raised + 3601), patients: false).isEmpty)
        let escalated = try casebook.owedDeliveries(at: raised + 3601).ready.filter { $0.event == .escalated }
        #expect(escalated.map(\.channel) == [.log, .hook("page")])
        #expect(escalated.allSatisfy { $0.recipients == ["physician", "lab"] })
        #expect(try casebook.nextSweep(after: raised + 3601, context: settings) == raised + 4 * 3600)
        #expect(try sweep((settings, raised + 90_000), patients: false) == ["R5a 90 escalated", "R5a 90 reminder"])
    }

    @Test
    func
        `a value that was withheld because the clock was behind counts once the clock is right, and its alerts come`()
        throws
    {
        let behind = try at("2016-04-01")
        try casebook.take(run([("P01", 90, 50)]), file(), context: behind.0, at: behind.1)
        try casebook.take(run(id: "run-2", [("P02", 30, 500)]), file(content: "b"), context: behind.0, at: behind.1)
        #expect(try casebook.alerts(all: false).filter { $0.finding.patient != nil }.isEmpty)
        #expect(try !sweep(behind).contains { $0.hasPrefix("R5a") })
        let right = try at("2026-04-02")
        // Whether or not the clock is believed already: the rules on absent results are another matter.
        #expect(try sweep(right, patients: false).contains("R5a 90 raised"))
        let before = try casebook.journal.kinds().filter { $0 == "result" }.count
        _ = try casebook.sweepAll(right.0, at: right.1 + 60)
        #expect(try casebook.journal.kinds().filter { $0 == "result" }.count == before)
    }

    @Test func `a run whose date lies ahead of a right clock stays withheld until that date`() throws {
        let early = try at("2026-03-31")
        try casebook.take(run([("P01", 90, 50)]), file(), context: early.0, at: early.1)
        #expect(try !sweep(early).contains { $0.hasPrefix("R5a") })
        #expect(try sweep(try at("2026-04-01")).contains("R5a 90 raised"))
    }

    @Test func `an acknowledgement ends them, a silence puts them off to its end`() throws {
        let (settings, raised) = try at("2026-04-01")
        try casebook.take(run([("P01", 90, 50)]), file(), context: settings, at: raised)
        let id = try #require(try casebook.alerts(all: false).first { $0.finding.rule == "R5a" }).id
        let ann = Person(name: "Ann", user: "ann", note: "n")
        _ = try casebook.act(.silence(until: raised + 7200), onAlert: id, by: ann, context: settings, at: raised + 60)
        #expect(try sweep((settings, raised + 3600), patients: false).isEmpty)
        #expect(try casebook.nextSweep(after: raised + 3600, context: settings) == raised + 7200)
        #expect(try sweep((settings, raised + 7200), patients: false) == ["R5a 90 escalated"])
        _ = try casebook.act(.acknowledge, onAlert: id, by: ann, context: settings, at: raised + 7300)
        #expect(try sweep((settings, raised + 1e6), patients: false).isEmpty)
    }

    @Test
    func
        `a missed visit is told once its days have passed, only where nothing is unread, and taken back by a late result`()
        throws
    {
        let (early, first) = try at("2026-01-08")
        try casebook.take(run([("P01", 7, 500)]), file(), context: early, at: first)
        // Day 14, three days of grace: missed from day 18 on, 2026-01-19.
        #expect(try casebook.nextSweep(after: first, context: early) == (try at("2026-01-12", hour: 0)).1)
        let late = try at("2026-01-19")
        #expect(try sweep(late, patients: false).isEmpty)
        #expect(try sweep(late) == ["R9 14 raised"])
        #expect(try sweep(late).isEmpty)
        // A run of another day does not take it back, one of day 14 does.
        try casebook.take(run(id: "run-2", [("P01", 18, 600)]), file(content: "b"), context: late.0, at: late.1 + 60)
        #expect(
            try casebook.alerts(all: true).filter { $0.finding.rule == "R9" }.map(\.state).contains(.corrected) == false
        )
        try casebook.take(run(id: "run-3", [("P01", 14, 600)]), file(content: "c"), context: late.0, at: late.1 + 120)
        #expect(try casebook.alerts(all: true).filter { $0.finding.rule == "R9" }.allSatisfy { $0.state == .corrected })
    }

    @Test func `an expansion that has not come is told after its day, and taken back by a late result`() throws {
        let (early, first) = try at("2026-01-31")
        try casebook.take(run([("P01", 30, 500)]), file(), context: early, at: first)
        let late = try at("2026-02-08")
        #expect(try sweep(late).contains("R2 30 raised"))
        try casebook.take(run(id: "run-2", [("P01", 21, 3e5)]), file(content: "b"), context: late.0, at: late.1)
        #expect(try casebook.alerts(all: true).filter { $0.finding.rule == "R2" }.map(\.state) == [.corrected])
    }

    @Test func `a visit that loses its value to an amended run is missed again: the commit says whom to judge`() throws
    {
        let (early, first) = try at("2026-01-08")
        try casebook.take(run([("P01", 7, 500)]), file(), context: early, at: first)
        let late = try at("2026-01-20")
        try casebook.take(
            run(id: "run-2", started: "2026-01-15T09:00:00", saved: "2026-01-16", [("P01", 14, 600), ("P02", 7, 500)]),
            file(content: "b"), context: late.0, at: late.1)
        #expect(try sweep(late).contains("R9 14 raised") == false)
        let outcome = try casebook.take(
            run(id: "run-2", started: "2026-01-15T09:00:00", saved: "2026-01-19", [("P02", 7, 500)]),
            file(content: "c"), context: late.0, at: late.1)
        guard case .amended(let committed, _) = outcome else { throw JournalError.refused("no amendment") }
        #expect(Set(committed.patients) == ["P01", "P02"])
        let swept = try casebook.sweep(
            patients: committed.patients.sorted(), completes: nil, context: late.0, at: late.1 + 60
        ).alerts
        #expect(
            swept.map { "\($0.alert.finding.rule) \($0.alert.finding.day ?? -1) \($0.alert.finding.patient ?? "")" }
                .contains("R9 14 P01"))
    }

    @Test func `of a patient who is in the patients file alone every visit is missed on its date, and the expansion`()
        throws
    {
        func at(_ day: Int) throws -> (JudgementContext, Date) {
            let date = try #require(
                CalendarDate(iso: "2026-01-01").flatMap { CalendarDate(dayNumber: $0.dayNumber + day) })
            var (settings, time) = try self.at(date.iso)
            settings.targets = ["BCMA-CAR-T"]
            settings.patients = settings.patients.filter { $0.key == "P01" }
            return (settings, time)
        }
        _ = try casebook.adopt(at(9).0, reason: "start", at: at(9).1)
        #expect(try casebook.firstRecord(of: "P01") == at(9).1)
        #expect(try casebook.firstRecord(of: "P02") == nil)
        // The daemon wakes when the journal says, and only then.
        var told: [String] = []
        var woken = 0
        for day in 9...170 {
            let (settings, time) = try at(day)
            let due = try casebook.nextSweep(after: at(day - 1).1, context: at(day - 1).0)
            guard let due, due <= time else { continue }
            woken += 1
            told += try sweep((settings, time)).map { "\(day): \($0)" }
        }
        #expect(
            told == [
                "18: R9 14 raised", "21: R9 14 raised", "25: R9 21 raised", "28: R9 21 raised", "38: R2 30 raised",
                "38: R9 30 raised", "45: R9 30 raised",
                "68: R9 60 raised", "75: R9 60 raised", "165: R9 150 raised",
            ])
        // Twice for the visit of day 7, which was due before the patient was known.
        #expect(woken == 11)
        // A sample of a visit takes it back.
        try casebook.take(run([("P01", 150, 500)]), file(), context: try at(171).0, at: try at(171).1)
        #expect(
            try casebook.alerts(all: true).filter { $0.finding.day == 150 && $0.finding.rule == "R9" }.allSatisfy {
                $0.state == .corrected
            })
    }

    @Test
    func `another configuration asks anew for the dates that have passed, also where a crash came before the sweep`()
        throws
    {
        let (settings, time) = try at("2026-01-08")
        try sweep((settings, time))
        #expect(try casebook.sweptOn() != nil)
        var corrected = settings
        corrected.configurationDigest = "other"
        _ = try casebook.adopt(corrected, reason: "patients changed", at: time)
        #expect(try casebook.sweptOn() == nil)
    }

    @Test func `a second infusion attributes the samples of both courses, and what was withheld finds its day`() throws
    {
        func patient(_ further: [Patient.Infusion]) throws -> JudgementContext {
            var (settings, _) = try at("2027-01-20")
            settings.patients = [
                "P01": Patient(
                    code: "P01", infusion: CalendarDate(iso: "2026-01-01"), physician: "physician", further: further)
            ]
            settings.configurationDigest = "\(further.count)"
            return settings
        }
        let time = try at("2027-01-20").1
        _ = try casebook.adopt(patient([]), reason: "start", at: time)
        // Day 14 after a second infusion that the file does not name yet.
        try casebook.take(
            run(started: "2027-01-16T09:00:00", [("P01", 14, 2e5)]), file(), context: try patient([]), at: time)
        #expect(try casebook.measurements(of: "P01").map { $0.withheld == nil } == [false])
        let second = try #require(CalendarDate(iso: "2027-01-01"))
        let adopted = try casebook.adopt(patient([.init(date: second)]), reason: "patients changed", at: time + 60)
        #expect(adopted?.results == 1)
        let result = try #require(try casebook.measurements(of: "P01").first)
        #expect(result.withheld == nil && result.day == 365 + 14)
        let r1 = try #require(try casebook.alerts(all: false).first { $0.finding.rule == "R1" })
        #expect(r1.finding.day == 379 && r1.finding.text.contains("on day 14"))
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test func `a result withheld for two days while an alert is open is told to the physician`() throws {
        let (settings, raised) = try at("2026-04-01")
        try casebook.take(run([("P01", 90, 50)]), file(), context: settings, at: raised)
        try casebook.take(
            run(id: "run-2", [("P01", 91, 900)], quality: .fail), file(content: "b"), context: settings, at: raised + 60
        )
        #expect(try !sweep((settings, raised + 3600)).contains { $0.hasPrefix("withheld") })
        #expect(try sweep((settings, raised + 49 * 3600)).contains("withheld 91 raised"))
        #expect(try casebook.journal.verify().isIntact)
    }
}
