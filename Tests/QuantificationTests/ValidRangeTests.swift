import Assay
import Testing

@Suite struct ValidRangeTests {
    @Test func `a clean curve uses every level and finds its line`() throws {
        let curve = try #require(PlateBuilder.clean().analysed().curve())
        #expect(curve.levels.allSatisfy { $0.used && $0.reason == nil })
        #expect(abs(try #require(curve.slope) + 3.35) < 1e-6)
        #expect(abs(try #require(curve.intercept) - 38) < 1e-6)
        #expect(abs(try #require(curve.efficiency) - 1.98834) < 1e-4)
        #expect(try #require(curve.r2) > 0.999)
        #expect(curve.n == 14)
        #expect(curve.lloq == 10 && curve.uloq == 1e7)
    }

    @Test func `levels at the cycle of the no-template controls are left out and named`() throws {
        var plate = PlateBuilder()
        plate.standards([1e7, 1e6, 1e5, 1e4, 1e3])
        plate.replicates("low", [], type: .standard)
        for (quantity, cq) in [(100.0, 30.5), (10.0, 30.9)] {
            for _ in 0..<2 { plate.well("s\(quantity)", .standard, cq, quantity: quantity) }
        }
        plate.negativeControls([31.5, 0])
        let curve = try #require(plate.analysed().curve())
        #expect(curve.levels.filter(\.used).map(\.quantity) == [1e7, 1e6, 1e5, 1e4, 1e3])
        #expect(curve.lloq == 1e3)
        let reasons = curve.levels.compactMap(\.reason)
        #expect(reasons.count == 2)
        #expect(reasons.allSatisfy { $0.contains("no-template control") && $0.contains("31.50") })
        #expect(plate.analysed().status("ntc.negative") == .warn)
    }

    @Test func `an excluded control does not narrow the range`() {
        var plate = PlateBuilder.clean()
        plate.well("NTC", .ntc, 20, excluded: true)
        #expect(plate.analysed().curve()?.lloq == 10)
    }

    @Test func `a level that breaks the line is left out, whatever its place`() throws {
        for broken in [1e7, 1e4, 10] {
            var plate = PlateBuilder()
            plate.standards([1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1].filter { $0 != broken })
            for _ in 0..<2 { plate.well("broken", .standard, plate.cq(of: broken) - 1.2, quantity: broken) }
            plate.negativeControls()
            let curve = try #require(plate.analysed().curve())
            #expect(curve.levels.filter { !$0.used }.map(\.quantity) == [broken])
            #expect(curve.levels.compactMap(\.reason).allSatisfy { $0.contains("1.20 cycles earlier") })
            #expect(abs(try #require(curve.slope) + 3.35) < 1e-6)
        }
    }

    @Test func `a level that is not detected in all replicates, scatters or is all excluded is left out`() throws {
        var plate = PlateBuilder()
        plate.standards([1e7, 1e6, 1e5, 1e4])
        plate.well("b", .standard, plate.cq(of: 1e3) - 0.6, quantity: 1e3)
        plate.well("b", .standard, plate.cq(of: 1e3) + 0.6, quantity: 1e3)
        plate.well("a", .standard, plate.cq(of: 100), quantity: 100)
        plate.well("a", .standard, 0, quantity: 100)
        plate.well("c", .standard, plate.cq(of: 1), quantity: 1, excluded: true)
        plate.well("d", .standard, 0, quantity: 0.1)
        let reasons = try #require(plate.analysed().curve()).levels.compactMap(\.reason)
        #expect(reasons.count == 4)
        #expect(reasons[0].contains("scatter by 1.20 cycles"))
        #expect(reasons[1].contains("1 of 2 wells did not amplify"))
        #expect(reasons[2].contains("excluded"))
        #expect(reasons[3].contains("none of its wells amplified"))
    }

    @Test
    func
        `what counting ten molecules explains is no fault of the level: a cycle between replicates, half a cycle off the line`()
        throws
    {
        for offs in [[-0.6, 0.6], [-0.5, -0.4], [0.5, 0.7]] {
            var plate = PlateBuilder()
            plate.standards([1e7, 1e6, 1e5, 1e4, 1e3, 1e2])
            for off in offs { plate.well("ten", .standard, plate.cq(of: 10) + off, quantity: 10) }
            #expect(plate.analysed().curve()?.lloq == 10, "\(offs)")
            // The same offsets at a thousand molecules a unit are no chance.
            plate.settings.templateVolumeMicrolitres = 1000
            plate.settings.quality.oneMoleculeCqMax = 60
            #expect(plate.analysed().curve()?.lloq == 100, "\(offs)")
        }
    }

    @Test func `three levels that lie on no line give no range and no copies`() throws {
        var plate = PlateBuilder()
        for (quantity, cq) in [(1e5, 16.0), (1e4, 19.0), (1e3, 25.0)] {
            for _ in 0..<3 { plate.well("s", .standard, cq, quantity: quantity) }
        }
        plate.sample("P01 D14", [20, 20, 20])
        let analysis = plate.analysed()
        #expect(analysis.curve()?.lloq == nil)
        #expect(analysis.sample("P01 D14")?.copies == nil)
        #expect(analysis.sample("P01 D14")?.valid == false)
        #expect(analysis.status("standard_curve.back_calculation") == .fail)
    }

    @Test(arguments: [[], [1e5], [1e5, 1e4]] as [[Double]])
    func `too few levels fail the run in a sentence and never trap`(quantities: [Double]) {
        var plate = PlateBuilder()
        plate.standards(quantities)
        plate.negativeControls()
        plate.sample("P01 D14", [20, 20, 20])
        let analysis = plate.analysed()
        #expect(analysis.status("standard_curve.levels") == .fail)
        #expect((analysis.curve()?.slope != nil) == (quantities.count == 2))
    }

    @Test(arguments: [nil, 0, -5, .nan, .infinity] as [Double?])
    func `standards without a usable quantity are flagged and enter nothing`(quantity: Double?) throws {
        var plate = PlateBuilder.clean()
        plate.well("S", .standard, 20, quantity: quantity)
        let analysis = plate.analysed()
        #expect(analysis.curve()?.levels.count == 7)
        #expect(analysis.wells.first { $0.sample == "S" }?.flags.contains(.standardWithoutQuantity) == true)
        #expect(analysis.status("standard_curve.quantity") == .warn)
        #expect(analysis.qualityStatus == .warn)
    }

    @Test func `a plate that declares a thousand quantities is refused in a sentence`() {
        var plate = PlateBuilder()
        plate.standards((1...500).map(Double.init))
        #expect(plate.analysed().status("standard_curve.levels") == .fail)
        #expect(plate.analysed().curve()?.levels.isEmpty == true)
    }
}
