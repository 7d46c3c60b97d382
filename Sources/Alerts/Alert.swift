// An alert, and what can happen to it.
public import Foundation
public import Rules

public enum AlertState: String, Sendable, Codable { case open, confirmed, acknowledged, cleared, closed, corrected }

/// What happened to an alert; the hook's `event`.
public enum AlertEventKind: String, Sendable, Codable {
    case raised, confirmed, acknowledged, reminder, escalated, cleared, closed, reopened, corrected, silenced, test
    /// A notice that is no alert: a stick may be pulled.
    case media
}

/// A finding with an identity and a life.
public struct Alert: Hashable, Sendable, Codable {
    public var id: AlertID
    public var state: AlertState
    public var raised: Date
    public var finding: Finding

    public init(id: AlertID, state: AlertState, raised: Date, finding: Finding) {
        self.id = id
        self.state = state
        self.raised = raised
        self.finding = finding
    }
}

/// The last line of every message.
public let advisoryLine =
    "Advisory only: the relapse level of 84 copies rests on one patient of one study (DOI 10.3892/etm.2023.12170)."

extension AlertState {
    /// Those of an alert that is not over: somebody must act, or wait for further values.
    public static let standing: Set<AlertState> = [.open, .confirmed, .acknowledged]

    public var stands: Bool { Self.standing.contains(self) }
}
