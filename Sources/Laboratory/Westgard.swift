// Westgard's rules over the distances of a control from its mean (Westgard et al., Clin Chem 27, 493, 1981).

/// 1-2s warns; the others reject the run.
public enum WestgardRule: String, Sendable, Codable, CaseIterable {
    /// One control beyond 2 SD.
    case oneTwoS = "1-2s"
    /// One control beyond 3 SD.
    case oneThreeS = "1-3s"
    /// Two in a row, or two of one run, beyond 2 SD on one side.
    case twoTwoS = "2-2s"
    /// Two in a row, or two of one run, one beyond +2 SD and one beyond −2 SD.
    case rangeFourS = "R-4s"
    /// Four in a row beyond 1 SD on one side.
    case fourOneS = "4-1s"
    /// Ten in a row on one side of the mean.
    case tenX = "10-x"

    public var rejects: Bool { self != .oneTwoS }
}

/// The rules that the last of these distances breaks, given those before it.
/// - Parameters:
///   - z: distances from the mean in SD, oldest first.
///   - beside: those of the run's other controls of the same target.
public func westgard(_ z: [Double], beside: [Double] = []) -> [WestgardRule] {
    guard let last = z.last else { return [] }
    let side = last < 0 ? -1.0 : 1.0
    /// The last `n` all lie beyond `limit` on the last one's side.
    func run(_ n: Int, beyond limit: Double) -> Bool { z.count >= n && z.suffix(n).allSatisfy { $0 * side > limit } }
    let neighbours = beside + z.dropLast().suffix(1)
    var broken: [WestgardRule] = []
    if last.magnitude > 2 {
        broken.append(.oneTwoS)
        if last.magnitude > 3 { broken.append(.oneThreeS) }
        if neighbours.contains(where: { $0 * side > 2 }) { broken.append(.twoTwoS) }
        if neighbours.contains(where: { $0 * side < -2 }) { broken.append(.rangeFourS) }
    }
    if run(4, beyond: 1) { broken.append(.fourOneS) }
    if run(10, beyond: 0) { broken.append(.tenX) }
    return broken
}
