// The log is standard error. Where that is journald's stream, lines go to journald itself, with their fields; where it is not, they are
// text with a time for people.
internal import Foundation
internal import Glibc
public import Logging
internal import Synchronization

/// A handler of swift-log for services: `Logger(label: "cqwatch") { _ in ServiceLog() }`.
public struct ServiceLog: LogHandler {
    public var logLevel = Logger.Level.info
    public var metadata: Logger.Metadata = [:]
    private let sink: LogSink

    public init() { sink = LogSink(environment: ProcessInfo.processInfo.environment) }

    init(_ sink: LogSink) { self.sink = sink }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }.flatMap { key, value in values(value).map { (key, $0) } }
        sink.take(LogLine(level: event.level, text: printable("\(event.message)"), fields: fields.map { ($0, printable($1)) }))
    }

    private func values(_ value: Logger.MetadataValue) -> [String] {
        if case .array(let several) = value { several.map { "\($0)" } } else { ["\(value)"] }
    }
}

/// Where the lines of a process go, and what was held back of them.
final class LogSink: Sendable {
    static let journaldSocket = "/run/systemd/journal/socket"

    private let descriptor: Int32
    /// Standard error is journald's stream, which understands a priority before each line.
    private let toJournald: Bool
    private let journald: LocalDatagrams?
    private let repetition = Mutex(Repetition())

    /// Looks at JOURNAL_STREAM (systemd.exec(5)): device and inode of the stream that systemd gave us.
    init(environment: [String: String], descriptor: Int32 = STDERR_FILENO, socket: String = LogSink.journaldSocket) {
        self.descriptor = descriptor
        var about = stat()
        toJournald = fstat(descriptor, &about) == 0 && environment["JOURNAL_STREAM"] == "\(about.st_dev):\(about.st_ino)"
        journald = toJournald ? LocalDatagrams(to: socket) : nil
    }

    func take(_ line: LogLine) {
        for line in repetition.withLock({ $0.take(line, at: steadySeconds()) }) { put(line) }
    }

    private func put(_ line: LogLine) {
        if let journald, journald.send(JournaldEntry.datagram(line)) { return }
        write(toJournald ? line.prefixed : line.timed(time(nil)))
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads the log any more: there is nowhere left to say so.
            if count <= 0 { return }
            written += count
        }
    }

    private func steadySeconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
