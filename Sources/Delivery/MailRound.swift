// Which of one recipient's mails go out now, and what waits: one digest a run, quiet hours, and the hourly cap that turns a storm into one
// summary. Pure: deliveries, times and settings in, a plan out. What waits stays owed in the journal, so nothing can be lost here.
import Rules
internal import Foundation
internal import Alerts

struct MailRound: Hashable {
    /// One message each, in the order in which they are to go; a message may bring many events.
    var messages: [Message] = []
    /// When what waits is to be looked at again; nil where nothing waits.
    var heldUntil: Date?

    struct Message: Hashable {
        /// By sequence.
        var deliveries: [Delivery]
        /// Too many digests at once: one line an event.
        var isSummary = false
    }

    /// The span that the cap counts in, seconds.
    static let capSeconds = 3600.0

    /// No grouping: each delivery goes by itself.
    init(oneByOne deliveries: [Delivery]) { messages = deliveries.map { Message(deliveries: [$0]) } }

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
        let recent = accepted.filter { abs($0.timeIntervalSince(now)) < Self.capSeconds }
        let room = settings.hourlyMax - recent.count
        if room <= 0 {
            heldUntil = min(recent[recent.count - settings.hourlyMax], now) + Self.capSeconds
        } else if waiting.count <= room {
            messages += waiting.map { Message(deliveries: $0) }
        } else {
            messages.append(Message(deliveries: Array(waiting.joined()).sorted { $0.id < $1.id }, isSummary: true))
        }
    }

    /// Waits for nothing: what is critical, and the test that somebody stands beside.
    static func isUrgent(_ delivery: Delivery) -> Bool { delivery.alert.finding.severity == .critical || delivery.event == .test }
}

extension [MailRound.Message] {
    fileprivate func joined(contain delivery: Delivery) -> Bool { contains { $0.deliveries.contains { $0.id == delivery.id } } }
}

extension MailSettings.QuietHours {
    /// When the quiet hours that now hold will end; nil outside them.
    func end(at now: Date, _ calendar: Calendar) -> Date? {
        guard fromMinute != toMinute else { return nil }
        let parts = calendar.dateComponents([.hour, .minute], from: now)
        let minute = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        let isQuiet = fromMinute < toMinute ? (fromMinute..<toMinute).contains(minute) : minute >= fromMinute || minute < toMinute
        guard isQuiet else { return nil }
        return calendar.nextDate(after: now, matching: DateComponents(hour: toMinute / 60, minute: toMinute % 60), matchingPolicy: .nextTime)
    }
}
