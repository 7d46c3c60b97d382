// Judging inside the transaction: what the journal holds goes to the pure functions of Rules and Alerts, and what they
// answer becomes records.
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal
internal import Alerts
internal import Rules

extension Casebook {
    /// All of a patient's results whose run record is in force, oldest first, withheld ones too.
    static func measurements(_ known: PatientMemory, _ memory: inout CasebookMemory, _ db: Database) throws -> [Rules
        .Measurement]
    {
        try known.results.indices.filter { number in
            try !known.replaced.contains(known.results[number].sequence) && memory.isInForce(known.results[number], db)
        }.map { known.measured.all[$0] }
    }

    /// Judges one patient anew and appends what changed. A patient whom the patients file no longer has keeps the
    /// alerts as they are.
    /// - Parameter unseen: said in each alert that stands on an absent result.
    static func rejudge(
        _ code: String, about: Int64?, backlogDone: Bool = false, unseen: String? = nil, context: JudgementContext,
        to appender: inout Appender
    ) throws {
        guard let patient = context.patients[code] else { return }
        let known = try appender.remembering { memory, db in try memory.measured(code, by: context.rules, db) }
        var findings = judge(
            patient, known.measured, context: context.forRules, firstRecord: known.firstRecord.flatMap(context.date),
            now: appender.now,
            closures: known.closures)
        if let unseen {
            for index in findings.indices where findings[index].isScheduled { findings[index].text += " " + unseen }
        }
        let changes = reconcile(findings, with: known.alerts, backlogDone: backlogDone)
        try appender.apply(changes, about: about, measured: known.measured, context: context)
    }
}

extension Appender {
    /// Appends the alert records of these changes and the deliveries they owe.
    /// - Parameter measured: where a finding's own result is looked for; an alert is about it, or else about `record`.
    mutating func apply(
        _ changes: [AlertChange], about record: Int64?, measured: MeasuredDays = MeasuredDays(),
        context: JudgementContext
    ) throws {
        for change in changes {
            switch change {
            case .raise(let finding):
                let result = measured.result(day: finding.day, run: finding.run)
                try raise(finding, about: result ?? record, context: context)
            case .confirm(let id, let finding):
                var alert = try standing(id)
                alert.finding = finding
                alert.state = .confirmed
                try append(.confirmed, alert, about: record, context: context)
            case .clear(let id, let reason):
                var alert = try standing(id)
                alert.state = .cleared
                try append(.cleared, alert, AlertDetail(reason: reason), about: record, context: context)
            case .correct(let id, let reason):
                var alert = try standing(id)
                alert.state = .corrected
                try append(.corrected, alert, AlertDetail(reason: reason), about: record, context: context)
            }
        }
    }

    @discardableResult
    mutating func raise(_ finding: Finding, about record: Int64?, context: JudgementContext) throws -> Alert {
        // To the millisecond, as it will be read back.
        let raised = Timestamp.date(Timestamp.text(now)) ?? now
        let alert = Alert(id: AlertID(next), state: .open, raised: raised, finding: finding)
        try append(.raised, alert, about: record, context: context)
        return alert
    }

    private func standing(_ id: AlertID) throws -> Alert {
        guard let alert = try Casebook.alert(id, db) else {
            throw JournalError.refused("The journal holds no alert \(id).")
        }
        return alert
    }

    /// One alert record and the deliveries it owes: what the configuration orders now, and all who have heard of the
    /// alert, so that nobody keeps a message that was taken back.
    mutating func append(
        _ event: AlertEventKind, _ alert: Alert, _ detail: AlertDetail = AlertDetail(), about record: Int64?,
        context: JudgementContext
    ) throws {
        let takesBack = [.confirmed, .corrected, .cleared, .closed].contains(event)
        let earlier = takesBack ? try Casebook.recipients(ofAlert: alert.id, db) : [:]
        let sequence = try append(.alert, about: record, AlertBody(event: event, alert: alert, detail: detail))
        events.append(AlertEvent(event: event, alert: alert, reason: detail.reason))
        for order in orders(for: alert, event: event, context: context, escalation: detail.escalation, told: earlier) {
            let body = DeliveryBody(
                delivery: DeliveryID(next), alert: alert.id, event: event, channel: order.channel,
                recipients: order.recipients, state: .owed,
                attempt: 0, detail: nil, due: now)
            try append(.delivery, about: sequence, body)
            owed += 1
        }
    }
}
