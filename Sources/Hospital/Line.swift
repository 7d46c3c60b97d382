// The heart of one way to the hospital: a value that knows what is to be sent next, what the receiver made of it, and
// when to try again. What is owed the journal says; what it decides the shell does. It has no clock: each event comes
// with a reading of a steady one.
//
// One message is in flight. A message never goes out before the journal has the receipt of every earlier one of its
// patient: so a crash can only lead to a repetition of the newest message of some patients, never to an older one behind
// a newer, and to none that is lost.
internal import Foundation

public struct Line: Sendable {
    /// Receipts that are journaled together, and how long the first of them waits at most.
    static let receiptsMax = 64
    static let receiptsAge = Duration.milliseconds(100)
    /// The next look comes at the latest after this, whatever was missed.
    public static let idleMax = Duration.seconds(60)
    /// A journal's file is seen to change a moment before what was written can be read: looks again after these times.
    static let lookAgain: [Duration] = [.milliseconds(5), .milliseconds(20), .milliseconds(80), .milliseconds(300)]
    /// Patients with a message that is set aside; with so many the receiver itself is at fault, and all wait.
    public static let parkedMax = 100
    /// After a pause so much of the rate may go out at once.
    static let burst = Duration.milliseconds(100)

    var settings: InterfaceSettings
    let idle: Duration
    /// The last record looked at.
    private var position: Int64
    private var queue: ArraySlice<HospitalEvent> = []
    private var receipts: [LineReceipt] = []
    private var oldestReceipt = Duration.zero
    private var isUrgent = false
    private var fault: String?
    /// By patient: the record of the message that is set aside.
    private var parked: [String: Int64] = [:]
    /// What the shell was asked for and has not answered.
    private var isBusy = false
    private var mustLook = true
    private var looks = 0
    private var nextLook: Duration?
    private var failure: Failure?
    /// By the rate, the next message may go out then.
    private var nextFree = Duration.zero
    private var isStopping = false
    private var armed: Duration?

    /// A message that has not got through.
    private struct Failure {
        var number: MessageNumber
        var attempts: Int
        var reason: String
        var notBefore: Duration
        var since: Duration
        var isTold = false
    }

    /// - Parameters:
    ///   - reached: of the newest receipt; 0 where there is none.
    ///   - idle: looks at least so often, at most every `idleMax`.
    public init(settings: InterfaceSettings, reached: Int64, idle: Duration = idleMax) {
        self.settings = settings
        position = reached
        self.idle = min(idle, Self.idleMax)
    }

    public mutating func handle(_ event: Event, at now: Duration) -> [Effect] {
        switch event {
        case .changed:
            (looks, mustLook) = (0, true)
            // A person may have skipped what does not get through.
            if failure != nil { drop() }
        case .tick: armed = nil
        case .reload(let settings):
            self.settings = settings
            drop()
            (looks, mustLook) = (0, true)
        case .looked(let page):
            isBusy = false
            load(page, at: now)
        case .answered(let verdict, let jitter):
            isBusy = false
            return conclude(verdict, jitter, at: now) + next(at: now)
        case .recorded: isBusy = false
        case .stop: isStopping = true
        }
        return next(at: now)
    }

    /// It was asked to stop, and every answer has its receipt.
    public var isOver: Bool { isStopping && !isBusy && receipts.isEmpty }

    /// What is queued is read anew: the journal or the settings may say something else of it now.
    private mutating func drop() {
        if let first = queue.first { position = min(position, first.cause - 1) }
        queue = []
        mustLook = true
    }

    private mutating func load(_ page: LinePage, at now: Duration) {
        let released = parked.filter { page.parked[$0.key] != $0.value }
        parked = page.parked
        if let first = released.values.min() {
            // What waited behind it comes first.
            position = min(position, first - 1)
            (mustLook, looks) = (true, 0)
            return
        }
        position = page.upTo
        queue = page.events[...]
        if !page.isLast { return mustLook = true }
        looks += 1
        let pause = looks > Self.lookAgain.count ? idle : Self.lookAgain[looks - 1]
        nextLook = now + pause
    }

    // MARK: What comes next

    /// One thing at a time: the shell answers before it is asked again.
    private mutating func next(at now: Duration) -> [Effect] {
        guard !isBusy else { return [] }
        if mustRecord(at: now) {
            isBusy = true
            defer { (receipts, isUrgent, fault) = ([], false, nil) }
            return [.record(receipts, parked: parked, fault: fault)]
        }
        if isStopping { return [] }
        if let due = nextLook, due <= now {
            nextLook = nil
            mustLook = true
        }
        if queue.isEmpty, mustLook {
            (isBusy, mustLook, nextLook) = (true, false, nil)
            return [.look(after: position)]
        }
        guard let first = queue.first, parked.count < Self.parkedMax else { return arm(at: now, nil) }
        let pause = failure?.number == first.number ? failure?.notBefore : nil
        let free = max(pause ?? .zero, nextFree - Self.burst)
        guard free <= now else { return arm(at: now, free) }
        nextFree = max(nextFree, now) + .seconds(1 / settings.messagesPerSecond)
        isBusy = true
        return [.send(first)]
    }

    private func mustRecord(at now: Duration) -> Bool {
        guard !receipts.isEmpty else { return false }
        guard let next = queue.first, !isUrgent, !isStopping, receipts.count < Self.receiptsMax else { return true }
        return now - oldestReceipt >= Self.receiptsAge || receipts.contains { $0.patient == next.patient }
    }

    private mutating func arm(at now: Duration, _ due: Duration?) -> [Effect] {
        let wake = [due, nextLook, receipts.isEmpty ? nil : oldestReceipt + Self.receiptsAge].compactMap(\.self).min()
        guard let wake, wake != armed else { return [] }
        armed = wake
        return [.wake(at: wake)]
    }

    // MARK: What came of a message

    private mutating func conclude(_ verdict: Verdict, _ jitter: Double, at now: Duration) -> [Effect] {
        guard let event = queue.first else { return [] }
        switch verdict {
        case .accepted(let words):
            settle(event, .accepted, words, at: now)
            return []
        case .refused(let reason):
            if case .test = event.content {
                settle(event, .failed, reason, at: now)
            } else {
                parked[event.patient] = event.cause
                settle(event, .parked, reason, at: now)
                let patient = event.patient
                queue.removeAll { $0.patient == patient }
                fault = "message \(event.number.text(site: settings.site)) was refused and is set aside: \(reason)"
            }
            isUrgent = true
            return [.hangUp]
        case .again(let reason):
            fail(event, reason, jitter, at: now)
            return [.hangUp]
        }
    }

    private mutating func settle(_ event: HospitalEvent, _ state: LineState, _ words: String?, at now: Duration) {
        let attempt = (failure?.number == event.number ? failure?.attempts ?? 0 : 0) + 1
        failure = nil
        queue = queue.dropFirst()
        add(event, state, words, attempt, at: now)
    }

    /// The pause doubles; the first failure of a message is journaled, and the laboratory told once it has lasted.
    private mutating func fail(_ event: HospitalEvent, _ reason: String, _ jitter: Double, at now: Duration) {
        // What was ended with the service is no failure: the next start sends it again.
        if isStopping { return }
        let old = failure
        let attempts = (old?.number == event.number ? old?.attempts ?? 0 : 0) + 1
        let doubled = settings.retrySeconds * pow(2, Double(min(attempts - 1, 40)))
        let pause = min(doubled, settings.retryMaxSeconds) * (0.75 + 0.5 * min(max(jitter, 0), 1))
        var new = Failure(
            number: event.number, attempts: attempts, reason: reason, notBefore: now + .seconds(pause),
            since: old?.since ?? now, isTold: old?.isTold ?? false)
        if attempts == 1 {
            add(event, .waiting, reason, attempts, at: now)
            isUrgent = true
        }
        if !new.isTold, now - new.since >= .seconds(settings.tellAfterSeconds) {
            new.isTold = true
            if attempts > 1 { add(event, .waiting, reason, attempts, at: now) }
            isUrgent = true
            fault =
                "message \(event.number.text(site: settings.site)) has not got through, and what follows waits: \(reason)"
        }
        failure = new
    }

    private mutating func add(
        _ event: HospitalEvent, _ state: LineState, _ words: String?, _ attempt: Int, at now: Duration
    ) {
        if receipts.isEmpty { oldestReceipt = now }
        // A record may give two messages.
        let isDone = state != .waiting && queue.first?.cause != event.cause
        let reached = isDone ? event.cause : event.cause - 1
        receipts.append(
            LineReceipt(
                number: event.number, cause: event.cause, patient: event.patient, state: state, attempt: attempt,
                detail: words, cursor: min(reached, (parked.values.min() ?? .max) - 1), reached: reached))
    }
}
