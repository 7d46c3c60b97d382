import Alerts
import ArgumentParser
import Assay
import Casebook
import Configuration
import Foundation
import Journal
import Reporting
import Rules
import Service
import Snapshots
import Text

/// `cqwatch run …`: what persons decide about a run.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Shows a run, or decides about it: its start, whether it is used, whether a failure may stand.",
        discussion: """
            'cqwatch run ID' shows a run. Each decision is a record of the journal that names who decides (--by), the system's account and why \
            (--note); nothing is deleted. Results and alerts follow at once, as when the run is exported again. 'undo' \
            takes the newest decision back and is a record too. What makes no sense is refused with the reason, exit 1. \
            Works beside a running daemon. What may be overruled and what not: docs/limits.md, Where it stops.
            """,
        subcommands: [
            ShowRun.self, CorrectRun.self, VoidRun.self, AcceptRun.self, ReattributeRun.self, UndoRun.self,
        ], defaultSubcommand: ShowRun.self)
}

/// What every decision is told.
struct RunActArguments: ParsableArguments {
    @Argument(help: "The run's id as the log and the alerts name it, the beginning of it, or its record's number.")
    var run: String

    @Option(name: .customLong("by"), help: "Name of the person who decides.")
    var name: String

    @Option(help: "The reason.")
    var note: String

    @OptionGroup var config: ConfigurationOption

    func perform(_ act: (Configuration) throws -> RunAct) throws {
        let configuration = try config.load()
        let casebook = try config.writableCasebook(configuration)
        let context = judgementContext(configuration, programVersion: programVersion)
        let act = try act(configuration)
        let person = Person(name: name, user: systemUser(), note: note)
        let record = try Known(configuration, casebook, programVersion: programVersion).run(named: run).sequence
        let acted = try writing { () throws(JournalError) in
            try casebook.act(act, onRunOfRecord: record, by: person, context: context, at: Date())
        }
        let patients = acted.patients.isEmpty ? "no patient's results changed" : acted.patients.joined(separator: ", ")
        let alerts = acted.alerts.map { "\($0.alert.id) \($0.alert.finding.rule) \($0.event.rawValue)" }
        try writeOutput(
            terminalSafe(
                "\(acted.sentence) Record \(acted.record), by \(name); \(patients); "
                    + (alerts.isEmpty ? "no alert changed." : alerts.joined(separator: ", ") + "."), max: 4000))
    }
}

struct CorrectRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "correct", abstract: "Says when a run began, where the instrument's clock was wrong.",
        discussion: "The file's own time stays in the record. A second correction replaces the first.")
    @OptionGroup var act: RunActArguments
    @Option(help: "When it began, in the laboratory's time: 2026-05-14 or 2026-05-14T09:30.")
    var started: String
    func run() async throws { try act.perform { _ in .correct(started: started) } }
}

struct VoidRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "void", abstract: "Takes a run out: it is never used, and its patients are judged anew without it."
    )
    @OptionGroup var act: RunActArguments
    func run() async throws { try act.perform { _ in .void } }
}

struct AcceptRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Lets a failed quality control stand, for the run or for named samples.",
        discussion: """
            With laboratory.acceptBy: 2 it holds once two different persons have accepted the same. What no value can do \
            without, such as a standard curve, cannot be overruled. An accepted control no longer fails later runs.
            """)
    @OptionGroup var act: RunActArguments
    @Option(
        name: .customLong("sample"), help: "Only this sample, by its name on the plate. May be given several times.")
    var samples: [String] = []
    func run() async throws { try act.perform { _ in .accept(samples: samples) } }
}

struct ReattributeRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reattribute", abstract: "Says whose a sample of a run is, and of which day.")
    @OptionGroup var act: RunActArguments
    @Option(help: "The sample, by its name on the plate.")
    var sample: String
    @Option(help: "The study code of the patient whose it is.")
    var patient: String
    @Option(help: "The sampling day after the first infusion.")
    var day: Int
    func run() async throws {
        try act.perform { .reattribute(sample: sample, patient: $0.patientCode(like: patient), day: day) }
    }
}

struct UndoRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Takes back the newest decision about a run that nobody has taken back.")
    @OptionGroup var act: RunActArguments
    func run() async throws { try act.perform { _ in .undo() } }
}
