// R10: what is wrong with a run, its date and its samples.
public import Assay
import Laboratory
import Text

/// What the laboratory must hear of a run: a failed quality control, and samples whose values are withheld. One finding
/// of each kind a run.
/// - Parameters:
///   - attributions: one for each of `run.samples`, in order.
///   - path: the file the run was read from. People know a run by its file's name, not by its id.
public func judgeRun(
    _ run: RunAnalysis, _ attributions: [Attribution], from path: String, context: RuleContext,
    adjustment: RunAdjustment = RunAdjustment()
) -> [Finding] {
    // What is never used needs nobody.
    if adjustment.voided != nil { return [] }
    let run = run.accepted(by: adjustment, acceptBy: context.acceptBy)
    let file = shown(path.split(separator: "/").last.map(String.init) ?? path, max: 120)
    let named = "\(shown(run.identity.id.text)) (file \(file))"
    var findings: [Finding] = []
    if let started = run.identity.started.flatMap({ CalendarDate(iso: $0) }),
        let fault = clockFault(run, started, context)
    {
        findings.append(
            laboratory(
                .wrongClock, subject: "clock of run \(shown(run.identity.id.text))", run: run.identity.id,
                headline: "the run \(file) has a wrong date", text: "Run \(named): \(fault)"))
    }
    let failed = run.quality.filter { $0.status == .fail }
    if !failed.isEmpty {
        let list = plainList(failed.map { "\(shown($0.rule.text)): \(shown($0.detail, max: 300))" }, max: listedMax)
        findings.append(
            laboratory(
                .failedRun, subject: "quality of run \(shown(run.identity.id.text))", run: run.identity.id,
                headline: "the run \(file) failed its quality control",
                text: "Run \(named) failed its quality control: \(stopped(list))",
                advice: run.critical.isEmpty
                    ? "\(RuleDescription.failedRun.advice) Where it may stand as it is, who answers for the laboratory says so: "
                        + "cqwatch run accept \(shown(run.identity.id.text)) --by NAME --note TEXT."
                    : nil))
    }
    // A drift that only warns lets the values through: somebody must look at the standards.
    let warned = run.quality.filter { $0.rule == CurveDrift.name && $0.status == .warn }
    if !warned.isEmpty {
        findings.append(
            laboratory(
                .warnedDrift, subject: "curve drift of run \(shown(run.identity.id.text))", run: run.identity.id,
                headline: "the standard curve of \(file) has drifted",
                text: "Run \(named): \(stopped(plainList(warned.map { shown($0.detail, max: 400) }, max: listedMax)))"))
    }
    // Where the clock was wrong all are withheld for it, and have been told of.
    let isDated =
        run.identity.started.flatMap { CalendarDate(iso: $0) }.map { clockFault(run, $0, context) == nil } ?? true
    let withheld = !isDated ? [] : zip(run.samples, attributions).filter { $0.1.toLaboratory && $0.1.withheld != nil }
    if !withheld.isEmpty {
        let list = withheld.map {
            "\(shown($0.0.name, max: 40)) (\(shown($0.0.target, max: 40))): \($0.1.withheld ?? "")"
        }
        findings.append(
            laboratory(
                .withheldSamples, subject: "withheld samples of run \(shown(run.identity.id.text))",
                run: run.identity.id,
                headline:
                    "\(withheld.count == 1 ? "a sample" : "\(withheld.count) samples") of \(file) withheld",
                text: "\(withheld.count == 1 ? "One sample" : "\(withheld.count) samples") of run \(named) "
                    + "\(withheld.count == 1 ? "is" : "are") withheld from the patient rules: "
                    + "\(stopped(plainList(list, max: listedMax)))"
            ))
    }
    return findings
}

/// Items listed in one text; the rest are counted.
private let listedMax = 8

extension RuleDescription {
    static let failedRun = RuleDescription.ofLaboratory(
        "failed run",
        fires: "a run failed its quality control or the laboratory's history fails it",
        advice:
            "Its values are journaled but withheld from the patient rules. Mend the cause and repeat the run, "
            + "or correct the plate in the instrument's software and export it again.",
        evidence: "the rule that failed names its own")

    static let wrongClock = RuleDescription.ofLaboratory(
        "wrong clock",
        fires: "a run states a start in the future, or before \(earliestRunYear)",
        advice:
            "Its values are withheld from the patient rules until a person says when it began (cqwatch run correct). "
            + "Set the instrument's clock.",
        evidence: "a sampling day cannot be held against a wrong date")

    static let warnedDrift = RuleDescription.ofLaboratory(
        "curve drift that warns",
        fires: "a standard curve lies off the laboratory's earlier ones while few runs are known",
        advice:
            "Its values are used all the same, because so few earlier runs are known. Check the standards; if "
            + "they are wrong, correct them in the instrument's software and export again.",
        evidence: "as laboratory.curve_drift")

    static let withheldSamples = RuleDescription.ofLaboratory(
        "withheld samples",
        fires:
            "samples of a run cannot be attributed, contradict its date (more than \(usual.maxDelayDays) days "
            + "after the sample, or before it), or are not valid",
        advice:
            "Correct the sample's name in the instrument's software, the patients file or the plate, whichever "
            + "is wrong, and export again.",
        thresholds: [.init("rules.maxDelayDays", usual.maxDelayDays)],
        evidence: "what cannot be attributed for sure must not reach a patient")
}
