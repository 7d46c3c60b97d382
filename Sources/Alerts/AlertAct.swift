// What a person may do with an alert, and why not.
public import Foundation
import Text

public enum AlertAct: Hashable, Sendable {
    case acknowledge
    /// Over for this person's reason; the values since are the patient's new level.
    case close
    case silence(until: Date)
    /// A closing is taken back.
    case reopen

    public var event: AlertEventKind {
        switch self {
        case .acknowledge: .acknowledged
        case .close: .closed
        case .silence: .silenced
        case .reopen: .reopened
        }
    }
}

/// Why the act is not possible, as a sentence; nil where it is.
/// - Parameters:
///   - by: the person's name; every act names one.
///   - note: the reason; every act gives one.
public func refusal(
    of act: AlertAct, on life: AlertLife, by: String, note: String, settings: EscalationSettings, now: Date
) -> String? {
    if by.allSatisfy(\.isWhitespace) { return "Name the person who acts (--by)." }
    if note.allSatisfy(\.isWhitespace) { return "Give the reason (--note)." }
    if act == .reopen {
        return life.state == .closed
            ? nil : "The alert is \(life.state.rawValue), not closed; only a closing is undone."
    }
    if life.isOver { return "The alert is \(life.state.rawValue) already; there is nothing left to do." }
    switch act {
    case .acknowledge: return life.state == .acknowledged ? "The alert is acknowledged already." : nil
    case .close, .reopen: return nil
    case .silence(let until):
        if until <= now { return "The end of the silence lies in the past." }
        if until.timeIntervalSince(now) > settings.silenceMaxDays * 86_400 {
            return
                "A silence lasts at most \(plainDecimal(settings.silenceMaxDays, digits: 1)) days; there is no "
                + "endless one."
        }
        return nil
    }
}
