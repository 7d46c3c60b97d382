// A marked test through every channel: journaled like an alert, delivered by whoever delivers, or from here where
// nobody does.
public import Casebook
public import Configuration
internal import Delivery
internal import Foundation
internal import Journal
public import Alerts
internal import Linux
public import Rules
internal import Log
internal import Logging
internal import Synchronization

/// How long a test waits for the first answer of every channel, beyond the longest deadline of one.
private let patienceSeconds = 30.0
private let lookPause = Duration.milliseconds(100)

/// Journals a test and waits for each channel's first answer. A running deliverer sends it; where none runs, this
/// process takes its place for so long, and sends whatever else is owed too.
/// - Returns: the test's deliveries as they then stand; one without an attempt was not reached in time.
public func sendTestAlert(
    _ severity: Severity, by person: Person, casebook: Casebook, configuration: Configuration, programVersion: String
) async throws -> [Delivery] {
    defer { ServiceLog.flush() }
    let context = judgementContext(configuration, programVersion: programVersion)
    let alert = try casebook.recordTest(severity, by: person, context: context, at: Date())
    let deliverer = Deliverer(
        casebook: casebook, context: context, logger: Logger(label: "cqwatch") { _ in ServiceLog() })
    let fault = Mutex<(any Error)?>(nil)
    let delivery = Task.detached {
        do { try await deliverer.run() } catch { fault.withLock { $0 = error } }
    }
    let deadlines =
        configuration.delivery.hooks.map(\.deadlineSeconds) + [configuration.delivery.mail?.deadlineSeconds ?? 0]
    let patience = patienceSeconds + (deadlines.max() ?? 0)
    let deadline = steadyNow() + .seconds(patience)
    var deliveries = try casebook.deliveries(ofAlert: alert.id)
    while deliveries.contains(where: { $0.attempt == 0 && $0.state != .failed }), steadyNow() < deadline,
        fault.withLock({ $0 == nil })
    {
        try await Task.sleep(for: lookPause)
        deliveries = try casebook.deliveries(ofAlert: alert.id)
    }
    delivery.cancel()
    await delivery.value
    if let fault = fault.withLock({ $0 }) { throw fault }
    return deliveries
}
