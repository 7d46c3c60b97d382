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
public func series(of all: [Measurement], settings: RuleSettings) -> (
    values: [DayValue], disagreements: [Disagreement]
) {
    // By number: a patient may have a thousand results, and each copy of one costs more than what is asked of it.
    var days: [Int: [Int]] = [:]
    for number in inForce(all) {
        if let day = all[number].day { days[day, default: []].append(number) }
    }
    let outcomes = days.sorted { $0.key < $1.key }.map { day, repeats in
        dayOutcome(of: repeats, of: all, day: day, settings: settings)
    }
    return (outcomes.compactMap(\.value), outcomes.compactMap(\.disagreement))
}

/// What the repeats of one target and day come to: one of both, or neither.
struct DayOutcome: Sendable {
    var value: DayValue?
    var disagreement: Disagreement?
}

/// - Parameter repeats: numbers of measurements, in force.
func dayOutcome(of repeats: [Int], of all: [Measurement], day: Int, settings: RuleSettings) -> DayOutcome {
    let ordered = repeats.filter { counts(all[$0], settings: settings) }.sorted {
        (all[$0].runID, all[$0].sample, all[$0].result) < (all[$1].runID, all[$1].sample, all[$1].result)
    }
    let methods = MeasurementMethod.allCases.compactMap { method in
        joined(ordered.filter { all[$0].method == method }, of: all, day: day)
    }
    guard var value = settings.sameDayMethod.counted(of: methods) else { return DayOutcome() }
    // Who names the method that counts has said that the other may differ.
    let compared = settings.sameDayMethod == .narrower ? ordered : ordered.filter { all[$0].method == value.method }
    if let disagreement = disagreement(of: compared, of: all, day: day, settings: settings) {
        return DayOutcome(disagreement: disagreement)
    }
    value.besides = methods.filter { $0.method != value.method }
    return DayOutcome(value: value)
}

/// Numbers of the measurements that no later save of the same run replaces. The journal has already dropped saves whose
/// successor no longer names the patient.
private func inForce(_ all: [Measurement]) -> [Int] {
    var latest: [RunID: Int] = [:]
    for number in all.indices {
        guard let known = latest[all[number].runID] else {
            latest[all[number].runID] = number
            continue
        }
        let (saved, knownSaved) = (all[number].saved, all[known].saved)
        let later = isLaterSave(saved, than: knownSaved) || (saved == knownSaved && all[number].run > all[known].run)
        if later { latest[all[number].runID] = number }
    }
    // Most runs are saved once.
    if latest.count == all.count { return Array(all.indices) }
    return all.indices.filter { number in
        latest[all[number].runID].map { all[$0].run == all[number].run } ?? false
    }
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
private func disagreement(
    of repeats: [Int], of all: [Measurement], day: Int, settings: RuleSettings
) -> Disagreement? {
    // Lowest and highest that each repeat's true value may have, limits open.
    let least = repeats.compactMap { all[$0].quantity.belowLLOQ ? 0 : all[$0].quantity.reading?.level }
    let most = repeats.compactMap { all[$0].quantity.aboveULOQ ? .infinity : all[$0].quantity.reading?.level }
    guard let first = repeats.first.map({ all[$0] }), let highestLeast = least.max(), let lowestMost = most.min(),
        highestLeast > 0, lowestMost.isFinite,
        log10(highestLeast) - log10(lowestMost) > settings.repeatDifferenceMaxLog10 + 1e-9
    else { return nil }
    return Disagreement(
        day: day, target: first.target, unit: first.quantity.unit, lowest: lowestMost, highest: highestLeast,
        runs: runIDs(repeats, of: all))
}

/// Repeats by one method. Quantified ones give the value; repeats beyond a limit count only where none is quantified,
/// the tightest limit of them.
private func joined(_ repeats: [Int], of all: [Measurement], day: Int) -> DayValue? {
    guard let first = repeats.first.map({ all[$0] }) else { return nil }
    // Through the quantity itself: a list of all patients does this a million times, and the shorter way makes a key
    // path each time.
    let quantified = repeats.filter { all[$0].quantity.copies != nil }
    let limit = repeats.compactMap { all[$0].quantity.belowLLOQ ? all[$0].quantity.lloq : nil }.min()
    let reading: Quantity.Reading? =
        if let copies = geometricMean(quantified.map { all[$0].quantity.copies }) {
            .quantified(
                Estimate(
                    copies, low: geometricMean(quantified.map { all[$0].quantity.low }),
                    high: geometricMean(quantified.map { all[$0].quantity.high })))
        } else if quantified.isEmpty, let limit {
            .belowLLOQ(limit)
        } else {
            repeats.compactMap { all[$0].quantity.uloq }.max().map(Quantity.Reading.aboveULOQ)
        }
    guard let reading else { return nil }
    let lloq = repeats.compactMap { all[$0].quantity.lloq }.min() ?? 0
    let uloq = repeats.compactMap { all[$0].quantity.uloq }.max() ?? .infinity
    var value = DayValue(
        day: day, target: first.target, reading: reading, limits: min(lloq, uloq)...uloq, unit: first.quantity.unit,
        runs: runIDs(repeats, of: all))
    value.referenceMissing = quantified.contains { all[$0].referenceMissing }
    value.unusualDNA = quantified.contains { all[$0].unusualDNA }
    value.contradicted = repeats.contains { all[$0].contradicted }
    value.method = first.method
    value.bridged = repeats.allSatisfy { all[$0].bridged }
    return value
}

/// Nil where one is missing or not positive: an interval of some repeats is no interval of all.
private func geometricMean(_ numbers: [Double?]) -> Double? {
    let known = numbers.compactMap(\.self).filter { $0.isFinite && $0 > 0 }
    guard !known.isEmpty, known.count == numbers.count else { return nil }
    if known.count == 1 { return known[0] }
    return pow(10, known.map { log10($0) }.sorted().reduce(0, +) / Double(known.count))
}

/// In order, without repetition. The repeats are in the order of their runs.
private func runIDs(_ repeats: [Int], of all: [Measurement]) -> [RunID] {
    var ids: [RunID] = []
    for number in repeats where ids.last != all[number].runID { ids.append(all[number].runID) }
    return ids
}
