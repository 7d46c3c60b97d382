// The parts of the project's documents that are made from what the rules say of themselves.
import Assay
import Central
import Foundation
import Laboratory
import Quantification
import Rules

/// A stretch of a file between two marks, or the whole file.
struct GeneratedDocument {
    /// From the project's root.
    let path: String
    /// Name of the marks; nil: the whole file.
    let mark: String?
    let text: String

    static let command = "make docs"

    static let all =
        [
            GeneratedDocument(path: "README.md", mark: "rules", text: alertTable()),
            GeneratedDocument(
                path: "docs/limits.md", mark: "evidence of alerts",
                text: evidenceTable(ruleDescriptions.filter { $0.id != "R10" })),
            GeneratedDocument(
                path: "docs/limits.md", mark: "evidence of quality rules",
                text: evidenceTable(laboratoryRuleDescriptions + qualityRuleDescriptions)),
            GeneratedDocument(path: "docs/requirements.md", mark: nil, text: requirementsPage()),
        ]
        + StoreSchema.versions.map { version in
            GeneratedDocument(
                path: "sql/\(version.number).sql", mark: nil, text: StoreSchema.script(version))
        }

    /// The file as it ought to be; nil where it lacks the marks.
    func applied(to file: String) -> String? {
        guard let mark else { return text }
        let begin = "<!-- \(mark): written by `\(Self.command)` -->\n", end = "<!-- end of \(mark) -->"
        guard let start = file.firstRange(of: begin)?.upperBound,
            let stop = file[start...].firstRange(of: end)?.lowerBound
        else { return nil }
        return String(file[..<start]) + text + file[stop...]
    }
}

/// Every rule that there is.
let everyRule = ruleDescriptions + laboratoryRuleDescriptions + qualityRuleDescriptions

private func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
}

private func table(_ head: [String], _ rows: [[String]]) -> String {
    row(head) + row(head.map { _ in "---" }) + rows.map(row).joined()
}

/// README.md: what alerts there are; R10's kinds in one row.
private func alertTable() -> String {
    let (own, others) = (ruleDescriptions.filter { $0.id == "R10" }, ruleDescriptions.filter { $0.id != "R10" })
    return table(
        ["rule", "", "fires when", "who hears"],
        others.map { [$0.id.text, $0.name, $0.fires, $0.hears] }
            + [
                [
                    "R10", "laboratory", own.map(\.name).joined(separator: ", "),
                    Set(own.map(\.hears)).sorted().joined(separator: ", "),
                ]
            ])
}

/// docs/limits.md: what the thresholds stand on.
private func evidenceTable(_ rules: [RuleDescription]) -> String {
    table(
        ["rule", "fires when (defaults)", "evidence", "source"],
        rules.map { ["\($0.id) \($0.name)", $0.fires, $0.evidence, $0.source] })
}

private func requirementsPage() -> String {
    var page = """
        # Requirements

        <!-- Written by `\(GeneratedDocument.command)` from Tests/ArchitectureTests/Requirements and the rules' own files. -->

        What the study (Zhang et al., doi 10.3892/etm.2023.12170), the clinical practice around it and the rules for records ask of cqwatch; which rule answers; which
        tests show it. A test's suite is the file of that name under `Tests/`. A test fails where a requirement has none, or one that does not exist.

        """
    var chapter = ""
    for (index, requirement) in requirements.enumerated() {
        if requirement.chapter != chapter {
            chapter = requirement.chapter
            page +=
                "\n## \(chapter)\n\n" + row(["", "requirement", "rules", "shown by"])
                + row(["---", "---", "---", "---"])
        }
        let tests = requirement.tests.map { "`" + $0.replacing("`", with: "'") + "`" }.joined(separator: "<br>")
        page += row([
            String(index + 1), requirement.text + ".", requirement.rules.map(\.text).joined(separator: ", "), tests,
        ])
    }
    return page
}
