import Logging
@testable import Service
import Testing

@Suite("The log")
struct ServiceLogTests {
    @Test("gives journald a priority and no time", arguments: [
        (Logger.Level.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3), (.critical, 2),
    ])
    func priorities(level: Logger.Level, number: Int) {
        #expect(ServiceLog.line(level, "Run 7 taken.", time: nil) == "<\(number)>Run 7 taken.\n")
    }

    @Test("gives people the time in UTC and the level")
    func people() {
        #expect(ServiceLog.line(.warning, "late", time: 1_790_000_000) == "2026-09-21T14:13:20Z warning late\n")
    }

    @Test("is one line of printable text, whatever a file calls itself")
    func escapes() {
        #expect(ServiceLog.line(.info, "a\nb\u{1B}[2Jc\u{202E}d\u{7F}", time: nil) == "<6>a\\u{a}b\\u{1b}[2Jc\\u{202e}d\\u{7f}\n")
        #expect(printable("Größe – 25 °C \\x0a") == "Größe – 25 °C \\x0a")
    }
}
