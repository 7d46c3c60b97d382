import Assay
import Foundation
import Quantification
import TestSupport
import Testing
import Text

@Suite struct PropertyTests {
    static func plate(seed: UInt64, sd: Double = 0.1, factor: Double = 1) -> (
        plate: PlateBuilder, truth: [String: Double]
    ) {
        var random = SeededNumbers(seed: seed)
        var plate = PlateBuilder()
        for level in 1...7 {
            let quantity = pow(10, Double(level))
            for _ in 0..<3 {
                plate.well(
                    "S\(level)", .standard, plate.cq(of: quantity) + sd * random.normal(), quantity: quantity * factor)
            }
        }
        plate.negativeControls()
        var truth: [String: Double] = [:]
        for number in 1...8 {
            let quantity = pow(10, Double.random(in: 2...6, using: &random))
            truth["P0\(number) D14"] = quantity
            plate.replicates("P0\(number) D14", (0..<3).map { _ in plate.cq(of: quantity) + sd * random.normal() })
        }
        return (plate, truth)
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>) func `the order of the wells in the file changes nothing`(
        seed: UInt64
    ) {
        var random = SeededNumbers(seed: seed)
        let plate = Self.plate(seed: seed).plate
        var shuffled = plate
        shuffled.reactions.shuffle(using: &random)
        let one = plate.analysed(), other = shuffled.analysed()
        #expect(
            one.wells == other.wells && one.samples == other.samples && one.targets == other.targets
                && one.quality == other.quality)
    }

    @Test(arguments: [2.0, 7.3, 1000]) func `scaling every standard scales every copy number`(factor: Double) throws {
        var scaled = Self.plate(seed: 3, factor: factor).plate
        scaled.settings.quality.oneMoleculeCqMax = 60
        for (one, other) in zip(Self.plate(seed: 3).plate.analysed().samples, scaled.analysed().samples) {
            guard let copies = one.copies else { continue }
            #expect(abs(try #require(other.copies) / copies / factor - 1) < 1e-9)
        }
    }

    @Test func `the interval at 95 percent covers the truth about so often, and always holds the value`() {
        var covered = 0, total = 0
        for seed in seeds(1...120) {
            var (plate, truth) = Self.plate(seed: seed)
            // These plates count no molecules, and their dilutions are exact.
            plate.settings.templateVolumeMicrolitres = 1e6
            plate.settings.quality.oneMoleculeCqMax = 60
            plate.settings.quality.dilutionError = 0
            for sample in plate.analysed(ScriptedEngine(standardError: nil)).samples where sample.label != nil {
                guard let copies = sample.copies, let low = sample.low, let high = sample.high,
                    let quantity = truth[sample.name]
                else { continue }
                #expect(low < copies && copies < high)
                total += 1
                if low <= quantity && quantity <= high { covered += 1 }
            }
        }
        #expect(total > 900)
        #expect((0.93...0.97).contains(Double(covered) / Double(total)), "\(covered) of \(total)")
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `whatever the plate holds, nothing is NaN or infinite and nothing traps`(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var plate = PlateBuilder()
        let numbers: [Double] = [0, -1, .nan, .infinity, 1e-300, 1e300, 24, 24.5, 31, 8, 1e5, 100, 10, 20, 1e-5, 45]
        let names = [
            "", "P01 D14", "P01_D14", "NTC", "\u{202E}x", "P02 2026-01-01", String(repeating: "a", count: 5000), "=1+1",
        ]
        plate.settings.sampleDilution = [1, 1, 20, 0, -1, .nan, .infinity].randomElement(using: &random) ?? 1
        plate.settings.lloq = [nil, 10, .nan, -1, 1e300].randomElement(using: &random) ?? nil
        plate.settings.templateVolumeMicrolitres = [nil, 5, 0, .nan].randomElement(using: &random) ?? nil
        plate.settings.standardsUnit = Bool.random(using: &random) ? .copiesPerReaction : .copiesPerMicrolitreTemplate
        plate.settings.cqSource = Bool.random(using: &random) ? .engine : .instrument
        plate.settings.calibrator = Bool.random(using: &random) ? "P01 D14" : nil
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            plate.well(
                names.randomElement(using: &random) ?? "",
                SampleType.allCases.randomElement(using: &random) ?? .unknown,
                numbers.randomElement(using: &random) ?? 0,
                target: [nil, "BCMA-CAR-T", "ACTB", "x"].randomElement(using: &random) ?? nil,
                id: names.randomElement(using: &random), quantity: numbers.randomElement(using: &random),
                excluded: Int.random(in: 0..<9, using: &random) == 0,
                instrumentCq: numbers.randomElement(using: &random))
        }
        let engine = ScriptedEngine(standardError: numbers.randomElement(using: &random))
        let analysis = plate.analysed(engine)
        for well in analysis.wells {
            expectFinite(
                [
                    well.result.cq, well.result.cqSE, well.instrumentCq, well.quantity, well.quantityLow,
                    well.quantityHigh,
                ] + well.tm)
            #expect(well.result.call == .positive || well.result.reason != nil)
        }
        for sample in analysis.samples {
            expectFinite([
                sample.copies, sample.low, sample.high, sample.lloq, sample.uloq, sample.cqMean, sample.cqSD,
                sample.relative, sample.relativePfaffl,
            ])
            for beside in [sample.perCell, sample.perMicrogram] {
                expectFinite([beside?.copies, beside?.low, beside?.high, beside?.lloq, beside?.uloq])
            }
            #expect(sample.valid || !sample.reasons.isEmpty)
        }
        for curve in analysis.targets.compactMap(\.curve) {
            expectFinite([curve.slope, curve.intercept, curve.efficiency, curve.r2, curve.lloq, curve.uloq])
            #expect(curve.levels.allSatisfy { $0.quantity.isFinite && $0.used == ($0.reason == nil) })
        }
    }

    private func expectFinite(_ values: [Double?]) { #expect(values.allSatisfy { $0?.isFinite ?? true }, "\(values)") }

    @Test(arguments: ["\u{1B}[2J", "\t", "\n", "\u{7F}", "\u{9B}31m", "\u{202E}", "\u{2028}"])
    func `names that steer a terminal stand in no sentence as they are`(mark: String) {
        var random = SeededNumbers(seed: 9)
        for _ in 0..<40 {
            var plate = Self.plate(seed: 9).plate
            plate.settings.targets[0].name = "CAR" + mark
            for index in plate.reactions.indices where Bool.random(using: &random) {
                plate.reactions[index].sampleName += mark + "x"
                if Int.random(in: 0..<3, using: &random) == 0 { plate.reactions[index].target = "CAR" + mark }
                if Int.random(in: 0..<5, using: &random) == 0 { plate.reactions[index].sampleType = .ntc }
            }
            let analysis = plate.analysed()
            let said = analysis.quality.map { $0.detail } + analysis.samples.flatMap { $0.reasons }
            #expect(said.filter { $0.unicodeScalars.contains { $0.steers } } == [])
        }
    }
}

extension SeededNumbers {
    /// Box and Muller's.
    mutating func normal() -> Double {
        (-2 * log(Double.random(in: 1e-12..<1, using: &self))).squareRoot()
            * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }
}
