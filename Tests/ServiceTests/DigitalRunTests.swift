import Alerts
import Assay
import Casebook
import Foundation
import Journal
import Rules
@testable import Service
import Testing
import TestSupport

/// Exports of digital readers dropped beside a LightCycler's runs.
@Suite(
    "Digital runs in the daemon", .serialized,
    .enabled(if: DaemonProcess.present, Comment(rawValue: DaemonProcess.absence)))
struct DigitalRunTests {
    let setup: Setup
    init() throws { setup = try Setup() }

    /// 80 of 15,765 positive at .85 nl, 2 of 20 µl template: 59.8 copies/µl gDNA.
    private static let quantaSoft = """
        Well,ExptType,Experiment,Sample,TargetType,Target,Status,Concentration,Positives,Negatives,AcceptedDroplets
        A01,Absolute Quantification,ABS,P01 D60,Ch1Unknown,BCMA-CAR-T,Manual,5.98,80,15685,15765
        A01,Absolute Quantification,ABS,P01 D60,Ch2Unknown,ACTB,Manual,530,5720,10045,15765
        B01,Absolute Quantification,ABS,NTC,Ch1NTC,BCMA-CAR-T,Manual,No Call,0,15000,15000

        """
    private static let qiacuity = """
        sep=,
        "","Sample/NTC/Control","Reaction Mix","Target","IC","Control type","Concentration (copies/µL)","CI (95%)","Partitions (valid)","Partitions (positive)","Partitions (negative)","Threshold"
        "A1","P01 D90","mix","BCMA-CAR-T","","","5.98","5 %","15765","80","15685","40"
        "A1","P01 D90","mix","ACTB","","","530","5 %","15765","5720","10045","40"
        "B1","NTC","mix","BCMA-CAR-T","","Non Template Control","0","","15000","0","15000","40"

        """

    private struct Course: Decodable {
        struct Value: Decodable {
            let day: Int
            let methods: [String]
            let method_changed: Bool
            let copies: Double?
        }
        let values: [Value]
    }

    private func output(_ arguments: [String]) throws -> Data {
        let process = Process(), output = Pipe()
        process.executableURL = DaemonProcess.binary
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return bytes
    }

    @Test(
        "are journaled; whichever comes first, the course says each value's method, and the alert stands on the change",
        arguments: [true, false])
    func course(earlierDayFirst: Bool) throws {
        let cohort = setup.folder.path + "/cohort"
        _ = try output(["simulate", "paper", cohort])
        try FileManager.default.removeItem(atPath: setup.folder.path + "/patients.csv")
        try FileManager.default.copyItem(
            atPath: cohort + "/patients.csv", toPath: setup.folder.path + "/patients.csv")
        let concentrations = URL(filePath: setup.folder.path + "/dna.csv")
        try Data("sample,dna_ng_per_ul\n".utf8).write(to: concentrations)
        try setup.edit {
            $0.replacing("assay:\n", with: "assay:\n  digital: {reactionVolume: 20, templateVolume: 2}\n")
                + "samples: {tables: trusted, concentrations: dna.csv}\n"
        }
        let plates = try FileManager.default.contentsOfDirectory(atPath: cohort).filter { $0.hasSuffix(".lc96p") }
            .sorted().prefix(2)
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        for plate in plates {
            try setup.drop(plate, try Data(contentsOf: URL(filePath: cohort + "/" + plate)))
        }
        #expect(daemon.waits(for: "taken as record", times: 2, seconds: 60))
        try Data("sample,dna_ng_per_ul\nP01 D60,50\n".utf8).write(to: concentrations)
        #expect(daemon.waits(for: "the DNA of 1 sample."))
        let exports = [("qx200.csv", Self.quantaSoft), ("qiacuity.csv", Self.qiacuity)]
        for (number, (name, text)) in (earlierDayFirst ? exports : exports.reversed()).enumerated() {
            try setup.drop(name, Data(text.utf8))
            #expect(daemon.waits(for: "Run dpcr:", times: number + 1, seconds: 60))
        }
        #expect(daemon.end(SIGTERM) == 0)
        let course = try JSONDecoder().decode(
            Course.self, from: output(["patient", "P01", "--json", "--config", setup.configurationPath])
        ).values
        #expect(course.map(\.day) == [0, 7, 60, 90])
        #expect(course.map(\.methods) == [["qPCR"], ["qPCR"], ["dPCR"], ["dPCR"]])
        #expect(course.map(\.method_changed) == [false, false, true, false])
        #expect(course.suffix(2).allSatisfy { abs(($0.copies ?? 0) - 59.8) < 0.1 })
        let journal = try Journal(path: setup.journalPath, readOnly: true)
        let told = try Casebook(journal).alerts(all: true)
            .filter { $0.finding.rule == "R5a" && $0.finding.patient == "P01" }
        // Day 90's value, where it came first, was told at once and taken back for day 60's.
        #expect(told.filter { $0.state == .corrected }.map(\.finding.day) == (earlierDayFirst ? [] : [90]))
        let standing = told.filter { $0.state != .corrected }
        let alert = try #require(standing.first)
        #expect(standing.count == 1 && alert.finding.day == 60)
        #expect(alert.finding.text.contains("The method changes (day 60 by dPCR; day 7 by qPCR)"))
        // 59.8 copies in a microlitre of 50 ng.
        let withDNA = try journal.tail(100_000).filter { $0.kind == "result" && $0.body.contains("copies/ug gDNA") }
        #expect(withDNA.count == 1 && withDNA.first?.body.contains("P01 D60") == true)
    }
}
