// What was sent to the hospital, way by way, as receipts in the chain. The journal is the outbox: a way's newest receipt
// says up to which record all is settled.
public import Alerts
public import Foundation
internal import GRDB
public import Hospital
public import Journal
public import Rules

extension Casebook {
    /// Journals what came of messages.
    /// - Parameters:
    ///   - parked: by patient, the record of the message that the line takes to be set aside. Where a person has decided
    ///     on it since, what waited behind it is still to be read: nothing is said to be reached beyond it.
    ///   - digests: SHA-256 of the bytes that were sent.
    ///   - fault: what the laboratory must hear of it; raised unless an alert on the same subject still stands.
    public func recordInterface(
        _ receipts: [LineReceipt], parked: [String: Int64], _ route: Route, site: String,
        digests: [MessageNumber: String], fault: Finding?, context: JudgementContext, at now: Date
    ) throws(JournalError) {
        try write(at: now) { appender in
            let own = receipts.filter { $0.state == .parked }.map(\.cause)
            let known = Set(parked.values).subtracting(own)
            let decided = known.isEmpty ? [] : known.subtracting(try Self.parked(route, appender.db).values)
            for receipt in receipts {
                let body = InterfaceBody(
                    receipt, route, site: site, reached: min(receipt.reached, (decided.min() ?? .max) - 1),
                    sha256: digests[receipt.number], context)
                try appender.append(.interface, about: receipt.cause, body)
            }
            try appender.tellOfWay(route, fault, context)
        }
    }

    /// A person has a message that is set aside tried again, or given up; one that waits can be given up too. On every
    /// way where it is not done.
    /// - Throws: `.refused` where no way has such a message.
    public func decideInterface(
        _ message: String, _ state: LineState, by person: Person, context: JudgementContext, at now: Date
    ) throws(JournalError) {
        try write(at: now) { appender in
            let states: Set<LineState> = state == .retry ? [.parked] : [.parked, .waiting, .retry]
            let found = try Route.allCases.flatMap { try Self.openMessages($0, appender.db) }.filter {
                $0.message == message && states.contains($0.state)
            }
            guard !found.isEmpty else {
                throw JournalError.refused(
                    state == .retry
                        ? "No message \(message) is set aside: `cqwatch interface status` lists those that are."
                        : "No message \(message) waits or is set aside: `cqwatch interface status` lists those that do."
                )
            }
            let act = try appender.append(person, state.rawValue, on: message, until: nil, context)
            for open in found {
                try Self.decide(open, state, by: person, act, context, &appender)
                try appender.tellOfWay(open.route, nil, context)
            }
        }
    }

    private static func decide(
        _ open: OpenMessage, _ state: LineState, by person: Person, _ act: Int64, _ context: JudgementContext,
        _ appender: inout Appender
    ) throws {
        let body = try newestBody(open.message, open.route, appender.db)
        let place = try interfacePlace(open.route, appender.db)
        // What waited behind it is to be read.
        let reached = min(place.reached, open.cause - 1)
        let receipt = LineReceipt(
            number: body.number, cause: open.cause, patient: open.patient, state: state, attempt: body.attempt,
            detail: "\(state == .retry ? "tried again" : "given up") by \(person.name), record \(act)",
            cursor: place.cursor, reached: reached)
        let site = String(body.message.prefix { $0 != "-" })
        try appender.append(
            .interface, about: open.cause,
            InterfaceBody(receipt, open.route, site: site, reached: reached, sha256: body.sha256, context))
    }
}
