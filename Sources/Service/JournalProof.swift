// The whole journal proved while the service works: a few records at a time, on a thread that gives way to all others.
// What is found ends the service: nothing more is written to a journal that does not say what was written to it.
internal import Casebook
internal import Foundation
internal import Journal
internal import Linux
internal import Synchronization

final class JournalProof: Sendable {
    /// Records in one reading transaction.
    static let recordsAtOnce = 200
    /// Rests for so many times what it worked.
    static let restShare = 4
    /// From the end of one proof to the next.
    static let pause = Duration.seconds(24 * 3600)
    /// Of all threads the last.
    private static let niceness: Int32 = 19

    private struct State {
        var isClosed = false
        /// Opened by the first proof.
        var journal: Journal?
    }

    private let path: String
    private let found: @Sendable (JournalError) -> Void
    private let state = Mutex(State())
    private let closes = Semaphore()
    private let thread = BlockingThread("cqwatch-prove", niceness: JournalProof.niceness)

    /// - Parameter found: called once, from the thread, with what is wrong.
    init(_ path: String, found: @escaping @Sendable (JournalError) -> Void) {
        (self.path, self.found) = (path, found)
        thread.start { [self] in run() }
    }

    /// Ends the thread and waits for it.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.journal?.interrupt()
        }
        closes.signal()
        thread.join()
        state.withLock { $0.journal?.leave() }
    }

    private func run() {
        repeat {
            do throws(JournalError) { try prove() } catch {
                // An interrupted reading is no fault of the journal's.
                if !state.withLock({ $0.isClosed }) { found(error) }
                return
            }
        } while rest(Self.pause)
    }

    private func prove() throws(JournalError) {
        let known = state.withLock { $0.journal }
        let journal: Journal
        if let known { journal = known } else { journal = try Journal(path: path, readOnly: true) }
        let goesOn = state.withLock { state in
            state.journal = journal
            return !state.isClosed
        }
        var place: Head?
        guard goesOn else { return }
        while true {
            let begun = steadyNow()
            let part = try journal.verifyNext(Self.recordsAtOnce, after: place)
            if let fault = part.fault { throw .damaged(damageSentence(path, fault)) }
            if part.records == place?.sequence ?? 0 { break }
            place = part.head
            if !rest((steadyNow() - begun) * Self.restShare) { return }
        }
        if state.withLock({ $0.isClosed }) { return }
        if let fault = try journal.verifyStructure() { throw .damaged(damageSentence(path, fault)) }
        try journal.shrink()
    }

    /// False where the thread is to end.
    private func rest(_ time: Duration) -> Bool {
        if state.withLock({ $0.isClosed }) { return false }
        return !closes.wait(atMost: time)
    }
}

/// What a person reads of a journal that is not what was written.
func damageSentence(_ path: String, _ fault: Verification.Fault) -> String {
    let place = fault.sequence.map { "Record \($0): " } ?? ""
    return
        "The journal \(path) is damaged or was changed. \(place)\(fault.reason) Nothing more is written to it. Keep "
        + "the file, run `cqwatch journal verify`, and restore a backup beside it."
}

/// Opens the journal for a service, and verifies its newest part within a bounded time.
func openVerified(_ path: String) throws(JournalError) -> Casebook {
    let journal = try Journal(path: path, readOnly: false)
    if let fault = try journal.verifyNewest() { throw .damaged(damageSentence(path, fault)) }
    return Casebook(journal)
}
