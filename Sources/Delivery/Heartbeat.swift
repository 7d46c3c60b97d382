// A sign of life by mail, as long as watching and delivering both work. Whoever misses it, a person or a monitor that reads a mailbox, knows
// that something does not: the one fault that a program cannot tell of is its own end. It is no alert, so it is not journaled.
internal import Casebook
public import Foundation
internal import Journal
internal import Alerts
internal import Rules
internal import Log
internal import Logging
internal import Mail

/// Whether the watching half of the program lives.
public struct Pulse: Sendable {
    public let isRunning: Bool
    /// When its last scan ended; nil where none ever did.
    public let lastScan: Date?
    /// Folders that cannot be watched, and why.
    public let troubles: [String]
    public init(isRunning: Bool, lastScan: Date?, troubles: [String] = []) {
        self.isRunning = isRunning
        self.lastScan = lastScan
        self.troubles = troubles
    }
}

extension Deliverer {
    /// A scan may be this old, seconds, where heartbeats come more often.
    static let scanAgeMax = 600.0
    /// A heartbeat that did not go out is tried again after these seconds.
    static let heartbeatRetry = 60.0

    /// One attempt.
    /// - Returns: seconds until the next.
    func beat(_ pulse: Pulse, _ context: JudgementContext) async throws -> Double {
        let settings = context.delivery, every = settings.heartbeat.everySeconds
        let now = Date()
        guard pulse.isRunning, let scan = pulse.lastScan, abs(now.timeIntervalSince(scan)) <= max(every, Self.scanAgeMax) else {
            // A scan of tomorrow was made while the clock was wrong: what it says of today is nothing.
            let last = pulse.lastScan.map { "has not scanned since \($0.formatted(.iso8601))" } ?? "has never scanned"
            logger.say(.heartbeatMissed, "No heartbeat is sent: the watcher \(pulse.isRunning ? last : "does not run").")
            return Self.heartbeatRetry
        }
        let key = settings.heartbeat.recipient ?? settings.laboratory ?? settings.defaultRecipient
        guard let mail = settings.mail, let from = MailAddress(name: "cqwatch", address: mail.from),
            let to = HookEvent.recipients([key], settings).first.flatMap({ MailAddress(name: $0.name, address: $0.address) })
        else {
            logger.say(.heartbeatMissed, "No heartbeat is sent: it needs delivery.channels.mail and a recipient with a mail address.")
            return every
        }
        let casebook = casebook
        let status = try await offPool { () throws(JournalError) in try casebook.status(dayStart: now) }
        let message = MailMessage(
            from: from, to: to, subject: "[cqwatch] alive", date: now, messageID: "heartbeat.\(UUID().uuidString.lowercased())@\(from.domain)",
            list: ("cqwatch heartbeat", "heartbeat.cqwatch.\(from.domain)"),
            body: .text(Self.heartbeatText(status, pulse, every: every), subtype: "plain"))
        switch await MailRoute.send(OutgoingMail(from: from, to: to, bytes: message.bytes()), by: mail.route) {
        case .delivered: return every
        case .stopped: return every
        case .again(let why), .refused(let why), .impossible(let why):
            logger.say(.heartbeatMissed, "The heartbeat did not go out: \(why)")
            return min(every, Self.heartbeatRetry)
        }
    }

    static func heartbeatText(_ status: JournalStatus, _ pulse: Pulse, every: Double) -> String {
        """
        cqwatch watches and delivers.

        Last scan: \(pulse.lastScan?.formatted(.iso8601) ?? "none")
        \(pulse.troubles.isEmpty ? "All watched folders answer." : "In trouble: \(HookEvent.oneLine(pulse.troubles.joined(separator: "; ")))")
        Alerts open: \(status.alertsOpen). Deliveries owed: \(status.deliveriesOwed), failed: \(status.deliveriesFailed).
        Journal head: \(status.head.digest)

        The next such mail comes in \(Int((every / 60).rounded(.up))) min. If it does not, look at cqwatch.

        \(advisoryLine)
        """
    }
}
