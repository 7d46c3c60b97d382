// The log is standard error. Where that is journald's stream, lines go to journald itself, with their fields; where it
// is not, they are text with a time for people.
public import Logging
internal import Text

/// A handler of swift-log for services: `Logger(label: "cqwatch") { _ in ServiceLog() }`.
public struct ServiceLog: LogHandler {
    public var logLevel = Logger.Level.info
    public var metadata: Logger.Metadata = [:]
    private let sink: LogSink

    public init() { sink = .standardError }

    init(_ sink: LogSink) { self.sink = sink }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Never waits, whatever becomes of the log.
    public func log(event: LogEvent) { sink.enqueue(line(event.level, "\(event.message)", event.metadata ?? [:])) }

    /// Waits for the line to be out, at most `deliverySeconds`.
    func deliver(_ level: Logger.Level, _ text: String, _ fields: Logger.Metadata) -> Bool {
        sink.deliver(line(level, text, fields), within: Self.deliverySeconds)
    }
    static let deliverySeconds = 1.0

    /// Before the process ends: gives what waits a last chance, half a second, since a log that nobody reads must not
    /// keep it alive.
    public static func flush() { LogSink.standardError.flush(within: flushSeconds) }
    private static let flushSeconds = 0.5

    /// Lines of this process that were lost because nobody read the log.
    public static var linesLost: Int { LogSink.standardError.lost }

    private func line(_ level: Logger.Level, _ text: String, _ fields: Logger.Metadata) -> LogLine {
        let all = metadata.merging(fields) { $1 }.sorted { $0.key < $1.key }.flatMap { key, value in
            values(value).map { (key, $0) }
        }
        return LogLine(level: level, text: logSafe(text), fields: all.map { ($0, logSafe($1)) })
    }

    private func values(_ value: Logger.MetadataValue) -> [String] {
        if case .array(let several) = value { several.map { "\($0)" } } else { ["\(value)"] }
    }
}
