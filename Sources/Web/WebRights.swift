// What each role may do. docs/web.md says why.

extension WebActKind {
    /// Who may do it.
    /// - Parameter isPatients: of an alert: it concerns a patient, and is no matter of the laboratory's alone.
    func roles(isPatients: Bool) -> Set<WebRole> {
        switch self {
        case .acknowledge: isPatients ? [.physician] : [.technician, .laboratory]
        case .close, .silence, .reopen: isPatients ? [.physician] : [.laboratory]
        case .correct, .void, .reattribute, .undo: [.technician, .laboratory]
        case .accept: [.laboratory]
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
    public func refusal(of viewer: WebViewer, isPatients: Bool = false) -> WebRefusal? {
        let able = roles(isPatients: isPatients)
        guard viewer.roles.isDisjoint(with: able) else { return nil }
        let whose = isOnAlert ? (isPatients ? " of a patient" : " of the laboratory") : ""
        return WebRefusal(
            403,
            "\(viewer.user) may not do that: who \(words)\(whose) must have the role "
                + "\(able.map(\.rawValue).sorted().joined(separator: " or "))."
        )
    }
}
