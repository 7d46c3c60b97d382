// A test alert's way to the hospital's systems: the running service sends it, this waits for what they say.
public import Alerts
public import Casebook
public import Configuration
internal import Foundation
public import Hospital
internal import Journal
internal import Linux

/// What one way made of a test.
public struct InterfaceTestAnswer: Sendable {
    public let route: Route
    public let isAccepted: Bool
    /// The receiver's words, or why there are none.
    public let detail: String
}

/// Beyond the longest time that a receiver has, seconds.
private let patienceSeconds = 10.0
private let lookPause = Duration.milliseconds(100)

/// Waits for the answer of each way that the configuration has chosen; none where it has none. A test is behind whatever
/// is owed before it.
public func interfaceAnswers(toTest alert: AlertID, casebook: Casebook, configuration: Configuration) async throws
    -> [InterfaceTestAnswer]
{
    guard let settings = configuration.interface, !settings.routes.isEmpty else { return [] }
    guard JournalLock.look(.interface, journal: configuration.journalPath).isHeld else {
        return settings.routes.map {
            InterfaceTestAnswer(route: $0, isAccepted: false, detail: "cqwatch-interface.service does not run")
        }
    }
    let seconds = (settings.hl7.map { $0.connectSeconds + $0.answerSeconds } ?? 0) + (settings.fhir?.answerSeconds ?? 0)
    let end = steadyNow() + .seconds(patienceSeconds + seconds)
    var answers: [InterfaceTestAnswer] = []
    for route in settings.routes {
        var state: OpenMessage?
        repeat {
            state = try casebook.interfaceState(MessageNumber(alert.sequence), route, site: settings.site)
            if state?.state.isSettled == true || steadyNow() >= end { break }
            try await Task.sleep(for: lookPause)
        } while true
        answers.append(
            InterfaceTestAnswer(
                route: route, isAccepted: state?.state == .accepted,
                detail: state?.detail ?? "not sent in time: see cqwatch interface status"))
    }
    return answers
}
