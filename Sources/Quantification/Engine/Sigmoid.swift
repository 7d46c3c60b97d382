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

    /// Cycle where the tangent at the steepest rise meets the baseline (Cy0: Guescini et al. 2008, with the baseline removed).
    var tangentCycle: Double { steepestCycle - (1 + 1 / asymmetry) / steepness }

    /// Cycle at which the curve has risen by the fraction `rise` of its amplitude, 0 < rise < 1.
    func cycle(atRise rise: Double) -> Double {
        midpoint - logarithm(exponential(-logarithm(rise) / asymmetry) - 1) / steepness
    }

    /// g at cycle x.
    func shape(at x: Double) -> Double {
        exponential(-asymmetry * logarithm(1 + exponential(-steepness * (x - midpoint))))
    }

    /// Growth a cycle of the rise above the baseline, g(x) / g(x − 1).
    func growth(at x: Double) -> Double { shape(at: x) / shape(at: x - 1) }
}
