// The kinetics of one series: the numbers of clinical domain, section 5, and what is to be said of them.

/// Why a number is missing, or what it rests on. The raw values stand in JSON and are never renamed.
public enum KineticsFlag: String, Sendable, Codable, CaseIterable {
    /// R² < 0.9 or a span under two half-lives: PKNCA's number, not to be shown as a fact.
    case halfLifeUnreliable = "half_life_unreliable"
    /// Fewer than three quantified values after Tmax, or none of the fits falls.
    case halfLifeNotEstimable = "half_life_not_estimable"
    case noQuantifiedValue = "no_quantifiable_value"
    /// Areas need a value on day 0.
    case noDayZero = "no_sample_on_day_0"
    /// Day 0 was not sampled; an earlier sample below the LLOQ stands for it.
    case dayZeroFromBefore = "day_0_from_earlier_sample"
    /// The series ends before the window does: there is no such area, and none is given under its name.
    case area28NotCovered = "auc_0_28_window_not_covered"
    case area84NotCovered = "auc_0_84_window_not_covered"
    /// The last part of the window lies below the LLOQ: the area has bounds.
    case area28EndsInLoss = "auc_0_28_ends_in_loss"
    case area84EndsInLoss = "auc_0_84_ends_in_loss"
    /// The doubling time is the quotient of two values.
    case doublingFromTwoPoints = "doubling_time_from_two_points"
    /// No quantified value before the peak to rise from.
    case doublingNotEstimable = "doubling_time_not_estimable"
    case repeatedDay = "repeated_day"
    case unusablePoint = "unusable_point"
    case tooManyPoints = "too_many_points"
}

/// Copies are in the series' unit, times in days, areas in copies · day. Nil is a number that does not exist; `flags`
/// says why.
public struct KineticsReport: Hashable, Sendable {
    public var cmax: Double?
    /// Observed; the first of equal ones.
    public var tmax: Double?
    public var clast: Double?
    /// Day of the last quantifiable value: the persistence.
    public var tlast: Double?
    /// First day below the LLOQ after `tlast`.
    public var tbql: Double?
    public var aucLast: Double?
    public var aucAll: Double?
    public var auc0to28: Double?
    public var auc0to84: Double?
    /// Where the copies were lost within the window: with nothing after the last quantified value, and with every value
    /// below the limit as the limit.
    public var auc0to28Bounds: AreaBounds?
    public var auc0to84Bounds: AreaBounds?
    /// Day of the last sample, quantified or not: how far the series reaches.
    public var lastSampleDay: Double?
    /// Terminal, by PKNCA.
    public var halfLife: HalfLife?
    /// Terminal, with the values below the LLOQ left in.
    public var tobitHalfLife: TobitHalfLife?
    public var contractionHalfLife: Double?
    public var doublingTime: Double?
    /// Sorted by name.
    public var flags: [KineticsFlag]
}

public struct AreaBounds: Hashable, Sendable {
    public var low: Double
    /// Nil where a limit of quantification is not known.
    public var high: Double?
}

/// The kinetics of a series in any order; never fails, whatever the points hold.
public func kinetics(of series: [SeriesPoint]) -> KineticsReport {
    let profile = Profile(series)
    var flags = profile.flags
    let (peak, last) = (profile.peak, profile.last)
    if peak == nil { flags.insert(.noQuantifiedValue) }
    let fromZero = profile.points.first?.day == 0
    if !fromZero { flags.insert(.noDayZero) }
    func until(_ end: Double, _ notCovered: KineticsFlag, _ endsInLoss: KineticsFlag) -> (
        area: Double?, bounds: AreaBounds?
    ) {
        guard fromZero else { return (nil, nil) }
        switch areaTo(end, profile) {
        case .value(let area): return (finite(area), nil)
        case .lost(let area, let low, let high):
            flags.insert(endsInLoss)
            return (finite(area), finite(low).map { AreaBounds(low: $0, high: high.flatMap(finite)) })
        case .notCovered:
            flags.insert(notCovered)
            return (nil, nil)
        }
    }
    let halfLife = terminalHalfLife(profile)
    if halfLife == nil { flags.insert(.halfLifeNotEstimable) }
    if halfLife?.reliable == false { flags.insert(.halfLifeUnreliable) }
    let doubling = doublingTime(profile)
    if doubling == nil { flags.insert(.doublingNotEstimable) }
    if doubling?.points == 2 { flags.insert(.doublingFromTwoPoints) }
    let to28 = until(28, .area28NotCovered, .area28EndsInLoss)
    let to84 = until(84, .area84NotCovered, .area84EndsInLoss)
    return KineticsReport(
        cmax: peak?.copies, tmax: peak?.day, clast: last?.copies, tlast: last?.day, tbql: profile.belowFrom,
        aucLast: fromZero ? finite(areaToLast(profile)) : nil, aucAll: fromZero ? finite(areaAll(profile)) : nil,
        auc0to28: to28.area,
        auc0to84: to84.area, auc0to28Bounds: to28.bounds, auc0to84Bounds: to84.bounds,
        lastSampleDay: profile.points.last?.day,
        halfLife: halfLife, tobitHalfLife: tobitHalfLife(profile), contractionHalfLife: contractionHalfLife(profile),
        doublingTime: doubling?.days,
        flags: flags.sorted { $0.rawValue < $1.rawValue })
}

private func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }

/// The contract's names, every key always present.
extension KineticsReport: Encodable {
    private enum Key: String, CodingKey {
        case cmax, tmax, clast, tlast, tbql, flags
        case aucLast = "auc_last"
        case aucAll = "auc_all"
        case auc0to28 = "auc_0_28"
        case auc0to84 = "auc_0_84"
        case auc0to28Low = "auc_0_28_low"
        case auc0to28High = "auc_0_28_high"
        case auc0to84Low = "auc_0_84_low"
        case auc0to84High = "auc_0_84_high"
        case lastSampleDay = "last_sample_day"
        case halfLife = "half_life"
        case lambdaZ = "lambda_z"
        case points = "half_life_points"
        case r2 = "half_life_r2"
        case adjustedR2 = "half_life_adj_r2"
        case span = "half_life_span"
        case firstDay = "half_life_first_day"
        case tobitHalfLife = "half_life_tobit"
        case contractionHalfLife = "contraction_half_life"
        case doublingTime = "doubling_time"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        let numbers: [(Key, Double?)] = [
            (.cmax, cmax), (.tmax, tmax), (.clast, clast), (.tlast, tlast), (.tbql, tbql), (.aucLast, aucLast),
            (.aucAll, aucAll),
            (.auc0to28, auc0to28), (.auc0to84, auc0to84),
            (.auc0to28Low, auc0to28Bounds?.low), (.auc0to28High, auc0to28Bounds?.high),
            (.auc0to84Low, auc0to84Bounds?.low),
            (.auc0to84High, auc0to84Bounds?.high), (.lastSampleDay, lastSampleDay),
            (.halfLife, halfLife?.days), (.lambdaZ, halfLife?.lambdaZ), (.r2, halfLife?.r2),
            (.adjustedR2, halfLife?.adjustedR2), (.span, halfLife?.span), (.firstDay, halfLife?.firstDay),
            (.tobitHalfLife, tobitHalfLife?.days), (.contractionHalfLife, contractionHalfLife),
            (.doublingTime, doublingTime),
        ]
        for (key, number) in numbers { try container.encode(number.flatMap { finite($0) }, forKey: key) }
        try container.encode(halfLife?.points, forKey: .points)
        try container.encode(flags, forKey: .flags)
    }
}
