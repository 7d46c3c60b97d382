// The channel `mail`: what one message says, and its way out.
internal import Casebook
internal import Digests
internal import Foundation
internal import Journal
internal import Alerts
internal import Rules
internal import Mail
internal import Reporting

extension Deliverer {
    /// Sends one message to its one recipient.
    /// - Returns: what came of it, and the Message-ID it went under.
    func mail(_ message: MailRound.Message, _ context: JudgementContext) async throws -> (AttemptOutcome, String?) {
        let settings = context.delivery
        guard let mail = settings.mail else { return (.impossible("the configuration names no channel mail"), nil) }
        guard let from = MailAddress(name: "cqwatch", address: mail.from) else { return (.impossible("\(mail.from) is no mail address"), nil) }
        let key = message.deliveries.first?.recipients.first ?? ""
        guard let recipient = HookEvent.recipients([key], settings).first, let to = MailAddress(name: recipient.name, address: recipient.address) else {
            return (.refused("the recipient \(key) has no mail address"), nil)
        }
        let casebook = casebook
        let built = try await offPool { () throws(JournalError) in
            try Self.build(message, from: from, to: to, recipient: key, context, casebook)
        }
        return (await MailRoute.send(OutgoingMail(from: from, to: to, bytes: built.bytes()), by: mail.route), built.messageID)
    }

    /// The message as it is sent: the same for the same deliveries, but for its date and the journal's head.
    static func build(
        _ message: MailRound.Message, from: MailAddress, to: MailAddress, recipient: String, _ context: JudgementContext, _ casebook: Casebook
    ) throws(JournalError) -> MailMessage {
        let isMinimal = context.delivery.detail == .minimal
        let items = message.deliveries.map { AlertMail.Item(alert: $0.alert, event: $0.event, reason: $0.reason) }
        let form: AlertMail.Form = isMinimal ? .minimal : message.isSummary ? .summary : .digest
        let words = AlertMail(items, form: form, journalHead: try casebook.journal.head().digest)
        let id = messageID(message.deliveries.map(\.id), journal: try casebook.journal.identity() ?? "", domain: from.domain)
        var body = MailPart.text(words.text, subtype: "plain")
        if !isMinimal { body = .alternative([body, try page(words, message, id: id, context, casebook)]) }
        return MailMessage(
            from: from, to: to, subject: words.subject, date: Date(), messageID: id, references: try references(message, recipient, casebook),
            list: list(words, from.domain), body: body)
    }

    /// Stable for the same deliveries of the same journal, so that a mail that was accepted and then forgotten in a crash is repeated under the same
    /// id. A set that has grown meanwhile has another id: a mail program may drop what it takes for a repeat.
    static func messageID(_ deliveries: [DeliveryID], journal: String, domain: String) -> String {
        let digest = Digest.hex(.sha256, Array(([journal] + deliveries.map(\.text)).joined(separator: "\n").utf8)) ?? ""
        return "\(deliveries.first?.text ?? "").\(digest.prefix(16))@\(domain)"
    }

    /// What this recipient got of the same alerts: mail programs show it in one thread below the first.
    private static func references(_ message: MailRound.Message, _ recipient: String, _ casebook: Casebook) throws(JournalError) -> [String] {
        var references: [String] = []
        var asked: Set<AlertID> = []
        for delivery in message.deliveries where asked.insert(delivery.alert.id).inserted && asked.count <= threadsMax {
            for id in try casebook.mailThread(ofAlert: delivery.alert.id, to: recipient) where !references.contains(id) { references.append(id) }
        }
        return references
    }

    /// Alerts of one message whose threads are looked up.
    private static let threadsMax = 20

    private static func list(_ words: AlertMail, _ domain: String) -> (phrase: String, id: String) {
        let rule = words.items.first?.alert.finding.rule ?? ""
        guard words.form == .digest, MailAddress.isLabel(rule) else { return ("cqwatch", "alerts.cqwatch.\(domain)") }
        return ("cqwatch \(rule)", "\(rule.lowercased()).cqwatch.\(domain)")
    }
}

/// The way out of the house.
enum MailRoute {
    static func send(_ mail: OutgoingMail, by route: MailSettings.Route) async -> AttemptOutcome {
        switch route {
        case .sendmail(let program): await hand(mail, to: program)
        case .smtp(let server): await submit(mail, to: server)
        }
    }

    /// Programs expect the lines of the system, not those of SMTP.
    private static func hand(_ mail: OutgoingMail, to sendmail: MailSettings.Sendmail) async -> AttemptOutcome {
        if let refusal = hookRefusal(path: sendmail.path) { return .again("failed: \(refusal)") }
        let arguments = sendmail.arguments + ["-f", mail.from.address, mail.to.address]
        let program = Program(path: sendmail.path, arguments: arguments, deadlineSeconds: sendmail.deadlineSeconds)
        return await ProgramRunner.run(program, input: Data(mail.bytes.filter { $0 != 13 }), meaning: ExitStatus.ofSendmail)
    }

    private static func submit(_ mail: OutgoingMail, to server: MailSettings.Smtp) async -> AttemptOutcome {
        let stop = StopFlag()
        return await withTaskCancellationHandler {
            do throws(DeliveryFault) {
                return try await offPool { () throws(DeliveryFault) in
                    SmtpClient.send(mail, to: server, password: try SmtpPassword.read(server), stop: stop)
                }
            } catch {
                return .again("failed: \(error.description)")
            }
        } onCancel: {
            stop.set()
        }
    }
}
