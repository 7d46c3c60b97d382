// Standards are diluted one from another: an error of one step sits in every level below it, and no replicate shows it.
import Foundation

/// The steps of a dilution series, from the highest level down: each may err by a variance of its own, so levels i and
/// j steps below the highest share min(i, j) of them. The highest is taken as declared: an error of the stock is a
/// constant factor, which no plate shows.
struct DilutionSteps {
    /// What steps of a variance of 1 cycle² leave open of the line.
    private(set) var line = LineVariance()
    /// The weighted squares by which they put the levels off their own line.
    private var beside = 0.0

    /// How many observed steps the usual error counts as: enough that five levels alone do not decide, few enough that
    /// a plate whose levels lie off its line says so.
    static let usualFreedom = 3.0

    init(_ fitted: FittedLevels) {
        for step in fitted.levels.indices.dropLast() {
            let below = fitted.levels[...step]
            let shift = below.reduce(0) { $0 + $1.shift }, tilt = below.reduce(0) { $0 + $1.tilt }
            line.add(shift: shift, tilt: tilt, variance: 1)
            for (index, level) in fitted.levels.enumerated() {
                let left = (index <= step ? 1 : 0) - shift - tilt * (level.logQuantity - fitted.meanLogQuantity)
                beside += level.weight * left * left
            }
        }
    }

    /// Variance of one step, cycles²: the usual one and what the plate's levels show beyond the scatter of their wells
    /// (moments), weighted by their degrees of freedom as with a scaled inverse χ² prior.
    /// - Parameters:
    ///   - scatter: variance of one well of weight 1; nil where no replicates tell it from the steps.
    ///   - usual: error of one step, cycles; 0: there is none.
    func variance(beside fitted: FittedLevels, scatter: Double?, usual: Double) -> Double {
        guard usual > 0 else { return 0 }
        let prior = usual * usual
        let freedom = Double(fitted.levels.count - 2)
        guard let scatter, freedom > 0, beside > 0 else { return prior }
        let squares = fitted.levels.reduce(0) { $0 + $1.weight * $1.off * $1.off }
        let shown = max(0, (squares - freedom * scatter) / beside)
        return (freedom * shown + Self.usualFreedom * prior) / (freedom + Self.usualFreedom)
    }

    func freedom(of fitted: FittedLevels, replicated: Bool) -> Double {
        Self.usualFreedom + (replicated ? Double(max(0, fitted.levels.count - 2)) : 0)
    }
}
