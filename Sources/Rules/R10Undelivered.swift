// R10: an alert that did not reach somebody.
import Assay

extension RuleDescription {
    static let undelivered = RuleDescription.ofLaboratory(
        "undelivered alert",
        fires: "an alert did not get through a channel, once a channel, in mail once a recipient",
        advice: "Tell its recipients by other means and repair the channel.",
        evidence: "who was not reached does not know")
}

/// - Parameters:
///   - alert: its id.
///   - retry: the command that sends it again; nil while it is still being tried.
public func undeliveredFinding(alert: String, to place: String, reason: String, retry: String?) -> Finding {
    laboratory(
        .undelivered, subject: "delivery:\(place.replacing(" ", with: ":"))", run: nil,
        text: "Alert \(alert) did not reach \(place): \(reason).",
        advice: retry.map { "Tell its recipients by other means, repair the channel, then run `\($0)`." }
            ?? "Tell its recipients by other means and repair the channel; the program keeps trying, and the next contact is "
            + "asked too."
    )
}

/// What alerts on one way to the hospital's systems share: one stands at a time.
public func interfaceSubject(_ route: String) -> String { "interface:\(route)" }

/// - Parameters:
///   - route: the way: hl7, fhir, folder.
///   - fault: what happened to which message, without a full stop.
public func interfaceFinding(route: String, fault: String) -> Finding {
    laboratory(
        .undelivered, subject: interfaceSubject(route), run: nil,
        text: "The hospital's systems are not told by \(route): \(fault).",
        advice: "Tell the physician by other means what is urgent. `cqwatch interface status` lists what waits; repair "
            + "the receiver or the configuration, then `cqwatch interface --retry ID` or `--skip ID`."
    )
}
