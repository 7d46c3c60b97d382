import Foundation
import Alerts
import Rules
import Testing

@testable import Dispatching

@Suite("The dispatcher")
struct DispatcherTests {
    private let page = Lane(.hook("page"), nil)

    private func outbox(_ ready: Delivery..., next: Double? = nil) -> Dispatcher.Event {
        .looked(Outbox(ready: ready, nextDue: next.map { Samples.noon + $0 }), accepted: [:])
    }

    @Test("a lane sends one message at a time, each receipt before the next; other lanes go beside it")
    func lanes() {
        var dispatcher = Samples.dispatcher()
        #expect(dispatcher.handle(.changed, at: Samples.moment(0)).looks == [[]])
        let (a, b) = (Samples.delivery(1, alert: 1), Samples.delivery(2, alert: 2))
        let other = Samples.delivery(3, alert: 1, channel: .hook("other"))
        #expect(dispatcher.handle(outbox(a, b, other), at: Samples.moment(0)).sent == [["D1"], ["D3"]])
        let receipts = dispatcher.handle(
            .attempted(lane: page, Attempt(.delivered("ok")), jitter: 0), at: Samples.moment(1)
        ).receipts
        #expect(
            receipts.map(\.id.text) == ["D1"] && receipts.first?.state == .delivered && receipts.first?.detail == "ok")
        #expect(dispatcher.handle(.recorded(lane: page, wasOwed: true), at: Samples.moment(1)).sent == [["D2"]])
        // A commit meanwhile is looked at, but not for the lanes that have work.
        #expect(dispatcher.handle(.changed, at: Samples.moment(2)).looks == [[page, Lane(.hook("other"), nil)]])
    }

    @Test("after a failure later events of the alert wait, those of others do not, until it is settled")
    func held() {
        var dispatcher = Samples.dispatcher()
        _ = dispatcher.handle(.changed, at: Samples.moment(0))
        let first = Samples.delivery(1, alert: 1), second = Samples.delivery(2, alert: 1),
            third = Samples.delivery(3, alert: 2)
        #expect(dispatcher.handle(outbox(first, second, third), at: Samples.moment(0)).sent == [["D1"]])
        let failed = dispatcher.handle(
            .attempted(lane: page, Attempt(.again("busy")), jitter: 0), at: Samples.moment(0))
        #expect(failed.receipts.first?.state == .retry && failed.faults.isEmpty)
        #expect(dispatcher.handle(.recorded(lane: page, wasOwed: true), at: Samples.moment(0)).sent == [["D3"]])
        _ = dispatcher.handle(.attempted(lane: page, Attempt(.delivered(nil)), jitter: 0), at: Samples.moment(0))
        #expect(dispatcher.handle(.recorded(lane: page, wasOwed: true), at: Samples.moment(0)).looks == [[]])
        #expect(dispatcher.handle(outbox(second, next: 30), at: Samples.moment(0)).sent == [])
        _ = dispatcher.handle(.tick, at: Samples.moment(30))
        #expect(dispatcher.handle(outbox(first, second), at: Samples.moment(30)).sent == [["D1"]])
    }

    @Test("what somebody else has settled holds nothing back any more")
    func settled() {
        let first = Samples.delivery(1, alert: 1, state: .retry)
        var dispatcher = Samples.dispatcher(waiting: [first])
        _ = dispatcher.handle(.changed, at: Samples.moment(0))
        let second = Samples.delivery(2, alert: 1)
        #expect(dispatcher.handle(outbox(first, second), at: Samples.moment(0)).sent == [["D1"]])
        _ = dispatcher.handle(.attempted(lane: page, Attempt(.again("busy")), jitter: 0), at: Samples.moment(0))
        #expect(dispatcher.handle(.recorded(lane: page, wasOwed: false), at: Samples.moment(0)).looks == [[]])
        #expect(dispatcher.handle(outbox(second), at: Samples.moment(0)).sent == [["D2"]])
    }

    @Test(
        "what is critical goes before a backlog of its hook, with what came before of its alert; the backlog is looked at anew every ten calls"
    )
    func urgent() {
        var dispatcher = Samples.dispatcher()
        _ = dispatcher.handle(.changed, at: Samples.moment(0))
        var ready = (1...40).map { Samples.delivery($0, alert: $0) }
        ready.append(Samples.delivery(50, alert: 30, .critical, event: .confirmed))
        var sent = dispatcher.handle(.looked(Outbox(ready: ready, nextDue: nil), accepted: [:]), at: Samples.moment(0))
            .sent
        for _ in 1...10 {
            _ = dispatcher.handle(.attempted(lane: page, Attempt(.delivered(nil)), jitter: 0), at: Samples.moment(1))
            sent += dispatcher.handle(.recorded(lane: page, wasOwed: true), at: Samples.moment(1)).sent
        }
        #expect(sent == [["D30"], ["D50"]] + (1...8).map { ["D\($0)"] })
    }

    @Test("a critical mail that is refused is tried on, and the laboratory is told")
    func refused() {
        var dispatcher = Samples.dispatcher { $0.mail = MailSettings(from: "a@b", route: .sendmail(.init(path: "/x"))) }
        _ = dispatcher.handle(.changed, at: Samples.moment(0))
        let mail = Samples.delivery(1, alert: 1, .critical, channel: .mail)
        #expect(dispatcher.handle(outbox(mail), at: Samples.moment(0)).sent == [["D1"]])
        let effects = dispatcher.handle(
            .attempted(lane: mail.lane, Attempt(.refused("no such user")), jitter: 0), at: Samples.moment(0))
        #expect(effects.receipts.first?.passesOn == true && effects.receipts.first?.next == Samples.noon + 30)
        #expect(effects.faults.first?.subject == "delivery:mail:doctor")
        #expect(effects.faults.first?.text == "Alert A1 did not reach mail doctor: no such user.")
    }

    @Test("looks again soon after a commit, then at the time that is due, and once a minute whatever happens")
    func looks() {
        var dispatcher = Samples.dispatcher()
        var effects = dispatcher.handle(.changed, at: Samples.moment(0))
        var pauses: [Duration] = [], rests = 0
        for _ in 1...6 {
            effects = dispatcher.handle(
                .looked(Outbox(ready: [], nextDue: Samples.noon + 3600), accepted: [:]), at: Samples.moment(0))
            rests += effects.rests
            pauses += effects.wakes
            _ = dispatcher.handle(.tick, at: Samples.moment(0))
        }
        #expect(
            pauses == [
                .milliseconds(5), .milliseconds(20), .milliseconds(80), .milliseconds(300), .seconds(60), .seconds(60),
            ])
        #expect(rests == 1)
        effects = dispatcher.handle(outbox(next: 7), at: Samples.moment(0))
        #expect(effects.wakes == [.seconds(7)])
    }

    @Test("once asked to stop it starts nothing, and is over when what is under way has its receipts")
    func stops() {
        var dispatcher = Samples.dispatcher()
        _ = dispatcher.handle(.changed, at: Samples.moment(0))
        _ = dispatcher.handle(
            outbox(Samples.delivery(1, alert: 1), Samples.delivery(2, alert: 2)), at: Samples.moment(0))
        #expect(dispatcher.handle(.stop, at: Samples.moment(0)).isEmpty && !dispatcher.isOver)
        let receipts = dispatcher.handle(
            .attempted(lane: page, Attempt(.stopped("stopped")), jitter: 0), at: Samples.moment(1)
        ).receipts
        #expect(receipts.first?.state == .retry && receipts.first?.next == Samples.noon + 1 && !dispatcher.isOver)
        #expect(
            dispatcher.handle(.recorded(lane: page, wasOwed: true), at: Samples.moment(1)).isEmpty && dispatcher.isOver)
    }

    @Test("a heartbeat comes while the watcher lives, every so often, and not without it")
    func heartbeat() {
        func wake(_ pulse: Pulse, _ outcome: AttemptOutcome?, every: Double = 3600) -> (
            next: Duration?, missed: [String]
        ) {
            var dispatcher = Samples.dispatcher({ $0.heartbeat.everySeconds = every }, heartbeats: true)
            _ = dispatcher.handle(.tick, at: Samples.moment(0))
            var effects = dispatcher.handle(.pulse(pulse), at: Samples.moment(0))
            if let outcome { effects += dispatcher.handle(.heartbeatEnded(outcome), at: Samples.moment(0)) }
            return (effects.wakes.last, effects.missed)
        }
        let alive = Pulse(isRunning: true, lastScan: Samples.noon), retry = Duration.seconds(Dispatcher.heartbeatRetry)
        #expect(wake(alive, .delivered(nil)) == (.seconds(3600), []))
        #expect(wake(alive, .again("busy")) == (retry, ["The heartbeat did not go out: busy"]))
        #expect(wake(alive, .again("busy"), every: 20) == (.seconds(20), ["The heartbeat did not go out: busy"]))
        #expect(wake(alive, .impossible("it needs mail")) == (.seconds(3600), ["No heartbeat is sent: it needs mail."]))
        #expect(
            wake(Pulse(isRunning: false, lastScan: Samples.noon), nil) == (
                retry, ["No heartbeat is sent: the watcher does not run."]
            ))
        #expect(
            wake(Pulse(isRunning: true, lastScan: nil), nil) == (
                retry, ["No heartbeat is sent: the watcher has never scanned."]
            ))
        #expect(
            wake(Pulse(isRunning: true, lastScan: Samples.noon - 7200), nil)
                == (retry, ["No heartbeat is sent: the watcher has not scanned since 2026-05-14T10:00:00Z."]))
        // The clock was ten years ahead while it scanned.
        #expect(wake(Pulse(isRunning: true, lastScan: Samples.noon + 315_360_000), nil).next == retry)
    }
}
