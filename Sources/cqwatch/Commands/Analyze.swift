import ArgumentParser
import Assay
import Configuration
import Foundation
import Quantification
import Reporting
import Text

/// `cqwatch analyze FILE…`: the line without the journal.
struct Analyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Analyses run files: LightCycler 96 containers, RDML, result tables, tables of digital PCR.",
        discussion: """
            Nothing is journaled and no alert is raised. Without --config the built-in defaults hold; --target, \
            --reference and --unit say in a few words which other assay it is. Exit 0: \
            analysed. 1: analysed, but a run failed its quality control. 65: a file holds no curve and no result row \
            that can be read; the others are analysed all the same.

            With --live a call is safe from the cycle on at which the well was first called amplified, its plateau in \
            view, and stayed so until the end; that nothing amplifies is known only at the last cycle.
            """)

    @Argument(help: "Run files.", completion: .file())
    var files: [String]

    @Option(
        name: .customLong("config"),
        help: "A configuration whose assay, sample pattern and patients hold instead of the defaults.",
        completion: .file())
    var configurationPath: String?

    @ArgumentParser.Flag(
        help: "Replay each run cycle by cycle: when was each well's call safe, and how many minutes before the end.")
    var live = false

    @ArgumentParser.Flag(help: "With --json or --csv: the curves of each well.")
    var curves = false

    @ArgumentParser.Flag(help: "With --csv: a row a sample instead of a row a well.")
    var samples = false

    @OptionGroup var assay: AssayOptions
    @OptionGroup var form: ListForm

    func validate() throws {
        if curves, form.isForPeople { throw ValidationError("--curves asks for --json or --csv.") }
        if samples, !form.isCSV { throw ValidationError("--samples asks for --csv.") }
        if samples, curves { throw ValidationError("--samples and --curves are two tables: give one of them.") }
    }

    func run() async throws {
        let configuration = try loadConfigurationIfNamed(configurationPath)
        let settings = try assay.settings(over: configuration?.assay ?? AssaySettings())
        var analysed: [AnalysedRun] = []
        var failures: [AnalyzeDocument.Failure] = []
        for file in files {
            do {
                analysed += try analysedRuns(of: file, configuration, settings: settings, replayed: live)
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
        if form.isForPeople {
            for one in analysed {
                try writeOutput(
                    runText(
                        one.analysis, file: one.file, attributions: one.attributions, width: foldingWidth(),
                        colour: showsColour()))
                if live { try writeOutput("\n" + liveText(one.analysis, width: foldingWidth(), colour: showsColour())) }
            }
            return
        }
        let runs = analysed.map { one in
            let document = RunDocument(
                file: one.file, sha256: one.sha256, analysis: one.analysis, attributions: one.attributions)
            guard curves else { return document }
            return document.with(plateCurves(one.analysis.wells, one.analysis.curves).map(CurvesDocument.init))
        }
        try form.write(
            AnalyzeDocument(runs: runs, failures: failures),
            csv: { try curves ? $0.curvesCSV() : samples ? $0.samplesCSV() : $0.wellsCSV() }, text: { _, _ in "" })
    }
}

/// Another assay than the configured one, in a few words.
struct AssayOptions: ParsableArguments {
    @Option(
        name: .customLong("target"),
        help: "The gene that is measured, as the file calls it. May be given several times.")
    var targets: [String] = []

    @Option(name: .customLong("reference"), help: "A reference gene. May be given several times.")
    var references: [String] = []

    @Option(help: "The unit of the samples' copies, e.g. 'copies/ul cDNA'.")
    var unit: String?

    private static let textMax = 100

    func settings(over settings: AssaySettings) throws -> AssaySettings {
        let names = targets + references
        guard Set(names.map { AssaySettings.folded($0) }).count == names.count,
            names.allSatisfy({ !AssaySettings.folded($0).isEmpty && $0.count <= Self.textMax })
        else {
            throw CommandFailure.usage("--target and --reference: each gene has a name of its own")
        }
        guard unit.map({ !$0.isEmpty && $0.count <= Self.textMax }) ?? true else {
            throw CommandFailure.usage("--unit: a text of up to \(Self.textMax) characters")
        }
        var changed = settings
        let named = Set(names.map { AssaySettings.folded($0) })
        // Whoever names a gene of one role means these alone; a gene has one role.
        changed.targets.removeAll { known in
            known.role == .target && !targets.isEmpty || known.role == .reference && !references.isEmpty
                || ([known.name] + known.aliases).contains { named.contains(AssaySettings.folded($0)) }
        }
        changed.targets += targets.map { .init(name: $0, role: .target) }
        changed.targets += references.map { .init(name: $0, role: .reference) }
        if let unit { changed.unit = unit }
        return changed
    }
}
