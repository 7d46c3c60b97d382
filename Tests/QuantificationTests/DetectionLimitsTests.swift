import Assay
import Foundation
import Quantification
import TestSupport
import Testing

@Suite struct DetectionLimitsTests {
    @Test(.enabled(if: SharedData.present, "\(SharedData.absence)"), arguments: [("BHC", -3.340, 10.0, 10.0), ("SVC", -3.254, 10, 100)])
    func `the published dilution series has its published limits`(target: String, slope: Double, lod: Double, loq: Double) throws {
        let text = String(decoding: try SharedData.bytes("kinetics/lod_dilution_replicates.csv"), as: UTF8.self)
        let series = try #require(try readDilutions(text).first { $0.target == target })
        #expect(series.levels.count == 6 && series.levels.allSatisfy { $0.replicates == 96 })
        let limits = detectionLimits(series.levels)
        #expect(abs(try #require(limits.slope) - slope) < 5e-4)
        #expect(limits.lod == lod)
        #expect(limits.loq == loq)
    }

    @Test func `a series that cannot give a line gives no limits`() {
        let none = detectionLimits([])
        #expect(none.lod == nil && none.loq == nil && none.slope == nil && none.levels.isEmpty)
        let one = detectionLimits([DilutionLevel(quantity: 10, cqs: [30, 30], replicates: 2)])
        #expect(one.lod == 10 && one.loq == nil && one.slope == nil)
        let broken = detectionLimits([DilutionLevel(quantity: .nan, cqs: [.nan], replicates: 2), DilutionLevel(quantity: -1, cqs: [1], replicates: 0)])
        #expect(broken == none)
    }

    @Test func `a table is read with its own names and its own decimals, and a missing Cq did not amplify`() throws {
        let series = try readDilutions("Quantity;CQ\n100;26,60013761\n100;26,5\n10;NA\n10;30,1\n10;undetermined\nNA;38,0\n")
        #expect(series.count == 1 && series[0].target == "")
        #expect(series[0].levels == [DilutionLevel(quantity: 100, cqs: [26.60013761, 26.5], replicates: 2), DilutionLevel(quantity: 10, cqs: [30.1], replicates: 3)])
        let limits = detectionLimits(series[0].levels)
        #expect(limits.lod == 100 && limits.levels.map(\.detected) == [2, 1])
    }

    @Test(arguments: ["", "well,cq\nA1,20", "cq,quantity\nx,10", "cq,quantity\n20,ten"])
    func `a table without what is needed is refused with a sentence`(text: String) {
        #expect(throws: MatrixError.self) { try readDilutions(text) }
    }
}
