// Did this reaction amplify? A sentence where it did not.
internal import Assay

/// Why a curve is called as it is.
enum Decision {
    case amplified
    case notAmplified(String)
    case unusable(String)
}

/// A curve whose sigmoid explains it no better than a line (3 times) or a parabola (2.5 times) has only drifted.
let lineRatioMin = 3.0, parabolaRatioMin = 2.5
/// Growth a cycle in the early phase: amplification lies between these, with room for the error of one curve.
let growthRange = 1.2...8.0

func decide(_ fit: CurveFit) -> Decision {
    let floor = 1e-12
    if fit.rssLine < lineRatioMin * max(fit.rss, floor) { return .notAmplified("The curve follows a straight line: drift, no amplification.") }
    if fit.rssParabola < parabolaRatioMin * max(fit.rss, floor) { return .notAmplified("The curve follows a gentle bend: drift, no amplification.") }
    let growth = fit.sigmoid.steepness * fit.sigmoid.asymmetry
    if growth < logarithm(growthRange.lowerBound) { return .notAmplified("The signal grows too slowly for a PCR.") }
    return .amplified
}
