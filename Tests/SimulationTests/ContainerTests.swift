import Assay
import Digests
import Foundation
import Simulation
import Testing

@Suite("A simulated container")
struct ContainerTests {
    static let day = CalendarDate(year: 2026, month: 5, day: 14)

    func design() throws -> PlateDesign {
        let day = try #require(Self.day)
        let layout = PlateLayout(samples: [
            .init("P01 D14", copies: 2e5), .init("P03 D307", copies: 84), .init("P02 D0", copies: 0),
        ])
        return PlateDesign(start: LocalTime(day, hour: 15, minute: 28, second: 10), wells: layout.wells())
    }

    @Test("holds the six members in the vendor's order, each with CRLF lines and no final newline")
    func members() throws {
        let unpacked = try Unpacked(lightCyclerContainer(design(), seed: 1))
        #expect(unpacked.names == ContainerMember.allCases.map(\.rawValue))
        for (name, bytes) in unpacked.members {
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<"), "\(name)")
            #expect(text.hasSuffix(">") && !text.replacing("\r\n", with: "").contains("\n"), "\(name)")
        }
    }

    @Test("carries the MD5 of its members in its manifest")
    func manifest() throws {
        let unpacked = try Unpacked(lightCyclerContainer(design(), seed: 1))
        let joined = unpacked.members.filter { $0.key != "manifest.xml" }.sorted { $0.key < $1.key }.flatMap(\.value)
        let digest = try #require(Digest.hex(.md5, joined))
        #expect(unpacked.text(.manifest).contains("hashkey=\"\(digest)\""))
    }

    @Test("has the same bytes for the same seed and others for another")
    func determinism() throws {
        let design = try design()
        let first = try lightCyclerContainer(design, seed: 7)
        #expect(try lightCyclerContainer(design, seed: 7) == first)
        #expect(try lightCyclerContainer(design, seed: 8) != first)
    }

    @Test("writes 96 reactions of 45 cycles, and a Cq of 100 for most that do not amplify")
    func reactions() throws {
        let rdml = try Unpacked(lightCyclerContainer(design(), seed: 1)).text(.rdmlData)
        #expect(rdml.components(separatedBy: "<react id=").count == 97)
        #expect(texts("cyc", in: rdml).count == 96 * 45)
        let cqs = texts("cq", in: rdml)
        #expect(cqs.count == 96)
        #expect(cqs.filter { $0 == "100" }.count > 30)
        #expect(!rdml.contains("<mdp>"))
        #expect(rdml.contains("<runDate>2026-05-14T15:28:10</runDate>"))
    }

    @Test(
        "shows excluded wells in the analysis alone: module_data says so, the result row is empty, app_data does not know"
    )
    func exclusion() throws {
        var design = try design()
        let index = try #require(design.wells.firstIndex { $0.type == .standard && $0.declared == 10 })
        design.wells[index].excluded = true
        let unpacked = try Unpacked(lightCyclerContainer(design, seed: 1))
        #expect(texts("excluded", in: unpacked.text(.moduleData)).filter { $0 == "true" }.count == 1)
        #expect(!unpacked.text(.appData).contains("isExcluded=\"true\""))
        let rows = unpacked.text(.calculatedData).components(separatedBy: "<absQuantDataSource>").dropFirst()
        #expect(rows.filter { !$0.contains("<call>") }.count == 1)
        #expect(rows.count == design.wells.count)
    }

    @Test("gives the standards' concentrations and a standard curve of the chosen efficiency")
    func standards() throws {
        let unpacked = try Unpacked(lightCyclerContainer(design(), seed: 3))
        #expect(unpacked.text(.appData).components(separatedBy: "geneConcentration=").count == 8 * 3 + 1)
        #expect(unpacked.text(.appData).contains("geneConcentration=\"10000000\""))
        let efficiency = try #require(
            texts("efficiency", in: unpacked.text(.calculatedData)).first.flatMap { Double($0) })
        #expect(abs(efficiency - 1.95) < 0.04)
        let r2 = try #require(
            texts("correlationCoefficent", in: unpacked.text(.calculatedData)).first.flatMap { Double($0) })
        #expect(r2 > 0.995)
    }

    @Test("leaves out what the design leaves out, and names contaminated controls")
    func damage() throws {
        var design = try design()
        design.withoutMembers = [.calculatedData]
        design.withoutWells = [try #require(WellPosition(label: "H12"))]
        design.manifestDigest = "00"
        let unpacked = try Unpacked(lightCyclerContainer(design, seed: 1))
        #expect(!unpacked.names.contains("calculated_data.xml"))
        #expect(unpacked.text(.rdmlData).components(separatedBy: "<react id=").count == 96)
        #expect(unpacked.text(.manifest).contains("hashkey=\"00\""))

        var layout = PlateLayout(samples: [])
        layout.contamination = 1000
        design.wells = layout.wells()
        design.withoutMembers = []
        let contaminated = try Unpacked(lightCyclerContainer(design, seed: 1)).text(.calculatedData)
        #expect(texts("failureType", in: contaminated).filter { $0 == "NegIsPositive" }.count == 3)
    }

    @Test("keeps melt points where a melt is wanted: the product's strands part at its temperature")
    func melt() throws {
        var design = try design()
        design.melt = true
        let rdml = try Unpacked(lightCyclerContainer(design, seed: 1)).text(.rdmlData)
        #expect(rdml.components(separatedBy: "<mdp>").count == 96 * 158 + 1)
        #expect(rdml.contains("<measure>meltcurve</measure>"))
    }

    @Test("escapes what a technician may type")
    func names() throws {
        var design = try design()
        design.wells[0].sample = "A & B <\"µ\">\u{7}"
        let rdml = try Unpacked(lightCyclerContainer(design, seed: 1)).text(.rdmlData)
        #expect(rdml.contains("<description>A &amp; B &lt;&quot;µ&quot;&gt;</description>"))
    }
}
