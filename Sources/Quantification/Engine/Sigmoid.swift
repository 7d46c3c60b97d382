// The five-parameter sigmoid (Richards 1959; "l5" in qpcR, Spiess et al. 2008, on a linear cycle axis):
//   F(x) = baseline + amplitude · g(x),  g(x) = (1 + e^(−k(x − m)))^(−f)
// Its early phase grows by e^(k·f) a cycle; f = 1 is the symmetric logistic.

struct Sigmoid {
    var baseline = 0.0
    var amplitude = 1.0
    /// Cycle at which the inner logistic is half way, counted from 1.
    var midpoint = 0.0
    /// ln k and ln f: both stay positive however the fit steps.
    var lnSteepness = 0.0
    var lnAsymmetry = 0.0

    var steepness: Double { exponential(lnSteepness) }
    var asymmetry: Double { exponential(lnAsymmetry) }

    /// Cycle of the steepest rise: F'' = 0 at e^(−k(x−m)) = 1/f.
    var steepestCycle: Double { midpoint + lnAsymmetry / steepness }

    /// Cycle at which the curve has risen by the fraction `rise` of its amplitude, 0 < rise < 1.
    func cycle(atRise rise: Double) -> Double { cycle(atLogRise: logarithm(rise)) }

    /// The same from the natural logarithm of the rise.
    func cycle(atLogRise logRise: Double) -> Double {
        midpoint - logarithm(exponential(-logRise / asymmetry) - 1) / steepness
    }

    /// The fraction of its amplitude that the curve has risen by at a cycle.
    func rise(atCycle cycle: Double) -> Double {
        exponential(-asymmetry * logarithm(1 + exponential(-steepness * (cycle - midpoint))))
    }

    /// Derivatives of `cycle(atLogRise:)` by (m, ln k, ln f): t = m − ln(v − 1)/k with v = e^(−logRise/f), so
    /// dt/d ln k = ln(v − 1)/k and dt/d ln f = (v ln v)/(v − 1)/k.
    func cycleGradient(atLogRise logRise: Double) -> SIMD4<Double> {
        let lnV = -logRise / asymmetry
        let v = exponential(lnV)
        return SIMD4(1, logarithm(v - 1) / steepness, v * lnV / (v - 1) / steepness, 0)
    }

    /// Growth rate where the curve has risen by the fraction `rise`, in natural logarithms a cycle: d ln g/dx = k·f·(1
    /// − g^(1/f)).
    func growthRate(atRise rise: Double) -> Double {
        steepness * asymmetry * (1 - exponential(logarithm(rise) / asymmetry))
    }

    /// Natural logarithm of the rise at which growth has slowed to `rate` a cycle; nil where it never is as fast.
    func logRise(atGrowthRate rate: Double) -> Double? {
        let left = 1 - rate / (steepness * asymmetry)
        return left > 0.02 ? asymmetry * logarithm(left) : nil
    }
}

/// e^(−k(x − m)) for cycles 1, 2, 3, … four at a time. Where the whole curve stays within e^±600 each step is one
/// multiplication, else each exponent is limited to ±80, beyond which the sigmoid is 0 or 1 to the last digit.
struct SigmoidWalk {
    private var next4: Lanes
    private let factor: Double
    private var x = Lanes(1, 2, 3, 4)
    private let midpoint: Double
    private let steepness: Double
    private let stepwise: Bool

    init(midpoint: Double, steepness: Double, cycles: Int) {
        self.midpoint = midpoint
        self.steepness = steepness
        stepwise = steepness * (Double(cycles) + SigmoidBounds.cyclesBeyond) < 600
        factor = exponential(-4 * steepness)
        next4 = exponential(-steepness * (x - midpoint))
    }

    @inline(__always)
    mutating func next() -> Lanes {
        if stepwise {
            let value = next4
            next4 *= factor
            return value
        }
        let exponent = (-steepness * (x - midpoint)).clamped(
            lowerBound: Lanes(repeating: -80), upperBound: Lanes(repeating: 80))
        x += 4
        return exponential(exponent)
    }
}
