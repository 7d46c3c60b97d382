public import Snapshots
internal import Text

/// What a person decided about a run.
public struct RunDecisionDocument: Codable, Hashable, Sendable {
    /// Number of its record in the journal.
    public var record: Int64
    /// UTC.
    public var time: String
    /// corrected, voided, accepted, reattributed or undone.
    public var act: String
    public var by: String
    /// The account as the system knows it.
    public var user: String
    public var note: String
    /// When the run began, of a correction.
    @OrNull public var started: String?
    /// Accepted or reattributed; none: the whole run.
    public var samples: [String]
    @OrNull public var patient: String?
    @OrNull public var day: Int?
    /// Record of the decision that this one takes back.
    @OrNull public var undoes: Int64?
    /// It is in force: nobody has taken it back, and enough persons have accepted it.
    public var holds: Bool

    public init(_ decision: RunDecision) {
        record = decision.record
        time = decision.time
        act = decision.act.rawValue
        by = decision.by
        user = decision.user
        note = decision.note
        _started = OrNull(wrappedValue: decision.started)
        samples = decision.samples
        _patient = OrNull(wrappedValue: decision.patient)
        _day = OrNull(wrappedValue: decision.day)
        _undoes = OrNull(wrappedValue: decision.undoes)
        holds = decision.holds
    }

    /// "began 2026-05-14 09:30", "P03 D14 is P02's, day 14": what, in a few words.
    package var words: String {
        let what = samples.isEmpty ? "the run" : plainList(samples, max: 8)
        return switch act {
        case "corrected": "began \((started ?? "").prefix(16).replacing("T", with: " "))"
        case "voided": "voided: never used"
        case "accepted": "\(what) accepted"
        case "reattributed": "\(what) is \(patient ?? "nobody")'s, day \(day.map(String.init) ?? "not known")"
        case "undone": "record \(undoes.map(String.init) ?? "") taken back"
        default: act
        }
    }

    /// For a list: what is in force, in a word or two.
    package static func summary(_ decisions: [RunDecisionDocument]) -> String {
        decisions.filter { $0.holds && $0.act != "undone" }.map { $0.act == "voided" ? "voided" : $0.words }
            .joined(separator: "; ")
    }
}

/// What persons decided about a run, oldest first, with who, when and why; empty where nobody did.
func decisionsText(_ decisions: [RunDecisionDocument], width: Int, colour: Bool) -> String {
    guard !decisions.isEmpty else { return "" }
    let lines = decisions.map { decision in
        let state = decision.holds || decision.act == "undone" ? "" : " (not in force)"
        let text =
            "\(decision.words)\(state), by \(decision.by) (\(decision.user)), \(decision.time.prefix(16))Z: \(decision.note)"
        return "  \(decision.record)  " + folded(text, indent: 8, columns: width) + "\n"
    }
    return Ink.bold.applied("decided by people", colour: colour) + "\n" + lines.joined()
}
