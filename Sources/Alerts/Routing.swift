// Who hears of an alert, and through which channels.
import Assay
import Rules

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

/// The log hears every event of every alert, hooks and mail those of the contract: what a person did is no news to page anybody with. The recipients
/// are the patient's physician, or the laboratory for its own alerts.
/// - Parameters:
///   - escalation: whom else an `escalated` event goes to.
///   - told: who has heard of the alert so far, by channel, where the event takes something back: nobody keeps a message that no longer holds.
public func orders(
    for alert: Alert, event: AlertEventKind, context: JudgementContext, escalation: Escalation? = nil, told: [Channel: [String]] = [:]
) -> [DeliveryOrder] {
    let delivery = context.delivery
    var keys = recipients(of: alert.finding, context: context)
    if escalation == .overdueConfirmation, alert.finding.severity == .task {
        // The repeat that a rise asked of the laboratory has not come: the patient's physician hears of the rise as it stands.
        keys.append(physician(of: alert.finding, context: context))
    } else if let escalation, !alert.finding.isForLaboratory {
        keys.append(delivery.secondContact ?? delivery.defaultRecipient)
        if escalation == .head { keys.append(delivery.head ?? delivery.defaultRecipient) }
        if escalation == .overdueConfirmation { keys.append(delivery.laboratory ?? delivery.defaultRecipient) }
    }
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
    [settings.secondContact, settings.head, settings.defaultRecipient, settings.laboratory].compactMap(\.self).first { !$0.isEmpty && !told.contains($0) }
}

/// R10 and tasks go to the laboratory and never to the physician; a physician whose key is unknown is replaced by the default recipient.
private func recipients(of finding: Finding, context: JudgementContext) -> [String] {
    let delivery = context.delivery
    if finding.isForLaboratory { return [delivery.laboratory ?? delivery.defaultRecipient] }
    return [physician(of: finding, context: context)]
}

private func physician(of finding: Finding, context: JudgementContext) -> String {
    let physician = finding.patient.flatMap { context.patients[$0]?.physician }
    guard let physician, context.delivery.recipients.contains(where: { $0.key == physician }) else { return context.delivery.defaultRecipient }
    return physician
}

extension AlertEventKind {
    var leavesTheHouse: Bool { self != .acknowledged && self != .silenced && self != .closed }
}
