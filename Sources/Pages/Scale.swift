import Foundation

/// One axis of a chart: values to places from 0 to 1, and where its ticks stand.
struct Scale {
    /// How values lie on it; `root` by the square root of their distance from 0.
    enum Kind { case linear, log, root }
    /// In the scale's own measure: logarithms, or roots.
    let range: ClosedRange<Double>
    let kind: Kind

    private static let ticksMax = 6.0
    /// Days that people think in.
    private static let days = [0.0, 7, 14, 28, 60, 90, 180, 365, 730, 1095, 1825, 2555, 3650, 5475, 7300]
    /// Nearer ticks would write over each other.
    private static let apart = 0.045

    /// A range without an extent gets one; values of a log scale are positive.
    init(_ low: Double, _ high: Double, log: Bool = false) { self.init(low, high, log ? .log : .linear) }

    init(days low: Double, _ high: Double) { self.init(low, high, .root) }

    private init(_ low: Double, _ high: Double, _ kind: Kind) {
        self.kind = kind
        let a = Self.measure(low.isFinite ? low : 0, kind) ?? -300
        let b = Self.measure(high.isFinite ? high : 1, kind) ?? -300
        // Of huge numbers the next one is further than any margin.
        range = a < b ? a...b : (a - max(0.5, a.magnitude / 10))...(a + max(0.5, a.magnitude / 10))
    }

    var isLog: Bool { kind == .log }

    private static func measure(_ value: Double, _ kind: Kind) -> Double? {
        switch kind {
        case .linear: value
        case .log: value > 0 ? log10(value) : nil
        case .root: value < 0 ? -(-value).squareRoot() : value.squareRoot()
        }
    }

    /// Nil for what is no number, or not positive on a log scale; places outside 0…1 are outside the chart.
    func place(_ value: Double) -> Double? {
        guard value.isFinite, let measured = Self.measure(value, kind) else { return nil }
        return (measured - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    /// Round numbers inside the range: powers of ten on a log scale, by their exponents.
    var ticks: [(place: Double, text: String, exponent: String?)] {
        if kind == .root { return dayTicks }
        let width = range.upperBound - range.lowerBound
        let step = isLog ? max(1, (width / Self.ticksMax).rounded(.up)) : niceStep(width / Self.ticksMax)
        guard step > 0, width.isFinite, (range.upperBound / step).magnitude < 1e9,
            (range.lowerBound / step).magnitude < 1e9
        else { return [] }
        let first = Int((range.lowerBound / step - 1e-9).rounded(.up))
        let last = Int((range.upperBound / step + 1e-9).rounded(.down))
        guard first <= last, last - first < 100 else { return [] }
        return (first...last).map { index in
            let value = Double(index) * step
            let place = (value - range.lowerBound) / width
            return isLog ? (place, "10", String(Int(value.rounded()))) : (place, tickText(value, step: step), nil)
        }
    }

    private var dayTicks: [(place: Double, text: String, exponent: String?)] {
        var ticks: [(place: Double, text: String, exponent: String?)] = []
        for day in Self.days {
            guard let place = place(day), (0...1).contains(place),
                ticks.last.map({ place - $0.place > Self.apart }) ?? true
            else { continue }
            ticks.append((place, String(Int(day)), nil))
        }
        return ticks
    }
}

/// 1, 2 or 5 times a power of ten, at least this.
private func niceStep(_ least: Double) -> Double {
    guard least > 0, least.isFinite else { return 1 }
    let power = pow(10, log10(least).rounded(.down))
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999 } ?? 10 * power
}

private func tickText(_ value: Double, step: Double) -> String {
    let digits = min(max(0, Int((-log10(step) - 1e-9).rounded(.up))), 9)
    let text = String(format: "%.\(digits)f", value)
    return text.hasPrefix("-") && !text.contains(where: { ("1"..."9").contains($0) }) ? String(text.dropFirst()) : text
}
