// What is read off a fitted sigmoid: Cq, its standard error, efficiency and starting fluorescence.

/// The Cq is read where the curve has risen by this share of its plateau: low enough to be in the early phase, high enough to stand out of the
/// noise. Between 0.1 and 0.2 the accuracy hardly changes.
let quantificationRise = 0.15

struct CqEstimate {
    /// Cq in cycles counted from 1.
    var cycle: Double
    /// Cycles.
    var standardError: Double
    /// Amplification factor a cycle.
    var efficiency: Double
    /// Fluorescence at Cq above the baseline, on the scaled curve.
    var rise: Double

    init(_ fit: CurveFit, logThreshold: Double) {
        let s = fit.sigmoid
        cycle = s.cycle(atLogRise: logThreshold)
        efficiency = min(max(exponential(s.steepness * s.asymmetry), 1), 2)
        rise = s.amplitude * exponential(logThreshold)
        let degrees = Double(max(fit.present - 5, 1))
        var variance = technicalError * technicalError
        if let c = fit.covariance {
            // The gradient of the Cq in (m, ln k, ln f), by central differences.
            let h = 1e-5
            var up = s, down = s
            up.lnSteepness += h
            down.lnSteepness -= h
            let bySteepness = (up.cycle(atLogRise: logThreshold) - down.cycle(atLogRise: logThreshold)) / (2 * h)
            up = s
            down = s
            up.lnAsymmetry += h
            down.lnAsymmetry -= h
            let byAsymmetry = (up.cycle(atLogRise: logThreshold) - down.cycle(atLogRise: logThreshold)) / (2 * h)
            let quadratic =
                c[0] + 2 * c[1] * bySteepness + 2 * c[2] * byAsymmetry + c[3] * bySteepness * bySteepness
                + 2 * c[4] * bySteepness * byAsymmetry + c[5] * byAsymmetry * byAsymmetry
            variance += max(quadratic, 0) * fit.weightedRSS / degrees
        }
        standardError = variance.squareRoot()
    }

    /// N0 = F(Cq)/E^Cq in the curve's own units.
    func startingFluorescence(span: Double) -> Double {
        span * rise * exponential(-cycle * logarithm(efficiency))
    }
}

/// Pipetting and well-to-well differences that the curve itself does not show, cycles.
let technicalError = 0.1
