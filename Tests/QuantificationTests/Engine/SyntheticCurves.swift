// Curves whose truth is known.
import Assay
import Foundation

/// A logistic curve that doubles (or grows by `efficiency`) early on: F = offset + height/(1 + E^(midpoint − x)).
func logisticCurve(midpoint: Double, efficiency: Double = 2, cycles: Int = 45, offset: Double = 1, height: Double = 10)
    -> AmplificationCurve
{
    AmplificationCurve(
        fluorescence: (1...cycles).map { offset + height / (1 + pow(efficiency, midpoint - Double($0))) })
}

/// The same with seeded noise, uniform in ±noise.
func noisyCurve(midpoint: Double, noise: Double, seed: UInt64, efficiency: Double = 1.9) -> AmplificationCurve {
    var state = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return AmplificationCurve(
        fluorescence: logisticCurve(midpoint: midpoint, efficiency: efficiency).fluorescence.map { value in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return value + noise * (Double(state >> 11) / Double(1 << 52) - 1)
        })
}

extension AmplificationCurve {
    func changed(_ change: (Int, Double) -> Double) -> AmplificationCurve {
        AmplificationCurve(
            fluorescence: fluorescence.enumerated().map { change($0.offset + firstCycle, $0.element) },
            firstCycle: firstCycle)
    }
}
