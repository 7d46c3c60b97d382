@testable import Linux
import Synchronization
import Testing

@Suite("A semaphore")
struct SemaphoreTests {
    @Test("lets as many waits pass as there were signals")
    func counts() {
        let semaphore = Semaphore()
        for _ in 0..<3 { semaphore.signal() }
        for _ in 0..<3 { #expect(semaphore.wait(atMost: .zero)) }
        #expect(!semaphore.wait(atMost: .zero))
    }

    @Test("waits as long as it was told to, and no longer")
    func patience() {
        let begun = steadyNow()
        #expect(!Semaphore().wait(atMost: .milliseconds(20)))
        #expect(steadyNow() - begun >= .milliseconds(20))
        #expect(!Semaphore().wait(atMost: .seconds(-1)))
    }

    @Test("loses no signal and gives none twice, however many threads signal and wait")
    func threads() {
        let (semaphore, done) = (Semaphore(), Semaphore())
        let (threads, each) = (8, 2000)
        let passed = Passed()
        for number in 0..<threads {
            BlockingThread("test").start {
                for _ in 0..<each {
                    if number % 2 == 0 { semaphore.signal() } else { semaphore.wait() }
                    if number % 2 == 1 { passed.count.add(1, ordering: .relaxed) }
                }
                done.signal()
            }
        }
        for _ in 0..<threads { done.wait() }
        #expect(passed.count.load(ordering: .relaxed) == threads / 2 * each)
        #expect(!semaphore.wait(atMost: .zero))
    }
}

private final class Passed: Sendable { let count = Atomic(0) }
