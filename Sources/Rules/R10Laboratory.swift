// R10: what only the laboratory can mend. Never sent to the physician.
public import Assay
import Laboratory
import Text

/// What the laboratory must hear of a run: a failed quality control, and samples whose values are withheld. One finding of each kind a run.
/// - Parameters:
///   - attributions: one for each of `run.samples`, in order.
///   - path: the file the run was read from. People know a run by its file's name, not by its id.
public func judgeRun(_ run: RunAnalysis, _ attributions: [Attribution], from path: String, context: RuleContext) -> [Finding] {
    let named = "\(shown(run.identity.id)) (file \(shown(path.split(separator: "/").last.map(String.init) ?? path, max: 120)))"
    var findings: [Finding] = []
    let failed = run.quality.filter { $0.status == .fail }
    if !failed.isEmpty {
        let list = plainList(failed.map { "\(shown($0.rule)): \(shown($0.detail, max: 300))" }, max: listedMax)
        findings.append(
            laboratory(
                subject: "quality of run \(shown(run.identity.id))", run: run.identity.id,
                text: "Run \(named) failed its quality control: \(stopped(list))",
                advice: "Its values are journaled but withheld from the patient rules. Mend the cause and repeat the run, "
                    + "or correct the plate in the instrument's software and export it again."))
    }
    // A drift that only warns lets the values through: somebody must look at the standards.
    let warned = run.quality.filter { $0.rule == CurveDrift.name && $0.status == .warn }
    if !warned.isEmpty {
        findings.append(
            laboratory(
                subject: "curve drift of run \(shown(run.identity.id))", run: run.identity.id,
                text: "Run \(named): \(stopped(plainList(warned.map { shown($0.detail, max: 400) }, max: listedMax)))",
                advice: "Its values are used all the same, because so few earlier runs are known. Check the standards; if they are wrong, correct them in the "
                    + "instrument's software and export again."))
    }
    let withheld = zip(run.samples, attributions).filter { $0.1.toLaboratory && $0.1.withheld != nil }
    if !withheld.isEmpty {
        let list = withheld.map { "\(shown($0.0.name, max: 40)) (\(shown($0.0.target, max: 40))): \($0.1.withheld ?? "")" }
        findings.append(
            laboratory(
                subject: "withheld samples of run \(shown(run.identity.id))", run: run.identity.id,
                text: "\(withheld.count == 1 ? "One sample" : "\(withheld.count) samples") of run \(named) "
                    + "\(withheld.count == 1 ? "is" : "are") withheld from the patient rules: \(stopped(plainList(list, max: listedMax)))",
                advice: "Correct the sample's name in the instrument's software, the patients file or the plate, whichever is wrong, and export again."))
    }
    return findings
}

/// A file that holds another run under a known run id: its values are withheld.
public func identityConflictFinding(_ run: RunIdentity, known: RunIdentity, path: String) -> Finding {
    func plain(_ identity: RunIdentity) -> String {
        "instrument \(identity.serial.map { shown($0) } ?? "unknown"), start \(identity.started.map { shown($0) } ?? "unknown")"
    }
    return laboratory(
        subject: "identity of \(shown(path, max: 300))", run: run.id,
        text: "File \(shown(path, max: 300)) carries the run id \(shown(run.id)) of another run: it says \(plain(run)); "
            + "the journal knows \(plain(known)).",
        advice: "Nothing of it reaches the patient rules. Find out which file is genuine; a copied or edited file must not stay in the watched folder.")
}

/// The patients file names a physician that the configuration does not know.
public func physicianFinding(_ patient: Patient, context: RuleContext) -> Finding? {
    guard !context.physicians.contains(patient.physician) else { return nil }
    return laboratory(
        subject: "physician of \(patient.code)", patient: patient.code, run: nil,
        text: "The physician of patient \(patient.code), \(patient.physician.isEmpty ? "left empty" : shown(patient.physician)), is no recipient of "
            + "the configuration; alerts go to the default recipient.",
        advice: "Add the recipient under delivery.recipients, or correct the patients file.")
}

/// No run has come for so long that something may be broken: the export, the share, the watch. Nil while all is well.
/// - Parameter lastRun: start date of the newest run; nil where none was ever seen, which is no alert.
public func noRunFinding(lastRun: CalendarDate?, context: RuleContext) -> Finding? {
    guard let lastRun, context.today.days(since: lastRun) > context.rules.noRunDaysMax else { return nil }
    return laboratory(
        subject: noRunSubject(lastRun), run: nil,
        text: "No run has come since \(lastRun.iso), \(plainDays(context.today.days(since: lastRun))) ago.",
        advice: "Check that runs are exported to the watched folder and that it is mounted; if the laboratory is closed, close this alert.")
}

/// Records that were written are in the journal no longer: its write-ahead log was deleted, or an older copy was put in its place.
/// - Parameters:
///   - now: the newest record there is.
///   - then: the newest that was written.
public func lostRecordsFinding(_ path: String, from now: Int64, to then: Int64) -> Finding {
    let gone = now < then ? "records \(now + 1) to \(then)" : "record \(then) as it was written"
    return laboratory(
        subject: "journal \(shown(path, max: 300))", run: nil,
        text: "The journal \(shown(path, max: 300)) lacks \(gone), which the service wrote before it ended: its write-ahead log (-wal) was deleted, or an "
            + "older copy was put in its place.",
        advice: "Alerts with these numbers were told and stand in the journal no more. Runs whose files are still in the watched folders are read again by "
            + "themselves; acknowledgements and closures of that time must be repeated. Keep a backup (cqwatch journal backup), and leave -wal and -shm alone.")
}

public func noRunSubject(_ lastRun: CalendarDate) -> String { "no run since \(lastRun.iso)" }

/// Items listed in one text; the rest are counted.
private let listedMax = 8

func laboratory(subject: String, patient: String? = nil, day: Int? = nil, run: String?, text: String, advice: String) -> Finding {
    Finding(rule: "R10", severity: .laboratory, patient: patient, day: day, subject: subject, run: run, text: text, advice: advice)
}

/// What a patient's own series tells the laboratory: repeats that disagree, and copies before the infusion.
struct R10PatientData: PatientRule {
    let name = "R10"
    let severities: [Severity] = [.laboratory]

    func findings(in course: Course) -> [Finding] {
        let unit = course.unit
        let repeats = course.disagreements.map { d in
            laboratory(
                subject: course.subject(day: d.day) + " repeats", patient: course.patient.code, day: course.offset + d.day, run: d.runs.last,
                text: "Repeats of patient \(course.patient.code), day \(d.day), \(shown(d.target, max: 40)), differ by more than "
                    + "\(plainDecimal(course.settings.repeatDifferenceMaxLog10, digits: 2)) log10: \(plainCopies(d.lowest)) and "
                    + "\(plainCopies(d.highest)) \(unit) (runs \(plainList(d.runs.map { shown($0) }, max: listedMax))). None of them is used.",
                advice: "Check the samples for a mix-up, then measure again and exclude the faulty wells in the instrument's software.")
        }
        // Before a further infusion there may well be cells of the one before.
        let early = course.values.filter { course.offset == 0 && $0.day <= 0 && !$0.belowLLOQ }.map { value in
            laboratory(
                subject: course.subject(day: value.day), patient: course.patient.code, day: value.day, run: value.runs.last,
                text: "Patient \(course.patient.code) shows \(value.plain) on day \(value.day), before the infusion.",
                advice: "Check the sample for contamination or a mix-up, and the infusion date in the patients file.")
        }
        return repeats + early
    }
}
