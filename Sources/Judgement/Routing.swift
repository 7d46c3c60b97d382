// Who hears of an alert, and through which channels.
import Assay


/// One delivery owed: an alert event, a channel, the recipients' keys.
public struct DeliveryOrder: Hashable, Sendable, Codable {
    /// "log", or "hook:" and the hook's name.
    public var channel: String
    /// Keys of `DeliverySettings.recipients`.
    public var recipients: [String]

    public init(channel: String, recipients: [String]) {
        self.channel = channel
        self.recipients = recipients
    }
}

/// The log hears every event of every alert, hooks those of the contract: what a person did is no news to page anybody with. The recipients are the patient's physician, or the laboratory for its own alerts.
/// - Parameter escalation: whom else an `escalated` event goes to.
public func orders(
    for alert: Alert, event: AlertEventKind, context: JudgementContext, escalation: Escalation? = nil
) -> [DeliveryOrder] {
    let delivery = context.delivery
    var keys = recipients(of: alert.finding, context: context)
    if let escalation, !alert.finding.isForLaboratory {
        keys.append(delivery.secondContact ?? delivery.defaultRecipient)
        if escalation == .head { keys.append(delivery.head ?? delivery.defaultRecipient) }
        if escalation == .overdueConfirmation { keys.append(delivery.laboratory ?? delivery.defaultRecipient) }
    }
    var seen: Set<String> = []
    let recipients = keys.filter { seen.insert($0).inserted }
    let channels = (delivery.log ? ["log"] : []) + (event.reachesHooks ? delivery.hooks.map { "hook:" + $0.name } : [])
    return channels.map { DeliveryOrder(channel: $0, recipients: recipients) }
}

/// R10 and tasks go to the laboratory and never to the physician; a physician whose key is unknown is replaced by the default recipient.
private func recipients(of finding: Finding, context: JudgementContext) -> [String] {
    let delivery = context.delivery
    if finding.isForLaboratory { return [delivery.laboratory ?? delivery.defaultRecipient] }
    let physician = finding.patient.flatMap { context.patients[$0]?.physician }
    guard let physician, delivery.recipients.contains(where: { $0.key == physician }) else { return [delivery.defaultRecipient] }
    return [physician]
}

extension Finding {
    /// Never sent to a physician.
    var isForLaboratory: Bool { rule == "R10" || severity == .laboratory || severity == .task }
}

extension AlertEventKind {
    var reachesHooks: Bool { self != .acknowledged && self != .silenced && self != .closed }
}
