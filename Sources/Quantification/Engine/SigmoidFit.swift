// Levenberg–Marquardt on three unknowns. Baseline and amplitude enter linearly and are solved exactly for every trial
// of (m, ln k, ln f): variable projection (Golub & Pereyra 1973) with Kaufman's Jacobian (1975).

/// Where the unknowns may lie, on a curve scaled to 0…1.
enum SigmoidBounds {
    /// A range wider than 20 times what was seen would be extrapolation, not measurement.
    static let amplitude = 0.05...20.0
    /// The midpoint may lie this many cycles beyond the last one: curves without plateau.
    static let cyclesBeyond = 10.0
    static let lnSteepness = -2.3025850929940457...1.0986122886681098  // k 0.1…3
    static let lnAsymmetry = -2.3025850929940457...1.6094379124341003  // f 0.1…5
}

struct FitOutcome {
    var sigmoid: Sigmoid
    /// Weighted residual sum of squares.
    var rss: Double
    /// Inverse of JᵀWJ for (m, ln k, ln f), row by row of the upper triangle; nil where the curve does not determine
    /// them.
    var covariance: SIMD8<Double>?
}

/// What is known of a curve's shape beforehand: normal in ln k and ln f.
struct ShapePrior {
    var lnSteepness = 0.0
    var lnAsymmetry = 0.0
    /// Residual variance over the prior's variance: how many weighted squared residuals one squared unit of ln k or ln
    /// f is worth.
    var steepnessPrecision = 0.0
    var asymmetryPrecision = 0.0

    fileprivate func penalty(_ theta: SIMD4<Double>) -> Double {
        let k = theta[1] - lnSteepness, f = theta[2] - lnAsymmetry
        return steepnessPrecision * k * k + asymmetryPrecision * f * f
    }
}

/// Fits by the workspace's weights, from `start`; cycles count from 1.
func fitSigmoid(
    _ space: borrowing CurveWorkspace, from start: Sigmoid, iterationsMax: Int, tolerance: Double,
    prior: ShapePrior = ShapePrior()
) -> FitOutcome {
    var theta = limited(SIMD4(start.midpoint, start.lnSteepness, start.lnAsymmetry, 0), cycles: space.count)
    var moments = Moments(space, of: space.y, theta)
    var part = LinearPart(moments)
    var lambda = 1e-3
    var iterations = 0
    while iterations < iterationsMax {
        iterations += 1
        let (move, small) = dampedStep(moments, part, theta, lambda, cycles: space.count, tolerance, prior)
        let trial = limited(theta + move, cycles: space.count)
        let trialMoments = Moments(space, of: space.y, trial)
        let trialPart = LinearPart(trialMoments)
        // The sums cancel to some 1e-15 of their size: a difference below that decides nothing.
        if trialPart.rss + prior.penalty(trial) <= part.rss + prior.penalty(theta) + 1e-13 * moments.yy {
            theta = trial
            moments = trialMoments
            part = trialPart
            lambda = max(lambda * 0.2, 1e-9)
        } else {
            lambda *= 6
        }
        if small { break }
    }
    let sigmoid = Sigmoid(
        baseline: part.baseline, amplitude: part.amplitude, midpoint: theta[0], lnSteepness: theta[1],
        lnAsymmetry: theta[2])
    return FitOutcome(
        sigmoid: sigmoid, rss: max(part.rss, 0), covariance: inverse(normalMatrix(moments, part, prior)))
}

private func limited(_ theta: SIMD4<Double>, cycles: Int) -> SIMD4<Double> {
    SIMD4(
        min(max(theta[0], 1), Double(cycles) + SigmoidBounds.cyclesBeyond),
        min(max(theta[1], SigmoidBounds.lnSteepness.lowerBound), SigmoidBounds.lnSteepness.upperBound),
        min(max(theta[2], SigmoidBounds.lnAsymmetry.lowerBound), SigmoidBounds.lnAsymmetry.upperBound), 0)
}

/// The damped step, and whether it is too small to matter (`tolerance` in cycles, ln k and ln f).
private func dampedStep(
    _ s: Moments, _ part: LinearPart, _ theta: SIMD4<Double>, _ lambda: Double, cycles: Int, _ tolerance: Double,
    _ prior: ShapePrior
) -> (SIMD4<Double>, Bool) {
    var h = normalMatrix(s, part, prior)
    var gradient = part.amplitude * (s.dy - part.baseline * s.d - part.amplitude * s.dg)
    gradient[1] -= prior.steepnessPrecision * (theta[1] - prior.lnSteepness)
    gradient[2] -= prior.asymmetryPrecision * (theta[2] - prior.lnAsymmetry)
    // An unknown that leans on its bound stays there for this step.
    let upper = SIMD4(
        Double(cycles) + SigmoidBounds.cyclesBeyond, SigmoidBounds.lnSteepness.upperBound,
        SigmoidBounds.lnAsymmetry.upperBound, 0)
    let lower = SIMD4(1, SigmoidBounds.lnSteepness.lowerBound, SigmoidBounds.lnAsymmetry.lowerBound, 0)
    let held0 = (theta[0] >= upper[0] && gradient[0] > 0) || (theta[0] <= lower[0] && gradient[0] < 0)
    let held1 = (theta[1] >= upper[1] && gradient[1] > 0) || (theta[1] <= lower[1] && gradient[1] < 0)
    let held2 = (theta[2] >= upper[2] && gradient[2] > 0) || (theta[2] <= lower[2] && gradient[2] < 0)
    if held0 { h[0] = 1; h[1] = 0; h[2] = 0; gradient[0] = 0 }
    if held1 { h[3] = 1; h[1] = 0; h[4] = 0; gradient[1] = 0 }
    if held2 { h[5] = 1; h[2] = 0; h[4] = 0; gradient[2] = 0 }
    h[0] = h[0] * (1 + lambda) + 1e-300
    h[3] = h[3] * (1 + lambda) + 1e-300
    h[5] = h[5] * (1 + lambda) + 1e-300
    guard let inverse = inverse(h) else { return (SIMD4(), true) }
    var step = SIMD4(
        inverse[0] * gradient[0] + inverse[1] * gradient[1] + inverse[2] * gradient[2],
        inverse[1] * gradient[0] + inverse[3] * gradient[1] + inverse[4] * gradient[2],
        inverse[2] * gradient[0] + inverse[4] * gradient[1] + inverse[5] * gradient[2], 0)
    // No step beyond five cycles or a factor of e: far from the start the quadratic is not to be believed.
    step = SIMD4(min(max(step[0], -5), 5), min(max(step[1], -1), 1), min(max(step[2], -1), 1), 0)
    return (step, abs(step[0]) < tolerance && abs(step[1]) < tolerance && abs(step[2]) < tolerance)
}
