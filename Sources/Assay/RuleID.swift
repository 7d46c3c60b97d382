/// Which rule: "R5a", "laboratory.curve_drift", "ntc.melt". Each rule's own file names it, in its description; others ask
/// there.
public struct RuleID: TextID {
    public let text: String
    public init(_ text: String) { self.text = text }
    public init(stringLiteral text: String) { self.init(text) }
}
