import Assay
import Rules
import CasebookFixtures
import Foundation
import Alerts
import Testing

@testable import Casebook
@testable import Journal

@Suite struct OutboxTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
        try casebook.take(run([("P01", 14, 2e5)]), file())
    }

    @Test func `an alert owes one delivery to every channel, with all that a hook needs`() throws {
        let outbox = try casebook.owedDeliveries(at: noon)
        #expect(outbox.ready.map(\.channel) == [.log, .hook("page")])
        let first = try #require(outbox.ready.first)
        #expect(first.id == DeliveryID(4))
        #expect(first.alert.id == AlertID(3))
        #expect(first.alert.finding.value == 2e5)
        #expect(first.event == .raised)
        #expect(first.recipients == ["physician"])
        #expect(first.attempt == 0)
        #expect(outbox.nextDue == nil)
    }

    @Test func `a receipt ends a delivery, and the other channel's is untouched`() throws {
        try casebook.receipt(DeliveryID(4), .delivered, detail: "ok", attempt: 1, at: noon)
        #expect(try casebook.owedDeliveries(at: noon).ready.map(\.id) == [DeliveryID(5)])
        #expect(throws: JournalError.self) {
            try casebook.receipt(DeliveryID(4), .delivered, detail: "ok", attempt: 2, at: noon)
        }
        #expect(throws: JournalError.self) {
            try casebook.receipt(DeliveryID(99), .delivered, detail: nil, attempt: 1, at: noon)
        }
    }

    @Test func `what was put off while the clock was ahead is due once it is back, and no sooner what may wait`() throws
    {
        try casebook.receipt(
            DeliveryID(4), .retry, detail: "x", attempt: 1, next: noon + 86_400 * 3650, at: noon + 86_400 * 3650)
        try casebook.receipt(DeliveryID(5), .retry, detail: "x", attempt: 1, next: noon + 3600, at: noon)
        let outbox = try casebook.owedDeliveries(at: noon, longestPause: 3600)
        #expect(outbox.ready.map(\.id) == [DeliveryID(4)])
        #expect(outbox.nextDue == noon + 3600)
        #expect(
            try casebook.owedDeliveries(at: noon + 3600, longestPause: 3600).ready.map(\.id) == [
                DeliveryID(5), DeliveryID(4),
            ])
    }

    @Test func `a retry waits for its time and tells when it comes`() throws {
        let later = noon.addingTimeInterval(60)
        try casebook.receipt(DeliveryID(4), .delivered, detail: nil, attempt: 1, at: noon)
        try casebook.receipt(DeliveryID(5), .retry, detail: "exit 75", attempt: 1, next: later, at: noon)
        #expect(try casebook.owedDeliveries(at: noon) == Outbox(ready: [], nextDue: later))
        let again = try casebook.owedDeliveries(at: later)
        #expect(again.ready.map(\.attempt) == [1])
        #expect(again.ready.map(\.detail) == ["exit 75"])
        try casebook.receipt(DeliveryID(5), .failed, detail: "exit 1", attempt: 2, at: later)
        #expect(try casebook.owedDeliveries(at: later) == Outbox(ready: [], nextDue: nil))
        #expect(try casebook.deliveries(all: false).map(\.state) == [.failed])
        #expect(try casebook.status(dayStart: noon).deliveriesFailed == 1)
        try casebook.retryDelivery(
            DeliveryID(5), by: Person(name: "Ann", user: "root", note: "n"), context: context(), at: later)
        #expect(try casebook.owedDeliveries(at: later).ready.map(\.id) == [DeliveryID(5)])
        #expect(try casebook.status(dayStart: noon).deliveriesFailed == 0)
    }

    @Test func `a retry without its time is refused`() throws {
        #expect(throws: JournalError.self) {
            try casebook.receipt(DeliveryID(4), .retry, detail: nil, attempt: 1, at: noon)
        }
    }

    @Test func `another process's deliveries and receipts are seen`() throws {
        let other = try scratch.casebook()
        for id in [DeliveryID(4), DeliveryID(5)] {
            try other.receipt(id, .delivered, detail: nil, attempt: 1, at: noon)
        }
        #expect(try casebook.owedDeliveries(at: noon).ready.isEmpty)
        try other.take(run(id: "run-2", [("P02", 14, 2e5)]), file(content: "b"))
        #expect(try casebook.owedDeliveries(at: noon).ready.count == 2)
    }
}
