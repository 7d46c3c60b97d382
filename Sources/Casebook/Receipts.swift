// What became of an attempt. Its receipts, and whatever follows from a failure, are one transaction.
public import Foundation
internal import GRDB
public import Journal
public import Alerts
public import Rules

extension Casebook {
    /// Journals one attempt that brought, or failed to bring, several deliveries in one message.
    /// - Parameter fault: what the laboratory must hear of it; raised unless an alert on the same subject still stands.
    /// - Throws: `.refused` where none of the deliveries was still owed: somebody else has settled them.
    public func recordReceipts(
        _ receipts: [DeliveryReceipt], fault: Finding? = nil, context: JudgementContext, at now: Date
    ) throws(JournalError) {
        try write(at: now) { appender in
            var refusal: JournalError?
            for receipt in receipts {
                do { try Self.settle(receipt, context, &appender) } catch let error as JournalError {
                    guard case .refused = error else { throw error }
                    refusal = error
                    if receipts.count == 1 { throw error }
                }
            }
            if let refusal, appender.appended == 0 { throw refusal }
            if let fault { try appender.raiseUnlessStanding(fault, context: context) }
        }
    }

    /// Journals what the laboratory must hear of the program's own doings; raised unless an alert on the same subject
    /// still stands.
    public func recordFault(_ fault: Finding, context: JudgementContext, at now: Date) throws(JournalError) {
        try write(at: now) { appender in try appender.raiseUnlessStanding(fault, context: context) }
    }

    /// Appends the receipt of one attempt.
    private static func settle(_ receipt: DeliveryReceipt, _ context: JudgementContext, _ appender: inout Appender)
        throws
    {
        let (about, body) = try newest(ofDelivery: receipt.id, appender.db)
        guard body.state == .owed || body.state == .retry else {
            throw JournalError.refused("Delivery \(receipt.id) is already \(body.state.rawValue).")
        }
        guard receipt.state != .owed, receipt.state != .retry || receipt.next != nil else {
            throw JournalError.refused("A receipt of \(receipt.id) must say delivered, failed, or retry and when.")
        }
        var settled = body
        settled.state = receipt.state
        settled.attempt = receipt.attempt
        settled.detail = receipt.detail
        settled.due = receipt.state == .retry ? receipt.next : nil
        settled.message = receipt.message
        let passesOn = receipt.passesOn && body.passedOn != true
        if passesOn { settled.passedOn = true }
        try appender.append(.delivery, about: about, settled)
        if passesOn, let about { try passOn(body, about: about, context, &appender) }
    }

    /// Owes the event to the next contact who has not been owed it.
    private static func passOn(
        _ body: DeliveryBody, about: Int64, _ context: JudgementContext, _ appender: inout Appender
    ) throws {
        let told = try String.fetchSet(
            appender.db,
            sql: """
                SELECT body->>'$.recipients[0]' FROM record INDEXED BY record_about
                WHERE about = ? AND kind = 'delivery' AND body->>'$.channel' = ?
                """, arguments: [about, body.channel.text])
        guard let next = nextContact(after: told, settings: context.delivery) else { return }
        let order = DeliveryBody(
            delivery: DeliveryID(appender.next), alert: body.alert, event: body.event, channel: body.channel,
            recipients: [next], state: .owed, attempt: 0,
            detail: nil, due: appender.now)
        try appender.append(.delivery, about: about, order)
        appender.owed += 1
    }
}

extension Appender {
    mutating func raiseUnlessStanding(_ fault: Finding, context: JudgementContext) throws {
        let standing = try Casebook.alerts(withSubject: fault.subject, db).contains(where: \.state.stands)
        if !standing { try raise(fault, about: nil, context: context) }
    }
}
