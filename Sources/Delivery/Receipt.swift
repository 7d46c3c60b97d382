// What an attempt's outcome means for the delivery: done, tried again later, or given up.
internal import Foundation
internal import Journal
internal import Judgement

/// A receipt to be journaled.
struct Receipt: Hashable {
    let state: DeliveryState
    let detail: String?
    /// When to try again; nil unless the state is retry.
    let next: Date?

    /// Critical alerts are never given up as long as their channel exists.
    init(_ outcome: AttemptOutcome, attempt: Int, severity: Severity, settings: DeliverySettings, now: Date) {
        switch outcome {
        case .delivered(let said): (state, detail, next) = (.delivered, said, nil)
        case .impossible(let why): (state, detail, next) = (.failed, why, nil)
        case .stopped(let why): (state, detail, next) = (.retry, why, now)
        case .again(let why):
            let givenUp = attempt >= settings.attemptsMax && severity != .critical
            state = givenUp ? .failed : .retry
            detail = givenUp ? "given up after \(attempt) attempts; the last one \(why)" : why
            next = givenUp ? nil : now.addingTimeInterval(backOff(attempt: attempt, settings))
        }
    }
}

/// Seconds before the next attempt: doubled after each, up to the longest wait. `attempt` counts from 1.
func backOff(attempt: Int, _ settings: DeliverySettings) -> Double {
    min(settings.retryMaxSeconds, settings.retrySeconds * pow(2, Double(min(max(attempt, 1), 64) - 1)))
}
