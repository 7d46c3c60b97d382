// From points as written to curves of equal steps: what is missing stays missing and is flagged.
internal import Assay

/// A curve from (cycle, fluorescence) points in any order; nil without a usable point. A value that is no finite number
/// becomes NaN.
func amplificationCurve(cycles: [Double], fluorescence: [Double], flags: inout [Flag]) -> AmplificationCurve? {
    guard !cycles.isEmpty, cycles.count == fluorescence.count else { return nil }
    var numbers: [Int] = []
    numbers.reserveCapacity(cycles.count)
    for cycle in cycles {
        guard let number = Int(exactly: cycle), (0...AmplificationCurve.cyclesMax).contains(number) else {
            flags.insertOnce(.missingCycles)
            numbers.append(-1)
            continue
        }
        numbers.append(number)
    }
    guard let first = numbers.lazy.filter({ $0 >= 0 }).min(), let last = numbers.max() else { return nil }
    var values = [Double](repeating: .nan, count: last - first + 1)
    var seen = [Bool](repeating: false, count: values.count)
    for (number, value) in zip(numbers, fluorescence) where number >= 0 {
        // A cycle written twice: nobody can say which value holds, so neither does.
        values[number - first] = seen[number - first] ? .nan : value
        if seen[number - first] || !value.isFinite { flags.insertOnce(.nonFinite) }
        seen[number - first] = true
    }
    if seen.contains(false) || first > 1 { flags.insertOnce(.missingCycles) }
    guard values.contains(where: \.isFinite) else { return nil }
    return AmplificationCurve(fluorescence: values, firstCycle: first)
}

/// A melt curve of the points that are finite; nil below two of them.
func meltCurve(temperature: [Double], fluorescence: [Double]) -> MeltCurve? {
    let kept = zip(temperature, fluorescence).filter { $0.isFinite && $1.isFinite }.prefix(MeltCurve.pointsMax)
    guard kept.count >= 2 else { return nil }
    return MeltCurve(temperature: kept.map(\.0), fluorescence: kept.map(\.1))
}

/// The number of cycles of a run: what most of its curves have; of equally many, the longer.
func cycleCount(of reactions: [Reaction]) -> Int {
    var counts: [Int: Int] = [:]
    for reaction in reactions { if let curve = reaction.amplification { counts[curve.lastCycle, default: 0] += 1 } }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
}

extension [Flag] {
    mutating func insertOnce(_ flag: Flag) {
        if !contains(flag) { append(flag) }
    }
}
