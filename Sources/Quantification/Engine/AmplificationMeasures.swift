// The numbers that a curve's call is decided by, for whoever asks how near it was or chooses the limits anew.
internal import Assay

struct AmplificationMeasures {
    /// Residual sums of squares of a line and of a parabola, as multiples of the sigmoid's.
    let lineRatio: Double
    let parabolaRatio: Double
    /// Range over the noise of one cycle; nil where that cannot be told.
    let rangeOverNoise: Double?
    /// Cycles from 10 % to 90 % of the rise; the cycles of 5 %, of 15 %, of the steepest growth and of 90 %.
    let riseCycles: Double
    let begunCycle: Double
    let startCycle: Double
    let steepestCycle: Double
    let plateauCycle: Double
    let lastCycle: Int
    /// Growth factor a cycle at a tenth of the rise.
    let growth: Double
    /// How far it rises within the run, in the curve's own units.
    let rise: Double

    static let names = [
        "line_ratio", "parabola_ratio", "range_over_noise", "rise_cycles", "begun_cycle", "start_cycle",
        "steepest_cycle", "plateau_cycle", "last_cycle", "growth", "rise",
    ]
    /// In the order of `names`.
    var numbers: [Double?] {
        [
            lineRatio, parabolaRatio, rangeOverNoise, riseCycles, begunCycle, startCycle, steepestCycle, plateauCycle,
            Double(lastCycle), growth, rise,
        ]
    }

    /// Nil where there is nothing to fit. What `decide` calls drift is measured like any other curve.
    init?(_ curve: AmplificationCurve, _ space: inout CurveWorkspace) {
        guard let (range, _, span) = space.loadWithoutSpikes(curve), range.present >= cyclesMin, range.span.isFinite,
            range.isVarying(span)
        else { return nil }
        let fit = space.weighed(space.firstFit())
        let residual = max(fit.rss, residualLeast)
        lineRatio = fit.rssLine / residual
        parabolaRatio = fit.rssParabola / residual
        rangeOverNoise = fit.noise.flatMap { $0 > 0 ? 1 / $0 : nil }
        begunCycle = fit.sigmoid.cycle(atRise: AmplificationLimits.begun)
        startCycle = fit.sigmoid.cycle(atRise: quantificationRise)
        plateauCycle = fit.sigmoid.cycle(atRise: 0.9)
        riseCycles = plateauCycle - fit.sigmoid.cycle(atRise: 0.1)
        steepestCycle = fit.sigmoid.steepestCycle
        lastCycle = fit.lastCycle
        growth = exponential(fit.sigmoid.growthRate(atRise: 0.1))
        rise = fit.riseInView * span
    }
}
