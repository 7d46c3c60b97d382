import Alerts
import ArgumentParser
import Assay
import Casebook
import Configuration
import Dispatching
import Foundation
import Journal
import Reporting
import Rules
import Service
import Text

/// `cqwatch explain PATIENT [RULE]`.
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says who would hear of a patient's alert, through which channel, when, and why.",
        discussion: """
            As if the alert were raised now and nobody acted on it: each message with its channel and recipients, when \
            it goes out (quiet hours, the hourly cap, escalation), and the lines of the configuration that make it so. \
            Nothing is sent and nothing is written.
            """)

    @Argument(help: "The study code, as in the patients file.")
    var patient: String

    @Argument(help: "The rule, such as R5a; without it every rule that may tell of a patient.")
    var rule: String?

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func validate() throws {
        guard let rule, !patientRuleSeverities.contains(where: { $0.rule.text == rule }) else { return }
        let names = patientRuleSeverities.map(\.rule.text).joined(separator: ", ")
        throw ValidationError("'\(terminalSafe(rule))' is no rule of a patient: \(names)")
    }

    func run() async throws {
        let settings = try config.load()
        let patient = settings.patientCode(like: patient)
        guard let entry = settings.patients[patient] else {
            throw CommandFailure.no("\(terminalSafe(patient)) is not in \(settings.patientsPath)")
        }
        let context = judgementContext(settings, programVersion: programVersion), now = Date()
        let accepted = try mailsAccepted(settings, now)
        let day = entry.infusion.map { context.today.days(since: $0) }
        let cases = patientRuleSeverities.filter { rule == nil || $0.rule.text == rule }.flatMap { name, severities in
            severities.map { severity in
                let finding = Finding(
                    rule: name, severity: severity, patient: patient, day: day, subject: "", text: "", advice: "")
                let expected = explanation(of: finding, context: context, accepted: accepted, now: now)
                return ExplanationDocument.Case(
                    rule: name.text, severity: severity.rawValue,
                    deliveries: expected.map { row($0, settings, raised: now) }
                )
            }
        }
        let document = ExplanationDocument(patient: patient, cases: cases)
        try writeOutput(
            json.isOn
                ? Reporting.json(document, indented: true)
                : explanationText(
                    document, zone: settings.instrumentZone, width: foldingWidth(), colour: showsColour()),
            terminator: json.isOn ? "\n" : "")
    }

    /// What the cap counts; nothing where there is no journal yet.
    private func mailsAccepted(_ settings: Configuration, _ now: Date) throws -> [String: [Date]] {
        guard settings.delivery.mail != nil, FileManager.default.fileExists(atPath: settings.journalPath) else {
            return [:]
        }
        let casebook = try config.casebook(settings)
        return try reading { () throws(JournalError) in try casebook.mailsAccepted(since: now - Dispatcher.capSeconds) }
    }

    private func row(_ expected: ExpectedDelivery, _ settings: Configuration, raised: Date)
        -> ExplanationDocument.Delivery
    {
        let people = expected.recipients.compactMap { key in settings.delivery.recipients.first { $0.key == key } }
        return ExplanationDocument.Delivery(
            event: expected.event.rawValue, afterSeconds: expected.due.timeIntervalSince(raised),
            channel: expected.channel.text,
            recipients: people.map { .init(key: $0.key, name: $0.name, address: $0.address) },
            due: utcText(expected.due), leaves: utcText(expected.leaves),
            why: expected.grounds.map { ground in
                if let code = ground.patient {
                    return .init(
                        text: ground.text, key: nil, file: settings.patientsPath, line: settings.patientLines[code])
                }
                return .init(
                    text: ground.text, key: ground.key, file: ground.key.map { _ in config.path },
                    line: ground.key.flatMap { settings.lines[$0] })
            })
    }
}
