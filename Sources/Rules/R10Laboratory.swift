// R10: what only the laboratory can mend. Never sent to the physician.
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

/// A file that holds another run under a known run id: its values are withheld.
public func identityConflictFinding(_ run: RunIdentity, known: RunIdentity, path: String) -> Finding {
    func plain(_ identity: RunIdentity) -> String {
        "instrument \(identity.serial.map { shown($0) } ?? "unknown"), start "
            + "\(identity.started.map { shown($0) } ?? "unknown")"
    }
    return laboratory(
        .identityConflict, subject: "identity of \(shown(path, max: 300))", run: run.id,
        text:
            "File \(shown(path, max: 300)) carries the run id \(shown(run.id.text)) of another run: "
            + "it says \(plain(run)); the journal knows \(plain(known)).")
}

/// The patients file names a physician that the configuration does not know.
public func physicianFinding(_ patient: Patient, context: RuleContext) -> Finding? {
    guard !context.physicians.contains(patient.physician) else { return nil }
    return laboratory(
        .unknownPhysician, subject: "physician of \(patient.code)", patient: patient.code, run: nil,
        text:
            "The physician of patient \(patient.code), "
            + "\(patient.physician.isEmpty ? "left empty" : shown(patient.physician)), is no recipient of "
            + "the configuration; alerts go to the default recipient.")
}

/// No run has come for so long that something may be broken: the export, the share, the watch. Nil while all is well.
/// - Parameter lastRun: start date of the newest run; nil where none was ever seen, which is no alert.
public func noRunFinding(lastRun: CalendarDate?, context: RuleContext) -> Finding? {
    guard let lastRun, context.today.days(since: lastRun) > context.rules.noRunDaysMax else { return nil }
    return laboratory(
        .noRun, subject: noRunSubject(lastRun), run: nil,
        text: "No run has come since \(lastRun.iso), \(plainDays(context.today.days(since: lastRun))) ago.")
}

/// Records that were written are in the journal no longer: its write-ahead log was deleted, or an older copy was put in
/// its place.
/// - Parameters:
///   - now: the newest record there is.
///   - then: the newest that was written.
public func lostRecordsFinding(_ path: String, from now: Int64, to then: Int64) -> Finding {
    let gone = now < then ? "records \(now + 1) to \(then)" : "record \(then) as it was written"
    return laboratory(
        .lostRecords, subject: "journal \(shown(path, max: 300))", run: nil,
        text:
            "The journal \(shown(path, max: 300)) lacks \(gone), which the service wrote before it ended: its "
            + "write-ahead log (-wal) was deleted, or an older copy was put in its place.")
}

public func noRunSubject(_ lastRun: CalendarDate) -> String { "no run since \(lastRun.iso)" }

/// Items listed in one text; the rest are counted.
private let listedMax = 8

/// A finding that only the laboratory hears of.
/// - Parameter advice: where it depends on the case; else the kind's own.
func laboratory(
    _ kind: RuleDescription, subject: String, patient: String? = nil, day: Int? = nil, run: RunID?,
    headline: String? = nil, text: String, advice: String? = nil
) -> Finding {
    Finding(
        rule: kind.id, severity: .laboratory, patient: patient, day: day, subject: subject, run: run, text: text,
        advice: advice ?? kind.advice, headline: headline ?? kind.name)
}

extension RuleDescription {
    /// Of all rules that only the laboratory hears of: they are kinds of one.
    static let laboratoryID: RuleID = "R10"

    /// One of R10's kinds: all are the laboratory's to mend, and the project's choice.
    static func ofLaboratory(
        _ name: String, fires: String, advice: String, thresholds: [Threshold] = [], evidence: String
    ) -> RuleDescription {
        RuleDescription(
            id: laboratoryID, name: name, fires: fires, hears: "laboratory", advice: advice, thresholds: thresholds,
            evidence: evidence, source: project)
    }

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

    static let identityConflict = RuleDescription.ofLaboratory(
        "identity conflict",
        fires: "a file carries a known run id with another instrument or another start",
        advice:
            "Nothing of it reaches the patient rules. Find out which file is genuine; a copied or edited file "
            + "must not stay in the watched folder.",
        evidence: "a copied or edited file looks like this")

    static let unknownPhysician = RuleDescription.ofLaboratory(
        "unknown physician",
        fires: "the patients file names a physician who is no recipient of the configuration",
        advice: "Add the recipient under delivery.recipients, or correct the patients file.",
        evidence: "alerts would reach the default recipient alone")

    static let noRun = RuleDescription.ofLaboratory(
        "no run",
        fires: "no run has come for more than \(usual.noRunDaysMax) days, once there was one",
        advice:
            "Check that runs are exported to the watched folder and that it is mounted; if the laboratory is "
            + "closed, close this alert.",
        thresholds: [.init("rules.noRunDaysMax", usual.noRunDaysMax)],
        evidence: "a broken export or mount is silent")

    static let lostRecords = RuleDescription.ofLaboratory(
        "lost records",
        fires: "records that the service wrote are in the journal no more",
        advice:
            "Alerts with these numbers were told and stand in the journal no more. Runs whose files are still "
            + "in the watched folders are read again by themselves; acknowledgements and closures of that time "
            + "must be repeated. Keep a backup (cqwatch journal backup), and leave -wal and -shm alone.",
        evidence: "21 CFR 11.10(e): records must not be lost")
}
