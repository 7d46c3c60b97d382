import Alerts
import ArgumentParser
import Casebook
import Central
import Configuration
import Foundation
import Hospital
import Journal
import Reporting
import Rules
import Service
import Shipping
import Text

/// `cqwatch deliveries`: what is owed to people, and the receipts.
struct Deliveries: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists deliveries and their receipts; sends one again.",
        discussion: """
            States: owed, retry (an attempt failed, another will come), delivered, failed (given up). --retry makes a \
            failed or waiting delivery due at once; the running daemon or 'cqwatch deliver' sends it.
            """)

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var form: ListForm

    @Flag(name: .customLong("open"), help: "Only those that are not delivered.")
    var openOnly = false

    @Option(help: "Id of a delivery to send again.")
    var retry: String?

    func run() async throws {
        let configuration = try config.load()
        if let retry {
            let casebook = try config.writableCasebook(configuration)
            let user = systemUser()
            let context = judgementContext(configuration, programVersion: programVersion)
            try writing { () throws(JournalError) in
                guard let id = DeliveryID(text: retry) else {
                    throw .refused("The journal holds no delivery \(retry).")
                }
                try casebook.retryDelivery(
                    id, by: Person(name: user, user: user, note: "deliveries --retry"), context: context, at: Date())
            }
            writeError("Delivery \(terminalSafe(retry)) is due again.")
        }
        let casebook = try config.casebook(configuration)
        let all = try reading { () throws(JournalError) in try casebook.deliveries(all: !openOnly) }
        let zone = configuration.instrumentZone
        try form.write(
            document(all), csv: { try $0.csv() },
            text: { deliveriesText($0, zone: zone, width: foldingWidth(), colour: $1) })
    }
}

/// `cqwatch test-alert`.
struct TestAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test-alert",
        abstract: "Sends a marked test through every channel and reports each receipt.",
        discussion: """
            A running deliverer sends it; where none runs, this command does, and what else is owed goes with it. Exit \
            0: every channel delivered. 1: one did not. Where central.connection names a central store, it is asked \
            whether it knows this site, too: 74 where it does not answer.
            """)

    @Option(help: "Severity of the test: \(severityNames).", transform: severityNamed)
    var severity = Severity.notice

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() async throws {
        let configuration = try config.load()
        let casebook = try config.writableCasebook(configuration)
        let user = systemUser()
        let deliveries: [Delivery]
        do {
            deliveries = try await sendTestAlert(
                severity, by: Person(name: user, user: user, note: "test-alert"), casebook: casebook,
                configuration: configuration,
                programVersion: programVersion)
        } catch {
            throw CommandFailure.inputOutput("\(error)")
        }
        let sent = document(deliveries)
        try writeOutput(
            json.isOn
                ? Reporting.json(sent, indented: true)
                : deliveriesText(
                    sent, zone: configuration.instrumentZone, width: foldingWidth(), colour: showsColour()),
            terminator: json.isOn ? "\n" : "")
        try lookAtStore(configuration)
        let silent = try await interfaceTest(deliveries.first?.alert.id, casebook, configuration)
        if deliveries.isEmpty { throw CommandFailure.no("no channel is configured: see delivery.channels") }
        let missing = deliveries.filter { $0.state != .delivered }.map(\.channel.text) + silent
        if !missing.isEmpty {
            throw CommandFailure.no("the test did not get through: \(terminalSafe(missing.joined(separator: ", ")))")
        }
    }
}

/// Says what each way to the hospital's systems made of the test.
/// - Returns: those that have not accepted it.
private func interfaceTest(_ alert: AlertID?, _ casebook: Casebook, _ configuration: Configuration) async throws
    -> [String]
{
    guard let alert else { return [] }
    let answers = try await interfaceAnswers(toTest: alert, casebook: casebook, configuration: configuration)
    for answer in answers {
        writeError(
            "interface \(answer.route.rawValue): \(answer.isAccepted ? "accepted: " : "")\(terminalSafe(answer.detail))"
        )
    }
    return answers.filter { !$0.isAccepted }.map { "interface \($0.route.rawValue)" }
}

/// Nothing is shipped: only whether the way is open, said on standard error.
private func lookAtStore(_ configuration: Configuration) throws {
    guard let site = configuration.central.site, let connection = configuration.central.connection else { return }
    let head = try asking { try storeHead(site: site, connection: connection) }
    writeError(
        "The central store knows us as \(site) and holds "
            + (head.map { "this journal up to record \($0.sequence)." } ?? "nothing of this journal yet."))
}

private func document(_ deliveries: [Delivery]) -> DeliveriesDocument {
    DeliveriesDocument(
        deliveries.map { delivery in
            .init(
                id: delivery.id.text, alert: delivery.alert.id.text, event: delivery.event.rawValue,
                severity: delivery.alert.finding.severity.rawValue,
                channel: delivery.channel.text, recipients: delivery.recipients, state: delivery.state.rawValue,
                attempts: delivery.attempt,
                detail: delivery.detail, due: delivery.due.map(utcText), time: delivery.time,
                message: delivery.message)
        })
}
