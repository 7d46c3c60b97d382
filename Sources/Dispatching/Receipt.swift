// What an attempt's outcome means for a delivery: done, tried again later, or given up.
internal import Foundation
internal import Alerts
internal import Rules

extension DeliveryReceipt {
    /// Critical alerts are never given up as long as their channel exists: where a mail does not get through, the next
    /// contact is asked too.
    /// - Parameters:
    ///   - message: Message-ID of the mail, where it is one.
    ///   - jitter: 0 to 1; spreads what failed together.
    init(
        _ outcome: AttemptOutcome, of delivery: Delivery, message: String?, settings: DeliverySettings, jitter: Double,
        now: Date
    ) {
        let attempt = min(delivery.attempt, Delivery.attemptsMax - 1) + 1
        let isCritical = delivery.alert.finding.severity == .critical
        let next = now.addingTimeInterval(backOff(attempt: attempt, jitter: jitter, settings))
        switch outcome {
        case .delivered(let said): self.init(delivery.id, .delivered, detail: said, attempt: attempt, message: message)
        case .impossible(let why): self.init(delivery.id, .failed, detail: why, attempt: attempt)
        case .stopped(let why): self.init(delivery.id, .retry, detail: why, attempt: attempt, next: now)
        case .refused(let why) where isCritical:
            self.init(delivery.id, .retry, detail: why, attempt: attempt, next: next, passesOn: true)
        case .refused(let why): self.init(delivery.id, .failed, detail: why, attempt: attempt)
        case .again(let why) where isCritical || attempt < settings.attemptsMax:
            let passesOn = isCritical && delivery.channel == .mail && attempt >= settings.nextContactAttempts
            self.init(delivery.id, .retry, detail: why, attempt: attempt, next: next, passesOn: passesOn)
        case .again(let why):
            self.init(
                delivery.id, .failed, detail: "given up after \(attempt) attempts; the last one \(why)",
                attempt: attempt)
        }
    }
}

/// Seconds before the next attempt: doubled after each, up to the longest wait, then up to a quarter more. `attempt`
/// counts from 1.
func backOff(attempt: Int, jitter: Double, _ settings: DeliverySettings) -> Double {
    min(settings.retryMaxSeconds, settings.retrySeconds * pow(2, Double(min(max(attempt, 1), 64) - 1)))
        * (1 + jitterMax * min(max(jitter, 0), 1))
}

/// Seconds: no attempt is put off for longer. What the journal holds with a later date was written while the clock was
/// ahead.
func longestPause(_ settings: DeliverySettings) -> Double { settings.retryMaxSeconds * (1 + jitterMax) }

private let jitterMax = 0.25
