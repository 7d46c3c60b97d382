/// One quality rule's verdict on a run, a target or a sample, in a sentence a technician can act on.
public struct QualityFinding: Hashable, Sendable, Codable {
    public enum Status: String, Sendable, Codable, Comparable {
        case pass, warn, fail
        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
        private var rank: Int { self == .pass ? 0 : self == .warn ? 1 : 2 }
    }
    /// Stable name, e.g. "manifest_digest", "standard_curve.slope".
    public let rule: RuleID
    public let status: Status
    public let detail: String

    public init(rule: RuleID, status: Status, detail: String) {
        self.rule = rule
        self.status = status
        self.detail = detail
    }
}
