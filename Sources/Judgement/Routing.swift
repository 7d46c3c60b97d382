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

/// Every channel hears every event of every alert; the recipients are the patient's physician, or the laboratory for its own alerts.
public func orders(for alert: Alert, event: AlertEventKind, context: JudgementContext) -> [DeliveryOrder] {
    let recipients = recipients(of: alert.finding, event: event, context: context)
    var channels = context.delivery.log ? ["log"] : []
    channels += context.delivery.hooks.map { "hook:" + $0.name }
    return channels.map { DeliveryOrder(channel: $0, recipients: recipients) }
}

/// R10 and tasks go to the laboratory and never to the physician; a physician whose key is unknown is replaced by the default recipient.
func recipients(of finding: Finding, event: AlertEventKind, context: JudgementContext) -> [String] {
    let delivery = context.delivery
    let laboratory = delivery.laboratory ?? delivery.defaultRecipient
    guard finding.rule != "R10", finding.severity != .laboratory, finding.severity != .task else { return [laboratory] }
    let physician = finding.patient.flatMap { context.patients[$0]?.physician }
    guard let physician, delivery.recipients.contains(where: { $0.key == physician }) else { return [delivery.defaultRecipient] }
    return [physician]
}
