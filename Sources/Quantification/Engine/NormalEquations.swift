// The 3×3 equations in (m, ln k, ln f) of one step of the fit, and what they say of a line that lies in the curve.
internal import Statistics

/// JᵀWJ with J = amplitude · ∂g/∂θ projected off what baseline and amplitude can take up, plus the prior's precision.
func normalMatrix(_ s: Moments, _ part: LinearPart, _ prior: ShapePrior) -> SIMD8<Double> {
    let a2 = part.amplitude * part.amplitude
    let variance = s.gg - s.g * s.g / s.w
    let c = s.dg - s.d * (s.g / s.w)
    let inverseVariance = part.amplitudeFree && variance > 0 ? 1 / variance : 0
    func entry(_ product: Double, _ i: Int, _ j: Int) -> Double {
        a2 * (product - s.d[i] * s.d[j] / s.w - c[i] * c[j] * inverseVariance)
    }
    return SIMD8(
        entry(s.d00, 0, 0), entry(s.d01, 0, 1), entry(s.d02, 0, 2), entry(s.d11, 1, 1) + prior.steepnessPrecision,
        entry(s.d12, 1, 2),
        entry(s.d22, 2, 2) + prior.asymmetryPrecision, 0, 0)
}

/// Of a symmetric matrix given by its upper triangle; nil where it is not positive definite.
func inverse(_ h: SIMD8<Double>) -> SIMD8<Double>? { Symmetric3(h).inverse?.entries }

extension CurveWorkspace {
    /// Cycles by which the Cq of a fitted curve moves for each unit of slope added to it: the step that the line, in
    /// the data's place, would make the fit take (to first order). Overwrites `smooth`; nil where the curve does not
    /// determine its shape.
    borrowing func cqPerSlope(_ fit: CurveFit) -> Double? {
        guard let c = fit.covariance else { return nil }
        let s = fit.sigmoid
        for i in 0..<padded { smooth[i] = Double(i) }
        let moments = Moments(self, of: smooth, SIMD4(s.midpoint, s.lnSteepness, s.lnAsymmetry, 0))
        let variance = moments.gg - moments.g * moments.g / moments.w
        guard variance > 0 else { return nil }
        // What of the line baseline and amplitude take up.
        let amplitude = (moments.gy - moments.g * moments.y / moments.w) / variance
        let baseline = (moments.y - amplitude * moments.g) / moments.w
        let gradient = s.amplitude * (moments.dy - baseline * moments.d - amplitude * moments.dg)
        let step = SIMD4(
            c[0] * gradient[0] + c[1] * gradient[1] + c[2] * gradient[2],
            c[1] * gradient[0] + c[3] * gradient[1] + c[4] * gradient[2],
            c[2] * gradient[0] + c[4] * gradient[1] + c[5] * gradient[2], 0)
        let move = (s.cycleGradient(atLogRise: logarithm(quantificationRise)) * step).sum()
        return move.isFinite ? move : nil
    }
}
