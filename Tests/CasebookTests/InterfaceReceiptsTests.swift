import Alerts
import Casebook
import CasebookFixtures
import Foundation
import Hospital
import Rules
import Testing

private let ann = Person(name: "Ann", user: "ann", note: "seen")

/// The journal of two runs of three patients, and a way that has come some of it.
private struct Desk {
    let scratch: Scratch
    let casebook: Casebook
    let events: [HospitalEvent]
    var settings = InterfaceSettings()

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
        settings.site = "LAB1"
        settings.hl7 = HL7Settings()
        for day in [7, 14] {
            try casebook.take(
                run(id: "run-\(day)", [("P01", day, 2e4), ("P02", day, 5e3), ("P03", day, 7e3)]),
                file("\(day).lc96p", content: "\(day)"))
        }
        events = try casebook.hospitalEvents(after: 0).events
    }

    func record(_ index: Int, _ state: LineState, cursor: Int64, parked: [String: Int64] = [:]) throws {
        let event = events[index]
        try casebook.recordInterface(
            [
                LineReceipt(
                    number: event.number, cause: event.cause, patient: event.patient, state: state, attempt: 1,
                    detail: nil, cursor: cursor, reached: event.cause)
            ], parked: parked, .hl7, site: "LAB1", digests: [:], fault: nil, context: context(), at: noon)
    }

    func decide(_ index: Int, _ state: LineState) throws {
        try casebook.decideInterface(
            events[index].number.text(site: "LAB1"), state, by: ann, context: context(), at: noon)
    }

    var reached: Int64 { get throws { try casebook.interfacePlace(.hl7).reached } }
    var owed: Int { get throws { try casebook.interfaceOwed(.hl7, settings: settings) } }
}

@Suite("Receipts of the hospital's systems")
struct InterfaceReceiptsTests {
    @Test("what is owed is all that is not settled, what waits behind a message that is set aside with it")
    func owed() throws {
        let desk = try Desk(), cause = desk.events[0].cause
        #expect(desk.events.map(\.patient) == ["P01", "P02", "P03", "P01", "P02", "P03"])
        #expect(try desk.owed == 6 && desk.reached == 0)
        try desk.record(0, .parked, cursor: cause - 1)
        #expect(try desk.owed == 5)
        for (index, owed) in [(1, 4), (2, 3), (4, 2), (5, 1)] {
            try desk.record(index, .accepted, cursor: cause - 1, parked: ["P01": cause])
            #expect(try desk.owed == owed)
            #expect(try desk.reached == desk.events[index].cause)
        }
        // A start reads nothing of others again, and nothing of the patient whose message is set aside.
        let page = try desk.casebook.interfacePage(.hl7, after: desk.reached, settings: desk.settings)
        #expect(page.events.isEmpty && page.parked == ["P01": cause])
    }

    @Test("once a person has decided, a start reads on from the message that was set aside", arguments: [true, false])
    func decided(isRetry: Bool) throws {
        let desk = try Desk(), cause = desk.events[0].cause
        try desk.record(0, .parked, cursor: cause - 1)
        for index in [1, 2] { try desk.record(index, .accepted, cursor: cause - 1, parked: ["P01": cause]) }
        try desk.decide(0, isRetry ? .retry : .skipped)
        #expect(try desk.reached == cause - 1)
        // The line has not heard of it yet, whatever else it journals; then the process dies.
        for index in [4, 5] { try desk.record(index, .accepted, cursor: cause - 1, parked: ["P01": cause]) }
        #expect(try desk.reached == cause - 1)
        let page = try desk.casebook.interfacePage(.hl7, after: desk.reached, settings: desk.settings)
        #expect(page.events.map(\.number) == (isRetry ? [0, 3] : [3]).map { desk.events[$0].number })
        #expect(try desk.owed == 1)
        // It has heard of it.
        if isRetry { try desk.record(0, .accepted, cursor: cause) }
        try desk.record(3, .accepted, cursor: desk.events[5].cause)
        #expect(try desk.reached == desk.events[3].cause)
        #expect(try desk.owed == 0 && desk.casebook.openMessages().isEmpty)
    }
}
