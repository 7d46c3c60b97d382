// One line at work, on a thread of its own: it asks the heart what to do, does it, and tells it what came of it. A
// receiver that hangs delays no other way.
internal import Alerts
internal import Casebook
internal import Digests
internal import FHIR
internal import Foundation
internal import HL7
internal import Hospital
internal import Journal
internal import Linux
internal import Log
internal import Logging
internal import Rules
internal import Synchronization

final class LineRunner: Sendable {
    /// While another process writes to the journal, a receipt is tried so many times.
    static let receiptTriesMax = 10
    /// What waits for so long rests.
    static let restMin = Duration.seconds(5)

    let route: Route
    private let casebook: Casebook
    private let context: Mutex<JudgementContext>
    private let logger: Logger
    private let inbox = LineInbox()
    private let stopFlag = StopFlag()
    private let thread: BlockingThread
    private let looked: @Sendable () -> Void
    private let rests: @Sendable () -> Void

    /// - Parameters:
    ///   - looked: told of each look and each message: a sign that this line does not hang.
    ///   - rests: told once all that there was is done.
    init(
        _ route: Route, casebook: Casebook, context: JudgementContext, logger: Logger,
        looked: @escaping @Sendable () -> Void, rests: @escaping @Sendable () -> Void
    ) {
        self.route = route
        self.casebook = casebook
        self.context = Mutex(context)
        self.logger = logger
        self.looked = looked
        self.rests = rests
        thread = BlockingThread("cqwatch-\(route.rawValue)")
    }

    /// - Parameter failed: what ends the service.
    func start(_ settings: InterfaceSettings, idle: Duration, failed: @escaping @Sendable (any Error) -> Void) {
        thread.start { [self] in
            do { try run(settings, idle: idle) } catch { failed(error) }
        }
    }

    func changed() { inbox.post { $0.hasChanged = true } }

    func replace(_ settings: InterfaceSettings, context: JudgementContext) {
        self.context.withLock { $0 = context }
        inbox.post { $0.settings = settings }
    }

    /// Ends what waits, and waits for the last receipts.
    func stop() {
        stopFlag.set()
        inbox.post { $0.mustStop = true }
        thread.join()
    }

    // MARK: On the line's own thread

    private func run(_ first: InterfaceSettings, idle: Duration) throws(JournalError) {
        guard let transport = route.transport(first, stopFlag) else { return }
        var work = Work(settings: first, transport: transport)
        var line = Line(settings: first, reached: try casebook.interfacePlace(route).reached, idle: idle)
        var effects = line.handle(.changed, at: steadyNow())[...]
        while !line.isOver {
            for event in inbox.drain().events {
                if case .reload(let settings) = event, let new = route.transport(settings, stopFlag) {
                    work.settings = settings
                    work.transport.hangUp()
                    work.transport = new
                }
                effects += line.handle(event, at: steadyNow())
            }
            if let effect = effects.popFirst() {
                guard let event = try perform(effect, &work) else { continue }
                // What was ended with the service has not failed: the line hears of the end first.
                if stopFlag.isSet { effects += line.handle(.stop, at: steadyNow()) }
                effects += line.handle(event, at: steadyNow())
            } else if !line.isOver {
                if work.hasWorked, work.wake.map({ $0 - steadyNow() > Self.restMin }) ?? true {
                    work.hasWorked = false
                    rests()
                }
                inbox.wait(until: work.wake)
                if let wake = work.wake, wake <= steadyNow() {
                    work.wake = nil
                    effects += line.handle(.tick, at: steadyNow())
                }
            }
        }
    }

    /// What the effects share.
    private struct Work {
        var settings: InterfaceSettings
        var transport: any Transport
        var wake: Duration?
        /// Since it rested last; a start counts as work.
        var hasWorked = true
        /// SHA-256 of the bytes of each message whose receipt is not journaled yet.
        var digests: [MessageNumber: String] = [:]
    }

    private func perform(_ effect: Line.Effect, _ work: inout Work) throws(JournalError) -> Line.Event? {
        switch effect {
        case .wake(let end):
            work.wake = end
            return nil
        case .hangUp:
            work.transport.hangUp()
            return nil
        case .look(let position):
            looked()
            return .looked(try casebook.interfacePage(route, after: position, settings: work.settings))
        case .send(let event):
            looked()
            work.hasWorked = true
            return .answered(send(event, &work), jitter: Double.random(in: 0...1))
        case .record(let receipts, let parked, let fault):
            for receipt in receipts { tell(receipt, work.settings) }
            let finding = fault.map { interfaceFinding(route: route.rawValue, fault: $0) }
            try record(receipts, parked, work, finding)
            work.digests = [:]
            return .recorded
        }
    }

    private func send(_ event: HospitalEvent, _ work: inout Work) -> Verdict {
        let status = work.settings.resultStatus(of: route), message: Data
        do throws(Unsendable) {
            switch work.settings.format(of: route) {
            case .hl7: message = try hl7Message(event, work.settings, status: status)
            case .fhir: message = try fhirBundle(event, work.settings, status: status)
            }
        } catch { return .refused("it cannot be written: \(error)") }
        work.digests[event.number] = Digest.hex(.sha256, message)
        return work.transport.send(message, of: event)
    }

    private func record(_ receipts: [LineReceipt], _ parked: [String: Int64], _ work: Work, _ fault: Finding?)
        throws(JournalError)
    {
        let context = context.withLock { $0 }
        for attempt in 1... {
            do throws(JournalError) {
                return try casebook.recordInterface(
                    receipts, parked: parked, route, site: work.settings.site, digests: work.digests, fault: fault,
                    context: context, at: Date())
            } catch {
                guard case .busy(let sentence) = error, attempt < Self.receiptTriesMax else { throw error }
                logger.say(.journalBusy, sentence)
            }
        }
    }

    private func tell(_ receipt: LineReceipt, _ settings: InterfaceSettings) {
        let what = "message \(receipt.number.text(site: settings.site)) by \(route.rawValue)"
        let fields: [LogField: [String]] = [.patient: [receipt.patient], .channel: [route.rawValue]]
        switch receipt.state {
        case .accepted: logger.say(.interfaceAccepted, "\(what): \(receipt.detail ?? "accepted")", fields)
        case .waiting: logger.say(.interfaceDelayed, "\(what): \(receipt.detail ?? "") It is tried on.", fields)
        case .parked, .failed: logger.say(.interfaceParked, "\(what): \(receipt.detail ?? "")", fields)
        case .retry, .skipped: break
        }
    }
}
