/// The arithmetic mean; nil of nothing. Inlinable, as all of this room that takes any collection: see `median`.
@inlinable package func mean(_ numbers: some Collection<Double>) -> Double? {
    numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}

/// The sample standard deviation, with n − 1 in its divisor (Bessel's correction); nil below two numbers. In two passes,
/// so that numbers which differ little for their size lose no digits.
@inlinable package func standardDeviation(_ numbers: some Collection<Double>) -> Double? {
    guard numbers.count > 1, let mean = mean(numbers) else { return nil }
    return (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count - 1)).squareRoot()
}
