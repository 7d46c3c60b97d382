// R10: what only the laboratory can mend. Never sent to the physician.
public import Assay
import Text

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
