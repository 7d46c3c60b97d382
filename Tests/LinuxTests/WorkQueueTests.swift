@testable import Linux
import Synchronization
import Testing

@Suite("A queue between threads")
struct WorkQueueTests {
    @Test("gives out in order what was put in, and refuses what is more than it may hold")
    func order() {
        let queue = WorkQueue<Int>(itemsMax: 3)
        for item in 1...3 { #expect(queue.enqueue(item)) }
        #expect(!queue.enqueue(4))
        #expect(item(queue) == 1)
        #expect(queue.enqueue(5))
        #expect([item(queue), item(queue), item(queue)] == [2, 3, 5])
        guard case .nothing = queue.dequeue(atMost: .milliseconds(5)) else { return #expect(Bool(false)) }
    }

    @Test("drops what waits when it is closed, or still gives it out, as told", arguments: [true, false])
    func closed(dropping: Bool) {
        let queue = WorkQueue<Int>(itemsMax: 3)
        #expect(queue.enqueue(1))
        queue.close(dropping: dropping)
        #expect(!queue.enqueue(2))
        #expect(item(queue) == (dropping ? nil : 1))
        for _ in 0..<2 {
            guard case .closed = queue.dequeue() else { return #expect(Bool(false)) }
        }
    }

    @Test("wakes all that wait when it is closed")
    func closing() {
        let queue = WorkQueue<Int>(itemsMax: 3)
        let threads = (0..<4).map { _ in BlockingThread("test") }
        for thread in threads { thread.start { while case .item = queue.dequeue() {} } }
        queue.close(dropping: true)
        for thread in threads { thread.join() }
    }

    @Test("loses nothing between many threads")
    func threads() {
        let queue = WorkQueue<Int>(itemsMax: .max)
        let takers = (0..<3).map { _ in BlockingThread("take") }, putters = (0..<3).map { _ in BlockingThread("put") }
        let sum = Sum()
        for thread in takers {
            thread.start { while case .item(let item) = queue.dequeue() { sum.total.add(item, ordering: .relaxed) } }
        }
        for thread in putters { thread.start { for item in 1...1000 { _ = queue.enqueue(item) } } }
        for thread in putters { thread.join() }
        queue.close(dropping: false)
        for thread in takers { thread.join() }
        #expect(sum.total.load(ordering: .relaxed) == 3 * 1000 * 1001 / 2)
    }

    private func item(_ queue: WorkQueue<Int>) -> Int? {
        if case .item(let item) = queue.dequeue(atMost: .zero) { item } else { nil }
    }
}

private final class Sum: Sendable { let total = Atomic(0) }
