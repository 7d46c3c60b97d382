// Records that another hand wrote, well chained, with numbers that no version of the program writes.
import Alerts
import Assay
import CasebookFixtures
import Foundation
import Hospital
import Rules
import Testing

@testable import Casebook
@testable import Journal

@Suite("Numbers of records that another hand wrote")
struct RecordNumberTests {
    private let scratch: Scratch
    private let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
        try casebook.take(run([("P01", 14, 2e5)]), file())
    }

    private func body<Body: Decodable>(_ type: Body.Type, _ kind: String, keys: CanonicalJSON.Keys = .camelCase) throws
        -> (Body, about: Int64?)
    {
        let record = try #require(try casebook.journal.tail(100).first { $0.kind == kind })
        return (try CanonicalJSON.value(type, from: record.body, keys: keys), record.about)
    }

    private func plant(_ kind: RecordKind, about: Int64?, _ body: some Encodable) throws {
        _ = try scratch.open().write(at: noon) { appender in try appender.append(kind, about: about, body) }
    }

    /// Told as damage, not as a trap, a wrong value or another failure.
    /// - Parameter words: what the sentence says of the number.
    private func isDamage(
        _ words: String = "is no", _ reading: (Casebook) throws -> Void, _ place: SourceLocation = #_sourceLocation
    ) throws {
        for casebook in [casebook, try scratch.casebook(readOnly: true)] {
            let error = #expect(throws: JournalError.self, sourceLocation: place) { try reading(casebook) }
            guard case .damaged(let sentence) = error, sentence.contains(words) else {
                Issue.record("\(String(describing: error))", sourceLocation: place)
                return
            }
        }
    }

    @Test("of attempts are damage where nobody can have made so many", arguments: [Int.min, -1, .max])
    func attempts(attempt: Int) throws {
        var (body, about) = try body(DeliveryBody.self, "delivery")
        body.attempt = attempt
        try plant(.delivery, about: about, body)
        try isDamage("\(attempt) is no count of attempts") { _ = try $0.owedDeliveries(at: noon) }
        try isDamage { _ = try $0.deliveries(all: true) }
    }

    @Test("of attempts are taken up to the last that is counted")
    func lastAttempt() throws {
        var (body, about) = try body(DeliveryBody.self, "delivery")
        body.attempt = Delivery.attemptsMax
        try plant(.delivery, about: about, body)
        #expect(try casebook.owedDeliveries(at: noon).ready.map(\.attempt).max() == Delivery.attemptsMax)
    }

    @Test("of sampling days are damage where no date has them", arguments: [Int.min, .max, 1_000_000])
    func days(day: Int) throws {
        var (result, about) = try body(ResultBody.self, "result", keys: .asWritten)
        result.day = day
        try plant(.result, about: about, result)
        try isDamage { _ = try $0.course(of: "P01") }
        try isDamage { _ = try $0.everyCourse(besides: []) { $0 } }
        try isDamage { _ = try $0.hospitalEvents(after: 0) }
    }

    @Test("of sampling days in an alert are damage where no date has them", arguments: [Int.min, .max])
    func alerts(day: Int) throws {
        let (old, about) = try body(AlertBody.self, "alert")
        var finding = old.alert.finding
        finding.day = day
        let alert = Alert(id: old.alert.id, state: old.alert.state, raised: old.alert.raised, finding: finding)
        try plant(.alert, about: about, AlertBody(event: old.event, alert: alert))
        try isDamage { _ = try $0.alerts(all: true) }
        try isDamage { _ = try $0.hospitalEvents(after: 0) }
    }

    @Test("of a person's day are damage where no date has it")
    func act() throws {
        var run = RunActBody(run: run([]).identity)
        (run.patient, run.day, run.samples) = ("P02", .max, ["P01 D14"])
        let person = PersonBody(
            act: "reattributed", on: "run-1", by: "Eve", user: "eve", note: "n", until: nil, programVersion: "1.0",
            run: run)
        try plant(.person, about: 1, person)
        try isDamage { _ = try $0.run(1, naming: SampleNaming()) }
    }

    @Test(
        "of a message's place are damage where no record has it",
        arguments: [(Int64.min, 0, 1), (0, Int64.max, 1), (0, 0, Int.max)])
    func places(cursor: Int64, reached: Int64, attempt: Int) throws {
        let event = try #require(try casebook.hospitalEvents(after: 0).events.first)
        let receipt = LineReceipt(
            number: event.number, cause: event.cause, patient: event.patient, state: .parked, attempt: attempt,
            detail: nil, cursor: cursor, reached: reached)
        let body = InterfaceBody(receipt, .hl7, site: "LAB1", reached: reached, sha256: nil, context())
        try plant(.interface, about: event.cause, body)
        var settings = InterfaceSettings()
        (settings.site, settings.hl7) = ("LAB1", HL7Settings())
        try isDamage { _ = try $0.interfacePage(.hl7, after: 0, settings: settings) }
    }
}
