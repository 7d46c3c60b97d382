import CasebookFixtures
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Journal

@Suite struct FirstOpeningTests {
    /// Daemon and deliverer start at the same moment, and neither finds a journal. Before they waited for each other,
    /// one in about twenty first starts failed with "table record already exists".
    @Test func `openers of a new journal wait for each other`() throws {
        for _ in 0..<20 {
            let scratch = try Scratch()
            let path = scratch.path
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 4) { _ in
                do throws(JournalError) { try Journal(path: path, readOnly: false).close() } catch {
                    failures.withLock { $0.append(error.sentence) }
                }
            }
            #expect(failures.withLock(\.self) == [])
        }
    }
}
