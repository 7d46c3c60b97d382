import Assay
import Foundation
import Testing

@testable import Configuration

@Suite("The table of DNA concentrations")
struct ConcentrationsTableTests {
    private let naming = SampleNaming()

    private func table(_ text: String) -> (concentrations: DNAConcentrations, faults: [ConfigurationFault]) {
        let log = FaultLog(file: "dna.csv")
        return (ConcentrationsTable.read(Data(text.utf8), naming: naming, log), log.faults)
    }

    private func sample(_ name: String) -> SampleIdentity {
        SampleIdentity(name: name, label: naming.label(of: name))
    }

    @Test("gives each sample its own, however its name is written, and none where the cell is empty")
    func read() throws {
        let (dna, faults) = table("Sample;DNA_ng_per_ul\nP01 D14;52,5\nP02_D14;\nPC;8\n")
        #expect(faults.isEmpty && dna.count == 2)
        #expect(dna.nanogramsPerMicrolitre(of: sample("P01-D014"), on: nil) == 52.5)
        #expect(dna.nanogramsPerMicrolitre(of: sample("P02 D14"), on: nil) == nil)
        #expect(dna.nanogramsPerMicrolitre(of: sample("pc"), on: nil) == 8)
        #expect(dna.nanogramsPerMicrolitre(of: sample("P01 D15"), on: nil) == nil)
    }

    @Test("gives a run the newest extraction on or before its day, in whatever order the rows stand")
    func extracted() throws {
        let (dna, faults) = table(
            "sample,dna_ng_per_ul,extracted\nP01 D14,30,2026-03-10\nP01 D14,50,\nP01 D14,40,2026-02-01\n")
        #expect(faults.isEmpty)
        func on(_ day: String?) -> Double? {
            dna.nanogramsPerMicrolitre(of: sample("P01 D14"), on: day.flatMap { CalendarDate(iso: $0) })
        }
        #expect([on("2026-01-31"), on("2026-02-01"), on("2026-03-09"), on("2026-03-10")] == [50, 40, 40, 30])
        #expect(on(nil) == 50)
    }

    @Test(
        "is refused with line, column and remedy",
        arguments: [
            ("sample,dna_ng_per_ul\nP01 D14,much\n", 2, "is no concentration"),
            ("sample,dna_ng_per_ul\nP01 D14,0\n", 2, "is no concentration"),
            ("sample,dna_ng_per_ul\n,50\n", 2, "has no name"),
            ("sample,dna_ng_per_ul\nP01 D14,50\nP01_D14,51\n", 3, "51 ng/ul here and 50 ng/ul above"),
            ("sample,dna_ng_per_ul,extracted\nP01 D14,50,03/04/2026\n", 2, "may mean"),
            ("sample,ng\nP01 D14,50\n", 1, "unknown column"), ("sample\nP01 D14\n", 1, "the column is missing"),
            ("sample,dna_ng_per_ul\nP01 D14,50,1\n", 2, "more fields"), ("", 1, "the table is empty"),
        ])
    func faults(text: String, line: Int, message: String) {
        let faults = table(text).faults
        #expect(faults.contains { $0.line == line && $0.message.contains(message) && !$0.fix.isEmpty }, "\(faults)")
    }

    @Test("is named by samples.concentrations, counts in the digest, and is a fault where it cannot be read")
    func configured() throws {
        func read(_ dna: String?) throws -> Configuration {
            let yaml = minimal + "samples:\n  concentrations: dna.csv\n"
            return try readConfiguration(yaml: Data(yaml.utf8), file: "/etc/cq/cqwatch.yaml") { path in
                if path == "/etc/cq/patients.csv" { return Data(header.utf8) }
                #expect(path == "/etc/cq/dna.csv")
                guard let dna else { throw CocoaError(.fileReadNoSuchFile) }
                return Data(dna.utf8)
            }
        }
        let one = try read("sample,dna_ng_per_ul\nP01 D14,50\n"), other = try read("sample,dna_ng_per_ul\nP01 D14,5\n")
        #expect(one.samples.concentrations.count == 1 && one.digest != other.digest)
        let refused = #expect(throws: ConfigurationFaults.self) { try read(nil) }
        #expect(refused?.faults.map(\.key) == ["samples.concentrations"])
        #expect(refused?.faults.first?.file == "/etc/cq/dna.csv")
    }
}
