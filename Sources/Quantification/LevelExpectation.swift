// What pipetting and counting alone may do to a standard level: few molecules scatter by nature, and a true level of
// ten is no wrong one.
import Foundation
internal import Statistics

/// A level on its own, by what it declares.
///
/// A deviation or a scatter counts against a level when it exceeds the fixed limit *and* this: both tests are at the
/// 0.5 % quantile of each side, so that a true level is kept in about 98.5 %.
struct LevelExpectation {
    let level: StandardLevel
    /// Molecules in one of its reactions; nil where the unit does not tell, and counting explains nothing.
    let molecules: Double?

    /// What a careful hand pipettes a well to, cycles: 8 %.
    static let pipettingSD = 0.12
    /// The 0.995 quantile of the normal distribution: 1 % in two tails for the deviation, 0.5 % in one for the scatter.
    static let quantile = 2.576

    init(_ level: StandardLevel, moleculesPerUnit: Double?) {
        self.level = level
        molecules = moleculesPerUnit.map { max($0 * level.quantity, 0.1) }
    }

    /// Variance of the mean Cq of its wells, cycles².
    var variance: Double {
        (Self.pipettingSD * Self.pipettingSD + countingVariance(molecules: molecules)) / Double(max(level.cqs.count, 1))
    }

    /// Fisher's index of dispersion (Biometrics 1950, 6, 17) with pipetting beside counting: with N molecules expected,
    /// numbers as 2^−Cq and p the relative error of pipetting, Σ(Nᵢ − N̄)²/(N + N²p²) follows χ² with n − 1 degrees of
    /// freedom.
    var scatterExceedsChance: Bool {
        guard let mean = level.meanCq, level.cqs.count > 1 else { return false }
        let pipetting = pow(Self.pipettingSD / CalibrationFit.cyclesPerE, 2)
        let amounts = level.cqs.map { exp((mean - $0) / CalibrationFit.cyclesPerE) }
        let usual = amounts.reduce(0, +) / Double(amounts.count)
        let squares = amounts.reduce(0) { $0 + ($1 / usual - 1) * ($1 / usual - 1) }
        let dispersion = squares / (pipetting + 1 / (molecules ?? .infinity))
        return dispersion > chiSquareQuantile(Self.quantile, degreesOfFreedom: Double(level.cqs.count - 1))
    }

    /// Whether it lies further off the line through the others than chance puts it: with r the amount that the line
    /// reads off its wells as a share of the declared one, z = 2(√r − 1)/√(1/nN + p²/n + line²) is normal (the square
    /// root steadies a Poisson number's variance, Bartlett, J R Stat Soc Suppl 1936, 3, 68).
    func deviationExceedsChance(from others: ExpectedLine) -> Bool {
        guard !level.cqs.isEmpty else { return false }
        let x = log10(level.quantity), n = Double(level.cqs.count)
        let perCycle = -log(10.0) / others.slope
        let share = level.cqs.reduce(0) { $0 + exp(-perCycle * ($1 - others.cq(atLogQuantity: x))) } / n
        let variance =
            1 / (n * (molecules ?? .infinity)) + perCycle * perCycle
            * (Self.pipettingSD * Self.pipettingSD / n + others.variance(atLogQuantity: x))
        return abs(2 * (share.squareRoot() - 1)) > Self.quantile * variance.squareRoot()
    }
}

/// The line through levels that are weighted by what pipetting and counting leave open of each.
struct ExpectedLine {
    let slope: Double
    private let meanX: Double
    private let meanCq: Double
    private let weightSum: Double
    private let sxx: Double

    /// Nil where the levels do not span two quantities or give no falling line.
    init?(_ levels: [LevelExpectation]) {
        let points = levels.compactMap { level in
            level.level.meanCq.map { (x: log10(level.level.quantity), y: $0, weight: 1 / level.variance) }
        }
        let sums = LineSums(points)
        guard points.count > 1, sums.sxx > 1e-12 * sums.weight else { return nil }
        (slope, sxx) = (sums.slope, sums.sxx)
        guard slope < 0, slope.isFinite else { return nil }
        (meanX, meanCq, weightSum) = (sums.meanX, sums.meanY, sums.weight)
    }

    func cq(atLogQuantity x: Double) -> Double { meanCq + slope * (x - meanX) }
    func variance(atLogQuantity x: Double) -> Double { 1 / weightSum + (x - meanX) * (x - meanX) / sxx }
}
