import Alerts
import Assay
import Configuration
import Digests
import Foundation
import Quantification
import Rules
import RunFormats
import Service

/// One run of a file named on the command line, analysed without the journal.
struct AnalysedRun {
    let file: String
    let sha256: String
    let analysis: RunAnalysis
    /// One a sample, where the patients are known.
    let attributions: [Attribution]
}

/// - Parameter configuration: whose assay, sample names and patients hold; nil for the defaults.
/// - Parameter settings: the assay; nil for the configured one.
func analysedRuns(
    of file: String, _ configuration: Configuration?, settings: AssaySettings? = nil, replayed: Bool = false
) throws -> [AnalysedRun] {
    let bytes = try readBytes(file, bytesMax: runFileBytesMax)
    guard let sha256 = Digest.hex(.sha256, bytes) else {
        throw CommandFailure.inputOutput("\(file): the system's libcrypto gives no SHA-256")
    }
    let runs: [Run]
    do throws(ReadFailure) { runs = try readRuns(bytes) } catch {
        throw CommandFailure.noData("\(file): \(error.sentence)")
    }
    guard runs.contains(where: \.isReadable) else {
        throw CommandFailure.noData("\(file): \(runs.lazy.compactMap(\.incomplete).first ?? unreadable(runs))")
    }
    let settings = settings ?? configuration?.assay ?? AssaySettings()
    let naming = configuration?.samples.naming ?? SampleNaming()
    return runs.map { run in
        let analysis = Quantification.analyse(
            run, settings: settings, naming: naming, replayed: replayed, keepingCurves: true
        ).beside(configuration?.samples.concentrations ?? DNAConcentrations(), settings: settings)
        // Whose a sample is takes a patients file; without one, names stand as they are read.
        let context = configuration.map { judgementContext($0, programVersion: programVersion) }
        let attributions = context.map { Rules.attributions(of: analysis, context: $0.forRules) } ?? []
        return AnalysedRun(file: file, sha256: sha256, analysis: analysis, attributions: attributions)
    }
}

/// A configuration that a command may do without.
func loadConfigurationIfNamed(_ path: String?) throws -> Configuration? {
    try path.map { path in
        do throws(ConfigurationFaults) { return try loadConfiguration(path) } catch {
            throw CommandFailure.configuration(error.description)
        }
    }
}

extension Run {
    /// It holds a curve (amplification or melt), or a result row's Cq, "no Cq" or call, or counted partitions.
    fileprivate var isReadable: Bool {
        reactions.contains {
            $0.amplification != nil || $0.melt != nil || $0.instrumentCq != nil || $0.instrumentCall != nil
                || $0.partitions != nil
                || $0.flags.contains(.undeterminedCq)
        }
    }
}

private func unreadable(_ runs: [Run]) -> String {
    runs.contains { $0.reactions.contains { $0.flags.contains(.nonFinite) || $0.flags.contains(.missingCycles) } }
        ? "The file's curves hold no value that is a number." : "The file holds no curve and no result row."
}
