// Who hears of an alert, and through which channels.
internal import Assay
public import Rules

/// One delivery owed: an alert event, a channel, the recipients' keys.
public struct DeliveryOrder: Hashable, Sendable, Codable {
    public var channel: Channel
    /// Keys of `DeliverySettings.recipients`.
    public var recipients: [String]

    public init(channel: Channel, recipients: [String]) {
        self.channel = channel
        self.recipients = recipients
    }
}

extension DeliverySettings.Hook {
    public var channel: Channel { .hook(name) }
}

/// The log hears every event of every alert, hooks and mail those of the contract: what a person did is no news to page
/// anybody with. The recipients are the patient's physician, or the laboratory for its own alerts.
/// - Parameters:
///   - escalation: whom else an `escalated` event goes to.
///   - told: who has heard of the alert so far, by channel, where the event takes something back: nobody keeps a
///     message that no longer holds.
public func orders(
    for alert: Alert, event: AlertEventKind, context: JudgementContext, escalation: Escalation? = nil,
    told: [Channel: [String]] = [:]
) -> [DeliveryOrder] {
    let delivery = context.delivery
    let keys = hearers(of: alert.finding, escalation: escalation, context: context).map(\.key)
    // That a stick may be pulled the service says in its own words, and nobody needs a mail of it.
    let isNotice = event == .media
    var channels: [Channel] = delivery.log && !isNotice ? [.log] : []
    if event.leavesTheHouse { channels += delivery.hooks.map(\.channel) }
    let orders = channels.map { DeliveryOrder(channel: $0, recipients: once(keys + (told[$0] ?? []))) }
    guard event.leavesTheHouse, !isNotice, delivery.mail != nil else { return orders }
    return orders + once(keys + (told[.mail] ?? [])).map { DeliveryOrder(channel: .mail, recipients: [$0]) }
}

private func once(_ keys: [String]) -> [String] {
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }
}

/// Who is to hear of a critical alert that does not reach those in `told`; nil where everybody has been asked.
public func nextContact(after told: Set<String>, settings: DeliverySettings) -> String? {
    [settings.secondContact, settings.head, settings.defaultRecipient, settings.laboratory].compactMap(\.self).first {
        !$0.isEmpty && !told.contains($0)
    }
}

/// Somebody who must hear, and what makes it so.
public struct Hearer: Hashable, Sendable {
    public enum Role: String, Sendable { case physician, laboratory, second, head }

    /// A key of `DeliverySettings.recipients`.
    public let key: String
    public let role: Role
    /// The configuration names nobody in this role: the default recipient stands in.
    public let isDefault: Bool

    init(_ role: Role, _ key: String?, _ settings: DeliverySettings) {
        self.role = role
        self.key = key ?? settings.defaultRecipient
        isDefault = key == nil
    }
}

/// R10 and tasks go to the laboratory and never to the physician; a physician whose key is unknown is replaced by the
/// default recipient.
public func hearers(of finding: Finding, escalation: Escalation? = nil, context: JudgementContext) -> [Hearer] {
    let delivery = context.delivery
    let laboratory = Hearer(.laboratory, delivery.laboratory, delivery)
    let known = finding.patient.flatMap { context.patients[$0]?.physician }.flatMap { key in
        delivery.recipients.contains { $0.key == key } ? key : nil
    }
    let physician = Hearer(.physician, known, delivery)
    var hearers = [finding.isForLaboratory ? laboratory : physician]
    // A task that stands in a graver alert is the laboratory's all the same.
    let holdsTask = (finding.grounds ?? []).contains { $0.severity == .task }
    if holdsTask, !finding.isForLaboratory { hearers.append(laboratory) }
    if escalation == .overdueConfirmation, finding.severity == .task {
        // The repeat that a rise asked of the laboratory has not come: the patient's physician hears of the rise as it
        // stands.
        hearers.append(physician)
    } else if let escalation, !finding.isForLaboratory {
        hearers.append(Hearer(.second, delivery.secondContact, delivery))
        if escalation == .head { hearers.append(Hearer(.head, delivery.head, delivery)) }
        if escalation == .overdueConfirmation { hearers.append(laboratory) }
    }
    return hearers
}

extension AlertEventKind {
    var leavesTheHouse: Bool { self != .acknowledged && self != .silenced && self != .closed && self != .reopened }
}
