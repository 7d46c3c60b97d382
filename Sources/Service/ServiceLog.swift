// The log is standard error: with the journal's priority prefix where systemd reads it, with a time where a person does.
internal import Foundation
internal import Glibc
public import Logging

/// A handler of swift-log for services: `LoggingSystem.bootstrap { _ in ServiceLog() }`.
public struct ServiceLog: LogHandler {
    public var logLevel = Logger.Level.info
    public var metadata: Logger.Metadata = [:]
    private let toJournal: Bool

    /// Looks at JOURNAL_STREAM (systemd.exec(5)): device and inode of the stream that systemd gave us.
    public init() { self.init(environment: ProcessInfo.processInfo.environment) }

    init(environment: [String: String]) {
        var about = stat()
        toJournal = fstat(STDERR_FILENO, &about) == 0 && environment["JOURNAL_STREAM"] == "\(about.st_dev):\(about.st_ino)"
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let line = Self.line(event.level, "\(event.message)", time: toJournal ? nil : time(nil))
        let bytes = Array(line.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress.map { $0 + written }, bytes.count - written) }
            if count < 0, errno == EINTR { continue }
            // Nobody reads the log any more: there is nowhere left to say so.
            if count <= 0 { return }
            written += count
        }
    }

    /// One line, whatever the message holds. With `time` (seconds since 1970) for people, without for the journal.
    static func line(_ level: Logger.Level, _ message: String, time: time_t?) -> String {
        guard var time else { return "<\(priority(level))>\(printable(message))\n" }
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let clock = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return "\(date)T\(clock)Z \(level) \(printable(message))\n"
    }

    /// syslog(3)'s numbers.
    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}

/// Text from files as a log or a terminal may show it: control and invisible formatting characters stand as `\u{…}`.
func printable(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: shown += "\\u{\(String(scalar.value, radix: 16))}"
        default: shown.unicodeScalars.append(scalar)
        }
    }
    return shown
}
