import Alerts
import ArgumentParser
import Assay
import Configuration
import Digests
import Foundation
import Quantification
import Reporting
import Rules
import RunFormats
import Service

/// `cqwatch analyze FILE…`: the line without the journal.
struct Analyze: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Analyses run files: LightCycler 96 containers, RDML, result tables, tables of digital PCR.",
        discussion: """
            Nothing is journaled and no alert is raised. Without --config the built-in defaults hold. Exit 0: analysed. 1: analysed, but a run failed its \
            quality control. 65: a file holds no curve and no result row that can be read; the others are analysed all the same.

            A call is safe from the cycle on from which the well was believed to have amplified, its plateau in view, without interruption until the end; \
            that nothing amplifies is known at the last cycle only.
            """)

    @Argument(help: "Run files.")
    var files: [String]

    @Option(name: .customLong("config"), help: "A configuration whose assay, sample pattern and patients hold instead of the defaults.")
    var configurationPath: String?

    @ArgumentParser.Flag(help: "Replay each run cycle by cycle: when was each well's call safe, and how many minutes before the end.")
    var live = false

    @OptionGroup var json: JSONFlag

    private struct Analysed {
        let file: String
        let sha256: String
        let run: RunAnalysis
        let attributions: [Attribution]
    }

    func run() async throws {
        let configuration = try configurationPath.map { path in
            do throws(ConfigurationFaults) { return try loadConfiguration(path) } catch { throw CommandFailure.configuration(error.description) }
        }
        var analysed: [Analysed] = []
        var failures: [AnalyzeDocument.Failure] = []
        for file in files {
            do {
                analysed += try analyse(file, configuration)
            } catch let failure as CommandFailure {
                failures.append(.init(file: file, reason: failure.sentence))
            }
        }
        try show(analysed, failures)
        for failure in failures { writeError("cqwatch: \(terminalSafe(failure.reason))") }
        if !failures.isEmpty { throw ExitCode(EX_DATAERR) }
        if analysed.contains(where: { $0.run.qualityStatus == .fail }) { throw ExitCode(1) }
    }

    private func analyse(_ file: String, _ configuration: Configuration?) throws -> [Analysed] {
        let bytes = try readBytes(file, bytesMax: runFileBytesMax)
        guard let sha256 = Digest.hex(.sha256, bytes) else { throw CommandFailure.inputOutput("\(file): the system's libcrypto gives no SHA-256") }
        let runs: [Run]
        do throws(ReadFailure) { runs = try readRuns(bytes) } catch { throw CommandFailure.noData("\(file): \(error.sentence)") }
        guard runs.contains(where: \.isReadable) else {
            throw CommandFailure.noData("\(file): \(runs.lazy.compactMap(\.incomplete).first ?? unreadable(runs))")
        }
        let settings = configuration?.assay ?? AssaySettings()
        let naming = configuration?.samples.naming ?? SampleNaming()
        return runs.map { run in
            let analysis = Quantification.analyse(run, settings: settings, naming: naming, replayed: live)
            // Whose a sample is takes a patients file; without one, names stand as they are read.
            let context = configuration.map { judgementContext($0, programVersion: programVersion) }
            let attributions = context.map { Rules.attributions(of: analysis, context: $0.forRules) } ?? []
            return Analysed(file: file, sha256: sha256, run: analysis, attributions: attributions)
        }
    }

    private func show(_ analysed: [Analysed], _ failures: [AnalyzeDocument.Failure]) throws {
        if json.isOn {
            let runs = analysed.map { RunDocument(file: $0.file, sha256: $0.sha256, analysis: $0.run, attributions: $0.attributions) }
            return try writeOutput(Reporting.json(AnalyzeDocument(runs: runs, failures: failures), indented: true))
        }
        for one in analysed {
            try writeOutput(runText(one.run, file: one.file, attributions: one.attributions, colour: showsColour()))
            if live { try writeOutput("\n" + liveText(one.run, colour: showsColour())) }
        }
    }
}

extension Run {
    /// It holds a curve (amplification or melt), or a result row's Cq, "no Cq" or call, or counted partitions.
    fileprivate var isReadable: Bool {
        reactions.contains { $0.amplification != nil || $0.melt != nil || $0.instrumentCq != nil || $0.instrumentCall != nil || $0.partitions != nil
                || $0.flags.contains(.undeterminedCq)
        }
    }
}

private func unreadable(_ runs: [Run]) -> String {
    runs.contains { $0.reactions.contains { $0.flags.contains(.nonFinite) || $0.flags.contains(.missingCycles) } }
        ? "The file's curves hold no value that is a number." : "The file holds no curve and no result row."
}
