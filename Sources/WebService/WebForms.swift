// The forms' words.
internal import Alerts
internal import Assay
internal import Casebook
internal import Foundation
internal import Pages
internal import Reporting
internal import Rules
internal import Snapshots
internal import Web

func alertForm(_ kind: WebActKind, _ alert: Alert, seen: Int64, seal: String, settings: EscalationSettings)
    -> ActForm
{
    let document = AlertDocument(alert)
    let words: (title: String, follows: String, submit: String) =
        switch kind {
        case .close:
            (
                "Close alert \(alert.id.text)",
                "Samples taken after the closing are judged afresh: the values measured since the alert count as the "
                    + "patient's new level. It can be taken back.",
                "Close it"
            )
        case .silence:
            (
                "Silence alert \(alert.id.text)",
                "Reminders and escalations are put off. A confirmation or a higher severity ends the silence early.",
                "Silence it"
            )
        case .reopen:
            (
                "Take the closing of \(alert.id.text) back", "The alert stands again, and reminders begin anew.",
                "Take it back"
            )
        default:
            (
                "Acknowledge alert \(alert.id.text)",
                "Says that you have taken it in hand: reminders and escalations end. A confirmation or a higher "
                    + "severity voids it.",
                "Acknowledge it"
            )
        }
    let days = max(1, Int(settings.silenceMaxDays))
    return ActForm(
        title: words.title, says: [document.headline + ".", document.text, document.advice, words.follows],
        hidden: [("act", kind.rawValue), ("alert", alert.id.text), ("seen", String(seen)), ("seal", seal)],
        fields: kind == .silence
            ? [.number(name: "days", label: "For how many days, at most \(days)", value: min(7, days), range: 1...days)]
            : [],
        submit: words.submit, back: alert.finding.patient.map(PageName.patient) ?? PageName.index,
        noteMax: WebLimits.noteMax)
}

func runForm(
    _ kind: WebActKind, _ run: JournaledRun, seal: String, back: String, patients: [String], acceptBy: Int
) -> ActForm {
    let samples = run.analysis.samples.map(\.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let started = run.analysis.identity.started?.replacing("T", with: " ") ?? "not known"
    let (title, follows, submit, fields): (String, String, String, [ActForm.Field]) =
        switch kind {
        case .correct:
            (
                "Correct the run's start",
                "The file's own time stays in the record. Values and alerts are judged anew.",
                "Correct it",
                [
                    .text(
                        name: "started", label: "It began", value: "",
                        hint: "2026-05-14 09:30, in the laboratory's time")
                ]
            )
        case .void:
            (
                "Void the run", "It is never used, and its patients are judged anew without it. It can be taken back.",
                "Void it", []
            )
        case .accept:
            (
                "Accept a failed quality control",
                (acceptBy > 1 ? "It holds once two different persons have accepted the same. " : "")
                    + "What no value can do without, such as a standard curve, cannot be overruled.",
                "Accept it",
                [
                    .check(name: "whole", label: "The whole run"),
                    .checks(name: "sample", label: "Or these samples of it", options: samples),
                ]
            )
        case .reattribute:
            (
                "Say whose a sample is", "Both patients are judged anew.", "Record it",
                [
                    .choice(name: "sample", label: "Sample, as the plate names it", options: samples),
                    .choice(name: "patient", label: "Patient whose it is", options: patients),
                    .number(
                        name: "day", label: "Sampling day after the first infusion", value: nil, range: -10_000...36_500
                    ),
                ]
            )
        default:
            (
                "Take the newest decision back", "That is a record too; nothing is deleted.", "Take it back", []
            )
        }
    let undone = kind == .undo ? run.decisions.newestStanding : nil
    let newest = undone.map(RunDecisionDocument.init).map {
        "The newest decision: \($0.words), by \($0.by), \($0.note)"
    }
    let failures = kind == .accept ? whatFailed(run.analysis) : []
    return ActForm(
        title: title,
        says: [
            "Run \(run.analysis.identity.id) of the file \(run.path.split(separator: "/").last ?? ""), started \(started) by the instrument's clock."
        ] + failures + [newest, follows].compactMap(\.self),
        hidden: [("act", kind.rawValue), ("run", String(run.sequence))]
            + (undone.map { [("seen", String($0.record))] } ?? []) + [("seal", seal)], fields: fields, submit: submit,
        back: back, noteMax: WebLimits.noteMax)
}

/// Nobody accepts what they were not shown.
private func whatFailed(_ run: RunAnalysis) -> [String] {
    let failed = run.quality.filter { $0.status == .fail }
    guard !failed.isEmpty else { return ["The run did not fail its quality control: choose samples of it."] }
    return failed.map {
        "Failed: \($0.rule.text): \($0.detail)" + ($0.canBeAccepted ? "" : " That cannot be overruled.")
    }
}
