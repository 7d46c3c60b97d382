import Foundation
import Glibc
@testable import Linux
import Synchronization
import Testing

@Suite("A thread for blocking calls")
struct BlockingThreadTests {
    @Test("has its name and its niceness, which is nobody else's")
    func names() {
        let thread = BlockingThread("cqwatch-test", niceness: 7)
        let seen = Seen()
        thread.start {
            seen.value.withLock { $0 = (threadName(), getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)) }
        }
        thread.join()
        #expect(seen.value.withLock { $0.name } == "cqwatch-test")
        #expect(seen.value.withLock { $0.niceness } == 7)
        #expect(getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) < 7)
    }

    @Test("is waited for as often as one likes, and not at all before it has started")
    func joins() {
        let thread = BlockingThread("test")
        thread.join()
        thread.start { usleep(20_000) }
        thread.join()
        thread.join()
    }
}

private final class Seen: Sendable { let value = Mutex<(name: String, niceness: Int32)>(("", 0)) }

@Suite("A thread that does jobs")
struct WorkThreadTests {
    @Test("does its jobs in order, and no more than it may hold wait")
    func order() async {
        let jobsMax = 64
        let thread = WorkThread(name: "test", jobsMax: jobsMax)
        let (stream, continuation) = AsyncStream<Int>.makeStream()
        let gate = Semaphore()
        #expect(thread.submit { gate.wait() })
        var taken = 0
        for index in 0...jobsMax + 1 where thread.submit({ continuation.yield(index) }) { taken += 1 }
        // The job that holds the gate waits too until the thread has taken it.
        #expect(taken >= jobsMax - 1 && taken <= jobsMax)
        gate.signal()
        var seen: [Int] = []
        for await index in stream {
            seen.append(index)
            if seen.count == taken { break }
        }
        #expect(seen == Array(0..<taken))
        thread.close()
        #expect(!thread.submit {})
    }

    @Test("finishes what waits before it ends, where it is told to")
    func finishes() {
        let thread = WorkThread(name: "test", jobsMax: 10)
        let (gate, done) = (Semaphore(), Semaphore())
        #expect(thread.submit { gate.wait() })
        for _ in 0..<3 { #expect(thread.submit { done.signal() }) }
        thread.close(dropping: false)
        gate.signal()
        for _ in 0..<3 { #expect(done.wait(atMost: .seconds(10))) }
    }
}

@Suite("A thread for tasks")
struct TaskThreadTests {
    @Test("runs a task and what it starts on itself alone")
    func tasks() async {
        let thread = TaskThread(name: "test-tasks")
        let names = await Task(executorPreference: thread) {
            await withTaskGroup(of: String.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        await offPool {}
                        return threadName()
                    }
                }
                var names: Set<String> = []
                for await name in group { names.insert(name) }
                return names
            }
        }.value
        #expect(names == ["test-tasks"])
        thread.close()
    }
}

private func threadName() -> String {
    let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
    return name?.trimmingCharacters(in: .newlines) ?? ""
}
