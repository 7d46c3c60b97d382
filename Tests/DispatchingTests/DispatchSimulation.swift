// Runs the dispatcher against an outbox in memory, channels that fail and clocks that jump, and checks on the way what
// must hold at every moment.
import Assay
import Foundation
import Alerts
import Rules
import TestSupport

@testable import Dispatching

struct DispatchSimulation {
    private enum Happening {
        case step(DispatchScenario.Step)
        case changed
        case wake(Int)
        case lookEnds(Outbox, accepted: [String: [Date]])
        case sendEnds(lane: Lane, Message, Attempt)
        case recordEnds(lane: Lane, wasOwed: Bool)
        case pulse(Pulse)
        case heartbeatEnds(AttemptOutcome)
        case begin
    }
    private struct Pending {
        let at: Duration
        let order: Int
        let event: Happening
        /// Answers to a process that is gone go nowhere.
        let life: Int?
    }

    let context: JudgementContext
    let clockSteps: Int
    var dispatcher: Dispatcher
    var outbox = FakeOutbox()
    var now = Duration.zero
    var violations: [String] = []
    private(set) var handled = 0
    private(set) var sent = 0
    private var wall: Double = 0
    private var generator: SeededNumbers
    private var pending: [Pending] = []
    private var order = 0, life = 0, wake = 0
    private var isUp = true, isAlive = true
    private var conducts: [Lane: DispatchScenario.Conduct] = [:]
    /// What is on its way, by lane.
    private var underWay: [Lane: Message] = [:]
    private var lastTry: [DeliveryID: Duration] = [:]
    private var owedSince: [DeliveryID: Duration] = [:]
    private var lastBeat: Duration?
    private var clockStepped: Duration?
    /// When a delivery was done or given up.
    private var settled: [DeliveryID: Duration] = [:]
    private var refusedCritical: Set<DeliveryID> = []
    private var alerts: [(id: AlertID, finding: Finding)] = []

    static let eventsMax = 60_000
    /// Seconds that a channel takes at the longest.
    static let deadline = 30.0

    init(seed: UInt64, scenario: DispatchScenario) {
        context = scenario.context
        clockSteps = scenario.clockSteps
        dispatcher = Dispatcher(
            settings: context.delivery, calendar: context.calendar, waiting: [], sendsHeartbeats: true)
        generator = SeededNumbers(seed: seed ^ 0xD15A)
        for (at, step) in scenario.steps { schedule(at, .step(step), survives: true) }
        schedule(.zero, .begin)
    }

    private var clock: Date { Samples.noon + wall + now / .seconds(1) }
    private var longest: Double { longestPause(context.delivery) }

    mutating func run(until end: Duration) {
        while let next = pending.first, next.at <= end {
            pending.removeFirst()
            now = next.at
            if let of = next.life, of != life { continue }
            happen(next.event)
            if handled > Self.eventsMax {
                violations.append("the dispatcher spins: \(handled) events by \(now)")
                return
            }
        }
    }

    private mutating func schedule(_ at: Duration, _ event: Happening, survives: Bool = false) {
        order += 1
        let entry = Pending(at: at, order: order, event: event, life: survives ? nil : life)
        let index = pending.firstIndex { ($0.at, $0.order) > (entry.at, entry.order) } ?? pending.endIndex
        pending.insert(entry, at: index)
    }

    private mutating func after(_ seconds: ClosedRange<Double>) -> Duration {
        now + .seconds(Double.random(in: seconds, using: &generator))
    }

    private mutating func happen(_ happening: Happening) {
        switch happening {
        case .step(let step): perform(step)
        case .begin: tell(.changed)
        case .changed: tell(.changed)
        case .wake(let number): if number == wake { tell(.tick) }
        case .lookEnds(let outbox, let accepted): tell(.looked(outbox, accepted: accepted))
        case .sendEnds(let lane, let message, let attempt):
            underWay[lane] = nil
            if case .refused = attempt.outcome {
                refusedCritical.formUnion(message.deliveries.filter(\.isCriticalMail).map(\.id))
            }
            tell(.attempted(lane: lane, attempt, jitter: Double.random(in: 0...1, using: &generator)))
        case .recordEnds(let lane, let wasOwed): tell(.recorded(lane: lane, wasOwed: wasOwed))
        case .pulse(let pulse): tell(.pulse(pulse))
        case .heartbeatEnds(let outcome): tell(.heartbeatEnded(outcome))
        }
    }

    private mutating func perform(_ step: DispatchScenario.Step) {
        switch step {
        case .alerts(let count, let severities, let patients):
            let time = "\(now)"
            for number in 0..<count { raise(severities[number], patient: patients[number], time) }
            changed()
        case .confirm:
            guard let (id, raised) = alerts.last, raised.severity == .warning else { return }
            var finding = raised
            (finding.severity, finding.confirmed) = (.critical, true)
            owe { $0.tell(finding, .confirmed, of: id, time: "\($1)", $2, at: $3) }
            changed()
        case .channel(let lane, let conduct): conducts[lane] = conduct
        case .stepClock(let seconds):
            wall += seconds
            clockStepped = now
        case .crash: restart()
        case .restart:
            // What is under way is stopped and its receipts are journaled.
            tell(.stop)
            for (lane, message) in underWay {
                underWay[lane] = nil
                pending.removeAll { if case .sendEnds(let other, _, _) = $0.event { other == lane } else { false } }
                schedule(now + .milliseconds(5), .sendEnds(lane: lane, message, Attempt(.stopped("stopped"))))
            }
            let own = life
            run(until: now + .seconds(3))
            if life == own, !dispatcher.isOver { violations.append("it does not end by \(now)") }
            restart()
        case .watcher(let isRunning): isAlive = isRunning
        }
    }

    private mutating func raise(_ severity: Severity, patient: String, _ time: String) {
        let finding = Finding(
            rule: severity == .laboratory ? "R10" : "R4", severity: severity, patient: patient,
            subject: "s\(alerts.count)", text: "t", advice: "a")
        let id = owe { outbox, _, context, at in outbox.tell(finding, .raised, of: nil, time: time, context, at: at) }
        alerts.append((id, finding))
    }

    @discardableResult
    private mutating func owe(_ body: (inout FakeOutbox, Duration, JudgementContext, Date) -> AlertID) -> AlertID {
        let id = body(&outbox, now, context, clock)
        note()
        return id
    }

    private mutating func note() { for id in outbox.open where owedSince[id] == nil { owedSince[id] = now } }

    /// The journal was written to: most often it is seen.
    private mutating func changed() {
        if Int.random(in: 0..<10, using: &generator) > 0 { schedule(after(0...0.02), .changed) }
    }

    private mutating func restart() {
        life += 1
        (underWay, lastBeat) = ([:], nil)
        let waiting = outbox.openEntries.sorted { $0.sequence < $1.sequence }.map(\.delivery).filter {
            $0.state == .retry
        }
        dispatcher = Dispatcher(
            settings: context.delivery, calendar: context.calendar, waiting: waiting, sendsHeartbeats: true)
        schedule(after(0.1...60), .begin)
    }

    private mutating func tell(_ event: Dispatcher.Event) {
        handled += 1
        for effect in dispatcher.handle(event, at: Moment(steady: now, wall: clock)) { perform(effect) }
    }

    private mutating func perform(_ effect: Dispatcher.Effect) {
        switch effect {
        case .look(let busy, let longest):
            let shown = outbox.owed(at: clock, besides: busy, longestPause: longest)
            schedule(
                after(0.001...0.04), .lookEnds(shown, accepted: outbox.accepted(since: clock - Dispatcher.capSeconds)))
        case .send(let message, let lane): send(message, lane)
        case .record(let receipts, let message, let fault, let lane):
            let wasOwed = outbox.record(receipts, fault: fault, context, at: clock)
            note()
            for receipt in receipts where receipt.state != .retry { settled[receipt.id] = now }
            for receipt in receipts where receipt.state == .failed { checkFailed(receipt, message) }
            changed()
            schedule(after(0.001...0.02), .recordEnds(lane: lane, wasOwed: wasOwed))
        case .askPulse: schedule(after(0...0.01), .pulse(Pulse(isRunning: isAlive, lastScan: clock)))
        case .sendHeartbeat:
            if !isAlive { violations.append("a heartbeat of a dead watcher at \(now)") }
            if let lastBeat, now - lastBeat < .seconds(context.delivery.heartbeat.everySeconds) - .seconds(1) {
                violations.append("two heartbeats within \(now - lastBeat)")
            }
            lastBeat = now
            schedule(after(0.1...2), .heartbeatEnds(.delivered(nil)))
        case .missHeartbeat, .rest: break
        case .wake(let at):
            if at <= now { violations.append("a wake in the past at \(now)") }
            if at > now + Dispatcher.idleMax, context.delivery.heartbeat.everySeconds == 0 {
                violations.append("it sleeps until \(at) at \(now)")
            }
            wake += 1
            schedule(at, .wake(wake))
        }
    }

    private mutating func send(_ message: Message, _ lane: Lane) {
        sent += 1
        if dispatcher.isStopping { violations.append("it sends after it was asked to stop") }
        if underWay.updateValue(message, forKey: lane) != nil { violations.append("two messages at once in \(lane)") }
        check(message, lane)
        for delivery in message.deliveries { lastTry[delivery.id] = now }
        let conduct = conducts[lane] ?? .works
        let took = conduct == .hangs ? now + .seconds(Self.deadline) : after(0.005...2)
        let outcome: AttemptOutcome =
            switch conduct {
            case .works: .delivered(nil)
            case .fails, .hangs: .again("busy")
            case .refuses: lane.channel == .mail ? .refused("no such user") : .again("busy")
            }
        let messageID =
            message.channel == .mail ? message.deliveries.map(\.id.text).joined(separator: ".") + "@\(sent)" : nil
        schedule(took, .sendEnds(lane: lane, message, Attempt(outcome, messageID: messageID)))
    }
}

extension Delivery {
    var isCriticalMail: Bool { channel == .mail && alert.finding.severity == .critical }
}

// What must hold.
extension DispatchSimulation {
    private mutating func check(_ message: Message, _ lane: Lane) {
        for delivery in message.deliveries {
            guard let entry = outbox.entries[delivery.id] else { continue }
            if !entry.isOpen { violations.append("\(delivery.id) is sent again after it was \(entry.state) at \(now)") }
            if delivery.lane != lane { violations.append("\(delivery.id) goes through \(lane)") }
            checkOrder(delivery, message)
            checkPromptness(delivery)
        }
        if message.channel == .mail, !message.deliveries.contains(where: MailRound.isUrgent) { checkPatience(message) }
    }

    /// What came before of the same alert is done, or comes along.
    private mutating func checkOrder(_ delivery: Delivery, _ message: Message) {
        let earlier = outbox.before(delivery).first(where: \.isOpen)
        if let earlier, !message.deliveries.contains(where: { $0.id == earlier.delivery.id }) {
            violations.append("\(delivery.id) overtakes \(earlier.delivery.id) of its alert at \(now)")
        }
    }

    /// A retry comes after the longest pause at the latest, whatever the clock does, and what is critical at once.
    private mutating func checkPromptness(_ delivery: Delivery) {
        guard delivery.alert.finding.severity == .critical else { return }
        let patience = Double(1 + clockSteps) * (longest + 120) + 10 * Self.deadline + 120
        if let last = lastTry[delivery.id], now - last > .seconds(patience) {
            violations.append("\(delivery.id) is tried again after \(now - last)")
        }
        // It may have waited for what came before of its alert.
        let since =
            (outbox.before(delivery).compactMap { settled[$0.delivery.id] } + [owedSince[delivery.id] ?? now]).max()
            ?? now
        if lastTry[delivery.id] == nil, now - since > .seconds(130 + 10 * Self.deadline) {
            violations.append(
                "\(delivery.id), critical, to \(delivery.place), is tried \(now - since) after it was owed")
        }
    }

    /// Neither within the quiet hours nor beyond the cap.
    private mutating func checkPatience(_ message: Message) {
        guard let mail = context.delivery.mail, clockStepped.map({ now - $0 > .seconds(7200) }) ?? true else { return }
        if let end = mail.quiet?.end(at: clock - 0.1, context.calendar),
            mail.quiet?.end(at: clock + 0.1, context.calendar) != nil
        {
            violations.append("\(message.deliveries.map(\.id)) goes out in the quiet hours, which end at \(end)")
        }
        let recent = (outbox.accepted(since: clock - Dispatcher.capSeconds + 0.1)[message.recipient] ?? []).filter {
            $0 <= clock
        }
        if recent.count >= mail.hourlyMax {
            violations.append(
                "\(message.recipient) gets mail \(recent.count + 1) of an hour, the cap is \(mail.hourlyMax)")
        }
    }

    private mutating func checkFailed(_ receipt: DeliveryReceipt, _ message: Message) {
        guard let entry = outbox.entries[receipt.id] else { return }
        if entry.alert.finding.severity == .critical { violations.append("\(receipt.id), critical, is given up") }
        if entry.channel != .mail, receipt.attempt < context.delivery.attemptsMax {
            violations.append("\(receipt.id) is given up early")
        }
    }

    /// At the end: all channels have worked for long.
    mutating func checkEnd() {
        let open = outbox.openEntries.map(\.sequence).sorted()
        if !open.isEmpty { violations.append("still owed: \(open)") }
        for id in refusedCritical.sorted() {
            guard let entry = outbox.entries[id] else { continue }
            let isAsked =
                nextContact(after: outbox.told(entry), settings: context.delivery) == nil
                || outbox.told(entry).count > 1
            if !isAsked { violations.append("\(id) was refused and nobody else was asked") }
        }
    }
}
