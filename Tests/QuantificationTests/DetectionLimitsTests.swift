import Foundation
import Quantification
import TestSupport
import Testing

@Suite struct DetectionLimitsTests {
    @Test(.enabled(if: SharedData.present, "\(SharedData.absence)"), arguments: [("BHC", -3.340, 10.0, 10.0), ("SVC", -3.254, 10, 100)])
    func `the published dilution series has its published limits`(target: String, slope: Double, lod: Double, loq: Double) throws {
        let rows = String(decoding: try SharedData.bytes("kinetics/lod_dilution_replicates.csv"), as: UTF8.self)
            .split(whereSeparator: \.isNewline).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let levels = Dictionary(grouping: rows.filter { $0.count == 6 && $0[5] == target }, by: { $0[4] }).compactMap { quantity, rows in
            Double(quantity).map { DilutionLevel(quantity: $0, cqs: rows.compactMap { Double($0[3]) }, replicates: rows.count) }
        }
        let limits = try #require(detectionLimits(levels))
        #expect(abs(limits.slope - slope) < 5e-4)
        #expect(limits.lod == lod)
        #expect(limits.loq == loq)
    }

    @Test func `a series that cannot give a line gives no limits`() {
        #expect(detectionLimits([]) == nil)
        #expect(detectionLimits([DilutionLevel(quantity: 10, cqs: [30, 30], replicates: 2)]) == nil)
        #expect(detectionLimits([DilutionLevel(quantity: .nan, cqs: [.nan], replicates: 2), DilutionLevel(quantity: -1, cqs: [1], replicates: 0)]) == nil)
    }
}
