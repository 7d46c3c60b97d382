// What one line's thread is told from outside, until it takes it: nothing waits twice.
internal import Casebook
internal import Hospital
internal import Linux
internal import Synchronization

final class LineInbox: Sendable {
    struct News: Sendable {
        var hasChanged = false
        var settings: InterfaceSettings?
        var mustStop = false

        var events: [Line.Event] {
            (settings.map { [.reload($0)] } ?? []) + (hasChanged ? [.changed] : []) + (mustStop ? [.stop] : [])
        }
    }

    private let news = Mutex(News())
    private let wakes = Semaphore()

    func post(_ change: @Sendable (inout News) -> Void) {
        news.withLock { change(&$0) }
        wakes.signal()
    }

    /// What there is now; nothing is left.
    func drain() -> News {
        news.withLock { news in
            defer { news = News() }
            return news
        }
    }

    /// Waits for something.
    /// - Parameter end: on the steady clock; nil: without end.
    func wait(until end: Duration?) {
        guard let end else { return wakes.wait() }
        _ = wakes.wait(atMost: max(end - steadyNow(), .zero))
    }
}
