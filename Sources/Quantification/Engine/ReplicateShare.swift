// Replicates hold one quantity. Where the replicate with the lower plateau is read earlier than its fellow, and always
// in proportion, the threshold has followed plateaus that the early phase knows nothing of (a well that fluoresces half
// as much from the same start): real LightCycler 96 plates show it and their curves' shapes do not.

/// The share of `PlateauScale` that makes the replicates of a plate agree best.
struct ReplicateShare {
    let value: Double
    let variance: Double

    /// One amplified curve: its Cq by its own plateau, how far the target's usual plateau would move it, and which
    /// sample it holds.
    struct Point {
        let cycle: Double
        let move: Double
        let replicate: Int
    }

    /// Fewer differences between replicates say nothing of a whole plate.
    private static let freedomMin = 8
    private static let rounds = 20
    /// Huber's limit, in standard deviations.
    private static let huber = 1.5

    /// Regression of Cq on the move within each sample's replicates, robust against a well that failed (Huber 1964).
    /// Nil where replicates are few or plateaus equal.
    init?(_ points: [Point]) {
        let sorted = points.sorted { ($0.replicate, $0.cycle, $0.move) < ($1.replicate, $1.cycle, $1.move) }
        var x: [Double] = [], y: [Double] = []
        var freedom = 0, start = 0
        while start < sorted.count {
            let end = sorted[start...].firstIndex { $0.replicate != sorted[start].replicate } ?? sorted.count
            let n = Double(end - start)
            let cycle = sorted[start..<end].reduce(0) { $0 + $1.cycle } / n,
                move = sorted[start..<end].reduce(0) { $0 + $1.move } / n
            if end - start > 1 {
                freedom += end - start - 1
                for point in sorted[start..<end] {
                    x.append(point.move - move)
                    y.append(point.cycle - cycle)
                }
            }
            start = end
        }
        guard freedom >= Self.freedomMin else { return nil }
        var slope = 0.0, spread = 0.0, information = 0.0
        var weights = [Double](repeating: 1, count: x.count)
        for _ in 0..<Self.rounds {
            information = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
            guard information > 1e-9 else { return nil }
            slope = zip(weights, zip(x, y)).reduce(0) { $0 + $1.0 * $1.1.0 * $1.1.1 } / information
            let residuals = zip(x, y).map { abs($1 - slope * $0) }
            spread = 1.4826 * median(residuals) * (Double(x.count) / Double(freedom)).squareRoot() + 1e-9
            weights = residuals.map { min(1, Self.huber * spread / max($0, 1e-12)) }
        }
        value = slope
        variance = spread * spread / information
    }
}
