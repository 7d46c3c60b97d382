import ArgumentParser
import Assay
import Configuration
import Foundation
import Laboratory
import Pages
import Quantification
import Reporting
import Service
import Snapshots
import Text

/// `cqwatch report`: pages for people who look.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes runs and patients as web pages: curves, plate, values, what to do.",
        discussion: """
            Each page is one file that loads nothing from anywhere; it works without script and prints. A file is \
            analysed as 'analyze' does it and needs no journal and no configuration: one page a run. A patient's page \
            is made from configuration and journal. Pages are readable by their owner and group alone and replace \
            older ones of the same name; their names are written to standard output.
            """)

    @Argument(help: "Run files.")
    var files: [String] = []

    @Option(name: .customLong("patient"), help: "A study code: the patient's course. May be given several times.")
    var patients: [String] = []

    @Option(help: "The folder that the pages are written into; made if missing.")
    var output = "."

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file. Of run files: whose assay, sample pattern and patients hold instead of the defaults.",
            discussion: "Default for patients: \(defaultConfigurationPath); run files need none."))
    var configurationPath: String?

    func validate() throws {
        if files.isEmpty, patients.isEmpty { throw ValidationError("Give at least one run file or --patient.") }
    }

    func run() async throws {
        let folder = try OutputFolder(output)
        var failures: [CommandFailure] = []
        let configuration = try loadConfigurationIfNamed(configurationPath)
        for file in files {
            let runs: [AnalysedRun]
            do { runs = try analysedRuns(of: file, configuration) } catch let failure as CommandFailure {
                failures.append(failure)
                continue
            }
            for run in runs { try folder.write(page(of: run), as: name(of: run.analysis.identity)) }
        }
        if !patients.isEmpty { try writePatients(to: folder) }
        for failure in failures { writeError("cqwatch: " + failure.sentence) }
        if let first = failures.first { throw ExitCode(first.code) }
    }

    private func page(of run: AnalysedRun) -> String {
        let document = RunDocument(
            file: run.file, sha256: run.sha256, analysis: run.analysis, attributions: run.attributions)
        return runPage(
            document, curves: plateCurves(run.analysis.wells, run.analysis.curves).map(CurvesDocument.init),
            rules: qualityRuleDescriptions + laboratoryRuleDescriptions,
            thresholdShare: thresholdShare, programVersion: programVersion)
    }

    private func name(of identity: RunIdentity) -> String {
        PageName.run(id: identity.id, serial: identity.serial, started: identity.started)
    }

    private func writePatients(to folder: OutputFolder) throws {
        var option = ConfigurationOption()
        option.path = configurationPath ?? defaultConfigurationPath
        let known = try PatientFiles(option)
        for course in try known.courses(of: patients) {
            let report = known.report(course)
            let page = patientPage(
                PatientDocument(report), thresholds: KineticsPlot(report).thresholds,
                acts: course.history.map(AlertActDocument.init), programVersion: programVersion)
            try folder.write(page, as: PageName.patient(course.code))
        }
    }
}

/// `--output`: says what it wrote.
private struct OutputFolder {
    let folder: PageFolder

    init(_ path: String) throws {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw CommandFailure.inputOutput("\(path): the folder cannot be made: \(systemReason(error))")
        }
        folder = PageFolder(path, refusesLink: false)
    }

    func write(_ page: String, as name: String) throws {
        do throws(PageFolder.Failure) { try folder.write(page, as: name) } catch {
            throw CommandFailure.inputOutput(error.sentence)
        }
        try writeOutput(terminalSafe((folder.path as NSString).appendingPathComponent(name), max: 4096))
    }
}
