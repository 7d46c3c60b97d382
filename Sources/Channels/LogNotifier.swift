// The channel `log`: one line an alert event, with a priority and fields. It stays in the house, so it is never cut to
// `minimal`.
internal import Assay
internal import Dispatching
internal import Alerts
internal import Linux
internal import Rules
internal import Log
internal import Logging

struct LogNotifier: Notifier {
    init?(channel: Channel, settings: DeliverySettings) {
        if channel != .log { return nil }
    }

    func send(_ message: Message, _ ground: NotifierGround) async throws -> Attempt {
        guard let delivery = message.deliveries.first else { return Attempt(.delivered(nil)) }
        let logger = ground.logger
        return Attempt(await offPool { Self.write(delivery, to: logger) })
    }

    /// Blocks while whoever reads the log does not, a second at most.
    static func write(_ delivery: Delivery, to logger: Logger) -> AttemptOutcome {
        let finding = delivery.alert.finding
        let fields: [LogField: [String]] = [
            .alert: [delivery.alert.id.text], .severity: [finding.severity.rawValue], .rule: [finding.rule.text],
            .event: [delivery.event.rawValue],
            .delivery: [delivery.id.text], .patient: [finding.patient].compactMap(\.self),
            .run: [finding.run?.text].compactMap(\.self),
        ]
        let isOut = logger.deliver(.alert, message(delivery), fields, level: level(finding.severity, delivery.event))
        return isOut
            ? .delivered(nil)
            : .again("the log takes no lines: whatever reads it, journald or a pipe, has stopped reading")
    }

    /// "alert A12 critical R5a raised: 84 copies… Repeat the sample." What no longer holds comes with the reason, and
    /// without advice.
    static func message(_ delivery: Delivery) -> String {
        let finding = delivery.alert.finding
        let reason = delivery.reason.map { " (\($0))" } ?? ""
        let patient = finding.patient.map { " \($0)" } ?? ""
        let head =
            "alert \(delivery.alert.id) \(finding.severity.rawValue) \(finding.ruleNames)\(patient) "
            + "\(delivery.event.rawValue)\(reason):"
        let advice = [.corrected, .cleared, .closed].contains(delivery.event) ? nil : finding.advice
        return HookEvent.oneLine([head, finding.text, advice].compactMap(\.self).joined(separator: " "))
    }

    /// What takes a ground away, or only informs, is not as loud as what raised it.
    static func level(_ severity: Severity, _ event: AlertEventKind) -> Logger.Level {
        if [.cleared, .closed, .acknowledged, .silenced, .test, .media].contains(event) { return .notice }
        switch severity {
        case .critical: return .critical
        case .warning, .laboratory: return .warning
        case .notice, .task: return .notice
        }
    }
}
