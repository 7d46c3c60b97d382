// What a rule says of itself, once, in its own file. `cqwatch rules`, the tables of README.md and docs/limits.md,
// docs/requirements.md and cqwatch.yaml(5) are made from it.

public struct RuleDescription: Hashable, Sendable, Codable {
    /// A key of cqwatch.yaml that the rule is judged by, and what it is unless somebody sets it.
    public struct Threshold: Hashable, Sendable, Codable {
        /// The key's full name: "rules.watchLog10".
        public var key: String
        /// As cqwatch.yaml has it, in the unit that the key's text there names.
        public var value: String

        public init(_ key: String, _ value: Double) {
            self.key = key
            self.value = value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
        }

        public init(_ key: String, _ value: Int) {
            self.key = key
            self.value = String(value)
        }
    }

    /// What alerts and findings are called by: "R5a", "laboratory.curve_drift"; of a quality rule with several findings
    /// what their names begin with.
    public var id: RuleID
    /// A few words: "relapse level".
    public var name: String
    /// What fires it, with the default thresholds; without a full stop.
    public var fires: String
    /// Who is told.
    public var hears: String
    /// What it says to do.
    public var advice: String
    public var thresholds: [Threshold]
    /// What speaks for the thresholds.
    public var evidence: String
    /// Where that was read: a publication, or whose choice it is.
    public var source: String

    public init(
        id: RuleID, name: String, fires: String, hears: String, advice: String, thresholds: [Threshold] = [],
        evidence: String, source: String
    ) {
        self.id = id
        self.name = name
        self.fires = fires
        self.hears = hears
        self.advice = advice
        self.thresholds = thresholds
        self.evidence = evidence
        self.source = source
    }

    // Sources that many rules share.

    /// The study of ten patients that the project stands on.
    public static let study = "Zhang et al., Exp Ther Med 2023, doi 10.3892/etm.2023.12170"
    public static let project = "this project's choice"
    /// `cqwatch simulate trial`.
    public static let simulation = "this project's choice, weighed by its simulation"
    /// Usual practice of qPCR laboratories, without one publication that the number comes from.
    public static let practice =
        "laboratory practice (MIQE, doi 10.1373/clinchem.2008.112797, asks for the check and names no limit)"
}
