import Assay
import Snapshots
import CasebookFixtures
import Foundation
import Alerts
import Rules
import Testing

@testable import Casebook
@testable import Journal

/// Mail: each recipient a delivery of its own, receipts of whole messages, threads, and the next contact.
@Suite struct MailOutboxTests {
    let scratch: Scratch
    let casebook: Casebook
    let context: JudgementContext

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
        var context = CasebookFixtures.context()
        context.delivery.hooks = []
        context.delivery.log = false
        context.delivery.mail = MailSettings(
            from: "cqwatch@lab.example", route: .sendmail(.init(path: "/usr/sbin/sendmail")))
        context.delivery.recipients += ["second", "head"].map {
            .init(key: $0, role: "physician", name: $0, address: "\($0)@example.org")
        }
        context.delivery.secondContact = "second"
        context.delivery.head = "head"
        self.context = context
        try casebook.take(run([("P01", 14, 2e5), ("P02", 14, 2e5)]), file(), context: context)
    }

    private func owed(_ time: Date = noon) throws -> [Delivery] { try casebook.owedDeliveries(at: time).ready }

    @Test func `one message's receipts are one transaction, and each recipient is a lane`() throws {
        let ready = try owed()
        #expect(ready.map(\.recipients) == [["physician"], ["physician"]])
        #expect(Set(ready.map(\.lane)) == [Lane(.mail, "physician")])
        #expect(Set(ready.map(\.eventTime)).count == 1)
        try casebook.recordReceipts(
            ready.map { DeliveryReceipt($0.id, .delivered, detail: "250 OK", attempt: 1, message: "D4.x@lab.example") },
            context: context, at: noon + 1)
        #expect(try owed(noon + 2).isEmpty)
        #expect(try casebook.mailsAccepted(since: noon)["physician"] == [noon + 1])
        #expect(try casebook.mailsAccepted(since: noon + 2).isEmpty)
        func thread(to recipient: String) throws -> [String] {
            try casebook.mailGround(of: ready.map(\.alert.id), to: recipient, patients: []).thread
        }
        #expect(try thread(to: "physician") == ["D4.x@lab.example"])
        #expect(try thread(to: "second").isEmpty)
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test func `a busy lane is not asked for, another recipient's is`() throws {
        #expect(try casebook.owedDeliveries(at: noon, besides: [Lane(.mail, "physician")]).ready.isEmpty)
        #expect(try casebook.owedDeliveries(at: noon, besides: [Lane(.mail, "lab")]).ready.count == 2)
    }

    @Test func `what was settled meanwhile does not keep the rest of the message from its receipts`() throws {
        let ready = try owed()
        func receipts() -> [DeliveryReceipt] {
            ready.map { DeliveryReceipt($0.id, .delivered, detail: nil, attempt: 1) }
        }
        try casebook.receipt(ready[0].id, .delivered, detail: nil, attempt: 1, at: noon)
        try casebook.recordReceipts(receipts(), context: context, at: noon)
        #expect(try owed().isEmpty)
        #expect(throws: JournalError.self) { try casebook.recordReceipts(receipts(), context: context, at: noon) }
    }

    @Test func `the next contact hears once of a delivery that does not reach its recipient, then the one after`()
        throws
    {
        let first = try #require(try owed().first)
        func fail(_ id: DeliveryID, _ attempt: Int) throws {
            let fault = Finding(rule: "R10", severity: .laboratory, subject: "delivery:mail:x", text: "t", advice: "a")
            try casebook.recordReceipts(
                [DeliveryReceipt(id, .retry, detail: "550", attempt: attempt, next: noon + 60, passesOn: true)],
                fault: fault, context: context, at: noon)
        }
        try fail(first.id, 1)
        try fail(first.id, 2)
        let second = try owed().filter { $0.alert.id == first.alert.id }
        #expect(second.map(\.recipients) == [["second"]])
        #expect(second.first?.event == first.event)
        #expect(try casebook.alerts(all: false).filter { $0.finding.subject == "delivery:mail:x" }.count == 1)
        try fail(try #require(second.first).id, 1)
        #expect(try owed().filter { $0.alert.id == first.alert.id }.map(\.recipients) == [["head"]])
    }

    @Test func `what takes an alert back goes to everybody who has heard of it, each by a mail of their own`() throws {
        let first = try #require(try owed().first)
        try casebook.recordReceipts(
            [DeliveryReceipt(first.id, .retry, detail: "550", attempt: 1, next: noon + 60, passesOn: true)],
            context: context, at: noon)
        try casebook.take(
            run(saved: "2030-01-01T00:00:00", [("P01", 14, 2e2), ("P02", 14, 2e5)]), file(content: "b"),
            context: context)
        let corrections = try owed().filter { $0.event == .corrected && $0.alert.id == first.alert.id }
        #expect(corrections.map(\.recipients) == [["physician"], ["second"]])
    }

    @Test func `what is critical comes before what is older`() throws {
        _ = try casebook.recordTest(
            .critical, by: Person(name: "A", user: "a", note: ""), context: context, at: noon + 5)
        #expect(try owed(noon + 6).map(\.alert.finding.severity).first == .critical)
    }
}
