// From the Cq of a sample back to its quantity, with the interval that the standards, the replicates and the counting allow.
import Foundation

/// log10 quantity of a sample and its 95 % interval. Limits are nil where the data cannot bound them.
struct InversePrediction: Hashable {
    let logQuantity: Double
    let low: Double?
    let high: Double?
}

extension CalibrationFit {
    /// Inverse prediction with Fieller's interval (Fieller, J R Stat Soc B 1954, 16, 175; Draper and Smith, Applied Regression Analysis, 3.2).
    ///
    /// With y₀ the mean of m replicates of variance v, g = t²/(b²·Sxx) and d = x̂ − x̄, where Σw and Sxx carry the weights 1/variance:
    /// x̄ + d/(1−g) ± t/(|b|(1−g)) · √((1−g)·(v/m + u + 1/Σw) + d²/Sxx).
    /// u is the systematic variance;
    /// v pools the curve's variance at that quantity (n − 2 degrees of freedom) with the replicates' own (m − 1).
    /// - Parameters:
    ///   - cqs: Cq of the replicates, at least one.
    ///   - moleculesPerUnit: molecules in one reaction for a quantity of 1; nil where the unit does not tell.
    ///   - standardErrors: of each Cq as the engine gives it; a curve that is vaguer than the standards' widens the interval.
    ///   - systematicVariance: cycles², of an error that all the replicates share.
    func inversePrediction(
        cqs: [Double], moleculesPerUnit: Double?, standardErrors: [Double?] = [], systematicVariance: Double = 0
    ) -> InversePrediction? {
        guard !cqs.isEmpty else { return nil }
        let m = Double(cqs.count)
        let mean = cqs.reduce(0, +) / m
        let x = logQuantity(atCq: mean)
        guard x.isFinite, abs(x) < 300 else { return nil }
        let standards = variance(atLogQuantity: x, molecules: moleculesPerUnit.map { $0 * pow(10, x) })
        // How well this plate is pipetted its standards tell better than the engine's general figure; what one curve leaves open comes from the engine.
        let pipetting = technicalError * technicalError
        let curveVariance = max(standards, min(standards, pipetting) + max(meanSquare(standardErrors) - pipetting, 0))
        let own = cqs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let freedom = Double(n - 2) + m - 1
        guard n > 2, let t = studentT975(degreesOfFreedom: freedom) else { return InversePrediction(logQuantity: x, low: nil, high: nil) }
        let v = (Double(n - 2) * curveVariance + own) / freedom
        let g = t * t / (slope * slope * sxx)
        guard g < 1 else { return InversePrediction(logQuantity: x, low: nil, high: nil) }
        let d = x - meanLogQuantity
        let centre = meanLogQuantity + d / (1 - g)
        let half = t / (abs(slope) * (1 - g)) * ((1 - g) * (v / m + systematicVariance + 1 / weightSum) + d * d / sxx).squareRoot()
        return InversePrediction(logQuantity: x, low: (centre - half).finite, high: (centre + half).finite)
    }
}

private func meanSquare(_ errors: [Double?]) -> Double {
    let known = errors.compactMap { $0 }
    return known.isEmpty ? 0 : known.reduce(0) { $0 + $1 * $1 } / Double(known.count)
}
