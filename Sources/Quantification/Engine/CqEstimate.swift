// What is read off a fitted sigmoid: Cq, its standard error, efficiency and starting fluorescence.

struct CqEstimate {
    /// Cq in cycles counted from 1.
    var cycle: Double
    /// Cycles.
    var standardError: Double
    /// Amplification factor a cycle.
    var efficiency: Double
    /// Fluorescence at Cq above the baseline, on the scaled curve.
    var rise: Double

    /// Cq = (2·Cy0 + t(10 %) + t(20 %))/4: three points of the early rise, none of which leans on a single cycle.
    init(_ fit: CurveFit) {
        let s = fit.sigmoid
        cycle = Self.cycle(s)
        efficiency = min(max(exponential(s.steepness * s.asymmetry), 1), 2)
        rise = s.amplitude * s.shape(at: cycle)
        let degrees = Double(max(fit.present - 5, 1))
        var variance = technicalError * technicalError
        if let c = fit.covariance {
            let h = 1e-5
            let byMidpoint = 1.0
            var up = s, down = s
            up.lnSteepness += h
            down.lnSteepness -= h
            let bySteepness = (Self.cycle(up) - Self.cycle(down)) / (2 * h)
            up = s
            down = s
            up.lnAsymmetry += h
            down.lnAsymmetry -= h
            let byAsymmetry = (Self.cycle(up) - Self.cycle(down)) / (2 * h)
            let quadratic =
                c[0] * byMidpoint * byMidpoint + 2 * c[1] * byMidpoint * bySteepness + 2 * c[2] * byMidpoint * byAsymmetry
                + c[3] * bySteepness * bySteepness + 2 * c[4] * bySteepness * byAsymmetry + c[5] * byAsymmetry * byAsymmetry
            variance += max(quadratic, 0) * fit.weightedRSS / degrees
        }
        standardError = variance.squareRoot()
    }

    static func cycle(_ s: Sigmoid) -> Double { (2 * s.tangentCycle + s.cycle(atRise: 0.1) + s.cycle(atRise: 0.2)) / 4 }

    /// N0 = F(Cq)/E^Cq in the curve's own units.
    func startingFluorescence(span: Double) -> Double {
        span * rise * exponential(-cycle * logarithm(efficiency))
    }
}

/// Pipetting and well-to-well differences that the curve itself does not show, cycles.
let technicalError = 0.1
