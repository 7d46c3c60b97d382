import Alerts
import ArgumentParser
import Casebook
import Configuration
import Foundation
import Journal
import Monitoring
import Reporting
import Rules
import Service
import Text

/// `cqwatch alert ack|close|silence ID…`: what a person does with an alert.
struct AlertActs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: "Acknowledges, closes or silences alerts.",
        discussion: """
            Each act is a record of the journal that names who acts (--by), the system's account and why (--note). \
            Name alerts by their ids, or choose those that stand by --patient or --all; of several all are acted on or \
            none is. An act that makes no sense is refused with the reason, exit 1. Works beside a running daemon.
            """,
        subcommands: [AcknowledgeAlert.self, CloseAlert.self, SilenceAlert.self, UndoAlert.self])
}

/// What every act is told.
struct ActArguments: ParsableArguments {
    @Argument(help: "The alerts' ids, as 'cqwatch alerts' lists them.")
    var alerts: [String] = []

    @Option(help: "All alerts of this patient that stand.")
    var patient: String?

    @Flag(help: "All alerts that stand.")
    var all = false

    @Option(name: .customLong("by"), help: "Name of the person who acts.")
    var name: String

    @Option(help: "The reason.")
    var note: String

    @OptionGroup var config: ConfigurationOption

    func perform(_ act: (Configuration) throws -> AlertAct) throws {
        let configuration = try config.load()
        let casebook = try config.writableCasebook(configuration)
        let context = judgementContext(configuration, programVersion: programVersion)
        let act = try act(configuration)
        let chosen = try chosen(configuration)
        let after = try writing { () throws(JournalError) in
            try casebook.act(
                act, on: chosen, by: Person(name: name, user: systemUser(), note: note), context: context, at: Date())
        }
        let silence: String = if case .silence(let until) = act { ", silenced until \(utcText(until))" } else { "" }
        let lines = gravestFirst(after).map {
            "\(alertLine($0))\n\($0.id) is \($0.state.rawValue)\(silence), by \(terminalSafe(name))."
        }
        try writeOutput(lines.joined(separator: "\n"))
    }

    private func chosen(_ configuration: Configuration) throws -> ChosenAlerts {
        guard [!alerts.isEmpty, patient != nil, all].count(where: { $0 }) == 1 else {
            throw CommandFailure.usage("Name alerts by their ids, or choose them by --patient CODE or by --all.")
        }
        if all { return .all }
        if let patient { return .ofPatient(configuration.patientCode(like: patient)) }
        let ids = try alerts.map { text in
            // As people write it: a12.
            guard let id = AlertID(text: text.uppercased()) else {
                throw CommandFailure.usage("'\(terminalSafe(text))' is no alert's id; an id looks like A12.")
            }
            return id
        }
        return .these(ids)
    }
}

struct AcknowledgeAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Says that somebody has taken the alert in hand: reminders and escalations end.",
        discussion: "A confirmation or a higher severity voids the acknowledgement and alerts anew.")
    @OptionGroup var act: ActArguments
    func run() async throws { try act.perform { _ in .acknowledge } }
}

struct CloseAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Ends the alert for the reason given.",
        discussion: """
            Samples taken after the closing are judged afresh: the values measured since the alert count as the \
            patient's new level.
            """)
    @OptionGroup var act: ActArguments
    func run() async throws { try act.perform { _ in .close } }
}

struct UndoAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Takes a closing back: the alert stands again, and reminders begin anew.",
        discussion: "Name closed alerts by their ids ('cqwatch alerts --all').")
    @OptionGroup var act: ActArguments
    func run() async throws { try act.perform { _ in .reopen } }
}

struct SilenceAlert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silence", abstract: "Puts off reminders and escalations until a time.",
        discussion: "There is no endless silence. A confirmation or a higher severity ends it early.")
    @OptionGroup var act: ActArguments

    @Option(
        help:
            "End of the silence: 2026-05-14T10:00:00Z, with another offset, or a date, which means its beginning in watch.timeZone."
    )
    var until: String

    func run() async throws {
        try act.perform { configuration in
            let zone = configuration.watch.timeZone.flatMap(TimeZone.init(identifier:)) ?? .current
            guard let end = instant(until, in: zone) else {
                throw CommandFailure.usage(
                    "--until: '\(terminalSafe(until))' is neither a time with its offset nor a date")
            }
            return .silence(until: end)
        }
    }
}
