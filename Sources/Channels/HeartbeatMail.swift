// What a sign of life says, and its way out.
public import Dispatching
internal import Foundation
internal import Casebook
internal import Journal
public import Alerts
internal import Linux
internal import Mail

extension Notifiers {
    /// Mails one heartbeat to the recipient with this key.
    /// - Throws: `JournalError`, which is final.
    public func sendHeartbeat(_ pulse: Pulse, to key: String, _ context: JudgementContext) async throws
        -> AttemptOutcome
    {
        let settings = context.delivery
        guard let mail = settings.mail, let from = MailAddress(name: "cqwatch", address: mail.from),
            let to = HookEvent.recipients([key], settings).first.flatMap({
                MailAddress(name: $0.name, address: $0.address)
            })
        else { return .impossible("it needs delivery.channels.mail and a recipient with a mail address") }
        let casebook = casebook, now = Date()
        let status = try await offPool { () throws(JournalError) in try casebook.status(dayStart: now) }
        let message = MailMessage(
            from: from, to: to, subject: "[cqwatch] alive", date: now,
            messageID: "heartbeat.\(UUID().uuidString.lowercased())@\(from.domain)",
            list: ("cqwatch heartbeat", "heartbeat.cqwatch.\(from.domain)"),
            body: .text(Self.heartbeatText(status, pulse, every: settings.heartbeat.everySeconds), subtype: "plain"))
        return await MailRoute.send(OutgoingMail(from: from, to: to, bytes: message.bytes()), by: mail.route)
    }

    static func heartbeatText(_ status: JournalStatus, _ pulse: Pulse, every: Double) -> String {
        """
        cqwatch watches and delivers.

        Last scan: \(pulse.lastScan?.formatted(.iso8601) ?? "none")
        \(pulse.troubles.isEmpty ? "All watched folders answer." : "In trouble: \(HookEvent.oneLine(pulse.troubles.joined(separator: "; ")))")
        Alerts open: \(status.alertsOpen). Deliveries owed: \(status.deliveriesOwed), failed: \(status.deliveriesFailed).
        Journal head: \(status.head.digest)

        The next such mail comes in \(Int((every / 60).rounded(.up))) min. If it does not, look at cqwatch.

        \(advisoryLine)
        """
    }
}
