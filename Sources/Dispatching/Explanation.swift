// Who would hear of an alert, through which channel, when and why: asked of the same functions that decide it
// (`orders`, `timetable`, `MailRound`).
public import Alerts
public import Foundation
public import Rules

/// A delivery that would be owed, were the alert raised now and nobody acted on it.
public struct ExpectedDelivery: Hashable, Sendable {
    /// A ground, and the entry of the configuration that it stands in.
    public struct Ground: Hashable, Sendable {
        /// A key of `cqwatch.yaml`, "delivery.second"; nil for a row of the patients file, and for what is no setting.
        public let key: String?
        /// The study code of the row of the patients file.
        public let patient: String?
        public let text: String
    }

    public let event: AlertEventKind
    public let channel: Channel
    /// Keys of `DeliverySettings.recipients`.
    public let recipients: [String]
    /// When it is owed.
    public let due: Date
    /// When it goes out at the earliest: after quiet hours and the cap.
    public let leaves: Date
    public let grounds: [Ground]
}

/// - Parameters:
///   - finding: what is told; of its fields rule, severity, patient and day matter.
///   - accepted: when each mail of the last hour was accepted, by the recipient's key.
///   - now: when it is raised.
public func explanation(of finding: Finding, context: JudgementContext, accepted: [String: [Date]] = [:], now: Date)
    -> [ExpectedDelivery]
{
    let alert = Alert(id: AlertID(1), state: .open, raised: now, finding: finding)
    let later = timetable(
        AlertLife(raised: now), finding, context.delivery.escalation, confirmBy: context.confirmBy(finding)
    ).sorted { $0.due < $1.due }
    let events = [(AlertOccurrence(.raised, at: now), now)] + later.map { ($0.occurrence, $0.due) }
    return events.flatMap { occurrence, due -> [ExpectedDelivery] in
        let (event, escalation) = (occurrence.event, occurrence.escalation)
        return orders(for: alert, event: event, context: context, escalation: escalation).map { order in
            let hold = hold(order, finding, due, context, accepted)
            let who = hearers(of: finding, escalation: escalation, context: context).filter {
                order.recipients.contains($0.key)
            }
            return ExpectedDelivery(
                event: event, channel: order.channel, recipients: order.recipients, due: due, leaves: hold.leaves,
                grounds: [ground(order.channel)] + who.map { ground($0, finding, context) }
                    + [ground(occurrence, finding)].compactMap(\.self)
                    + hold.grounds)
        }
    }
}

/// Times that a hold may follow a hold: the cap within quiet hours' end, and so on.
private let holdsMax = 8

/// When a mail goes out by its round, and what holds it until then.
private func hold(
    _ order: DeliveryOrder, _ finding: Finding, _ due: Date, _ context: JudgementContext, _ accepted: [String: [Date]]
) -> (leaves: Date, grounds: [ExpectedDelivery.Ground]) {
    typealias Ground = ExpectedDelivery.Ground
    guard order.channel == .mail, let mail = context.delivery.mail, let recipient = order.recipients.first else {
        return (due, [])
    }
    let alert = Alert(id: AlertID(1), state: .open, raised: due, finding: finding)
    let delivery = Delivery(
        id: DeliveryID(2), alert: alert, event: .raised, reason: nil, channel: .mail, recipients: [recipient],
        state: .owed, attempt: 0, detail: nil, due: due,
        time: "")
    if MailRound.isUrgent(delivery) {
        let next = nextContact(after: [recipient], settings: context.delivery)
        let passing = next.map {
            Ground(
                key: "delivery.retry.nextContact", patient: nil,
                text:
                    "after \(context.delivery.nextContactAttempts) failed attempts, or when the address is refused, "
                    + "\($0) gets it too; it is tried for ever"
            )
        }
        return (
            due,
            [Ground(key: nil, patient: nil, text: "critical: waits for no quiet hours and no cap")]
                + [passing].compactMap(\.self)
        )
    }
    var leaves = due, grounds: [Ground] = []
    for _ in 0..<holdsMax {
        let round = MailRound(
            [delivery], accepted: accepted[recipient] ?? [], settings: mail, calendar: context.calendar, now: leaves)
        guard round.messages.isEmpty, let until = round.heldUntil else { break }
        grounds.append(
            mail.quiet?.end(at: leaves, context.calendar) != nil
                ? Ground(
                    key: "delivery.channels.mail.quietHours", patient: nil, text: "quiet hours: it waits for their end")
                : Ground(
                    key: "delivery.channels.mail.hourlyMax", patient: nil,
                    text: "\(mail.hourlyMax) mails of this hour are sent: it waits"))
        leaves = until
    }
    let digest = Ground(key: nil, patient: nil, text: "in one mail with everything else that the same run raised")
    return (leaves, grounds + [digest])
}

private func ground(_ channel: Channel) -> ExpectedDelivery.Ground {
    switch channel {
    case .log: .init(key: "delivery.channels.log", patient: nil, text: "the log hears every event")
    case .mail: .init(key: "delivery.channels.mail", patient: nil, text: "mail is set up")
    case .hook(let name): .init(key: "delivery.channels.hooks.\(name)", patient: nil, text: "the hook is set up")
    case .unknown(let text): .init(key: nil, patient: nil, text: "\(text) is no channel of this version")
    }
}

private func ground(_ hearer: Hearer, _ finding: Finding, _ context: JudgementContext) -> ExpectedDelivery.Ground {
    let code = finding.patient ?? ""
    if hearer.isDefault {
        let lack =
            switch hearer.role {
            case .physician: "no recipient is the physician of \(code)"
            case .laboratory, .second, .head: "delivery.\(hearer.role.rawValue) names nobody"
            }
        return .init(key: "delivery.default", patient: nil, text: "\(lack): the default recipient stands in")
    }
    switch hearer.role {
    case .physician: return .init(key: nil, patient: code, text: "\(hearer.key) is the physician of \(code)")
    case .laboratory: return .init(key: "delivery.laboratory", patient: nil, text: "it is the laboratory's")
    case .second: return .init(key: "delivery.second", patient: nil, text: "\(hearer.key) is the second contact")
    case .head: return .init(key: "delivery.head", patient: nil, text: "\(hearer.key) is the head")
    }
}

/// Why an event comes by itself.
private func ground(_ occurrence: AlertOccurrence, _ finding: Finding) -> ExpectedDelivery.Ground? {
    let isGrave = finding.severity == .critical || finding.confirmed
    switch (occurrence.event, occurrence.escalation) {
    case (.reminder, _):
        return .init(key: "delivery.escalation.reminderDays", patient: nil, text: "nobody has acknowledged it")
    case (.escalated, .second?):
        return .init(
            key: "delivery.escalation.\(isGrave ? "criticalSecond" : "warningSecond")", patient: nil,
            text: "nobody has acknowledged it")
    case (.escalated, .head?):
        return .init(key: "delivery.escalation.criticalHead", patient: nil, text: "nobody has acknowledged it")
    case (.escalated, .overdueConfirmation?):
        return .init(key: "rules.confirmLastDays", patient: nil, text: "the confirming sample has not come")
    default: return nil
    }
}
