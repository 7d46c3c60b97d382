import Alerts
import Assay
import Foundation
import Hospital
import Rules
import Testing
import TestSupport

private func settings() -> InterfaceSettings {
    var settings = InterfaceSettings()
    settings.site = "LAB1"
    settings.hl7 = HL7Settings()
    return settings
}

private func event(_ record: Int64, _ patient: String) -> HospitalEvent {
    HospitalEvent(
        number: MessageNumber(record), cause: record, time: Date(timeIntervalSince1970: 0), patient: patient,
        content: .alert(
            ReportedAlert(
                alert: .init(
                    id: .init(record), state: .open, raised: Date(timeIntervalSince1970: 0),
                    finding: .init(rule: "R4", severity: .warning, subject: "s", text: "t", advice: "a")),
                event: .raised, reason: nil, order: nil)))
}

/// A journal, a receiver and a process that may die at any step.
private struct World {
    var events: [HospitalEvent]
    /// As the journal keeps them.
    var receipts: [LineReceipt] = []
    /// What the receiver took, in its order.
    var received: [MessageNumber] = []
    var connections = 1
    var records = 0
    var faults: [String] = []
    var now = Duration.zero
    var wake: Duration?

    func state(_ number: MessageNumber) -> LineState? { receipts.last { $0.number == number }?.state }

    func page(after position: Int64, max: Int = 20) -> LinePage {
        var parked: [String: Int64] = [:]
        for event in events where state(event.number) == .parked {
            parked[event.patient] = Swift.min(parked[event.patient] ?? .max, event.cause)
        }
        let rest = events.filter { $0.cause > position }
        let page = rest.prefix(max)
        let owed = page.filter { parked[$0.patient] == nil && !(state($0.number)?.isSettled ?? false) }
        return LinePage(
            events: Array(owed), upTo: page.last?.cause ?? position, isLast: rest.count <= max, parked: parked)
    }

    /// As the journal does it: beyond what a person has decided on meanwhile nothing is reached.
    private func reaching(_ receipt: LineReceipt, among new: [LineReceipt], _ parked: [String: Int64]) -> LineReceipt {
        let own = Set(new.filter { $0.state == .parked }.map(\.cause))
        let decided = parked.values.filter { cause in
            !own.contains(cause) && !events.contains { $0.cause == cause && state($0.number) == .parked }
        }
        return LineReceipt(
            number: receipt.number, cause: receipt.cause, patient: receipt.patient, state: receipt.state,
            attempt: receipt.attempt, detail: receipt.detail, cursor: receipt.cursor,
            reached: min(receipt.reached, (decided.min() ?? .max) - 1))
    }

    /// Lets the line work until it rests.
    /// - Parameters:
    ///   - stepsMax: the process dies after so many effects.
    ///   - answer: the receiver's verdict on each message, whether it has taken it or not.
    mutating func run(
        _ line: inout Line, _ first: Line.Event, stepsMax: Int = .max,
        answer: (inout World, HospitalEvent) -> Verdict
    ) {
        var effects = line.handle(first, at: now)[...]
        var steps = 0
        while let effect = effects.popFirst(), steps < stepsMax {
            steps += 1
            now += .milliseconds(1)
            switch effect {
            case .look(let position): effects += line.handle(.looked(page(after: position)), at: now)
            case .send(let event):
                let verdict = answer(&self, event)
                effects += line.handle(.answered(verdict, jitter: 0.5), at: now)
            case .hangUp: connections += 1
            case .record(let new, let parked, let fault):
                receipts += new.map { reaching($0, among: new, parked) }
                records += 1
                faults += [fault].compactMap(\.self)
                effects += line.handle(.recorded, at: now)
            case .wake(let at): wake = at
            }
        }
    }

    mutating func tick(_ line: inout Line, stepsMax: Int = .max, answer: (inout World, HospitalEvent) -> Verdict) {
        now = max(now, wake ?? now)
        run(&line, .tick, stepsMax: stepsMax, answer: answer)
    }
}

private func accepting(_ world: inout World, _ event: HospitalEvent) -> Verdict {
    world.received.append(event.number)
    return .accepted("AA")
}

@Suite("A line to the hospital")
struct LineTests {
    @Test("messages go out in the order of the journal, and each gets its receipt")
    func order() {
        var world = World(events: (1...50).map { event($0, "P0\($0 % 5)") })
        var line = Line(settings: settings(), reached: 0)
        world.run(&line, .changed, answer: accepting)
        #expect(world.received.map(\.record) == Array(1...50))
        #expect(world.receipts.allSatisfy { $0.state == .accepted })
        #expect(world.receipts.last?.cursor == 50)
        // Several patients' receipts share a transaction.
        #expect(world.records < 20)
    }

    @Test("what fails is sent again on a new connection after growing pauses, and nothing overtakes it")
    func again() {
        var world = World(events: [event(1, "P01"), event(2, "P02")])
        var line = Line(settings: settings(), reached: 0)
        var times: [Duration] = []
        world.run(&line, .changed) { world, _ in
            times.append(world.now)
            return .again("no answer")
        }
        for _ in 0..<6 {
            world.tick(&line) { world, _ in
                times.append(world.now)
                return .again("no answer")
            }
        }
        let pauses = zip(times.dropFirst(), times).map { ($0 - $1) / .seconds(1) }
        #expect(pauses.count >= 4 && zip(pauses.dropFirst(), pauses).allSatisfy { $0 > $1 * 1.5 })
        #expect(world.receipts.map(\.state) == [.waiting])
        #expect(world.receipts.first?.cursor == 0)
        while world.received.isEmpty { world.tick(&line, answer: accepting) }
        #expect(world.received.map(\.record) == [1, 2])
        #expect(world.connections > 4)
    }

    @Test("a line that has failed for a quarter of an hour is told to the laboratory, once")
    func told() {
        var world = World(events: [event(1, "P01")])
        var line = Line(settings: settings(), reached: 0)
        world.run(&line, .changed) { _, _ in .again("connection refused") }
        while world.now < .seconds(7200) { world.tick(&line) { _, _ in .again("connection refused") } }
        #expect(world.faults.count == 1)
        #expect(world.faults.first?.contains("connection refused") == true)
        // For days of a dead receiver the journal gets two records, not one an attempt.
        #expect(world.receipts.count == 2)
    }

    @Test("a refused message is set aside with all that follows of its patient; others go on")
    func parked() {
        var world = World(events: [event(1, "P01"), event(2, "P01"), event(3, "P02"), event(4, "P01")])
        var line = Line(settings: settings(), reached: 0)
        let refusing = { (world: inout World, event: HospitalEvent) -> Verdict in
            event.number.record == 1 ? .refused("AR") : accepting(&world, event)
        }
        world.run(&line, .changed, answer: refusing)
        #expect(world.received.map(\.record) == [3])
        #expect(world.faults.count == 1)
        #expect(world.receipts.allSatisfy { $0.cursor == 0 })
        // The cursor stands still; what others had meanwhile is not read again at a start.
        #expect(world.receipts.last?.reached == 3)
        var restarted = Line(settings: settings(), reached: 3)
        world.run(&restarted, .changed, answer: accepting)
        #expect(world.received.map(\.record) == [3])
        // A person gives it up: the rest of the patient follows, in order.
        world.receipts.append(
            LineReceipt(
                number: MessageNumber(1), cause: 1, patient: "P01", state: .skipped, attempt: 1, detail: nil, cursor: 0,
                reached: 0))
        world.run(&restarted, .changed, answer: accepting)
        #expect(world.received.map(\.record) == [3, 2, 4])
        #expect(world.receipts.last?.cursor == 4)
    }

    @Test("one that is skipped while it waits makes way at once")
    func skipped() {
        var world = World(events: [event(1, "P01"), event(2, "P02")])
        var line = Line(settings: settings(), reached: 0)
        world.run(&line, .changed) { _, _ in .again("AE") }
        world.receipts.append(
            LineReceipt(
                number: MessageNumber(1), cause: 1, patient: "P01", state: .skipped, attempt: 1, detail: nil, cursor: 0,
                reached: 0))
        world.run(&line, .changed, answer: accepting)
        #expect(world.received.map(\.record) == [2])
    }

    @Test("a backlog comes no faster than the site allows")
    func rate() {
        var slow = settings()
        slow.messagesPerSecond = 10
        var world = World(events: (1...40).map { event($0, "P\($0)") })
        var line = Line(settings: slow, reached: 0)
        world.run(&line, .changed, answer: accepting)
        while world.received.count < 40 { world.tick(&line, answer: accepting) }
        #expect(world.now > .seconds(3.5) && world.now < .seconds(6))
    }

    @Test(
        "whatever the receiver does and wherever the process dies, all is received and no older message follows a newer",
        arguments: seeds(1...60))
    func story(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let count = Int64.random(in: 5...60, using: &random)
        var world = World(
            events: (1...count).map { event($0, "P\(Int.random(in: 1...4, using: &random))") })
        var line = Line(settings: settings(), reached: 0)
        var rounds = 0
        let moody = { (world: inout World, event: HospitalEvent) -> Verdict in
            switch Int.random(in: 0..<10, using: &random) {
            case 0: return .again("closed before it took it")
            case 1:
                world.received.append(event.number)
                return .again("took it, and its answer is lost")
            case 2 where rounds < 30: return .refused("AR")
            default: return accepting(&world, event)
            }
        }
        while rounds < 5000, world.events.contains(where: { !(world.state($0.number)?.isSettled ?? false) }) {
            rounds += 1
            let steps = Int.random(in: 1...40, using: &random)
            world.tick(&line, stepsMax: steps, answer: moody)
            if Int.random(in: 0..<4, using: &random) == 0 {
                // SIGKILL: what was not journaled is forgotten.
                line = Line(settings: settings(), reached: world.receipts.last?.reached ?? 0)
                world.run(&line, .changed, stepsMax: steps, answer: moody)
            }
            // A person has everything tried again that was set aside.
            for event in world.events where world.state(event.number) == .parked && rounds % 7 == 0 {
                let last = world.receipts.last
                world.receipts.append(
                    LineReceipt(
                        number: event.number, cause: event.cause, patient: event.patient, state: .retry, attempt: 1,
                        detail: nil, cursor: last?.cursor ?? 0, reached: min(last?.reached ?? 0, event.cause - 1)))
                // The line hears of it at once, or a while later.
                if Bool.random(using: &random) { world.run(&line, .changed, answer: moody) }
            }
            if rounds % 5 == 0 { line = Line(settings: settings(), reached: world.receipts.last?.reached ?? 0) }
        }
        #expect(Set(world.received).count == Int(count), "seed \(seed): not everything was received")
        for patient in Set(world.events.map(\.patient)) {
            let own = Set(world.events.filter { $0.patient == patient }.map(\.number))
            let order = world.received.filter(own.contains).map(\.record)
            #expect(order == order.sorted(), "seed \(seed): \(patient) received \(order)")
        }
    }
}
