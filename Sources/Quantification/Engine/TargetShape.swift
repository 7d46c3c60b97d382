// The shape that the curves of a target share. A curve whose own shape is not determined (late, without plateau, noisy)
// borrows from it.
internal import Assay

struct TargetShape {
    private let lnSteepness: (median: Double, sd: Double)
    private let lnAsymmetry: (median: Double, sd: Double)

    /// Nil where fewer than four curves show their whole shape.
    init?(_ fits: [CurveFit]) {
        let whole = fits.map(\.sigmoid).filter { (0.3..<2).contains($0.amplitude) && $0.asymmetry < asymmetryKnown }
        guard whole.count >= 4 else { return nil }
        func wide(_ values: [Double]) -> (median: Double, sd: Double) {
            let middle = median(values)
            return (middle, max(spreadFactor * 1.4826 * median(values.map { abs($0 - middle) }), spreadMin))
        }
        lnSteepness = wide(whole.map(\.lnSteepness))
        lnAsymmetry = wide(whole.map(\.lnAsymmetry))
    }

    /// The fit again with the target's shape as a prior (empirical Bayes), where that can matter: where the curve's own
    /// error of ln k or ln f exceeds a tenth of the prior's.
    func refit(_ curve: AmplificationCurve, _ fit: CurveFit, _ space: inout CurveWorkspace) -> CurveFit {
        let variance = fit.weightedRSS / Double(max(fit.present - 5, 1))
        let vague = fit.covariance.map {
            $0[3] * variance > 0.01 * lnSteepness.sd * lnSteepness.sd
                || $0[5] * variance > 0.01 * lnAsymmetry.sd * lnAsymmetry.sd
        }
        guard vague ?? true, space.reload(curve, asIn: fit) else { return fit }
        let prior = ShapePrior(
            lnSteepness: lnSteepness.median, lnAsymmetry: lnAsymmetry.median,
            steepnessPrecision: variance / (lnSteepness.sd * lnSteepness.sd),
            asymmetryPrecision: variance / (lnAsymmetry.sd * lnAsymmetry.sd))
        var refined = fit
        refined.update(
            fitSigmoid(space, from: fit.sigmoid, iterationsMax: iterationsMax.later, tolerance: 1e-7, prior: prior))
        return refined
    }
}

/// The prior is four times as wide as the curves' own spread, and never tighter than 0.3 (a third either way):
/// well-determined curves keep their shape.
private let spreadFactor = 4.0, spreadMin = 0.3
