// One line on its way out: printable already, so that nothing a file calls itself can steer a terminal or begin a line
// of its own.
internal import Glibc
internal import Logging

struct LogLine {
    let level: Logger.Level
    var text: String
    /// In the order in which they are sent; a name may stand several times.
    let fields: [(name: String, value: String)]

    var kind: LogKind? { fields.first { $0.name == LogField.kind }.flatMap { LogKind(rawValue: $0.value) } }

    /// syslog(3)'s number.
    var priority: Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    /// For a stream that journald reads (sd-daemon(3)).
    var prefixed: String { "<\(priority)>\(text)\n" }

    /// For people, in UTC.
    func timed(_ seconds: time_t) -> String {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let date = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let clock = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return "\(date)T\(clock)Z \(level) \(text)\n"
    }
}
