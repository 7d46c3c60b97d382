// What the deliverer's one consumer is told, in order. Unlike an asynchronous stream it goes on in a cancelled task:
// what was under way when the service was asked to stop still gets its receipts.
internal import Dispatching
internal import Synchronization

final class EventQueue: Sendable {
    enum Entry: Sendable {
        case event(Dispatcher.Event)
        /// Ends the service.
        case failure(any Error)
    }

    private struct State {
        var entries: [Entry] = []
        var reader: CheckedContinuation<Entry, Never>?
    }

    private let state = Mutex(State())

    func post(_ event: Dispatcher.Event) { post(.event(event)) }

    func post(_ entry: Entry) {
        let reader = state.withLock { state -> CheckedContinuation<Entry, Never>? in
            if let reader = state.reader {
                state.reader = nil
                return reader
            }
            // Nothing waits twice that may come at any rate; the rest is bounded by the lanes.
            if case .event(.reload) = entry {
                state.entries.removeAll { if case .event(.reload) = $0 { true } else { false } }
            }
            if !state.entries.contains(where: { Self.isRepeated(entry, $0) }) { state.entries.append(entry) }
            return nil
        }
        reader?.resume(returning: entry)
    }

    /// One consumer.
    func next() async -> Entry {
        await withCheckedContinuation { continuation in
            let first = state.withLock { state -> Entry? in
                if state.entries.isEmpty {
                    state.reader = continuation
                    return nil
                }
                return state.entries.removeFirst()
            }
            if let first { continuation.resume(returning: first) }
        }
    }

    private static func isRepeated(_ entry: Entry, _ other: Entry) -> Bool {
        switch (entry, other) {
        case (.event(.changed), .event(.changed)), (.event(.tick), .event(.tick)), (.event(.stop), .event(.stop)): true
        default: false
        }
    }
}
