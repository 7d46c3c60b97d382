import Casebook
import Delivery
import Foundation
import Glibc
import Journal
import Alerts
import Rules
import Text
@testable import Log
import Logging
import Synchronization
import Testing

@Suite("The deliverer", .serialized)
struct DelivererTests {
    @Test("what is owed reaches the hook once and in order, and every attempt has a receipt")
    func order() async throws {
        let scene = try Scene()
        let context = try scene.context([scene.hook("page", "cat >>$OUT/got; echo >>$OUT/got; echo thanks")])
        for _ in 1...5 { try scene.alert(context) }
        #expect(
            try await scene.deliver(context) { try scene.casebook.status(dayStart: .distantPast).deliveriesOwed == 0 })
        let ids = scene.lines("got").compactMap { line in
            (try? JSONDecoder().decode([String: Nullable].self, from: Data(line.utf8)))?["id"]?.text
        }
        #expect(ids == (try scene.casebook.alerts(all: true).map(\.id.text)))
        let deliveries = try scene.casebook.deliveries(all: true)
        #expect(deliveries.map(\.state) == Array(repeating: .delivered, count: 5))
        #expect(deliveries.allSatisfy { $0.attempt == 1 && $0.detail == "thanks" })
    }

    @Test("a hook that says try again gets the event again")
    func again() async throws {
        let scene = try Scene()
        let context = try scene.context([
            scene.hook("page", "echo x >>$OUT/tries; [ $(wc -l <$OUT/tries) -ge 3 ] || { echo busy >&2; exit 75; }")
        ])
        try scene.alert(context)
        #expect(
            try await scene.deliver(context) {
                try scene.casebook.deliveries(all: true).allSatisfy { $0.state == .delivered }
            })
        #expect(scene.lines("tries").count == 3)
        let receipts = try scene.casebook.journal.tail(10).filter { $0.kind == "delivery" }.map(\.body)
        #expect(receipts.contains { $0.contains("try again: busy") })
    }

    @Test("a try that was put off while the clock was ten years ahead is made once the clock is back")
    func clockAhead() async throws {
        let scene = try Scene()
        let context = try scene.context([scene.hook("page", "echo x >>$OUT/tries")])
        try scene.alert(context)
        let future = Date() + 315_360_000
        let id = try #require(try scene.casebook.deliveries(all: true).first?.id)
        let receipt = DeliveryReceipt(id, .retry, detail: "try again", attempt: 1, next: future)
        try scene.casebook.recordReceipts([receipt], context: context, at: future)
        #expect(try await scene.deliver(context) { scene.lines("tries").count == 1 })
    }

    @Test("the channel log has delivered what the log took, and nothing else; hooks do not wait for it")
    func unreadLog() async throws {
        let scene = try Scene()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        // A full pipe that nobody reads.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        while write(ends[1], "x", 1) == 1 {}
        _ = fcntl(ends[1], F_SETFL, 0)
        let sink = LogSink(environment: [:], descriptor: ends[1])
        let context = try scene.context([scene.hook("page", "echo x >>$OUT/got")], log: true)
        for _ in 1...3 { try scene.alert(context) }
        let logger = Logger(label: "test") { _ in ServiceLog(sink) }
        #expect(
            try await scene.deliver(context, logger: logger) {
                try scene.lines("got").count == 3
                    && scene.casebook.deliveries(all: true).contains { $0.channel == .log && $0.state == .retry }
            })
        let log = try scene.casebook.deliveries(all: true).filter { $0.channel == .log }
        #expect(log.count == 3 && log.allSatisfy { $0.state != .delivered })
        let reading = ends[0]
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while read(reading, &buffer, buffer.count) > 0 {}
        }
        #expect(
            try await scene.deliver(context, logger: logger) {
                try scene.casebook.status(dayStart: .distantPast).deliveriesOwed == 0
            })
        #expect(try scene.casebook.deliveries(all: true).allSatisfy { $0.state == .delivered })
    }

    @Test("each look is told, so that a deliverer which hangs can be missed")
    func looks() async throws {
        let scene = try Scene()
        let looks = Mutex(0)
        let deliverer = try Deliverer(
            casebook: scene.casebook, context: scene.context([]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, idleSeconds: 0.05,
            looked: { looks.withLock { $0 += 1 } })
        let task = Task { try await deliverer.run() }
        let end = Date() + 30
        while looks.withLock({ $0 }) < 12, Date() < end { try await Task.sleep(for: .milliseconds(10)) }
        task.cancel()
        try await task.value
        #expect(looks.withLock { $0 } >= 12)
    }

    @Test("a hook that hangs delays nobody else")
    func hanging() async throws {
        let scene = try Scene()
        let context = try scene.context([
            scene.hook("hang", "sleep 300", deadline: 300), scene.hook("quick", "echo x >>$OUT/quick"),
        ])
        for _ in 1...3 { try scene.alert(context) }
        #expect(try await scene.deliver(context, limit: 60) { scene.lines("quick").count == 3 })
    }

    @Test("a hook is killed with its children at its deadline, even one that ignores SIGTERM")
    func killed() async throws {
        let scene = try Scene()
        let context = try scene.context(
            [scene.hook("hang", "trap '' TERM; sleep 300 & echo $! >$OUT/child; wait; sleep 300", deadline: 0.5)],
            retry: 600)
        try scene.alert(context)
        #expect(
            try await scene.deliver(context, limit: 60) {
                try scene.casebook.deliveries(all: true).contains { $0.detail?.contains("killed after 0.5 s") == true }
            })
        let child = try #require(scene.lines("child").first.flatMap { Int32($0) })
        let end = Date().addingTimeInterval(5)
        while isRunning(child), Date() < end { try await Task.sleep(for: .milliseconds(20)) }
        #expect(!isRunning(child))
    }

    @Test("a child that keeps the hook's output open does not keep the delivery open")
    func openPipe() async throws {
        let scene = try Scene()
        let context = try scene.context([scene.hook("page", "sleep 60 & exit 0")])
        try scene.alert(context)
        #expect(
            try await scene.deliver(context, limit: 40) {
                try scene.casebook.status(dayStart: .distantPast).deliveriesOwed == 0
            })
    }

    @Test("a hook that ignores its input, or says more than a receipt holds, has delivered all the same")
    func chatty() async throws {
        let scene = try Scene()
        let context = try scene.context([
            scene.hook("deaf", "exec <&-; exit 0"), scene.hook("loud", "head -c 300000 /dev/zero | tr '\\0' x"),
        ])
        try scene.alert(context)
        #expect(
            try await scene.deliver(context) {
                try scene.casebook.deliveries(all: true).allSatisfy { $0.state == .delivered }
            })
        #expect(try scene.casebook.deliveries(all: true).allSatisfy { ($0.detail?.utf8.count ?? 0) <= 2000 })
    }

    @Test("after the last attempt the delivery has failed, and the laboratory is told once a channel")
    func givenUp() async throws {
        let scene = try Scene()
        let context = try scene.context(
            [scene.hook("page", "echo no such number >&2; exit 3")], log: true, retry: 0.01, attempts: 2)
        try scene.alert(context)
        try scene.alert(context)
        #expect(
            try await scene.deliver(context) { try scene.casebook.status(dayStart: .distantPast).deliveriesOwed == 0 })
        let failed = try scene.casebook.deliveries(all: true).filter { $0.state == .failed }
        #expect(
            failed.allSatisfy {
                $0.attempt == 2 && $0.detail == "given up after 2 attempts; the last one failed: exit 3: no such number"
            })
        let told = try scene.casebook.alerts(all: true).filter { $0.finding.subject == "delivery:hook:page" }
        #expect(told.count == 1)
        #expect(told.first?.finding.severity == .laboratory)
        #expect(try scene.casebook.deliveries(all: true).filter { $0.channel == .log }.count == 3)
    }

    @Test("what the service's end interrupts is owed again at once, and its hook is gone")
    func stopped() async throws {
        let scene = try Scene()
        let context = try scene.context(
            [scene.hook("slow", "echo $$ >$OUT/hook; [ -e $OUT/again ] || sleep 300")], retry: 600)
        try scene.alert(context)
        #expect(try await scene.deliver(context) { !scene.lines("hook").isEmpty })
        let delivery = try #require(try scene.casebook.deliveries(all: true).first)
        #expect(delivery.state == .retry)
        #expect(delivery.detail == "stopped with the service")
        #expect(!isRunning(try #require(scene.lines("hook").first.flatMap { Int32($0) })))
        try Data().write(to: scene.folder.appending(path: "again"))
        #expect(
            try await scene.deliver(context) { try scene.casebook.deliveries(all: true).first?.state == .delivered })
    }

    @Test("a channel that the configuration no longer names has failed at once")
    func gone() async throws {
        let scene = try Scene()
        try scene.alert(scene.context([scene.hook("old", "exit 0")]))
        #expect(
            try await scene.deliver(scene.context([], log: true)) {
                try scene.casebook.deliveries(all: true).contains { $0.state == .failed && $0.channel == .hook("old") }
            })
    }

    @Test("a hook that the service could write is not run, and is tried again later")
    func writable() async throws {
        let scene = try Scene()
        let context = try scene.context([scene.hook("page", "echo x >>$OUT/ran")], retry: 600)
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: scene.path("page"))
        try scene.alert(context)
        #expect(
            try await scene.deliver(context) {
                try scene.casebook.deliveries(all: true).contains { $0.state == .retry }
            })
        #expect(try scene.casebook.deliveries(all: true).first?.detail?.contains("can be written by everybody") == true)
        #expect(scene.lines("ran").isEmpty)
    }

    @Test("a commit is handed to the hook within milliseconds")
    func prompt() async throws {
        let scene = try Scene()
        let context = try scene.context([scene.hook("page", "date +%s.%N >>$OUT/times")])
        var sent: [Double] = []
        _ = try await scene.deliver(context) {
            if sent.count < 5, scene.lines("times").count == sent.count {
                try scene.alert(context)
                sent.append(Date().timeIntervalSince1970)
            }
            return scene.lines("times").count == 5
        }
        let delays = zip(scene.lines("times").compactMap(Double.init), sent).map { $0 - $1 }
        print("commit to hook, seconds: \(delays)")
        #expect(delays.count == 5)
        #expect(delays.sorted().first.map { $0 < 1 } == true, "\(delays)")
    }

    @Test("the second deliverer waits for the first, then takes over")
    func standby() async throws {
        let scene = try Scene()
        let context = try scene.context([scene.hook("page", "echo x >>$OUT/got; sleep 0.3")])
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let holding = Deliverer(casebook: scene.casebook, context: context, logger: quiet)
        let waiting = Deliverer(casebook: scene.casebook, context: context, logger: quiet)
        let second = Task { try await holding.run() }
        try await Task.sleep(for: .milliseconds(200))
        let first = Task { try await waiting.run() }
        for _ in 1...3 { try scene.alert(context) }
        while try scene.casebook.status(dayStart: .distantPast).deliveriesOwed > 1 {
            try await Task.sleep(for: .milliseconds(20))
        }
        second.cancel()
        try await second.value
        let end = Date().addingTimeInterval(60)
        while try scene.casebook.status(dayStart: .distantPast).deliveriesOwed > 0, Date() < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        first.cancel()
        try await first.value
        #expect(try scene.casebook.deliveries(all: true).map(\.state) == [.delivered, .delivered, .delivered])
    }
}

/// Killed processes may stay as zombies where nobody collects them.
private func isRunning(_ id: Int32) -> Bool {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(id)/stat") else { return false }
    return !String(decoding: bytes, as: UTF8.self).contains(") Z ")
}

/// Any JSON value; only texts are looked at.
struct Nullable: Decodable {
    let text: String?
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        text = try? container.decode(String.self)
    }
}
