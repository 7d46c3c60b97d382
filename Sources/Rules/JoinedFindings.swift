// One value, one alert: where several rules tell of a fall by the same value, the highest speaks and the others stand
// in it as grounds.
public import Assay

/// What a further rule says of the value that an alert stands on.
public struct Ground: Hashable, Sendable, Codable {
    /// "R4", …
    public var rule: RuleID
    public var severity: Severity
    public var confirmed: Bool
    /// In the finding's unit.
    public var threshold: Double?
    public var text: String
    public var advice: String

    init(_ finding: Finding) {
        rule = finding.rule
        severity = finding.severity
        confirmed = finding.confirmed
        threshold = finding.threshold
        text = finding.text
        advice = finding.advice
    }
}

/// Rules that tell of few copies, or of fewer, the highest first. Which of them speaks for a value follows from their
/// severity, then from this order.
let fallRules: [RuleID] = [
    R5aRelapseLevel.description.id, R4Decline.description.id, R5Low.description.id, R6Loss.description.id,
    R7Forecast.description.id, R3Watch.description.id,
]

/// Findings of one course, with those of one value joined into one. What is told of other things stays as it is.
func joined(_ findings: [Finding]) -> [Finding] {
    let values = Dictionary(grouping: findings.indices.filter { fallRules.contains(findings[$0].rule) }) {
        findings[$0].day
    }
    var joined: [Int: Finding] = [:]
    var told: Set<Int> = []
    for indices in values.values {
        let sorted = indices.sorted { rank(findings[$0]) < rank(findings[$1]) }
        guard let first = sorted.first else { continue }
        joined[first] = join(findings[first], with: sorted.dropFirst().map { findings[$0] })
        told.formUnion(sorted.dropFirst())
    }
    return findings.indices.filter { !told.contains($0) }.map { joined[$0] ?? findings[$0] }
}

/// Lowest for the finding that speaks. A confirmation does not count: it must not hand a standing alert over to another
/// rule.
private func rank(_ finding: Finding) -> (Int, Int) {
    let mildest = patientRuleSeverities.first { $0.rule == finding.rule }?.severities.first
    let severity = finding.confirmed ? mildest ?? finding.severity : finding.severity
    return (severity.rank, fallRules.firstIndex(of: finding.rule) ?? fallRules.count)
}

private func join(_ leading: Finding, with others: [Finding]) -> Finding {
    var finding = leading
    let all = [leading] + others
    finding.grounds = others.map(Ground.init)
    finding.severity = all.map(\.severity).min { $0.rank < $1.rank } ?? leading.severity
    finding.confirmed = all.contains(where: \.confirmed)
    // It stands while one of its grounds does.
    let cleared = all.compactMap(\.clearedDay)
    finding.clearedDay = cleared.count == all.count ? cleared.max() : nil
    return finding
}

extension Severity {
    /// Gravest first.
    package var rank: Int { [.critical, .warning, .notice, .task, .laboratory].firstIndex(of: self) ?? 0 }
}
