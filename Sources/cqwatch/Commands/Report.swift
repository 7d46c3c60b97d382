import ArgumentParser
import Configuration
import Foundation
import Journal
import Reporting
import Service
import Text

/// `cqwatch report`: pages for people who look.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes runs and patients as web pages: curves, plate, values, what to do.",
        discussion: """
            Each page is one file that loads nothing from anywhere; it works without script and prints. A file is \
            analysed as 'analyze' does it and needs no journal and no configuration: one page a run. All other pages \
            are made from configuration and journal; --all writes every run and patient, and an index that finds \
            them. Pages are readable by their owner and group alone and replace older ones of the same name; their \
            names are written to standard output.
            """)

    @Argument(help: "Run files.", completion: .file())
    var files: [String] = []

    @Option(name: .customLong("run"), help: "A journaled run: its id, the beginning of it, or its record's number.")
    var runs: [String] = []

    @Option(name: .customLong("patient"), help: "A study code: the patient's course. May be given several times.")
    var patients: [String] = []

    @Flag(help: "Every run, every patient and the index.")
    var all = false

    @Option(help: "The folder that the pages are written into; made if missing.", completion: .directory)
    var output = "."

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file. Of run files: whose assay, sample pattern and patients hold instead of the defaults.",
            discussion: "Default for all but run files: \(defaultConfigurationPath); run files need none."),
        completion: .file())
    var configurationPath: String?

    func validate() throws {
        if files.isEmpty, patients.isEmpty, runs.isEmpty, !all {
            throw ValidationError("Give at least one run file, --run, --patient or --all.")
        }
    }

    func run() async throws {
        let folder = try OutputFolder(output)
        var failures: [CommandFailure] = []
        let configuration = try loadConfigurationIfNamed(configurationPath)
        for file in files {
            do {
                for run in try analysedRuns(of: file, configuration) { try folder.write(page(of: run)) }
            } catch let failure as CommandFailure {
                failures.append(failure)
            }
        }
        if !runs.isEmpty || !patients.isEmpty || all { try writeKnown(to: folder) }
        for failure in failures { writeError("cqwatch: " + failure.sentence) }
        if let first = failures.first { throw ExitCode(first.code) }
    }

    private func page(of run: AnalysedRun) -> MadePage {
        let document = RunDocument(
            file: run.file, sha256: run.sha256, analysis: run.analysis, attributions: run.attributions)
        return PageMaker.page(of: document, run.analysis, programVersion: programVersion)
    }

    private func writeKnown(to folder: OutputFolder) throws {
        var option = ConfigurationOption()
        option.path = configurationPath ?? defaultConfigurationPath
        let known = try option.known()
        if all {
            let pulse = DaemonPulse(journal: known.configuration.journalPath)
            let maker = try reading { () throws(JournalError) in
                try PageMaker(known, programVersion: programVersion)
            }
            let runs = maker.runs.runs
            let count = runs.count + maker.patients.count
            for (index, run) in runs.enumerated() {
                showProgress("pages", done: index, of: count)
                if let page = try reading({ () throws(JournalError) in try maker.run(run.record) }) {
                    try folder.write(page)
                }
            }
            for (index, code) in maker.patients.enumerated() {
                showProgress("pages", done: runs.count + index + 1, of: count)
                try folder.write(reading { () throws(JournalError) in try maker.patient(code) })
            }
            try folder.write(reading { () throws(JournalError) in try maker.index(pulse) })
        }
        for run in runs {
            try folder.write(PageMaker.page(of: known.run(named: run), programVersion: programVersion))
        }
        for code in patients {
            try folder.write(
                PageMaker.page(of: known.course(named: code), known, programVersion: programVersion))
        }
    }
}

/// `--output`: says what it wrote.
struct OutputFolder {
    let folder: PageFolder

    init(_ path: String) throws {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw CommandFailure.inputOutput("\(path): the folder cannot be made: \(systemReason(error))")
        }
        folder = PageFolder(path, refusesLink: false)
    }

    func write(_ page: MadePage) throws { try write(page.text, as: page.name) }

    func write(_ text: String, as name: String) throws {
        do throws(PageFolder.Failure) { try folder.write(text, as: name) } catch {
            throw CommandFailure.inputOutput(error.sentence)
        }
        try writeOutput(terminalSafe((folder.path as NSString).appendingPathComponent(name), max: 4096))
    }
}
