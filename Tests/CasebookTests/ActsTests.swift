import Rules
import Alerts
import Assay
import CasebookFixtures
import Foundation
import Testing

@testable import Casebook
@testable import Journal

@Suite struct ActsTests {
    let scratch: Scratch
    let casebook: Casebook
    private let ann = Person(name: "Ann", user: "ann", note: "patient seen")

    /// P01 falls to the relapse level: A-something is critical.
    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
        try casebook.take(run([("P01", 90, 50)]), file())
    }

    private func critical() throws -> Alert {
        try #require(try casebook.alerts(all: false).first { $0.finding.rule == "R5a" })
    }

    private func act(_ act: AlertAct, _ id: AlertID, by person: Person? = nil, at time: Date = noon) throws -> Alert {
        try casebook.act(act, onAlert: id, by: person ?? ann, context: context(), at: time)
    }

    @Test func `an acknowledgement is a person's record with name, account and note, and the alert's next state`()
        throws
    {
        let alert = try critical()
        let owed = try casebook.owedDeliveries(at: noon).ready.count
        #expect(try act(.acknowledge, alert.id).state == .acknowledged)
        #expect(try casebook.alert(alert.id)?.state == .acknowledged)
        let records = try casebook.journal.tail(3)
        #expect(records.map(\.kind) == ["person", "alert", "delivery"])
        for part in [
            "\"by\":\"Ann\"", "\"user\":\"ann\"", "\"note\":\"patient seen\"", "\"act\":\"acknowledged\"",
            "\"on\":\"\(alert.id)\"",
        ] {
            #expect(records[0].body.contains(part))
        }
        #expect(records[1].about == records[0].sequence)
        // The log hears of it; nobody is paged.
        let ready = try casebook.owedDeliveries(at: noon).ready
        #expect(ready.count == owed + 1)
        #expect(ready.last?.channel == .log)
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test func `who was shown an alert does not act on what it has become since`() throws {
        for (id, day, copies) in [("b", 60, 3e4), ("c", 90, 1500)] {
            try casebook.take(
                run(id: RunID(id), [("P02", day, copies)]), file(id, content: id), stamp: stamp(Int64(day)))
        }
        let alert = try #require(try casebook.alerts(all: false).first { $0.finding.rule == "R4" })
        let seen = try #require(try casebook.newestRecord(ofAlert: alert.id))
        func acknowledge(_ seen: Int64) throws -> Alert {
            try casebook.act(.acknowledge, onAlert: alert.id, seen: seen, by: ann, context: context(), at: noon)
        }
        // The second sample confirms what was provisional.
        try casebook.take(run(id: "d", [("P02", 105, 1500)]), file("d", content: "d"), stamp: stamp(105))
        #expect(try casebook.alert(alert.id)?.state == .confirmed)
        let before = try casebook.journal.head()
        let refusal = JournalError.refused("The alert has changed since it was shown: look at it again.")
        // Nor on what no record of this alert says.
        for record in [seen, 0, 1, Int64.max] { #expect(throws: refusal) { try acknowledge(record) } }
        #expect(try casebook.journal.head() == before)
        #expect(try acknowledge(#require(try casebook.newestRecord(ofAlert: alert.id))).state == .acknowledged)
    }

    @Test func `what makes no sense is refused with a sentence and adds nothing`() throws {
        let id = try critical().id
        let before = try casebook.journal.head()
        let nobody = Person(name: " ", user: "ann", note: "n")
        let silent = Person(name: "Ann", user: "ann", note: "")
        #expect(throws: JournalError.self) { try act(.acknowledge, AlertID(999)) }
        #expect(throws: JournalError.self) { try act(.acknowledge, id, by: nobody) }
        #expect(throws: JournalError.self) { try act(.acknowledge, id, by: silent) }
        #expect(throws: JournalError.self) { try act(.silence(until: noon), id) }
        #expect(throws: JournalError.self) { try act(.silence(until: noon + 1e7), id) }
        #expect(try casebook.journal.head() == before)
        _ = try act(.acknowledge, id)
        #expect(throws: JournalError.refused("The alert is acknowledged already.")) { try act(.acknowledge, id) }
        _ = try act(.close, id)
        #expect(throws: JournalError.refused("The alert is closed already; there is nothing left to do.")) {
            try act(.close, id)
        }
    }

    @Test func `a silence has its end in the record and leaves the alert open`() throws {
        let id = try critical().id
        #expect(try act(.silence(until: noon + 3600), id).state == .open)
        let life = try #require(try casebook.read { db in try Casebook.life(ofAlert: id, db) }).life
        #expect(life.silencedUntil == noon + 3600)
    }

    @Test func `a closing stays with the alert: the same ground is not raised again, a later low value is`() throws {
        let id = try critical().id
        var then = context()
        then.today = try #require(CalendarDate(iso: "2026-04-10"))
        _ = try casebook.act(.close, onAlert: id, by: ann, context: then, at: noon)
        #expect(try casebook.alert(id)?.state == .closed)
        try casebook.take(run(id: "run-2", [("P01", 150, 40)]), file(content: "b"))
        let all = try casebook.alerts(all: true).filter { $0.finding.rule == "R5a" }
        #expect(all.map(\.state) == [.closed, .open])
        #expect(all.map(\.finding.day) == [90, 150])
    }

    @Test func `a test reaches every channel, is over from the start and concerns nobody`() throws {
        let open = try casebook.alerts(all: false)
        let test = try casebook.recordTest(.critical, by: ann, context: context(), at: noon)
        #expect(try casebook.alerts(all: false) == open)
        let deliveries = try casebook.deliveries(ofAlert: test.id)
        #expect(deliveries.map(\.channel) == [.log, .hook("page")])
        #expect(deliveries.allSatisfy { $0.event == .test && $0.state == .owed && $0.alert.finding.patient == nil })
        try casebook.receipt(deliveries[0].id, .delivered, detail: "ok", attempt: 1, at: noon)
        #expect(try casebook.deliveries(ofAlert: test.id).map(\.state) == [.delivered, .owed])
    }

    @Test func `a delivery that a person asks for again is that person's record, and due at once`() throws {
        let owed = try #require(try casebook.owedDeliveries(at: noon).ready.first)
        try casebook.receipt(owed.id, .failed, detail: "exit 1", attempt: 3, at: noon)
        try casebook.retryDelivery(owed.id, by: ann, context: context(), at: noon)
        #expect(try casebook.owedDeliveries(at: noon).ready.contains { $0.id == owed.id })
        #expect(try casebook.journal.tail(2).map(\.kind) == ["person", "delivery"])
        try casebook.receipt(owed.id, .delivered, detail: nil, attempt: 4, at: noon)
        let before = try casebook.journal.head()
        #expect(throws: JournalError.self) {
            try casebook.retryDelivery(owed.id, by: ann, context: context(), at: noon)
        }
        #expect(try casebook.journal.head() == before)
    }
}
