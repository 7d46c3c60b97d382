/// Nil for none; the mean of the middle two for an even count. Inlinable: a caller in another room would else sort boxed
/// numbers, an allocation for each look at one of them.
@inlinable package func median(_ numbers: some Collection<Double>) -> Double? {
    let sorted = numbers.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
