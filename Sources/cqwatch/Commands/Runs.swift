import ArgumentParser
import Assay
import Casebook
import Foundation
import Journal
import Reporting
import Service

/// `cqwatch runs`.
struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists every journaled run, the newest first: date, file, quality, patients, alerts.",
        discussion: "Of a run that was saved several times the save in force is listed.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var form: ListForm

    @Option(
        name: .customLong("since"),
        help:
            "Only those journaled since: a time with its offset (2026-05-14T10:00:00Z), or a date in watch.timeZone."
    )
    var sinceText: String?

    @Option(help: "Only those with a result of this patient.")
    var patient: String?

    @ArgumentParser.Flag(help: "Only those that failed their quality control.")
    var failed = false

    func run() async throws {
        let known = try config.known()
        var document = try reading { () throws(JournalError) in try known.runs() }
        let start = try since(sinceText, in: known.configuration.instrumentZone).map(utcText)
        document.runs.removeAll { run in
            start.map { run.recorded ?? "" < $0 } ?? false || patient.map { !run.patients.contains($0) } ?? false
                || failed && run.qc != .fail
        }
        try form.write(document, csv: { try $0.csv() }, text: { runsText($0, width: foldingWidth(), colour: $1) })
    }
}

/// `cqwatch run ID`: what `run` does where nothing is to be decided.
struct ShowRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one run as the journal holds it: plate, samples, standard curve, quality.")

    @Argument(help: "Its id, the beginning of it, or its record's number: see 'cqwatch runs'.")
    var id: String

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() async throws {
        let run = try config.known().run(named: id)
        let decisions = run.decisions.map(RunDecisionDocument.init)
        guard !json.isOn else {
            let document = RunDocument(
                file: run.path, sha256: run.sha256, analysis: run.analysis, attributions: run.attributions,
                decisions: decisions)
            return try writeOutput(Reporting.json(AnalyzeDocument(runs: [document]), indented: true))
        }
        try writeOutput(
            runText(
                run.analysis, file: run.path, attributions: run.attributions, decisions: decisions,
                width: foldingWidth(), colour: showsColour()),
            terminator: "")
        if let conflict = run.conflict { try writeOutput(conflict) }
    }
}
