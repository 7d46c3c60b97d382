// One value per patient, sampling day and target, from whatever runs measured it and in whatever order they arrived.
public import Assay
import Foundation
import Text

/// The value of one sampling day: one result, or the geometric mean of repeats that agree. `copies`, `unit` and so on
/// are its quantity's.
@dynamicMemberLookup
public struct DayValue: Hashable, Sendable {
    public var day: Int
    public var target: String
    /// That of `quantity`, which always counts.
    public let reading: Quantity.Reading
    public let quantity: Quantity
    /// Run ids in order, without repetition.
    public var runs: [RunID]
    /// No reference gene was measured beside one of the repeats that give the value.
    public var referenceMissing = false
    /// One of the repeats that give the value holds much less or more DNA than the other samples of its plate.
    public var unusualDNA = false
    /// The instrument and we disagree on whether a well of one of the repeats amplified.
    public var contradicted = false
    /// How it was measured: repeats of one method are joined, those of two are not.
    public var method = MeasurementMethod.realTime
    /// Digital PCR that a configured factor carries to the real-time assay's copies.
    public var bridged = false
    /// The same day's values by other methods: shown, and judged by no rule.
    public var besides: [DayValue] = []

    public init(
        day: Int, target: String, reading: Quantity.Reading, limits: ClosedRange<Double>, unit: String, runs: [RunID]
    ) {
        self.day = day
        self.target = target
        self.reading = reading
        self.quantity = Quantity(reading, limits: limits, unit: unit)
        self.runs = runs
    }

    public subscript<T>(dynamicMember member: KeyPath<Quantity, T>) -> T { quantity[keyPath: member] }

    /// What the rules compare: the value, or the limit it lies beyond. Positive.
    public var level: Double { reading.level }
    /// log10 of `level`: the domain's v.
    public var v: Double { log10(level) }
    /// The interval the true value lies in; [0, LLOQ] below the limit, [ULOQ, ∞) as nil above it.
    public var intervalLow: Double { reading.low ?? level }
    public var intervalHigh: Double? { self.aboveULOQ ? nil : reading.high ?? level }
    public var quantified: Bool { self.copies != nil }
}

/// Repeats of one day that differ by more than `repeatDifferenceMaxLog10`: none of them is valid.
public struct Disagreement: Hashable, Sendable {
    public var day: Int
    public var target: String
    public var unit: String
    /// Lowest and highest of the repeats; a limit stands for a value beyond it.
    public var lowest: Double
    public var highest: Double
    public var runs: [RunID]
}

/// Of two saves of one run the later is in force, whichever arrived first; a save without a date is older than any with
/// one.
public func isLaterSave(_ a: String?, than b: String?) -> Bool { (a ?? "") > (b ?? "") }

/// The values of one target in sampling-day order, and the days whose repeats disagree.
/// Only measurements that may reach the patient rules count: in force, not withheld, with a day, in the rules' unit.
public func series(of measurements: [Measurement], settings: RuleSettings) -> (
    values: [DayValue], disagreements: [Disagreement]
) {
    var days: [Int: [Measurement]] = [:]
    for measurement in inForce(measurements) where counts(measurement, settings: settings) {
        if let day = measurement.day { days[day, default: []].append(measurement) }
    }
    var values: [DayValue] = []
    var disagreements: [Disagreement] = []
    for (day, repeats) in days.sorted(by: { $0.key < $1.key }) {
        let ordered = repeats.sorted { ($0.runID, $0.sample, $0.result) < ($1.runID, $1.sample, $1.result) }
        let methods = MeasurementMethod.allCases.compactMap { method in
            joined(ordered.filter { $0.method == method }, day: day)
        }
        guard var value = settings.sameDayMethod.counted(of: methods) else { continue }
        // Who names the method that counts has said that the other may differ.
        let compared = settings.sameDayMethod == .narrower ? ordered : ordered.filter { $0.method == value.method }
        if let disagreement = disagreement(of: compared, day: day, settings: settings) {
            disagreements.append(disagreement)
        } else {
            value.besides = methods.filter { $0.method != value.method }
            values.append(value)
        }
    }
    return (values, disagreements)
}

/// Drops what a later save of the same run replaces. The journal has already dropped saves whose successor no longer
/// names the patient.
private func inForce(_ measurements: [Measurement]) -> [Measurement] {
    var latest: [RunID: (saved: String?, run: Int64)] = [:]
    for m in measurements {
        guard let known = latest[m.runID] else {
            latest[m.runID] = (m.saved, m.run)
            continue
        }
        let later = isLaterSave(m.saved, than: known.saved) || (m.saved == known.saved && m.run > known.run)
        if later { latest[m.runID] = (m.saved, m.run) }
    }
    // Most runs are saved once.
    return latest.count == measurements.count
        ? measurements : measurements.filter { latest[$0.runID]?.run == $0.run }
}

/// Why a value is passed over though nobody withheld it: a sentence; nil where its unit is the rules'.
public func otherUnit(_ m: Measurement, _ settings: RuleSettings) -> String? {
    sameUnit(m.quantity.unit, settings.unit)
        ? nil : "Its unit, \(shown(m.quantity.unit, max: 40)), is not the rules' unit, \(settings.unit)."
}

private func counts(_ m: Measurement, settings: RuleSettings) -> Bool {
    guard let level = m.quantity.reading?.level, m.day != nil, sameUnit(m.quantity.unit, settings.unit) else {
        return false
    }
    return level.isFinite && level > 0
}

/// A value beyond a limit disagrees only with one that lies on the other side of that limit.
private func disagreement(of repeats: [Measurement], day: Int, settings: RuleSettings) -> Disagreement? {
    // Lowest and highest that each repeat's true value may have, limits open.
    let least = repeats.compactMap { $0.quantity.belowLLOQ ? 0 : $0.quantity.reading?.level }
    let most = repeats.compactMap { $0.quantity.aboveULOQ ? .infinity : $0.quantity.reading?.level }
    guard let first = repeats.first, let highestLeast = least.max(), let lowestMost = most.min(), highestLeast > 0,
        lowestMost.isFinite,
        log10(highestLeast) - log10(lowestMost) > settings.repeatDifferenceMaxLog10 + 1e-9
    else { return nil }
    return Disagreement(
        day: day, target: first.target, unit: first.quantity.unit, lowest: lowestMost, highest: highestLeast,
        runs: unique(repeats.map(\.runID)))
}

/// Repeats by one method. Quantified ones give the value; repeats beyond a limit count only where none is quantified,
/// the tightest limit of them.
private func joined(_ repeats: [Measurement], day: Int) -> DayValue? {
    guard let first = repeats.first else { return nil }
    // Through the quantity itself: a list of all patients does this a million times, and the shorter way makes a key
    // path each time.
    let quantified = repeats.filter { $0.quantity.copies != nil }
    let limit = repeats.compactMap { $0.quantity.belowLLOQ ? $0.quantity.lloq : nil }.min()
    let reading: Quantity.Reading? =
        if let copies = geometricMean(quantified.map { $0.quantity.copies }) {
            .quantified(
                Estimate(
                    copies, low: geometricMean(quantified.map { $0.quantity.low }),
                    high: geometricMean(quantified.map { $0.quantity.high })))
        } else if quantified.isEmpty, let limit {
            .belowLLOQ(limit)
        } else {
            repeats.compactMap { $0.quantity.uloq }.max().map(Quantity.Reading.aboveULOQ)
        }
    guard let reading else { return nil }
    let lloq = repeats.compactMap { $0.quantity.lloq }.min() ?? 0
    let uloq = repeats.compactMap { $0.quantity.uloq }.max() ?? .infinity
    var value = DayValue(
        day: day, target: first.target, reading: reading, limits: min(lloq, uloq)...uloq, unit: first.quantity.unit,
        runs: unique(repeats.map(\.runID)))
    value.referenceMissing = quantified.contains(where: \.referenceMissing)
    value.unusualDNA = quantified.contains(where: \.unusualDNA)
    value.contradicted = repeats.contains(where: \.contradicted)
    value.method = first.method
    value.bridged = repeats.allSatisfy(\.bridged)
    return value
}

/// Nil where one is missing or not positive: an interval of some repeats is no interval of all.
private func geometricMean(_ numbers: [Double?]) -> Double? {
    let known = numbers.compactMap(\.self).filter { $0.isFinite && $0 > 0 }
    guard !known.isEmpty, known.count == numbers.count else { return nil }
    if known.count == 1 { return known[0] }
    return pow(10, known.map { log10($0) }.sorted().reduce(0, +) / Double(known.count))
}

private func unique(_ ids: [RunID]) -> [RunID] { Set(ids).sorted() }
