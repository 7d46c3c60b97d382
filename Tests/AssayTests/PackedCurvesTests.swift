import Assay
import Foundation
import TestSupport
import Testing

@Suite struct PackedCurvesTests {
    private func back(_ reactions: [PackedCurves.Reaction]) throws -> [PackedCurves.Reaction] {
        let packed = try #require(PackedCurves(reactions))
        let text = try JSONEncoder().encode(packed)
        return try #require(try JSONDecoder().decode(PackedCurves.self, from: text).reactions)
    }

    private func curve(_ values: [Double], first: Int = 1) -> PackedCurves.Reaction {
        .init(amplification: AmplificationCurve(fluorescence: values, firstCycle: first), melt: nil)
    }

    @Test func `a plate comes back as it was, to the last bit`() throws {
        var numbers = SeededNumbers(seed: 7)
        let plate = (0..<96).map { well in
            let values = (0..<45).map { _ in Double(Int.random(in: 0..<3_000_000, using: &numbers)) / 1_000_000 }
            let temperature = (0..<120).map { 60 + Double($0) * 0.3 + Double(well) / 100 }
            return PackedCurves.Reaction(
                amplification: AmplificationCurve(fluorescence: values),
                melt: MeltCurve(temperature: temperature, fluorescence: temperature.map { 100 / $0 }))
        }
        #expect(try back(plate) == plate)
    }

    @Test(
        arguments: [
            [], [0], [1e-12, 2e-12], [1 / 3, .pi, 1e300], [-5.25, 5.25], [9e15, 1], [.leastNonzeroMagnitude],
            [1e20, 0.5],
        ] as [[Double]])
    func `any numbers come back`(values: [Double]) throws {
        let plate = [curve(values), curve(values, first: 7), curve(values.reversed())]
        #expect(try back(plate) == plate)
    }

    @Test(arguments: [0.25, 0.1 / 3]) func `missing cycles stay missing`(value: Double) throws {
        let read = try back([curve([.nan, value, .nan, .infinity, value, .nan])])
        let values = try #require(read.first?.amplification).fluorescence
        #expect(values.map(\.isFinite) == [false, true, false, false, true, false])
        #expect(values[1] == value && values[4] == value)
    }

    @Test func `what holds no curve, or more than a record may, is not kept`() {
        #expect(PackedCurves([]) == nil)
        #expect(PackedCurves([.init(amplification: nil, melt: nil)]) == nil)
        #expect(PackedCurves([curve([1], first: -1)]) == nil && PackedCurves([curve([1], first: 1 << 16)]) == nil)
        #expect(PackedCurves([curve([Double](repeating: 1, count: 40_000))]) == nil)
        let uneven = MeltCurve(temperature: [60, 61], fluorescence: [1])
        #expect(PackedCurves([.init(amplification: nil, melt: uneven)]) == nil)
        let many = curve((0..<30_000).map { sqrt(Double($0)) })
        #expect(PackedCurves([PackedCurves.Reaction](repeating: many, count: 20)) == nil)
    }

    @Test func `damaged bits give no curve that was not there, and never end the program`() throws {
        let packed = try #require(PackedCurves((0..<8).map { curve([0.5, Double($0), 1.25, 7]) }))
        let bytes = [UInt8](try #require(Data(base64Encoded: packed.bits)))
        var numbers = SeededNumbers(seed: 11)
        for _ in 0..<2000 {
            var damaged = bytes
            for _ in 0..<3 {
                damaged[Int.random(in: damaged.indices, using: &numbers)] ^=
                    1 << UInt8.random(in: 0..<8, using: &numbers)
            }
            damaged.removeLast(Int.random(in: 0..<damaged.count, using: &numbers))
            let object: [String: Any] = [
                "count": Int.random(in: -1...300_000, using: &numbers), "bits": Data(damaged).base64EncodedString(),
            ]
            let text = try JSONSerialization.data(withJSONObject: object)
            let read = try JSONDecoder().decode(PackedCurves.self, from: text)
            #expect((read.reactions ?? []).count <= damaged.count * 8)
        }
    }
}
