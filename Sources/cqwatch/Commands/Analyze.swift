import ArgumentParser
import Assay
import Configuration
import Foundation
import Reporting
import Text

/// `cqwatch analyze FILE…`: the line without the journal.
struct Analyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Analyses run files: LightCycler 96 containers, RDML, result tables, tables of digital PCR.",
        discussion: """
            Nothing is journaled and no alert is raised. Without --config the built-in defaults hold. Exit 0: \
            analysed. 1: analysed, but a run failed its quality control. 65: a file holds no curve and no result row \
            that can be read; the others are analysed all the same.

            A call is safe from the cycle on from which the well was believed to have amplified, its plateau in view, \
            without interruption until the end; that nothing amplifies is known at the last cycle only.
            """)

    @Argument(help: "Run files.")
    var files: [String]

    @Option(
        name: .customLong("config"),
        help: "A configuration whose assay, sample pattern and patients hold instead of the defaults.")
    var configurationPath: String?

    @ArgumentParser.Flag(
        help: "Replay each run cycle by cycle: when was each well's call safe, and how many minutes before the end.")
    var live = false

    @OptionGroup var json: JSONFlag

    func run() async throws {
        let configuration = try loadConfigurationIfNamed(configurationPath)
        var analysed: [AnalysedRun] = []
        var failures: [AnalyzeDocument.Failure] = []
        for file in files {
            do {
                analysed += try analysedRuns(of: file, configuration, replayed: live)
            } catch let failure as CommandFailure {
                failures.append(.init(file: file, reason: failure.sentence))
            }
        }
        try show(analysed, failures)
        for failure in failures { writeError("cqwatch: \(terminalSafe(failure.reason))") }
        if !failures.isEmpty { throw ExitCode(EX_DATAERR) }
        if analysed.contains(where: { $0.analysis.qualityStatus == .fail }) { throw ExitCode(1) }
    }

    private func show(_ analysed: [AnalysedRun], _ failures: [AnalyzeDocument.Failure]) throws {
        if json.isOn {
            let runs = analysed.map {
                RunDocument(file: $0.file, sha256: $0.sha256, analysis: $0.analysis, attributions: $0.attributions)
            }
            return try writeOutput(Reporting.json(AnalyzeDocument(runs: runs, failures: failures), indented: true))
        }
        for one in analysed {
            try writeOutput(
                runText(one.analysis, file: one.file, attributions: one.attributions, colour: showsColour()))
            if live { try writeOutput("\n" + liveText(one.analysis, colour: showsColour())) }
        }
    }
}
