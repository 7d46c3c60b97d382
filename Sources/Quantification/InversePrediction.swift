// From the Cq of a sample back to its quantity, with the interval that the standards, the replicates and the counting
// allow.
import Assay
import Foundation
internal import Statistics

/// log10 quantity of a sample and its 95 % interval. Limits are nil where the data cannot bound them.
struct InversePrediction: Hashable {
    let logQuantity: Double
    let low: Double?
    let high: Double?

    /// As an amount of the sample, `factor` amounts of the curve; nil where a number that size cannot be written.
    func estimate(times factor: Double) -> Estimate? {
        func amount(_ log: Double) -> Double? { (pow(10, log) * factor).finite }
        return amount(logQuantity).map { Estimate($0, low: low.flatMap(amount), high: high.flatMap(amount)) }
    }
}

extension CalibrationFit {
    /// Inverse prediction with Fieller's interval (Fieller, J R Stat Soc B 1954, 16, 175): all quantities x whose line
    /// the replicates do not contradict, (ȳ − line(x))² ≤ t²·(S + v/m + V(x)). V(x) is the variance of the line there,
    /// from wells and dilution steps; v that of one replicate, the curve's at that quantity and the replicates' own
    /// pooled. S is one more dilution step: a sample is brought to its concentration and pipetted from one tube like a
    /// level, and its replicates share that. u, where given, is a systematic variance of the Cq that the replicates
    /// share (a baseline or plateau unlike the standards'): it adds to S. t has the degrees of freedom of the whole by
    /// Satterthwaite (Biometrics 1946, 2, 110); what counting adds is known and takes none.
    /// - Parameters:
    ///   - cqs: Cq of the replicates, at least one.
    ///   - moleculesPerUnit: molecules in one reaction for a quantity of 1; nil where the unit does not tell.
    ///   - standardErrors: of each Cq as the engine gives it; a curve that is vaguer than the standards' widens the
    ///     interval.
    ///   - systematicVariance: cycles², of an error that all the replicates share.
    func inversePrediction(
        cqs: [Double], moleculesPerUnit: Double?, standardErrors: [Double?] = [], systematicVariance: Double = 0
    ) -> InversePrediction? {
        guard !cqs.isEmpty else { return nil }
        let m = Double(cqs.count)
        let mean = cqs.reduce(0, +) / m
        let x = logQuantity(atCq: mean)
        guard x.isFinite, abs(x) < 300 else { return nil }
        let molecules = moleculesPerUnit.map { $0 * pow(10, x) }
        let standards = variance(atLogQuantity: x, molecules: molecules)
        // How well this plate is pipetted its standards tell better than the engine's general figure; what one curve
        // leaves open comes from the engine.
        let pipetting = technicalError * technicalError
        let curveVariance = max(standards, min(standards, pipetting) + max(meanSquare(standardErrors) - pipetting, 0))
        let own = cqs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        guard n > 2, scatterFreedom > 0 else { return InversePrediction(logQuantity: x, low: nil, high: nil) }
        let freedom = scatterFreedom + m - 1
        let well = (scatterFreedom * curveVariance + own) / freedom / m
        let d = x - meanLogQuantity
        let fromWells = well + wellError.at(d)
        let fromSteps = stepVariance * (1 + stepError.at(d))
        let estimated = max(fromWells - countingVariance(molecules: molecules) / m, 0)
        let total = fromWells + fromSteps + systematicVariance
        let whole = total * total / (estimated * estimated / freedom + fromSteps * fromSteps / stepFreedom)
        guard let t = studentTQuantile(0.975, degreesOfFreedom: whole.isFinite ? max(1, whole) : .infinity) else {
            return InversePrediction(logQuantity: x, low: nil, high: nil)
        }
        return fieller(x, replicates: well + stepVariance + systematicVariance, t: t)
    }

    /// The roots of (ȳ − line(x))² = t²·(replicates + V(x)) in d = x − x̄, a quadratic.
    private func fieller(_ x: Double, replicates: Double, t: Double) -> InversePrediction {
        let d = x - meanLogQuantity
        let atMean = wellError.atMean + stepVariance * stepError.atMean
        let cross = wellError.cross + stepVariance * stepError.cross
        let ofSlope = wellError.slope + stepVariance * stepError.slope
        let a = slope * slope - t * t * ofSlope
        let b = slope * slope * d + t * t * cross
        let c = slope * slope * d * d - t * t * (replicates + atMean)
        let root = b * b - a * c
        // A slope that might be zero bounds nothing.
        guard a > 0, root >= 0 else { return InversePrediction(logQuantity: x, low: nil, high: nil) }
        let centre = meanLogQuantity + b / a, half = root.squareRoot() / a
        return InversePrediction(logQuantity: x, low: (centre - half).finite, high: (centre + half).finite)
    }
}

private func meanSquare(_ errors: [Double?]) -> Double {
    let known = errors.compactMap { $0 }
    return known.isEmpty ? 0 : known.reduce(0) { $0 + $1 * $1 } / Double(known.count)
}
