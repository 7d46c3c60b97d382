public import Assay

/// `rules --json`: every rule as its own file describes it.
public struct RulesDocument: Codable, Hashable, Sendable {
    /// What a rule looks at: a patient's course and the laboratory's work, a run beside its predecessors, or one plate.
    public enum Kind: String, Codable, Sendable, CaseIterable { case alert, history, plate }

    public struct Rule: Codable, Hashable, Sendable {
        public var rule: String
        public var kind: Kind
        public var name: String
        public var fires: String
        public var hears: String
        public var advice: String
        public var thresholds: [RuleDescription.Threshold]
        public var evidence: String
        public var source: String

        init(_ description: RuleDescription, _ kind: Kind) {
            rule = description.id.text
            self.kind = kind
            name = description.name
            fires = description.fires
            hears = description.hears
            advice = description.advice
            thresholds = description.thresholds
            evidence = description.evidence
            source = description.source
        }
    }

    public var schema = documentSchema
    public var rules: [Rule]

    public init(alert: [RuleDescription], history: [RuleDescription], plate: [RuleDescription]) {
        rules = alert.map { Rule($0, .alert) } + history.map { Rule($0, .history) } + plate.map { Rule($0, .plate) }
    }
}

/// `rules`: a paragraph a rule.
public func rulesText(_ document: RulesDocument, width: Int = textColumns, colour: Bool) -> String {
    let heads: [(RulesDocument.Kind, String)] = [
        (.alert, "Alerts"), (.history, "Runs, beside the laboratory's earlier ones"), (.plate, "Plates"),
    ]
    return heads.map { kind, head in
        "\(head)\n\n"
            + document.rules.filter { $0.kind == kind }.map { text($0, width: width, colour: colour) }.joined(
                separator: "\n")
    }.joined(separator: "\n")
}

private func text(_ rule: RulesDocument.Rule, width: Int, colour: Bool) -> String {
    let title = "\(rule.rule)  \(rule.name)"
    let keys = rule.thresholds.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let lines = [
        ("fires when", rule.fires), ("who hears", rule.hears), ("says to do", rule.advice), ("keys", keys),
        ("evidence", rule.evidence),
        ("source", rule.source),
    ]
    return (colour ? "\u{1B}[1m\(title)\u{1B}[0m" : title) + "\n"
        + lines.filter { !$0.1.isEmpty }.map { label, text in
            let lead = "  " + label + String(repeating: " ", count: 12 - label.count)
            return lead + folded(text, indent: lead.count, columns: width) + "\n"
        }.joined()
}
