// The channel `mail`: what one message says, and its way out.
internal import Assay
internal import Digests
internal import Dispatching
internal import Foundation
internal import Casebook
internal import Journal
internal import Alerts
internal import Linux
internal import Rules
internal import Mail
internal import Reporting
internal import Snapshots

struct MailNotifier: Notifier {
    private let mail: MailSettings

    init?(channel: Channel, settings: DeliverySettings) {
        guard channel == .mail, let mail = settings.mail else { return nil }
        self.mail = mail
    }

    /// Sends one message to its one recipient.
    func send(_ message: Message, _ ground: NotifierGround) async throws -> Attempt {
        let context = ground.context, key = message.recipient
        guard let from = MailAddress(name: "cqwatch", address: mail.from) else {
            return Attempt(.impossible("\(mail.from) is no mail address"))
        }
        guard let recipient = HookEvent.recipients([key], context.delivery).first,
            let to = MailAddress(name: recipient.name, address: recipient.address)
        else { return Attempt(.refused("the recipient \(key) has no mail address")) }
        let casebook = ground.casebook
        let built = try await offPool { () throws(JournalError) in
            try Self.build(message, from: from, to: to, recipient: key, context, casebook)
        }
        let outcome = await MailRoute.send(OutgoingMail(from: from, to: to, bytes: built.bytes()), by: mail.route)
        return Attempt(outcome, messageID: built.messageID)
    }

    /// The message as it is sent: the same for the same deliveries, but for its date and the journal's head.
    static func build(
        _ message: Message, from: MailAddress, to: MailAddress, recipient: String, _ context: JudgementContext,
        _ casebook: Casebook
    ) throws(JournalError) -> MailMessage {
        let isMinimal = context.delivery.detail == .minimal
        let items = try message.deliveries.map { delivery throws(JournalError) in
            AlertMail.Item(
                alert: delivery.alert, event: delivery.event, reason: delivery.reason,
                file: try delivery.alert.finding.run.flatMap(casebook.fileName(ofRun:)))
        }
        let form: AlertMail.Form = isMinimal ? .minimal : message.isSummary ? .summary : .digest
        let alerts = unique(message.deliveries.map(\.alert.id)).prefix(threadsMax)
        let patients = form == .digest ? unique(items.compactMap(\.alert.finding.patient)) : []
        let ground = try casebook.mailGround(
            of: Array(alerts), to: recipient, patients: patients.filter { context.patients[$0] != nil })
        let words = AlertMail(
            items, form: form, journalHead: ground.head, pages: context.delivery.pagesURL)
        let id = messageID(message.deliveries.map(\.id), journal: ground.journal ?? "", domain: from.domain)
        var body = MailPart.text(words.text, subtype: "plain")
        if !isMinimal { body = .alternative([body, page(words, ground.courses, id: id, context)]) }
        return MailMessage(
            from: from, to: to, subject: words.subject, date: Date(), messageID: id, references: ground.thread,
            list: list(words, from.domain), body: body)
    }

    /// Stable for the same deliveries of the same journal, so that a mail that was accepted and then forgotten in a
    /// crash is repeated under the same id. A set that has grown meanwhile has another id: a mail program may drop what
    /// it takes for a repeat.
    static func messageID(_ deliveries: [DeliveryID], journal: String, domain: String) -> String {
        let digest = Digest.hex(.sha256, Array(([journal] + deliveries.map(\.text)).joined(separator: "\n").utf8)) ?? ""
        return "\(deliveries.first?.text ?? "").\(digest.prefix(16))@\(domain)"
    }

    /// Alerts of one message whose threads are looked up: what the recipient got of the same alerts, mail programs show
    /// in one thread below the first.
    private static let threadsMax = 20

    /// Each once, in the order of their first places.
    private static func unique<ID: Hashable>(_ ids: [ID]) -> [ID] {
        var seen: Set<ID> = []
        return ids.filter { seen.insert($0).inserted }
    }

    private static func list(_ words: AlertMail, _ domain: String) -> (phrase: String, id: String) {
        let rule = words.items.first?.alert.finding.rule.text ?? ""
        guard words.form == .digest, MailAddress.isLabel(rule) else { return ("cqwatch", "alerts.cqwatch.\(domain)") }
        return ("cqwatch \(rule)", "\(rule.lowercased()).cqwatch.\(domain)")
    }
}
