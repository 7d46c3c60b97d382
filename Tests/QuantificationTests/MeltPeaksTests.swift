import Assay
import Foundation
import Quantification
import Testing

@Suite struct MeltPeaksTests {
    /// Fluorescence that falls by `areas` in logistic steps at `tms`, on uneven temperatures, over a fading background.
    static func melt(_ tms: [Double], _ areas: [Double], noise: Double = 0, offset: Double = 0, scale: Double = 1)
        -> MeltCurve
    {
        var seed: UInt64 = 7
        let temperature = (0..<160).map { 65 + 0.2 * Double($0) + 0.03 * sin(Double($0)) + offset }
        let fluorescence = temperature.map { t -> Double in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let jitter = noise * (Double(seed >> 33) / Double(UInt32.max >> 1) - 1)
            let product = zip(tms, areas).reduce(0.0) { $0 + $1.1 / (1 + exp((t - $1.0) / 0.6)) }
            return scale * (product + 1 - 0.01 * (t - 65) + jitter)
        }
        return MeltCurve(temperature: temperature, fluorescence: fluorescence)
    }

    @Test(arguments: [72.0, 83.71, 90.05]) func `the Tm of one product is found within a twentieth of a degree`(
        tm: Double
    ) throws {
        let peak = try #require(meltPeaks(Self.melt([tm], [3], noise: 0.005)).first)
        #expect(abs(peak.tm - tm) < 0.05)
        #expect(peak.areaShare > 0.95)
    }

    @Test func `two products give two peaks with their shares, the higher first`() throws {
        let peaks = meltPeaks(Self.melt([78, 86], [1, 3], noise: 0.003))
        #expect(peaks.count == 2, "\(peaks)")
        #expect(abs(peaks[0].tm - 86) < 0.05 && abs(peaks[1].tm - 78) < 0.1)
        #expect(abs(peaks[0].areaShare - 0.75) < 0.03)
    }

    @Test func `a melt that only fades has no peak`() {
        #expect(meltPeaks(Self.melt([], [], noise: 0.002)).isEmpty)
        #expect(meltPeaks(Self.melt([80], [0.004], noise: 0.005)).isEmpty)
    }

    @Test func `scale, order and doubled points change no Tm`() throws {
        let melt = Self.melt([83], [2])
        let tm = try #require(meltPeaks(melt).first?.tm)
        #expect(abs(try #require(meltPeaks(Self.melt([83], [2], scale: 1e5)).first?.tm) - tm) < 1e-6)
        let backwards = MeltCurve(temperature: melt.temperature.reversed(), fluorescence: melt.fluorescence.reversed())
        #expect(meltPeaks(backwards).first?.tm == tm)
        let doubled = MeltCurve(
            temperature: melt.temperature + melt.temperature, fluorescence: melt.fluorescence + melt.fluorescence)
        #expect(abs(try #require(meltPeaks(doubled).first?.tm) - tm) < 1e-6)
    }

    @Test(arguments: [
        MeltCurve(temperature: [], fluorescence: []), MeltCurve(temperature: [70, 71], fluorescence: [1]),
        MeltCurve(temperature: Array(repeating: 70, count: 50), fluorescence: Array(repeating: 1, count: 50)),
        MeltCurve(temperature: (0..<100).map(Double.init), fluorescence: Array(repeating: .nan, count: 100)),
        MeltCurve(
            temperature: (0..<100).map(Double.init), fluorescence: (0..<100).map { $0 % 2 == 0 ? 1e300 : -1e300 }),
        MeltCurve(
            temperature: (0..<100).map { $0 % 3 == 0 ? .infinity : Double($0) },
            fluorescence: (0..<100).map(Double.init)),
        MeltCurve(
            temperature: (0..<20_100).map { 60 + Double($0) * 1e-9 }, fluorescence: (0..<20_100).map(Double.init)),
    ])
    func `damaged melts give no peak and no trap`(melt: MeltCurve) {
        #expect(meltPeaks(melt).allSatisfy { $0.tm.isFinite && $0.height.isFinite && (0...1).contains($0.areaShare) })
    }

    @Test
    func
        `a sample whose product melts elsewhere than the standards' is not valid, and controls with the right product fail the run`()
        throws
    {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", [24, 24, 24])
        plate.sample("P02 D14", [24, 24, 24])
        plate.well("NTC late", .ntc, 39)
        for index in plate.reactions.indices where plate.reactions[index].target == PlateBuilder.target {
            let foreign = plate.reactions[index].sampleName == "P02 D14"
            plate.reactions[index].melt = Self.melt([foreign ? 79 : 84], [2], noise: 0.002)
        }
        let analysis = plate.analysed()
        #expect(analysis.sample("P01 D14")?.valid == true)
        #expect(analysis.sample("P02 D14")?.valid == false)
        #expect(analysis.sample("P02 D14")?.flags.contains(.meltShifted) == true)
        #expect(analysis.wells.first?.tm.count == 1)
        #expect(analysis.status("melt.tm") == .warn)
        #expect(analysis.status("ntc.negative") == .warn)
        #expect(analysis.status("ntc.melt") == .fail)
    }
}
