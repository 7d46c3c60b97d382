// `report`, `runs`, `run` and the lists of the binary, on simulated plates in a real journal.
import Alerts
import Assay
import Casebook
import Configuration
import Files
import Foundation
import Journal
import Quantification
import RunFormats
import Simulation
import Testing
import TestSupport

/// A journal of some simulated plates beside its configuration, and the plates' files.
struct JournaledPlates {
    let folder: TemporaryFolder
    let names: [String]
    var configuration: String { folder.path + "/cqwatch.yaml" }

    init(_ count: Int) throws {
        folder = try TemporaryFolder()
        let lastVisit = try #require(CalendarDate(iso: "2026-11-22"))
        let study = PaperStudy(seed: 1, lastVisit: lastVisit)
        try folder.write("cqwatch.yaml", Data(defaultConfigurationText(.embedded).utf8))
        try folder.write("patients.csv", Data(study.patientsCSV.utf8))
        let patients = study.patientsCSV
        let settings = try readConfiguration(
            yaml: Data(defaultConfigurationText(.embedded).utf8), file: folder.path + "/cqwatch.yaml",
            readTable: { _ in Data(patients.utf8) })
        let context = JudgementContext(
            rules: settings.rules, delivery: settings.delivery, patients: settings.patients, tablesTrusted: false,
            today: lastVisit, configurationDigest: settings.digest, programVersion: "test")
        let casebook = Casebook(try Journal(path: folder.path + "/state/journal.sqlite", readOnly: false))
        var names: [String] = []
        for (index, plate) in study.plates.prefix(count).enumerated() {
            let bytes = try plate.container()
            try folder.write("export/" + plate.fileName, bytes)
            names.append(plate.fileName)
            for run in try readRuns(bytes) {
                _ = try casebook.commit(
                    analyse(
                        run, settings: settings.assay, naming: settings.samples.naming, keepingCurves: true),
                    from: SourceFile(
                        path: folder.path + "/export/" + plate.fileName, sha256: "\(index)", size: bytes.count),
                    stamp: FileStamp(size: Int64(bytes.count), modified: 0, changed: 0, inode: UInt64(index)),
                    context: context, at: Date(timeIntervalSince1970: 1_795_000_000 + Double(index)))
            }
        }
        try casebook.journal.close()
        self.names = names
    }

    /// - Parameter code: nil: any.
    func says(_ arguments: [String], code: Int32? = 0, environment: [String: String] = [:]) throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
            path: "cqwatch")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if let code { #expect(process.terminationStatus == code, "\(arguments)") }
        return String(decoding: bytes, as: UTF8.self)
    }

    func json(_ arguments: [String]) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(says(arguments + ["--config", configuration]).utf8))
                as? [String: Any])
    }
}

@Suite("Pages and lists of the command line")
struct ReportCommandTests {
    private static let plates = Result { try JournaledPlates(3) }
    private let plates: JournaledPlates
    init() throws { plates = try Self.plates.get() }

    private func page(_ folder: TemporaryFolder, _ name: String) throws -> String {
        try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
    }

    /// The charts of a page, which are drawn from curves alone.
    private func charts(_ page: String) -> [Substring] { page.matches(of: /<svg viewBox(?s:.*?)<\/svg>/).map(\.output) }

    @Test("a page from the journal shows the same curves and values as one from the file")
    func same() throws {
        let folder = try TemporaryFolder()
        let file = plates.folder.path + "/export/" + plates.names[0]
        let fromFile = try plates.says(
            ["report", file, "--config", plates.configuration, "--output", folder.path + "/file"])
        let runs = try #require(try plates.json(["runs", "--json"])["runs"] as? [[String: Any]])
        let id = try #require(runs.last?["id"] as? String)
        let fromJournal = try plates.says(
            ["report", "--run", id, "--config", plates.configuration, "--output", folder.path + "/journal"])
        let name = try #require(fromFile.split(separator: "/").last).trimmingCharacters(in: .newlines)
        #expect(fromJournal.contains(name))
        let (one, other) = try (page(folder, "file/" + name), page(folder, "journal/" + name))
        #expect(charts(one).count >= 4 && charts(one) == charts(other))
        func values(_ page: String) -> [Substring] { page.matches(of: /<data value="([^"]*)">/).map(\.output.1) }
        #expect(values(one) == values(other))
    }

    @Test("--all writes an index, every run and every patient, and each link leads to a page")
    func all() throws {
        let folder = try TemporaryFolder()
        _ = try plates.says(["report", "--all", "--config", plates.configuration, "--output", folder.path])
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
        #expect(names.contains("index.html") && names.count { $0.hasPrefix("run-") } == 3)
        #expect(names.contains("patient-P01.html"))
        for name in names {
            for link in try page(folder, name).matches(of: /href="([^#"][^"]*)"/) {
                #expect(names.contains(String(link.output.1)), "\(name) links to \(link.output.1)")
            }
        }
        let patient = try page(folder, "patient-P01.html")
        #expect(patient.contains("href=\"run-") && patient.contains("href=\"index.html\""))
        let run = try page(folder, try #require(names.sorted().first { $0.hasPrefix("run-") }))
        #expect(run.contains("href=\"patient-P"))
    }

    @Test("runs are listed with file, quality and patients, and sifted")
    func runs() throws {
        func count(_ options: String...) throws -> Int {
            (try plates.json(["runs", "--json"] + options)["runs"] as? [[String: Any]])?.count ?? -1
        }
        #expect(try count() == 3 && count("--failed") == 0 && count("--since", "2026-11-18") == 3)
        #expect(
            try count("--since", "2030-01-01") == 0 && count("--patient", "P01") > 0 && count("--patient", "X") == 0)
        let text = try plates.says(["runs", "--config", plates.configuration])
        #expect(plates.names.allSatisfy { text.contains($0) } && text.contains("P01"))
        let table = try plates.says(["runs", "--csv", "--config", plates.configuration])
        #expect(table.split(separator: "\n").count == 4 && table.hasPrefix("started,file,qc,"))
    }

    @Test("one run is shown by its id, the beginning of it or its record; one that is not there is told")
    func run() throws {
        let runs = try #require(try plates.json(["runs", "--json"])["runs"] as? [[String: Any]])
        let id = try #require(runs[0]["id"] as? String), record = try #require(runs[0]["record"] as? Int)
        for name in [id, String(id.dropLast(2)), String(record)] {
            let shown = try #require(try plates.json(["run", name, "--json"])["runs"] as? [[String: Any]])
            #expect((shown.first?["run"] as? [String: Any])?["id"] as? String == id)
        }
        let text = try plates.says(["run", id, "--config", plates.configuration])
        #expect(text.contains("standard curve") && text.contains(id))
        _ = try plates.says(["run", "nothing", "--config", plates.configuration], code: 1)
        _ = try plates.says(["run", "", "--config", plates.configuration], code: 1)
    }

    @Test("alerts are sifted, and every list is a table")
    func lists() throws {
        func alerts(_ options: String...) throws -> [[String: Any]] {
            try #require(try plates.json(["alerts", "--json", "--all"] + options)["alerts"] as? [[String: Any]])
        }
        let all = try alerts()
        for alert in all.prefix(3) {
            let rule = try #require(alert["rule"] as? String), severity = try #require(alert["severity"] as? String)
            let grounds = (alert["grounds"] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String }
            for rule in [rule, rule.lowercased()] + grounds {
                #expect(
                    try alerts("--rule", rule, "--severity", severity).count {
                        $0["id"] as? String == alert["id"] as? String
                    } == 1)
            }
        }
        _ = try plates.says(["alerts", "--rule", "R99", "--config", plates.configuration], code: 2)
        #expect(try alerts("--since", "2030-01-01").isEmpty && alerts("--patient", "nobody").isEmpty)
        for list in [["alerts"], ["patients"], ["patient", "P01"], ["files"], ["deliveries"], ["controls"], ["runs"]] {
            let table = try plates.says(list + ["--csv", "--config", plates.configuration])
            #expect(table.contains(",") && table.hasSuffix("\n"), "\(list)")
        }
        _ = try plates.says(["runs", "--csv", "--json", "--config", plates.configuration], code: 2)
        _ = try plates.says(["runs", "--since", "yesterday", "--config", plates.configuration], code: 2)
    }

    @Test("analyze writes wells, samples and curves as tables, and curves in JSON; cq reads its curves back")
    func exports() throws {
        let file = plates.folder.path + "/export/" + plates.names[0]
        let wells = try plates.says(["analyze", file, "--csv"]).split(separator: "\n")
        #expect(wells[0].hasPrefix("file,run,well,sample,type,target"))
        #expect(try plates.says(["analyze", file, "--csv", "--samples"]).hasPrefix("file,run,name,patient,day"))
        let json = try plates.json(["analyze", file, "--curves", "--json"])
        let run = try #require((json["runs"] as? [[String: Any]])?.first)
        let well = try #require((run["wells"] as? [[String: Any]])?.first { $0["cq"] is Double })
        let cycles = try #require(well["cycles"] as? [Int])
        #expect(cycles.count == (well["fluorescence"] as? [Any])?.count)
        #expect(cycles.count == (well["baseline_corrected"] as? [Any])?.count)
        let curves = try plates.says(["analyze", file, "--curves", "--csv"])
        #expect(curves.hasPrefix("Well,Sample,Sample Type,Target,Target Type,Dye,1,2,3"))
        let table = plates.folder.path + "/curves.csv"
        try curves.write(toFile: table, atomically: true, encoding: .utf8)
        let called = try plates.says(["cq", "--transpose", table]).split(separator: "\n")
        #expect(called.count == curves.split(separator: "\n").count)
        _ = try plates.says(["analyze", file, "--curves"], code: 2)
    }

    @Test("another gene needs no configuration")
    func genes() throws {
        let file = plates.folder.path + "/export/" + plates.names[0]
        let run = try #require(
            (JSONSerialization.jsonObject(
                with: Data(
                    plates.says(
                        ["analyze", file, "--json", "--target", "ACTB", "--unit", "copies/ul cDNA"], code: 1
                    ).utf8)) as? [String: Any])?["runs"] as? [[String: Any]])[0]
        let targets = try #require(run["targets"] as? [[String: Any]])
        #expect(targets.first { $0["name"] as? String == "ACTB" }?["role"] as? String == "target")
        #expect(targets.first { $0["name"] as? String == "BCMA-CAR-T" }?["role"] is NSNull)
        _ = try plates.says(["analyze", file, "--target", "a", "--reference", "A"], code: 2)
    }
}
