// What each role may do. docs/web.md says why.
public import Snapshots

extension WebActKind {
    /// Who may do it.
    /// - Parameters:
    ///   - isPatients: of an alert: it concerns a patient, and is no matter of the laboratory's alone.
    ///   - undoing: the decision that is taken back; nil where it is not known yet.
    func roles(isPatients: Bool, undoing: RunDecision.Act? = nil) -> Set<WebRole> {
        switch self {
        case .acknowledge: isPatients ? [.physician] : [.technician, .laboratory]
        case .close, .silence, .reopen: isPatients ? [.physician] : [.laboratory]
        case .correct, .void, .reattribute: [.technician, .laboratory]
        case .accept: [.laboratory]
        // Who may decide it may take it back: else an acceptance by two would fall by one who may not accept.
        case .undo: (undoing?.kind ?? .void).roles(isPatients: false)
        }
    }

    private var words: String {
        switch self {
        case .acknowledge: "acknowledges an alert"
        case .close: "closes an alert"
        case .silence: "silences an alert"
        case .reopen: "takes the closing of an alert back"
        case .correct: "corrects a run's start"
        case .void: "voids a run"
        case .accept: "accepts a failed run or sample"
        case .reattribute: "says whose a sample is"
        case .undo: "takes a decision back"
        }
    }

    /// Why this person may not do it, as a sentence; nil where they may.
    public func refusal(of viewer: WebViewer, isPatients: Bool = false, undoing: RunDecision.Act? = nil) -> WebRefusal?
    {
        let able = roles(isPatients: isPatients, undoing: undoing)
        guard viewer.roles.isDisjoint(with: able) else { return nil }
        let whose = isOnAlert ? (isPatients ? " of a patient" : " of the laboratory") : ""
        let words = undoing == .accepted ? "takes an acceptance back" : words
        return WebRefusal(
            403,
            "\(viewer.user) may not do that: who \(words)\(whose) must have the role "
                + "\(able.map(\.rawValue).sorted().joined(separator: " or "))."
        )
    }
}

extension RunDecision.Act {
    fileprivate var kind: WebActKind {
        switch self {
        case .corrected: .correct
        case .voided: .void
        case .accepted: .accept
        case .reattributed: .reattribute
        case .undone: .undo
        }
    }
}
