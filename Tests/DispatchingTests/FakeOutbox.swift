// A journal's outbox in memory: it owes, settles and passes on by the same rules as the real one, and remembers what it
// was told.
import Foundation
import Alerts
import Rules

@testable import Dispatching

struct FakeOutbox {
    struct Entry {
        let sequence: Int64
        let alert: Alert
        let event: AlertEventKind
        let channel: Channel
        let recipients: [String]
        let eventTime: String
        var state = DeliveryState.owed
        var attempt = 0
        var due: Date
        var passedOn = false

        var delivery: Delivery {
            Delivery(
                id: DeliveryID(sequence), alert: alert, event: event, reason: nil, channel: channel,
                recipients: recipients, state: state, attempt: attempt,
                detail: nil, due: due, time: "", eventTime: eventTime)
        }
        var lane: Lane { Lane(channel, recipients.first) }
        var isOpen: Bool { state == .owed || state == .retry }
    }

    private(set) var entries: [DeliveryID: Entry] = [:]
    /// Of `entries`, what is not done.
    private(set) var open: Set<DeliveryID> = []
    /// Of each alert, in the order in which they were owed.
    private var ofAlert: [AlertID: [DeliveryID]] = [:]
    /// Each mail once.
    private var mails: [(recipient: String, message: String, at: Date)] = []
    private var sequence: Int64 = 0
    private var faults: Set<String> = []

    /// Raises an alert, or tells more of one, and owes it to whoever must hear.
    mutating func tell(
        _ finding: Finding, _ event: AlertEventKind, of alert: AlertID?, time: String, _ context: JudgementContext,
        at now: Date
    ) -> AlertID {
        sequence += 1
        let alert = Alert(
            id: alert ?? AlertID(sequence), state: event == .confirmed ? .confirmed : .open, raised: now,
            finding: finding)
        for order in orders(for: alert, event: event, context: context) {
            sequence += 1
            owe(
                Entry(
                    sequence: sequence, alert: alert, event: event, channel: order.channel,
                    recipients: order.recipients, eventTime: time, due: now))
        }
        return alert.id
    }

    func owed(at now: Date, besides busy: Set<Lane>, longestPause: Double) -> Outbox {
        // Most looks find nothing.
        guard !open.isEmpty else { return Outbox(ready: [], nextDue: nil) }
        let open = openEntries.filter { !busy.contains($0.lane) }
        func isDue(_ entry: Entry) -> Bool { entry.due <= now || entry.due > now + longestPause }
        func rank(_ entry: Entry) -> Int { entry.alert.finding.severity == .critical ? 0 : 1 }
        let ready = open.filter(isDue).sorted { (rank($0), $0.due, $0.sequence) < (rank($1), $1.due, $1.sequence) }
        return Outbox(ready: ready.map(\.delivery), nextDue: open.filter { !isDue($0) }.map(\.due).min())
    }

    func accepted(since: Date) -> [String: [Date]] {
        Dictionary(grouping: mails.filter { $0.at > since }, by: \.recipient).mapValues { $0.map(\.at).sorted() }
    }

    func deliveries(of alert: AlertID) -> [Entry] { (ofAlert[alert] ?? []).compactMap { entries[$0] } }

    /// What was owed before it of the same alert, in its lane.
    func before(_ delivery: Delivery) -> [Entry] {
        deliveries(of: delivery.alert.id).filter {
            $0.sequence < delivery.id.sequence && $0.lane == delivery.lane
        }
    }

    var openEntries: [Entry] { open.compactMap { entries[$0] } }

    private mutating func owe(_ entry: Entry) {
        let id = DeliveryID(entry.sequence)
        entries[id] = entry
        open.insert(id)
        ofAlert[entry.alert.id, default: []].append(id)
    }

    /// - Returns: whether anything was still owed.
    mutating func record(_ receipts: [DeliveryReceipt], fault: Finding?, _ context: JudgementContext, at now: Date)
        -> Bool
    {
        var wasOwed = false
        for receipt in receipts {
            guard var entry = entries[receipt.id], entry.isOpen else { continue }
            wasOwed = true
            entry.state = receipt.state
            entry.attempt = receipt.attempt
            entry.due = receipt.next ?? entry.due
            if receipt.state == .delivered, let message = receipt.message,
                !mails.contains(where: { $0.message == message })
            {
                mails.append((entry.recipients.first ?? "", message, now))
            }
            if receipt.passesOn, !entry.passedOn {
                entry.passedOn = true
                passOn(entry, context, at: now)
            }
            entries[receipt.id] = entry
            if !entry.isOpen { open.remove(receipt.id) }
        }
        if wasOwed, let fault, faults.insert(fault.subject).inserted {
            _ = tell(fault, .raised, of: nil, time: "\(now)", context, at: now)
        }
        return wasOwed
    }

    private mutating func passOn(_ entry: Entry, _ context: JudgementContext, at now: Date) {
        guard let next = nextContact(after: told(entry), settings: context.delivery) else { return }
        sequence += 1
        owe(
            Entry(
                sequence: sequence, alert: entry.alert, event: entry.event, channel: entry.channel, recipients: [next],
                eventTime: entry.eventTime,
                due: now))
    }

    /// Who was owed the same event by the same channel.
    func told(_ entry: Entry) -> Set<String> {
        let same = deliveries(of: entry.alert.id).filter {
            $0.event == entry.event && $0.channel == entry.channel && $0.eventTime == entry.eventTime
        }
        return Set(same.compactMap(\.recipients.first)).union(entry.recipients.prefix(1))
    }
}
