// The line from quantity to Cq and back, with its error: everything an interval on a copy number needs.
import Foundation

/// A standard's well in the fit.
struct CalibrationPoint: Hashable {
    /// log10 of the declared quantity.
    let logQuantity: Double
    let cq: Double
    /// Molecules the reaction started with; nil where the unit does not tell.
    let molecules: Double?
}

/// Least squares of Cq on log10 quantity over individual wells, weighted as far as the wells themselves ask for it.
///
/// Counting few molecules adds a variance that is proportional to 1/quantity: Var(Cq) = σ²·(1 + ρ·q₀/q) with q₀ the
/// lowest quantity. ρ is the most likely of a few steps (restricted maximum likelihood; Patterson and Thompson,
/// Biometrika 1971, 58, 545) if that is significantly better than ρ = 0 by the likelihood ratio at 95 %; else all wells
/// weigh the same, as in the vendor's fit. Only quantities relative to each other enter the line: ten times the
/// declared quantities give ten times the copies.
///
/// How far the line may be off has two sources: the wells (pipetting and counting, told by how replicates differ) and
/// the dilutions (`DilutionSteps`, told by how levels lie off the line, and by what is known of pipettes).
struct CalibrationFit: Hashable {
    let slope: Double
    let intercept: Double
    let r2: Double
    let n: Int
    /// Variance of one well at high quantity within its level, σ², cycles², and its degrees of freedom. Where no level
    /// has a replicate, the variance about the line.
    let scatter: Double
    let scatterFreedom: Double
    /// ρ, and log10 of the lowest quantity it refers to.
    let lowEndRatio: Double
    let lowestLogQuantity: Double
    /// σ² less what counting explains of it, cycles².
    let technicalVariance: Double
    let meanLogQuantity: Double
    /// Variance of one dilution step, cycles², and its degrees of freedom.
    let stepVariance: Double
    let stepFreedom: Double
    /// Of the line: what the wells leave open, and what steps of one cycle² would.
    let wellError: LineVariance
    let stepError: LineVariance

    /// No pipette is better than this, cycles.
    static let technicalSDFloor = 0.02
    /// Cycles for a factor of e at perfect doubling: 1/ln 2.
    static let cyclesPerE = 1 / log(2.0)
    private static let ratios = [0, 1, 2, 4, 8, 16, 32, 64, 128.0]
    /// Half the 95 % quantile of χ² with one degree of freedom.
    private static let likelihoodGainMin = 1.92
    /// Fewer wells cannot tell two variances apart.
    private static let weightedPointsMin = 8

    /// Nil where the points do not span two quantities or give no falling line.
    /// - Parameter dilutionError: usual relative error of one dilution step; 0: the declared quantities are exact.
    init?(_ points: [CalibrationPoint], dilutionError: Double) {
        guard points.count >= 2, let lowest = points.map(\.logQuantity).min() else { return nil }
        let plain = WeightedLine(points, ratio: 0, lowest: lowest)
        var best = plain
        if points.count >= Self.weightedPointsMin, let plain {
            let lines = Self.ratios.compactMap { WeightedLine(points, ratio: $0, lowest: lowest) }
            if let likeliest = lines.max(by: { $0.logLikelihood < $1.logLikelihood }),
                likeliest.logLikelihood > plain.logLikelihood + Self.likelihoodGainMin
            {
                best = likeliest
            }
        }
        guard let line = best, line.slope < 0, line.slope.isFinite, line.intercept.isFinite else { return nil }
        let levels = FittedLevels(points, line: line)
        let replicated = levels.withinFreedom > 0
        let floor = Self.technicalSDFloor * Self.technicalSDFloor
        slope = line.slope
        intercept = line.intercept
        r2 = line.r2
        n = points.count
        scatter = max(replicated ? levels.within / levels.withinFreedom : line.scatter, floor)
        scatterFreedom = replicated ? levels.withinFreedom : Double(points.count - 2)
        lowEndRatio = line.ratio
        lowestLogQuantity = lowest
        let counted = points.reduce(0) { $0 + countingVariance(molecules: $1.molecules) } / Double(points.count)
        technicalVariance = max(floor, scatter - counted)
        meanLogQuantity = line.meanX
        let steps = DilutionSteps(levels)
        stepVariance = steps.variance(
            beside: levels, scatter: replicated ? scatter : nil, usual: -slope / log(10.0) * dilutionError)
        stepFreedom = steps.freedom(of: levels, replicated: replicated)
        stepError = steps.line
        let spread = Spread(scatter: scatter, ratio: lowEndRatio, lowest: lowest, technical: technicalVariance)
        wellError = levels.lineVariance {
            spread.variance(atLogQuantity: $0.logQuantity, molecules: $0.molecules) / Double($0.wells)
        }
    }

    /// Amplification factor a cycle, 10^(−1/slope).
    var efficiency: Double { pow(10, -1 / slope) }

    func cq(atLogQuantity x: Double) -> Double { intercept + slope * x }
    func logQuantity(atCq cq: Double) -> Double { (cq - intercept) / slope }

    /// Variance of the Cq of one well, cycles²: the standards' scatter at that quantity, or what counting its molecules
    /// adds to the technical variance, whichever is larger.
    func variance(atLogQuantity x: Double, molecules: Double?) -> Double {
        Spread(scatter: scatter, ratio: lowEndRatio, lowest: lowestLogQuantity, technical: technicalVariance).variance(
            atLogQuantity: x, molecules: molecules)
    }
}

/// How the wells of one level differ, by quantity.
private struct Spread {
    let scatter: Double
    let ratio: Double
    let lowest: Double
    let technical: Double

    func variance(atLogQuantity x: Double, molecules: Double?) -> Double {
        max(
            scatter * (1 + ratio * pow(10, min(2, max(-30, lowest - x)))),
            technical + countingVariance(molecules: molecules))
    }
}

/// Variance of a Cq that comes from counting, cycles²: of N expected molecules a Poisson number is drawn, so ln N
/// varies by 1/N, and a factor of e is 1/ln 2 cycles. The square root is 1.44/√N cycles.
func countingVariance(molecules: Double?) -> Double {
    guard let molecules, molecules > 0 else { return 0 }
    return CalibrationFit.cyclesPerE * CalibrationFit.cyclesPerE / max(molecules, 0.1)
}
