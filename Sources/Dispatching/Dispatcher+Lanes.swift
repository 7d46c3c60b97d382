// One lane's work: a round of messages, one at a time, each with its receipts before the next.
internal import Foundation
public import Alerts
internal import Rules

/// What a lane has under way.
struct LaneWork: Sendable {
    /// Sent, or being journaled.
    var current: Message
    /// The receipts that are being journaled; nil while the message is on its way.
    var receipts: [DeliveryReceipt]?
    var rest: ArraySlice<Message>
    /// Alerts of which something was put off: what follows of them waits too.
    var held: Set<AlertID> = []
}

extension Dispatcher {
    /// Messages of one round; then what has become urgent meanwhile goes first. Each mail is a round, so that the cap
    /// and the quiet hours are asked before each; lines of the log take no time.
    static func roundMax(_ channel: Channel) -> Int {
        switch channel {
        case .mail: 1
        case .log: 1000
        default: 10
        }
    }
    /// The span that the cap on mails counts in, seconds.
    public static let capSeconds = 3600.0

    /// - Returns: when what waits for quiet hours or the cap is to be looked at again; nil where nothing does.
    mutating func startLanes(
        _ ready: [Delivery], _ accepted: [String: [Date]], at now: Moment, _ effects: inout [Effect]
    ) -> Date? {
        var heldUntil: Date?
        for (lane, deliveries) in Self.byLane(ready) where lanes[lane] == nil {
            let round = round(Self.inOrder(deliveries, waiting: waiting), accepted, now.wall)
            heldUntil = [heldUntil, round.heldUntil].compactMap(\.self).min()
            guard let first = round.messages.first else { continue }
            lanes[lane] = LaneWork(
                current: first, rest: round.messages.prefix(Self.roundMax(first.channel)).dropFirst())
            effects.append(.send(first, lane: lane))
        }
        return heldUntil
    }

    /// In the order in which they were owed first, so that the same outbox gives the same effects.
    private static func byLane(_ deliveries: [Delivery]) -> [(Lane, [Delivery])] {
        let lanes = Dictionary(grouping: deliveries.sorted { $0.id < $1.id }, by: \.lane)
        return lanes.map { ($0, $1) }.sorted { ($0.1.first?.id.sequence ?? 0) < ($1.1.first?.id.sequence ?? 0) }
    }

    /// Mail goes out by the round's rules, any other channel gets one call an event.
    private func round(_ deliveries: [Delivery], _ accepted: [String: [Date]], _ now: Date) -> MailRound {
        guard let mail = settings.mail, let first = deliveries.first, first.channel == .mail else {
            return MailRound(oneByOne: deliveries)
        }
        return MailRound(
            deliveries, accepted: accepted[first.recipients.first ?? ""] ?? [], settings: mail, calendar: calendar,
            now: now)
    }

    /// By sequence; without what must wait for an earlier event of its alert.
    static func inOrder(_ deliveries: [Delivery], waiting: [Place: DeliveryID]) -> [Delivery] {
        deliveries.filter { delivery in
            guard let other = waiting[Place(delivery)] else { return true }
            return delivery.id <= other
        }.sorted { $0.id < $1.id }
    }

    mutating func conclude(_ attempt: Attempt, of lane: Lane, jitter: Double, at now: Moment, _ effects: inout [Effect])
    {
        guard var work = lanes[lane], work.receipts == nil else { return }
        let receipts = work.current.deliveries.map {
            DeliveryReceipt(
                attempt.outcome, of: $0, message: attempt.messageID, settings: settings, jitter: jitter, now: now.wall)
        }
        let lost = zip(work.current.deliveries, receipts).first { $1.state == .failed || $1.passesOn }
        work.receipts = receipts
        lanes[lane] = work
        effects.append(.record(receipts, of: work.current, fault: lost.map(Self.notReached), lane: lane))
    }

    /// After the receipts: the next message of the round, or the lane is free.
    mutating func goOn(_ lane: Lane, wasOwed: Bool, _ effects: inout [Effect]) {
        guard var work = lanes[lane], let receipts = work.receipts else { return }
        for (delivery, receipt) in zip(work.current.deliveries, receipts) {
            let waits = wasOwed && receipt.state == .retry
            waiting[Place(delivery)] = waits ? delivery.id : nil
            if waits { work.held.insert(delivery.alert.id) }
        }
        let possible = work.rest.drop { message in message.deliveries.contains { work.held.contains($0.alert.id) } }
        // A log that takes no line would take none of the rest.
        let failsForAll = work.current.channel == .log && !work.held.isEmpty
        guard !isStopping, !failsForAll, let next = possible.first else {
            lanes[lane] = nil
            mustLook = true
            return
        }
        lanes[lane] = LaneWork(current: next, rest: possible.dropFirst(), held: work.held)
        effects.append(.send(next, lane: lane))
    }

    /// Tells the laboratory once a channel, in mail once a recipient, until somebody closes the alert.
    static func notReached(_ delivery: Delivery, _ receipt: DeliveryReceipt) -> Finding {
        undeliveredFinding(
            alert: "\(delivery.alert.id)", to: delivery.place, reason: receipt.detail ?? "no reason given",
            retry: receipt.state == .retry ? nil : "cqwatch deliveries --retry \(delivery.id)")
    }
}

extension Delivery {
    /// Where it goes, for people: the channel, in mail with the recipient's key.
    public var place: String { channel == .mail ? "mail \(recipients.first ?? "")" : channel.text }
}
