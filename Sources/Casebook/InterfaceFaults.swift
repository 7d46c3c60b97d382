// The laboratory's alert on a way to the hospital's systems: it stands while a message of that way waits or is set aside,
// so that the next fault is told again.
internal import Alerts
internal import Hospital
internal import Journal
internal import Rules

extension Appender {
    /// - Parameter fault: what the laboratory must hear of; nil: nothing new, and what stands ends where all is done.
    mutating func tellOfWay(_ route: Route, _ fault: Finding?, _ context: JudgementContext) throws {
        if let fault { return try raiseUnlessStanding(fault, context: context) }
        let standing = try Casebook.alerts(withSubject: interfaceSubject(route.rawValue), db).filter(\.state.stands)
        guard !standing.isEmpty, try Casebook.openMessages(route, db).isEmpty else { return }
        let reason = "no message waits or is set aside any more"
        try apply(standing.map { .clear(alert: $0.id, reason: reason) }, about: nil, context: context)
    }
}
