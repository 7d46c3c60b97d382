import Assay
import Foundation
import Quantification
import RunFormats
import TestSupport
import Testing

/// Two SYBR plates whose lowest standards lie at the level of the no-template controls. The vendor's fit over all of
/// them has slope −3.09, R² .946.
@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)")) struct RealPlateTests {
    static func analysis(_ file: String, _ settings: AssaySettings = AssaySettings()) throws -> RunAnalysis {
        let run = try #require(try readRuns(SharedData.bytes("lc96/\(file)")).first)
        return analyse(run, settings: settings, naming: SampleNaming())
    }

    @Test(arguments: [AssaySettings.CqSource.engine, .instrument])
    func `the levels at the no-template controls are left out, and so is the one that bends the line`(
        source: AssaySettings.CqSource
    ) throws {
        var settings = AssaySettings()
        settings.cqSource = source
        let analysis = try Self.analysis("li_aqfl2_plate1.lc96p", settings)
        let curve = try #require(analysis.curve("16S rRNA"))
        #expect(curve.levels.filter(\.used).map(\.quantity) == [20, 2, 0.2])
        #expect(curve.lloq == 0.2 && curve.uloq == 20)
        #expect(try #require(curve.r2) > 0.99)
        for level in curve.levels where level.quantity < 0.01 {
            #expect(level.reason?.contains("no-template control") == true)
        }
        #expect(curve.levels.first { $0.quantity == 0.02 }?.reason?.contains("line through the other levels") == true)
        #expect(
            analysis.samples.filter { !$0.name.hasPrefix("Standard") && $0.copies != nil }.allSatisfy { $0.lloq == 0.2 }
        )
        #expect(analysis.status("standard_curve.levels") == .warn && analysis.status("assay.target") == .fail)
    }

    @Test func `a slope that a plate cannot give has its reason in the steps from level to level`() throws {
        let analysis = try Self.analysis("li_aqfl2_plate1.lc96p")
        let slope = try #require(analysis.quality.first { $0.rule == "standard_curve.slope" })
        #expect(
            slope.detail.contains("4.0, 3.9, 5.4, 1.8, 1.9, 0.4")
                && slope.detail.contains("diluted further than declared"))
        let levels = try #require(analysis.curve("16S rRNA")).levels
        for level in levels where level.used {
            #expect(abs(try #require(level.backCalculated) / level.quantity - 1) < 0.25 && level.n == 2)
        }
        #expect(try #require(levels.first { $0.quantity == 0.02 }?.backCalculated) < 0.01)
    }

    @Test
    func `no-template controls are told from template by their melt, against the standards that stand clear of them`()
        throws
    {
        let first = try #require(
            try Self.analysis("li_aqfl1_run1-plate1.lc96p").quality.first { $0.rule == "ntc.melt" })
        #expect(first.status == .warn && first.detail.contains("F7 84.2, H7 83.5; the standards at 83.8 °C"))
        let second = try #require(try Self.analysis("li_aqfl2_plate1.lc96p").quality.first { $0.rule == "ntc.melt" })
        #expect(second.status == .pass && second.detail.contains("H1 85.4"))
        for well in try Self.analysis("li_aqfl2_plate1.lc96p").wells where !well.tm.isEmpty {
            let shares = try #require(well.tmShare)
            #expect(shares.count == well.tm.count && abs(shares.reduce(0, +) - 1) < 1e-9)
        }
    }

    @Test func `replicates agree as well as the instrument's, and one well of the plate differs from it otherwise`()
        throws
    {
        let analysis = try Self.analysis("li_aqfl2_plate1.lc96p")
        func replicateSD(_ cq: (WellAnalysis) -> Double?) -> Double {
            let groups = Dictionary(grouping: analysis.wells.filter { cq($0) != nil }, by: \.sample).values.map {
                $0.compactMap(cq)
            }.filter { $0.count > 1 }
            let squares = groups.map { values in
                values.map { pow($0 - values.reduce(0, +) / Double(values.count), 2) }.reduce(0, +)
            }.reduce(0, +)
            return (squares / Double(groups.map { $0.count - 1 }.reduce(0, +))).squareRoot()
        }
        #expect(replicateSD(\.result.cq) < 0.38)
        #expect(abs(replicateSD(\.instrumentCq) - 0.362) < 0.001)
        #expect(
            analysis.quality.first { $0.rule == "instrument.cq" }?.detail.contains("away from that: A4. Look") == true)
    }

    @Test func `a shift against the instrument that all wells share is explained`() throws {
        let finding = try #require(
            try Self.analysis("li_aqfl1_run1-plate1.lc96p").quality.first { $0.rule == "instrument.cq" })
        #expect(finding.status == .pass && finding.detail.contains("15 % of the curve's rise"))
    }

    @Test func `a plate whose clear levels bend has no valid range, with the reason`() throws {
        let analysis = try Self.analysis("li_aqfl1_run1-plate1.lc96p")
        let target = try #require(analysis.targets.first { $0.curve != nil })
        #expect(target.curve?.lloq == nil)
        #expect(target.curve?.levels.last?.reason?.contains("excluded") == true)
        #expect(
            analysis.quality.contains { $0.rule == "standard_curve.back_calculation" && $0.detail.contains("one line") }
        )
        #expect(analysis.samples.allSatisfy { $0.copies == nil })
        #expect(analysis.wells.filter(\.excluded).map(\.position.label) == ["G8", "G9"])
    }

    @Test func `as the assay's own target such a plate fails its run with every reason`() throws {
        var settings = AssaySettings()
        settings.targets = [AssaySettings.Target(name: "16S rRNA", role: .target)]
        let analysis = try Self.analysis("li_aqfl2_plate1.lc96p", settings)
        #expect(analysis.status("standard_curve.levels") == .fail && analysis.status("standard_curve.slope") == .fail)
    }

    @Test func `the melt tells the standards' product from that of the low levels and the controls`() throws {
        let analysis = try Self.analysis("li_aqfl2_plate1.lc96p")
        let tm = { (name: String) in analysis.wells.filter { $0.sample == name }.compactMap(\.tm.first) }
        #expect((1...5).flatMap { tm("Standard\($0)") }.allSatisfy { abs($0 - 83.8) < 0.3 })
        #expect((["Standard6", "Standard7", "NTC-Standards"].flatMap(tm)).allSatisfy { $0 > 84.5 })
        #expect(
            analysis.wells.filter { $0.sample == "NTC-Standards" }.allSatisfy {
                $0.flags.contains(.ntcPositive) && $0.flags.contains(.meltShifted)
            })
    }

    @Test func `a four-dye plate gives four targets, and the one the assay knows has its role`() throws {
        let analysis = try Self.analysis("lc96_bACTXY.rdml")
        #expect(Set(analysis.targets.map(\.name)) == ["ACTB", "X", "Y", "IPC"])
        #expect(analysis.targets.first { $0.name == "ACTB" }?.role == .reference)
        #expect(analysis.curve("IPC")?.slope == nil)
        #expect(analysis.wells.count == 384)
    }
}
