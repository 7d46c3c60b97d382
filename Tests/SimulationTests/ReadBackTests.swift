import Assay
import RunFormats
import Simulation
import Testing

@Suite("A simulated container, read by the project's own reader")
struct ReadBackTests {
    func design() throws -> PlateDesign {
        let day = try #require(CalendarDate(year: 2026, month: 5, day: 14))
        let layout = PlateLayout(samples: [.init("P01 D14", copies: 2e5), .init("P02 D0", copies: 0)])
        return PlateDesign(start: LocalTime(day, hour: 15, minute: 28, second: 10), wells: layout.wells())
    }

    @Test("is complete and gives back what was pipetted")
    func whole() throws {
        var design = try design()
        design.wells[23].excluded = true
        let run = try #require(try readRuns(lightCyclerContainer(design, seed: 1)).first)
        #expect(run.incomplete == nil && run.format == .lc96 && run.cycles == 45)
        #expect(run.findings.allSatisfy { $0.status == .pass }, "\(run.findings.filter { $0.status != .pass })")
        #expect(run.identity.started == "2026-05-14T15:28:10" && run.identity.serial?.hasSuffix("20417") == true)
        #expect(run.saved == "2026-05-14T17:28:10")
        #expect(run.reactions.count == 96)
        for well in design.wells {
            let reaction = try #require(run.reactions.first { $0.position == well.position })
            #expect(
                reaction.sampleName == well.sample && reaction.sampleType == well.type && reaction.target == well.target
            )
            #expect(reaction.standardQuantity == well.declared && reaction.excluded == well.excluded)
            #expect(reaction.amplification?.fluorescence.count == 45)
            #expect((reaction.instrumentCq != nil) == (well.copies > 0 && !well.excluded), "\(well.position.label)")
        }
        #expect(run.reactions.filter { $0.sampleType == .unused }.count == 96 - design.wells.count)
    }

    @Test("has the vendor's concentrations near the truth")
    func concentrations() throws {
        let run = try #require(try readRuns(lightCyclerContainer(design(), seed: 2)).first)
        let values = run.reactions.filter { $0.sampleName == "P01 D14" && $0.target == PlateLayout.target }.compactMap(
            \.instrumentQuantity)
        #expect(values.count == 3 && values.allSatisfy { abs($0 / 2e5 - 1) < 0.3 })
    }

    @Test("says what is missing where the design leaves a member out, and that a wrong digest does not fit")
    func damage() throws {
        var design = try design()
        design.withoutMembers = [.moduleData]
        #expect(try readRuns(lightCyclerContainer(design, seed: 1)).first?.incomplete != nil)
        design.withoutMembers = []
        design.manifestDigest = String(repeating: "0", count: 32)
        let findings = try #require(try readRuns(lightCyclerContainer(design, seed: 1)).first).findings
        #expect(findings.contains { $0.status == .fail })
    }

    @Test("keeps the keys of samples that carry one name")
    func sharedNames() throws {
        var design = try design()
        let index = try #require(design.wells.firstIndex { $0.sample == "P01 D14" })
        design.wells[index].sampleID = "00000000-0000-4000-8000-000000000001"
        let run = try #require(try readRuns(lightCyclerContainer(design, seed: 1)).first)
        let named = run.reactions.filter { $0.sampleName == "P01 D14" && $0.target == PlateLayout.target }
        #expect(named.count == 3 && Set(named.map(\.sampleID)).count == 2)
    }
}
