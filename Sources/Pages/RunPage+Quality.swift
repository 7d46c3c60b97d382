import Assay
import Reporting
import Text

/// The worst first; what passed is kept for who asks.
func qualitySection(_ run: RunDocument, _ rules: [RuleDescription]) -> Section? {
    let told = run.qc.filter { $0.status != .pass }.sorted { $1.status < $0.status }
    let passed = run.qc.filter { $0.status == .pass }
    var table = Table(
        "Rules that did not pass, the worst first",
        [.text("Rule"), .text("Verdict"), .text("Finding"), .text("What to do")])
    for finding in told {
        table.add([
            HTML(finding.rule.text), tag(finding.status.rawValue, finding.status.rawValue),
            HTML(bounded(finding.detail, 4000)),
            HTML(advice(finding.rule.text, rules) ?? "–"),
        ])
    }
    var rest = Table("Rules that passed", [.text("Rule"), .text("Finding")])
    for finding in passed { rest.add([HTML(finding.rule.text), HTML(bounded(finding.detail, 4000))]) }
    return section(
        "Quality control", told.isEmpty ? .element("p", [], "Every rule passed.") : table.html,
        passed.isEmpty
            ? .none : details("\(counted(passed.count, "rule")) passed", rest.html))
}

/// Of the rule that the finding's name begins with, the longest such name. What reading says of a file is no rule and
/// says it by itself.
private func advice(_ finding: String, _ rules: [RuleDescription]) -> String? {
    rules.filter { finding == $0.id.text || finding.hasPrefix("\($0.id).") }.max {
        $0.id.text.utf8.count < $1.id.text.utf8.count
    }?
    .advice
}

/// No-template and positive controls by themselves.
func controlsSection(_ run: RunDocument) -> Section? {
    let controls = run.wells.filter { $0.type == .ntc || $0.type == .positive }
    guard !controls.isEmpty else { return section("Controls", .element("p", [], "The plate holds no control.")) }
    var table = Table(
        "No-template and positive controls",
        [
            .text("Well"), .text("Sample"), .text("Kind"), .text("Target"), .text("Call"), .number("Cq"),
            .text("Instrument"), .number("Its Cq"), .number("Tm, °C"), .text("Notes"),
        ])
    var notes = Notes()
    for well in controls {
        table.add(
            [
                HTML(well.well), name(well.sample), well.type == .ntc ? "no template" : "positive",
                name(well.target ?? ""), callText(well),
                number(well.cq, 2), HTML(well.instrumentCall ?? "–"), number(well.instrumentCq, 2), melting(well),
                notes.marks(remarks(well)),
            ], [searched(well)])
    }
    return section("Controls", table.html, notes.html)
}

/// Where the instrument's software and we differ, well by well.
func agreementSection(_ run: RunDocument) -> Section? {
    let judged = run.wells.filter { $0.type != .unused && ($0.instrumentCall != nil || $0.instrumentCq != nil) }
    guard !judged.isEmpty else {
        return section(
            "The instrument's own analysis",
            .element("p", [], "The file holds no call and no Cq of the instrument's software."))
    }
    let contradicting = judged.filter { $0.flags.contains(.instrumentContradicts) }
    let differing = judged.count { $0.flags.contains(.instrumentDiffers) }
    var table = Table(
        "Wells of which only one of us says that they amplified: look at their curves",
        [
            .text("Well"), .text("Sample"), .text("Target"), .text("Our call"), .number("Our Cq"), .text("Its call"),
            .number("Its Cq"),
        ])
    for well in contradicting {
        table.add(
            [
                HTML(well.well), name(well.sample), name(well.target ?? ""), callText(well), number(well.cq, 2),
                HTML(well.instrumentCall ?? "–"),
                number(well.instrumentCq, 2),
            ], [searched(well)])
    }
    let said = HTML.element(
        "p", [],
        """
        Both judged \(counted(judged.count, "well")). Whether they amplified: \(contradicting.isEmpty ? "we agree on all" : "we differ on \(contradicting.count)"). \
        The Cq differs by more than the configured difference in \(differing); the table "Wells" has both beside each other.
        """)
    return section("The instrument's own analysis", said, contradicting.isEmpty ? .none : table.html)
}

func callText(_ well: WellDocument) -> HTML { well.excluded ? "excluded" : HTML(well.call.rawValue) }

func melting(_ well: WellDocument) -> HTML {
    guard !well.tm.isEmpty else { return "–" }
    return HTML(well.tm.enumerated().flatMap { $0 == 0 ? [number($1, 2)] : ["; ", number($1, 2)] })
}

/// Why the call is what it is, and every flag in words.
func remarks(_ well: WellDocument) -> [String] { [well.reason].compactMap(\.self) + well.flags.map(\.phrase) }

/// What the finder looks in: the well, then its sample.
func searched(_ well: WellDocument) -> Attribute { Attribute("data-s", "\(well.well)\t\(bounded(well.sample, 80))") }
