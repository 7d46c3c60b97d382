import Alerts
import Assay
import Casebook
import CasebookFixtures
import Foundation
import Hospital
import Rules
import Snapshots
import Testing

private extension Casebook {
    /// All events, as if they were read a record at a time: what a page begins with changes nothing.
    func everyEvent() throws -> [HospitalEvent] {
        let whole = try hospitalEvents(after: 0)
        #expect(whole.isLast)
        for event in whole.events {
            let later = try hospitalEvents(after: event.cause - 1).events.first { $0.number == event.number }
            #expect(later == event, "read from record \(event.cause) on it is another")
        }
        for patient in Set(whole.events.map(\.patient)).subtracting([""]) {
            let own = try hospitalEvents(of: patient, after: 0)
            #expect(own.isLast && own.upTo == whole.upTo)
            #expect(own.events == whole.events.filter { $0.patient == patient }, "\(patient) alone gives others")
        }
        return whole.events
    }
}

private func results(_ events: [HospitalEvent]) -> [(event: HospitalEvent, result: ReportedResult)] {
    events.compactMap { event in
        if case .result(let result) = event.content { (event, result) } else { nil }
    }
}

@Suite("Records that hospitals are told of")
struct HospitalRecordsTests {
    @Test("each result of a patient's sample is one event, and each event of an alert")
    func each() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        try casebook.take(run([("P01", 7, 2e5), ("P02", 7, 5e3)]), file())
        let events = try casebook.everyEvent()
        let told = results(events)
        #expect(told.map(\.event.patient) == ["P01", "P02"])
        #expect(told.map(\.result.sample) == ["P01 D7", "P02 D7"])
        #expect(Set(told.map(\.result.order)).count == 2)
        #expect(told.allSatisfy { $0.result.quantity.reading != nil && $0.result.replaces == nil })
        // P01 has reached 1×10^5: R1.
        let alerts = events.compactMap { event -> (MessageNumber, ReportedAlert)? in
            if case .alert(let alert) = event.content { (event.number, alert) } else { nil }
        }
        #expect(alerts.map(\.1.alert.finding.rule) == ["R1"])
        #expect(alerts.first?.1.order == told[0].result.order)
        #expect(alerts.first?.0.record == alerts.first?.1.alert.id.sequence)
    }

    @Test("an amended run corrects under the same order, and names what it replaces")
    func amended() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        try casebook.take(run([("P01", 7, 2e4)]), file())
        try casebook.take(run(saved: "2026-04-02T10:00:00", [("P01", 7, 3e4)]), file(content: "b"))
        let told = results(try casebook.everyEvent())
        #expect(told.count == 2)
        #expect(told[0].result.order == told[1].result.order)
        #expect(told[1].result.replaces == told[0].event.number)
        #expect(told[1].result.correctsValue && !told[0].result.correctsValue)
        #expect(told[1].result.reportOrders == [told[1].result.order])
    }

    @Test("an older save that comes late tells nobody anything")
    func late() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        try casebook.take(run(saved: "2026-04-02T10:00:00", [("P01", 7, 3e4)]), file(content: "b"))
        try casebook.take(run(saved: "2026-04-01T10:00:00", [("P01", 7, 2e4)]), file())
        #expect(results(try casebook.everyEvent()).map(\.result.quantity.copies) == [3e4])
    }

    @Test("a run that fails after all withholds under the same order")
    func failed() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        try casebook.take(run([("P01", 7, 2e4)]), file())
        try casebook.take(run(saved: "2026-04-02T10:00:00", [("P01", 7, 2e4)], quality: .fail), file(content: "b"))
        let told = results(try casebook.everyEvent())
        #expect(told.count == 2)
        #expect(told[1].result.quantity.reading == nil && !told[1].result.quantity.reasons.isEmpty)
        #expect(told[1].result.order == told[0].result.order)
    }

    @Test("what a newer save does not hold any more is taken back, before the rest of it is told")
    func dropped() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        try casebook.take(run([("P01", 7, 2e4), ("P02", 7, 3e4)]), file())
        try casebook.take(run(saved: "2026-04-02T10:00:00", [("P02", 7, 3e4)]), file(content: "b"))
        let told = results(try casebook.everyEvent())
        #expect(told.map(\.event.patient) == ["P01", "P02", "P01", "P02"])
        #expect(told[2].event.number == MessageNumber(told[0].event.number.record, isVoid: true))
        #expect(told[2].result.voided != nil && told[2].result.order == told[0].result.order)
        #expect(told[2].result.reportOrders.isEmpty)
    }

    @Test(
        "a sample that is another patient's is taken back from the one and told of the other, each under its own order")
    func reattributed() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        try casebook.take(run([("P01", 7, 2e4)]), file())
        // The same sample, saved anew under another patient's name in the label.
        var other = run(saved: "2026-04-02T10:00:00", [("P02", 7, 2e4)])
        other.samples[0].name = "P01 D7"
        try casebook.take(other, file(content: "b"))
        let told = results(try casebook.everyEvent())
        #expect(told.map(\.event.patient) == ["P01", "P01", "P02"])
        #expect(told.map { $0.result.voided != nil } == [false, true, false])
        #expect(told[1].result.order == told[0].result.order && told[2].result.order != told[0].result.order)
        #expect(!told[2].result.correctsValue)
    }

    @Test("a voided run is taken back with the person's reason; undone, its values correct under their old orders")
    func voided() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        let ann = Person(name: "Ann", user: "ann", note: "the plate was turned")
        try casebook.take(run([("P01", 7, 2e4), ("P02", 7, 3e4)]), file())
        for act in [RunAct.void, .undo()] {
            _ = try casebook.act(act, onRun: "run-1", by: ann, context: context(), at: noon + 60)
        }
        let told = results(try casebook.everyEvent())
        #expect(told.map(\.event.patient) == ["P01", "P02", "P01", "P02", "P01", "P02"])
        #expect(
            told.map(\.result.voided)
                == [nil, nil]
                + Array(
                    repeating: "This result is taken back. Voided by Ann: the plate was turned.", count: 2) + [
                    nil, nil,
                ])
        #expect(told[4].result.order == told[0].result.order)
        #expect(told[4].result.correctsValue && told[4].result.replaces == told[0].event.number)
    }

    @Test("a sample that goes to another patient and back is each one's once, and names nobody to the other")
    func there() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        let ann = Person(name: "Ann", user: "ann", note: "tubes changed")
        try casebook.take(run([("P01", 7, 2e4)]), file())
        for patient in ["P02", "P01"] {
            _ = try casebook.act(
                .reattribute(sample: "P01 D7", patient: patient, day: 7), onRun: "run-1", by: ann, context: context(),
                at: noon + 60)
        }
        let told = results(try casebook.everyEvent())
        #expect(told.map(\.event.patient) == ["P01", "P01", "P02", "P02", "P01"])
        #expect(told.map { $0.result.voided != nil } == [false, true, false, true, false])
        #expect(told[1].result.voided?.contains("P02") == false)
        #expect(told[4].result.correctsValue && told[4].result.order == told[0].result.order)
        #expect(Set(told.map(\.event.number)).count == told.count)
    }

    @Test("a sampling day is a date where the patients file tells the infusion")
    func sampled() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        defer { withExtendedLifetime(scratch) {} }
        _ = try casebook.adopt(context(), reason: "start", at: noon)
        try casebook.take(run([("P01", 7, 2e4)]), file())
        #expect(results(try casebook.everyEvent()).first?.result.sampled == CalendarDate(iso: "2026-01-08"))
    }
}
