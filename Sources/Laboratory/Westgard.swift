// Westgard's rules over the distances of a control from its mean.

/// The multirule procedure of Westgard, Barry, Hunt and Groth, "A multi-rule Shewhart chart for quality control in
/// clinical chemistry", Clin Chem 1981, 27, 493-501: two control measurements a run, each in SD from its mean. What each
/// rule does is configuration (`laboratory.controls.rules`); by default 1-2s warns and the others reject, as there.
///
/// The rules for three levels of a control (2 of 3 beyond 2 SD, 3-1s, 6-x, 9-x; Westgard, Basic QC Practices) are those
/// of plates with three controls a target. They are not judged here: with controls in ones and twos they fire on
/// nothing, and a third level is held against 2-2s, R-4s and its own chart.
public enum WestgardRule: String, Sendable, Codable, CaseIterable {
    /// One control beyond 2 SD: of runs in order one in 22 a control, so it warns.
    case oneTwoS = "1-2s"
    /// One control beyond 3 SD, of runs in order one in 370.
    case oneThreeS = "1-3s"
    /// Two in a row of one control, or two of one run, beyond 2 SD on one side: a systematic error.
    case twoTwoS = "2-2s"
    /// Of one run one control beyond +2 SD and another beyond −2 SD: a random error. Within a run only, as the rule was
    /// meant: "within-run, not between-run" (1981). What differs between runs is 1-3s' and 2-2s'.
    case rangeFourS = "R-4s"
    /// Four in a row of one control beyond 1 SD on one side: a shift.
    case fourOneS = "4-1s"
    /// Ten in a row of one control on one side of the mean: a shift, however small, so it is held against `shiftMinSD`.
    case tenX = "10-x"

    /// Found over several runs: a change that lasts. Accepting it is a person's decision (`laboratory.since`, assigned
    /// limits); repeating the run does not mend it.
    var isShift: Bool { self == .fourOneS || self == .tenX }
}

/// What a broken rule does to the run.
public enum WestgardAction: String, Sendable, Codable, CaseIterable { case reject, warn, off }

/// What each rule does.
public struct WestgardActions: Hashable, Sendable, Codable {
    public var oneTwoS = WestgardAction.warn
    public var oneThreeS = WestgardAction.reject
    public var twoTwoS = WestgardAction.reject
    public var rangeFourS = WestgardAction.reject
    public var fourOneS = WestgardAction.reject
    public var tenX = WestgardAction.reject
    public init() {}

    subscript(rule: WestgardRule) -> WestgardAction {
        switch rule {
        case .oneTwoS: oneTwoS
        case .oneThreeS: oneThreeS
        case .twoTwoS: twoTwoS
        case .rangeFourS: rangeFourS
        case .fourOneS: fourOneS
        case .tenX: tenX
        }
    }
}

/// A rule that a control breaks.
struct BrokenRule: Hashable, Sendable {
    let rule: WestgardRule
    /// Mean distance of the controls it stands on, SD.
    let effect: Double

    init(_ rule: WestgardRule, _ z: some Collection<Double>) {
        self.rule = rule
        effect = z.isEmpty ? 0 : (z.reduce(0, +) / Double(z.count)).magnitude
    }

    /// A shift that is too small to matter warns at most: of many controls ten on one side prove that a mean has moved,
    /// not that it matters.
    func action(_ settings: ControlSettings) -> WestgardAction {
        let action = settings.rules[rule]
        return action == .reject && rule.isShift && effect < settings.shiftMinSD ? .warn : action
    }
}

/// The rules that the last of these distances breaks, given those before it.
/// - Parameters:
///   - z: distances from the mean in SD, oldest first.
///   - beside: those of the run's other controls of the same target.
func westgard(_ z: [Double], beside: [Double] = []) -> [BrokenRule] {
    guard let last = z.last else { return [] }
    let side = last < 0 ? -1.0 : 1.0
    /// The last `n` all lie beyond `limit` on the last one's side.
    func run(_ n: Int, beyond limit: Double) -> Bool { z.count >= n && z.suffix(n).allSatisfy { $0 * side > limit } }
    let before = z.dropLast().suffix(1)
    var broken: [BrokenRule] = []
    if last.magnitude > 2 {
        broken.append(BrokenRule(.oneTwoS, [last]))
        if last.magnitude > 3 { broken.append(BrokenRule(.oneThreeS, [last])) }
        if let other = (beside + before).first(where: { $0 * side > 2 }) {
            broken.append(BrokenRule(.twoTwoS, [last, other]))
        }
        if beside.contains(where: { $0 * side < -2 }) { broken.append(BrokenRule(.rangeFourS, [last])) }
    }
    if run(4, beyond: 1) { broken.append(BrokenRule(.fourOneS, z.suffix(4))) }
    if run(10, beyond: 0) { broken.append(BrokenRule(.tenX, z.suffix(10))) }
    return broken
}
