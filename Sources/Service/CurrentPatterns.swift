// The names to pass over, as the configuration that holds now has them: inotify's thread asks, the consumer replaces.
internal import Monitoring
internal import Synchronization

final class CurrentPatterns: Sendable {
    private let current: Mutex<NamePatterns>

    init(_ patterns: [String]) { current = Mutex(NamePatterns(patterns)) }

    var patterns: NamePatterns { current.withLock { $0 } }
    func match(_ name: [UInt8]) -> Bool { patterns.match(name) }
    func replace(_ patterns: [String]) { current.withLock { $0 = NamePatterns(patterns) } }
}
