// A curve is held against the other wells of its target on the plate. A detector sees some of its neighbours' light: a
// well without template then shows a few percent of their rise, with their Cq, however quiet the instrument. So what
// rises by a small part of what the target's wells usually reach is no amplification. And a curve that rises in the
// last cycles is measured by the plateau that its neighbours have reached.

/// What the wells of one target rise by that amplify and show their plateau.
struct UsualRise {
    /// Median rise in the curves' own fluorescence units.
    let value: Double
    /// Wells behind it.
    let wells: Int
    /// Variance of ln(rise) among them: how far one well's plateau may lie from the usual one.
    let logVariance: Double

    /// Light of other wells stays below 6 % of the usual rise on 42 real LightCycler 96 plates, the smallest rise in
    /// the last cycles that their software calls is 7.6 %; human raters' positive wells begin at 20 %.
    static let shareMin = 1.0 / 15
    /// As many wells far above the median tell that the median is itself an echo; one alone may be an outlier.
    private static let wellsAbove = 2
    /// SD of ln(rise) where few wells tell it, and its least: a target's plateaus on those plates differ by a tenth.
    private static let logSDFew = 0.25, logSDMin = 0.1

    /// Nil where no well of the target amplifies to its plateau: then nothing on the plate tells what is usual, and the
    /// curve's own shape decides alone.
    init?(_ assessed: [AssessedCurve]) {
        var rises = assessed.compactMap { curve in
            curve.amplifiedFit.flatMap { $0.showsPlateau ? $0.riseInView * curve.span : nil }
        }
        guard !rises.isEmpty else { return nil }
        let middle = median(rises), above = rises.filter { $0 * Self.shareMin > middle }
        if above.count >= Self.wellsAbove { rises = above }
        let usual = median(rises)
        guard usual > 0 else { return nil }
        value = usual
        wells = rises.count
        let spread = 1.4826 * median(rises.map { abs(logarithm(max($0 / usual, 1e-300))) })
        let logSD = wells < 4 ? Self.logSDFew : max(spread, Self.logSDMin)
        logVariance = logSD * logSD
    }

    /// A curve that amplifies by its shape but hardly rises beside its target's others.
    func echo(_ curve: AssessedCurve) -> Decision? {
        guard let fit = curve.fit, case let share = fit.riseInView * curve.span / value, share < Self.shareMin else {
            return nil
        }
        switch curve.decision {
        case .amplified, .irregular:
            return .notAmplified(
                "The signal rises by \(oneDecimal(share * 100)) % of what this target's wells usually reach on the "
                    + "plate: no more than the light of other wells can be.")
        case .notAmplified, .unusable: return nil
        }
    }

    /// ln of the share of its own plateau at which a curve reaches the usual threshold; nil where its own plateau sets
    /// the threshold. The usual one does where a curve ends before its plateau, and either the sigmoid extrapolates
    /// that beyond the usual one or the curve has not yet risen as far as the threshold.
    func logThreshold(_ curve: AssessedCurve, _ scale: PlateauScale) -> Double? {
        guard let fit = curve.fit, !fit.showsPlateau, case let plateau = logarithm(value) else { return nil }
        guard curve.logPlateau > plateau || fit.riseInView * curve.span < quantificationRise * value else { return nil }
        return min(scale.logThreshold(logPlateau: plateau) + plateau - curve.logPlateau, Self.logRiseMax)
    }

    /// ln(0.9): a curve that levels off below the threshold is read where it does.
    private static let logRiseMax = -0.105_360_515_657_826_3
}
