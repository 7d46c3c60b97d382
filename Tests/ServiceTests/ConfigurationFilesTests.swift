import Assay
import Configuration
import Foundation
import Monitoring
@testable import Service
import Testing
import TestSupport

@Suite("The configuration's files")
struct ConfigurationFilesTests {
    let setup: Setup
    init() throws { setup = try Setup() }

    @Test("are swapped whole by a reload that holds")
    func reload() throws {
        var files = try ConfigurationFiles(path: setup.configurationPath)
        let before = files.configuration.digest
        try setup.edit { $0.replacing("settle: 0.3 s", with: "settle: 9 s") }
        #expect(throws: Never.self) { try files.reload() }
        #expect(files.configuration.watch.settleSeconds == 9)
        #expect(files.configuration.digest != before)
    }

    @Test("change nothing by a reload that has faults, and name each with file and line")
    func faults() throws {
        var files = try ConfigurationFiles(path: setup.configurationPath)
        let before = files.configuration.digest
        try setup.edit { $0.replacing("watch:", with: "wacth:") }
        let refused = #expect(throws: ConfigurationFaults.self) { try files.reload() }
        #expect(
            refused?.faults.contains {
                $0.file.hasSuffix("cqwatch.yaml") && $0.line != nil && $0.description.contains("wacth")
            } == true)
        #expect(files.configuration.digest == before)
    }

    @Test("keep the journal's place until a restart")
    func journalMoved() throws {
        var files = try ConfigurationFiles(path: setup.configurationPath)
        try setup.edit { $0.replacing("state/journal.sqlite", with: "state/other.sqlite") }
        let refused = #expect(throws: ConfigurationFaults.self) { try files.reload() }
        #expect(refused?.faults.first?.message.contains("restart") == true)
    }

    @Test("know a patient who was added, and only once; an edit that does not hold keeps the patients known before")
    func patients() throws {
        var files = try ConfigurationFiles(path: setup.configurationPath)
        #expect(try !files.refreshTables())
        try setup.writePatients("P01,2026-01-05,,,\n")
        #expect(try files.refreshTables())
        #expect(files.configuration.patients.keys.sorted() == ["P01"])
        #expect(try !files.refreshTables())
        try setup.writePatients("P01,not a date,,,\n")
        #expect(throws: ConfigurationFaults.self) { try files.refreshTables() }
        #expect(files.configuration.patients.keys.sorted() == ["P01"])
        #expect(try !files.refreshTables())
        try setup.writePatients("P01,2026-01-05,,,\nP02,2026-02-05,,,\n")
        #expect(try files.refreshTables())
        #expect(files.configuration.patients.count == 2)
    }

    @Test("know a concentration that was added beside the patients, and one table's faults keep both as they were")
    func concentrations() throws {
        try setup.folder.write("dna.csv", Data("sample,dna_ng_per_ul\n".utf8))
        try setup.edit { $0 + "samples: {concentrations: dna.csv}\n" }
        var files = try ConfigurationFiles(path: setup.configurationPath)
        #expect(try !files.refreshTables())
        try setup.folder.write("dna.csv", Data("sample,dna_ng_per_ul\nP01 D14,50\n".utf8))
        #expect(try files.refreshTables())
        #expect(files.configuration.samples.concentrations.count == 1)
        try setup.folder.write("dna.csv", Data("sample,dna_ng_per_ul\nP01 D14,a lot\n".utf8))
        let refused = #expect(throws: ConfigurationFaults.self) { try files.refreshTables() }
        #expect(refused?.faults.map { URL(filePath: $0.file).lastPathComponent } == ["dna.csv"])
        #expect(files.configuration.samples.concentrations.count == 1)
    }

    @Test("are called what they are where something else has their names", arguments: ["/dev/zero", "/"])
    func noFile(path: String) throws {
        let refused = #expect(throws: ConfigurationFaults.self) { try ConfigurationFiles(path: path) }
        #expect(refused?.faults.first?.message.contains("a folder, a pipe or a device") == true)
    }

    @Test("are named where they are missing")
    func missing() throws {
        let refused = #expect(throws: ConfigurationFaults.self) {
            try ConfigurationFiles(path: setup.folder.path + "/none.yaml")
        }
        #expect(refused?.faults.map(\.file) == ["\(setup.folder.path)/none.yaml"])
        #expect(refused?.faults.first?.message == "the file cannot be read: there is no such file")
    }
}
