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
