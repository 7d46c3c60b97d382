// What is handed from one thread to another, in order, and no more of it than is agreed.
internal import Synchronization

/// Any thread enqueues; threads that may block dequeue.
public final class WorkQueue<Item: Sendable>: Sendable {
    public enum Dequeued {
        case item(Item)
        /// Nothing came in time.
        case nothing
        /// Nothing will come any more.
        case closed
    }

    private struct State {
        var waiting: [Item] = []
        var isClosed = false
    }

    /// Items that wait at most.
    public let itemsMax: Int
    private let state = Mutex(State())
    private let wakes = Semaphore()

    public init(itemsMax: Int) { self.itemsMax = itemsMax }

    /// - Returns: whether it was taken: not when closed, and not when `itemsMax` wait already.
    public func enqueue(_ item: sending Item) -> Bool {
        let isTaken = state.withLock { state in
            guard !state.isClosed, state.waiting.count < itemsMax else { return false }
            state.waiting.append(item)
            return true
        }
        if isTaken { wakes.signal() }
        return isTaken
    }

    /// Waits for an item.
    /// - Parameter patience: nil: without end.
    public func dequeue(atMost patience: Duration? = nil) -> Dequeued {
        let end = patience.map { steadyNow() + $0 }
        while true {
            let dequeued = state.withLock { state -> Dequeued? in
                if !state.waiting.isEmpty { return .item(state.waiting.removeFirst()) }
                return state.isClosed ? .closed : nil
            }
            switch dequeued {
            case .closed:
                // The next one who waits is to hear of it too.
                wakes.signal()
                return .closed
            case .some(let dequeued): return dequeued
            case nil: break
            }
            guard let end else {
                wakes.wait()
                continue
            }
            if !wakes.wait(atMost: end - steadyNow()) { return .nothing }
        }
    }

    /// Nothing is taken in any more.
    /// - Parameter dropping: what waits is dropped; else it is still handed out.
    public func close(dropping: Bool) {
        state.withLock { state in
            if dropping { state.waiting = [] }
            state.isClosed = true
        }
        wakes.signal()
    }
}
