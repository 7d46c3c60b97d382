// Collects what reading has to say, bounded, and words it alike everywhere.
internal import Assay

struct Findings {
    private(set) var list: [QualityFinding] = []

    mutating func add(_ rule: RuleID, _ status: QualityFinding.Status, _ detail: String) {
        let finding = QualityFinding(rule: rule, status: status, detail: detail)
        guard list.count < ReadingLimits.findingsMax, !list.contains(finding) else { return }
        list.append(finding)
    }
}

/// The first of many, and how many follow.
func listed(_ items: [String]) -> String {
    let shown = items.prefix(12).joined(separator: ", ")
    return items.count > 12 ? shown + " and \(items.count - 12) more" : shown
}
