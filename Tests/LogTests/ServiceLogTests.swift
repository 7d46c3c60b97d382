import Foundation
import Glibc
import Logging
@testable import Log
import Testing
import TestSupport

@Suite("The log")
struct ServiceLogTests {
    private func line(_ level: Logger.Level, _ text: String) -> LogLine {
        LogLine(level: level, text: text, fields: [])
    }

    /// A log whose standard error is a file, and which takes that file for journald's stream where `socket` is given.
    private func logger(_ file: URL, socket: String?) throws -> (Logger, LogSink) {
        try Data().write(to: file)
        let descriptor = open(file.path, O_WRONLY | O_APPEND)
        try #require(descriptor >= 0)
        var about = stat()
        fstat(descriptor, &about)
        let environment = socket == nil ? [:] : ["JOURNAL_STREAM": "\(about.st_dev):\(about.st_ino)"]
        let sink = LogSink(environment: environment, descriptor: descriptor, socket: socket ?? "/nonexistent")
        return (Logger(label: "test") { _ in ServiceLog(sink) }, sink)
    }

    @Test(
        "gives journald's stream a priority and no time",
        arguments: [
            (Logger.Level.debug, 7), (.info, 6), (.notice, 5), (.warning, 4), (.error, 3), (.critical, 2),
        ])
    func priorities(level: Logger.Level, number: Int) {
        #expect(line(level, "Run 7 taken.").prefixed == "<\(number)>Run 7 taken.\n")
    }

    @Test("gives people the time in UTC and the level")
    func people() {
        #expect(line(.warning, "late").timed(1_790_000_000) == "2026-09-21T14:13:20Z warning late\n")
    }

    @Test("speaks to journald itself, with the kind's id and every field")
    func native() throws {
        let folder = try TemporaryFolder()
        let listener = try DatagramListener(folder.path + "/journald")
        let file = folder.url.appending(path: "stderr")
        let (logger, sink) = try logger(file, socket: folder.path + "/journald")
        logger.say(
            .runConflict, "Run 7\nis two.", [.run: ["7"], .alert: ["A12", "A13"], .file: ["/export/\u{1B}[2J.lc96p"]])
        sink.flush(within: 10)
        #expect(
            listener.next() == """
                MESSAGE=Run 7\\u{a}is two.
                PRIORITY=4
                SYSLOG_IDENTIFIER=cqwatch
                CQWATCH_ALERT=A12
                CQWATCH_ALERT=A13
                CQWATCH_FILE=/export/\\u{1b}[2J.lc96p
                CQWATCH_RUN=7
                MESSAGE_ID=\(LogKind.runConflict.rawValue)

                """)
        #expect(try Data(contentsOf: file).isEmpty)
    }

    @Test("falls back to the stream, with a priority, where journald's socket does not answer")
    func fallsBack() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "stderr")
        let (logger, sink) = try logger(file, socket: folder.path + "/nobody")
        logger.say(.folderSilent, "silence")
        sink.flush(within: 10)
        #expect(try String(contentsOf: file, encoding: .utf8) == "<3>silence\n")
    }

    @Test("is lines with a time where there is no journald, and tells a fault that repeats itself once")
    func plain() throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "stderr")
        let (logger, sink) = try logger(file, socket: nil)
        for _ in 0..<5 { logger.say(.journalBusy, "busy") }
        logger.say(.stopped, "Stopped.")
        sink.flush(within: 10)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: " ", maxSplits: 1)[1]
        }
        #expect(lines == ["warning busy", "warning busy (4 times more within 1 min)", "notice Stopped."])
    }
}

@Suite("journald's protocol")
struct JournaldEntryTests {
    @Test("puts a value that holds line breaks behind its length")
    func newlines() {
        var bytes: [UInt8] = []
        JournaldEntry.append("A", "x\ny", to: &bytes)
        JournaldEntry.append("B", "", to: &bytes)
        #expect(bytes == Array("A\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0] + Array("x\ny\nB=\n".utf8))
    }

    @Test("is bounded, in whole characters, and leaves out names that journald would refuse")
    func bounds() {
        let long = String(repeating: "é", count: 40_000)
        let names = ["_TRUSTED", "9A", "lower", "", String(repeating: "A", count: 65), "GOOD_1"]
        let fields = (names + Array(repeating: "F", count: 100)).map { (name: $0, value: long) }
        let bytes = JournaldEntry.datagram(LogLine(level: .info, text: long, fields: fields))
        #expect(bytes.count < 150_000)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines[0].hasSuffix("é…") && lines[0].utf8.count <= JournaldEntry.messageBytesMax + 8)
        #expect(
            Set(lines.map { $0.prefix { $0 != "=" } }) == ["MESSAGE", "PRIORITY", "SYSLOG_IDENTIFIER", "GOOD_1", "F"])
        #expect(JournaldEntry.bounded("short", 5) == "short")
    }
}

@Suite("Repetition in the log")
struct RepetitionTests {
    private func told(_ level: Logger.Level, _ text: String, _ kind: LogKind = .folderFault) -> LogLine {
        LogLine(level: level, text: text, fields: [(LogField.kind, kind.rawValue)])
    }

    @Test("is held back within the window, and counted when it is over")
    func window() {
        var repetition = Repetition()
        #expect(repetition.filter(told(.warning, "x"), at: 0).map(\.text) == ["x"])
        for second in 1..<60 { #expect(repetition.filter(told(.warning, "x"), at: Double(second * 10)).isEmpty) }
        #expect(repetition.filter(told(.info, "y"), at: 600).map(\.text) == ["x (59 times more within 10 min)", "y"])
        #expect(repetition.filter(told(.warning, "x"), at: 601).map(\.text) == ["x"])
    }

    @Test("is of one kind and text: other faults, notices and alerts are told at once")
    func others() {
        var repetition = Repetition()
        for line in [
            told(.warning, "x"), told(.warning, "x", .fileWaiting), told(.error, "z"), told(.notice, "x"),
            told(.notice, "x"),
        ] {
            #expect(repetition.filter(line, at: 1).count == 1)
        }
        for _ in 0..<3 { #expect(repetition.filter(told(.critical, "alert A1", .alert), at: 2).count == 1) }
    }

    @Test("remembers a bounded number of lines, and lets go of all at the end")
    func bounded() {
        var repetition = Repetition()
        for number in 0...Repetition.linesMax {
            #expect(repetition.filter(told(.warning, "\(number)"), at: 1).count == 1)
        }
        #expect(repetition.filter(told(.warning, "0"), at: 2).count == 1)
        #expect(repetition.filter(told(.warning, "9"), at: 2).isEmpty)
        #expect(
            repetition.filter(told(.notice, "end", .stopped), at: 3).map(\.text) == [
                "9 (1 time more within 1 min)", "end",
            ])
    }
}
