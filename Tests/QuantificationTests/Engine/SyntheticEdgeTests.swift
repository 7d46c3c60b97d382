import Assay
import Foundation
import Quantification
import TestSupport
import Testing

/// Curves made to mislead.
@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)"))
struct SyntheticEdgeTests {
    static func curves() throws -> [String: AmplificationCurve] {
        let lines = String(decoding: try SharedData.bytes("curves/synthetic_edges.tsv"), as: UTF8.self).split(
            whereSeparator: \.isNewline)
        let header = lines[0].split(separator: "\t", omittingEmptySubsequences: false)
        let first = try #require(header.firstIndex(of: "F1"))
        var curves: [String: AmplificationCurve] = [:]
        for line in lines.dropFirst() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            curves[String(cells[0])] = AmplificationCurve(fluorescence: cells[first...].map { Double($0) ?? .nan })
        }
        return curves
    }

    func called(_ name: String) throws -> CqResult {
        let curve = try #require(try Self.curves()[name])
        return SigmoidEngine().call([curve])[0]
    }

    @Test(arguments: ["flat", "zero", "linear_drift", "steep_drift", "clipped", "all_nan", "single_spike"])
    func noAmplificationGetsAReasonAndNoCq(_ name: String) throws {
        let result = try called(name)
        #expect(result.call != .positive && result.cq == nil && result.cqSE == nil)
        let reason = try #require(result.reason)
        #expect(!reason.isEmpty)
    }

    @Test func earlyAndLateCurvesAreCalledWithAFlag() throws {
        let early = try called("early_cq4")
        #expect(early.call == .positive && early.flags.contains(.earlyCq))
        #expect(try #require(early.cq) > 1)
        let late = try called("late_no_plateau")
        #expect(late.call == .positive && late.flags.contains(.lateCq) && late.flags.contains(.noPlateau))
    }

    @Test func oneSigmoidIsOneCqHoweverItIsPresented() throws {
        func cq(_ name: String) throws -> Double { try #require(try called(name).cq) }
        let perfect = try cq("perfect")
        #expect(abs(try cq("negative") - perfect) < 1e-4)  // 8 printed digits
        #expect(abs(try cq("high_offset") - perfect) < 1e-3)  // the offset leaves 3 printed digits
        #expect(abs(try cq("late_no_plateau") - perfect - 24) < 1e-3)
        #expect(abs(try cq("hook") - perfect) < 0.5)
    }
}
