// Which of one recipient's mails go out now, and what waits: one digest a run, quiet hours, and the hourly cap that
// turns a storm into one summary. Pure: deliveries, times and settings in, a plan out. What waits stays owed in the
// journal, so nothing can be lost here.
internal import Foundation
internal import Alerts
internal import Rules

struct MailRound: Hashable {
    /// One message each, in the order in which they are to go; a message may bring many events.
    var messages: [Message] = []
    /// When what waits is to be looked at again; nil where nothing waits.
    var heldUntil: Date?

    /// No grouping: each delivery goes by itself, in the given order, but alerts of which something is urgent go first.
    init(oneByOne deliveries: [Delivery]) {
        let urgent = Set(deliveries.filter(Self.isUrgent).map(\.alert.id))
        let first = deliveries.filter { urgent.contains($0.alert.id) },
            others = deliveries.filter { !urgent.contains($0.alert.id) }
        messages = (first + others).map { Message(deliveries: [$0]) }
    }

    /// - Parameters:
    ///   - ready: one recipient's deliveries that are due.
    ///   - accepted: when each mail of the last hour was accepted for this recipient, oldest first.
    init(_ ready: [Delivery], accepted: [Date], settings: MailSettings, calendar: Calendar, now: Date) {
        let digests = Dictionary(grouping: ready.sorted { $0.id < $1.id }, by: \.eventTime).values
            .sorted { ($0.first?.id.sequence ?? 0) < ($1.first?.id.sequence ?? 0) }
        let urgent = digests.filter { $0.contains(where: Self.isUrgent) }
        // What came before of the same alerts goes along, or it would arrive after what follows from it.
        let urgentAlerts = Set(urgent.joined().map(\.alert.id))
        let others = digests.filter { !$0.contains(where: Self.isUrgent) }
        let along = others.joined().filter { urgentAlerts.contains($0.alert.id) }
        for digest in urgent {
            let alerts = Set(digest.map(\.alert.id))
            let earlier = along.filter { alerts.contains($0.alert.id) && !messages.joined(contain: $0) }
            messages.append(Message(deliveries: (earlier + digest).sorted { $0.id < $1.id }))
        }
        let waiting = others.map { $0.filter { !urgentAlerts.contains($0.alert.id) } }.filter { !$0.isEmpty }
        guard !waiting.isEmpty else { return }
        if let end = settings.quiet?.end(at: now, calendar) {
            heldUntil = end
            return
        }
        // What was accepted while the clock was ahead counts no longer than what was accepted just now.
        let recent =
            accepted.filter { abs($0.timeIntervalSince(now)) < Dispatcher.capSeconds } + messages.map { _ in now }
        let room = settings.hourlyMax - recent.count
        if room <= 0 {
            heldUntil = min(recent[recent.count - settings.hourlyMax], now) + Dispatcher.capSeconds
        } else if waiting.count <= room {
            messages += waiting.map { Message(deliveries: $0) }
        } else {
            messages.append(Message(deliveries: Array(waiting.joined()).sorted { $0.id < $1.id }, isSummary: true))
        }
    }

    /// Goes out past quiet hours and cap: what is critical, and a test, whose sender waits for it.
    static func isUrgent(_ delivery: Delivery) -> Bool {
        delivery.alert.finding.severity == .critical || delivery.event == .test
    }
}

extension [Message] {
    fileprivate func joined(contain delivery: Delivery) -> Bool {
        contains { $0.deliveries.contains { $0.id == delivery.id } }
    }
}
