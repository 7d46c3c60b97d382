// Levenberg–Marquardt on three unknowns. Baseline and amplitude enter linearly and are solved exactly for every trial of
// (m, ln k, ln f): variable projection (Golub & Pereyra 1973) with Kaufman's Jacobian (1975).

/// Where the unknowns may lie, on a curve scaled to 0…1.
enum SigmoidBounds {
    /// A range wider than 20 times what was seen would be extrapolation, not measurement.
    static let amplitude = 0.05...20.0
    /// The midpoint may lie this many cycles beyond the last one: curves without plateau.
    static let cyclesBeyond = 10.0
    static let lnSteepness = -2.3025850929940457...1.0986122886681098  // k 0.1…3
    static let lnAsymmetry = -2.3025850929940457...1.6094379124341003  // f 0.1…5
}

/// Weighted sums over the cycles for one (m, ln k, ln f); j counts the unknowns, d_j = ∂g/∂θ_j.
private struct Moments {
    var w = 0.0, g = 0.0, gg = 0.0, y = 0.0, gy = 0.0, yy = 0.0
    var d = SIMD4<Double>(), dg = SIMD4<Double>(), dy = SIMD4<Double>()
    var d00 = 0.0, d01 = 0.0, d02 = 0.0, d11 = 0.0, d12 = 0.0, d22 = 0.0
}

/// Baseline, amplitude and residual for one trial.
private struct LinearPart {
    var baseline: Double
    var amplitude: Double
    var rss: Double
    /// False where the amplitude was cut to its bounds.
    var amplitudeFree: Bool
}

struct FitOutcome {
    var sigmoid: Sigmoid
    /// Weighted residual sum of squares.
    var rss: Double
    /// Inverse of JᵀWJ for (m, ln k, ln f), row by row of the upper triangle; nil where the curve does not determine them.
    var covariance: SIMD8<Double>?
}

/// What is known of a curve's shape beforehand: normal in ln k and ln f.
struct ShapePrior {
    var lnSteepness = 0.0
    var lnAsymmetry = 0.0
    /// Residual variance over the prior's variance: how many weighted squared residuals one squared unit of ln k or ln f is worth.
    var steepnessPrecision = 0.0
    var asymmetryPrecision = 0.0

    fileprivate func penalty(_ theta: SIMD4<Double>) -> Double {
        let k = theta[1] - lnSteepness, f = theta[2] - lnAsymmetry
        return steepnessPrecision * k * k + asymmetryPrecision * f * f
    }
}

/// Fits by the workspace's weights, from `start`; cycles count from 1.
func fitSigmoid(
    _ space: borrowing CurveWorkspace, from start: Sigmoid, iterationsMax: Int, tolerance: Double, prior: ShapePrior = ShapePrior()
) -> FitOutcome {
    var theta = limited(SIMD4(start.midpoint, start.lnSteepness, start.lnAsymmetry, 0), cycles: space.count)
    var moments = Moments()
    accumulate(space, theta, &moments)
    var part = linear(moments)
    var lambda = 1e-3
    var iterations = 0
    while iterations < iterationsMax {
        iterations += 1
        let (move, small) = dampedStep(moments, part, theta, lambda, cycles: space.count, tolerance, prior)
        let trial = limited(theta + move, cycles: space.count)
        var trialMoments = Moments()
        accumulate(space, trial, &trialMoments)
        let trialPart = linear(trialMoments)
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
        baseline: part.baseline, amplitude: part.amplitude, midpoint: theta[0], lnSteepness: theta[1], lnAsymmetry: theta[2])
    return FitOutcome(
        sigmoid: sigmoid, rss: max(part.rss, 0), covariance: inverse(normalMatrix(moments, part, prior)))
}

private func limited(_ theta: SIMD4<Double>, cycles: Int) -> SIMD4<Double> {
    SIMD4(
        min(max(theta[0], 1), Double(cycles) + SigmoidBounds.cyclesBeyond),
        min(max(theta[1], SigmoidBounds.lnSteepness.lowerBound), SigmoidBounds.lnSteepness.upperBound),
        min(max(theta[2], SigmoidBounds.lnAsymmetry.lowerBound), SigmoidBounds.lnAsymmetry.upperBound), 0)
}

/// One pass over the cycles: the shape, its derivatives and their weighted sums.
private func accumulate(_ space: borrowing CurveWorkspace, _ theta: SIMD4<Double>, _ out: inout Moments) {
    let m = theta[0], k = exponential(theta[1]), f = exponential(theta[2])
    var sw = Lanes(), sg = Lanes(), sgg = Lanes(), sy = Lanes(), sgy = Lanes(), syy = Lanes()
    var s0 = Lanes(), s1 = Lanes(), s2 = Lanes(), g0 = Lanes(), g1 = Lanes(), g2 = Lanes(), y0 = Lanes(), y1 = Lanes(), y2 = Lanes()
    var d00 = Lanes(), d01 = Lanes(), d02 = Lanes(), d11 = Lanes(), d12 = Lanes(), d22 = Lanes()
    var walk = SigmoidWalk(midpoint: m, steepness: k, cycles: space.padded)
    var x = Lanes(1, 2, 3, 4)
    var i = 0
    while i < space.padded {
        let y = space.y.lanes(i)
        let w = space.weight.lanes(i)
        let u = k * (x - m)
        let e = walk.next()
        let l = logarithm(1 + e)
        let g = exponential(-f * l)
        let fsg = f * g * (e / (1 + e))
        let p0 = -k * fsg
        let p1 = u * fsg
        let p2 = -f * l * g
        let wg = w * g, wy = w * y
        sw += w
        sg += wg
        sgg += wg * g
        sy += wy
        sgy += wy * g
        syy += wy * y
        let w0 = w * p0, w1 = w * p1, w2 = w * p2
        s0 += w0
        s1 += w1
        s2 += w2
        g0 += w0 * g
        g1 += w1 * g
        g2 += w2 * g
        y0 += w0 * y
        y1 += w1 * y
        y2 += w2 * y
        d00 += w0 * p0
        d01 += w0 * p1
        d02 += w0 * p2
        d11 += w1 * p1
        d12 += w1 * p2
        d22 += w2 * p2
        x += 4
        i += 4
    }
    out.w = sw.sum()
    out.g = sg.sum()
    out.gg = sgg.sum()
    out.y = sy.sum()
    out.gy = sgy.sum()
    out.yy = syy.sum()
    out.d = SIMD4(s0.sum(), s1.sum(), s2.sum(), 0)
    out.dg = SIMD4(g0.sum(), g1.sum(), g2.sum(), 0)
    out.dy = SIMD4(y0.sum(), y1.sum(), y2.sum(), 0)
    out.d00 = d00.sum()
    out.d01 = d01.sum()
    out.d02 = d02.sum()
    out.d11 = d11.sum()
    out.d12 = d12.sum()
    out.d22 = d22.sum()
}

private func linear(_ s: Moments) -> LinearPart {
    let variance = s.gg - s.g * s.g / s.w
    let covariance = s.gy - s.g * s.y / s.w
    let total = s.yy - s.y * s.y / s.w
    let free = variance > 0 ? covariance / variance : SigmoidBounds.amplitude.lowerBound
    let amplitude = min(max(free, SigmoidBounds.amplitude.lowerBound), SigmoidBounds.amplitude.upperBound)
    let baseline = (s.y - amplitude * s.g) / s.w
    let rss = total - 2 * amplitude * covariance + amplitude * amplitude * variance
    return LinearPart(baseline: baseline, amplitude: amplitude, rss: max(rss, 0), amplitudeFree: amplitude == free)
}

/// JᵀWJ with J = amplitude · ∂g/∂θ projected off what baseline and amplitude can take up, plus the prior's precision.
private func normalMatrix(_ s: Moments, _ part: LinearPart, _ prior: ShapePrior) -> SIMD8<Double> {
    let a2 = part.amplitude * part.amplitude
    let variance = s.gg - s.g * s.g / s.w
    let c = s.dg - s.d * (s.g / s.w)
    let inverseVariance = part.amplitudeFree && variance > 0 ? 1 / variance : 0
    func entry(_ product: Double, _ i: Int, _ j: Int) -> Double {
        a2 * (product - s.d[i] * s.d[j] / s.w - c[i] * c[j] * inverseVariance)
    }
    return SIMD8(
        entry(s.d00, 0, 0), entry(s.d01, 0, 1), entry(s.d02, 0, 2), entry(s.d11, 1, 1) + prior.steepnessPrecision, entry(s.d12, 1, 2),
        entry(s.d22, 2, 2) + prior.asymmetryPrecision, 0, 0)
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
    let upper = SIMD4(Double(cycles) + SigmoidBounds.cyclesBeyond, SigmoidBounds.lnSteepness.upperBound, SigmoidBounds.lnAsymmetry.upperBound, 0)
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

/// Inverse of a symmetric 3×3 matrix given by its upper triangle; nil where it is not positive definite.
private func inverse(_ h: SIMD8<Double>) -> SIMD8<Double>? {
    let c00 = h[3] * h[5] - h[4] * h[4]
    let c01 = h[2] * h[4] - h[1] * h[5]
    let c02 = h[1] * h[4] - h[2] * h[3]
    let determinant = h[0] * c00 + h[1] * c01 + h[2] * c02
    guard h[0] > 0, c00 > 0, determinant > 0, determinant.isFinite else { return nil }
    let scale = 1 / determinant
    guard scale.isFinite else { return nil }
    return SIMD8(
        c00 * scale, c01 * scale, c02 * scale, (h[0] * h[5] - h[2] * h[2]) * scale, (h[1] * h[2] - h[0] * h[4]) * scale,
        (h[0] * h[3] - h[1] * h[1]) * scale, 0, 0)
}
