import Foundation
import Glibc
@testable import Log
import Logging
import Testing
import TestSupport

/// A pipe as standard error, and whoever may read it.
private final class UnreadPipe {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        // Tests beside this one start programs: one that held the reading end would keep the pipe alive.
        try #require(pipe(&ends) == 0 && ends.allSatisfy { fcntl($0, F_SETFD, FD_CLOEXEC) == 0 })
        (reading, writing) = (ends[0], ends[1])
    }

    /// Reads on until it has seen so many lines.
    func lines(until isEnough: ([Substring]) -> Bool) -> [Substring] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(reading, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
            guard bytes.last == UInt8(ascii: "\n") else { continue }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            if isEnough(lines) { return lines }
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    }

    func stopReading() { close(reading) }
}

@Suite("A log that nobody reads", .timeLimit(.minutes(2)))
struct LogSinkTests {
    private func logger(_ sink: LogSink) -> Logger { Logger(label: "test") { _ in ServiceLog(sink) } }

    @Test("stops nobody who has something to say; what was lost is counted, and told where it is missing")
    func unreadPipe() throws {
        let pipe = try UnreadPipe()
        let sink = LogSink(environment: [:], descriptor: pipe.writing)
        let said = LogQueue.linesMax * 3
        for number in 0..<said { logger(sink).say(.runTaken, "run \(number)") }
        #expect(sink.lost > 0)
        let told = "\(sink.lost) lines of the log were lost here"
        let lines = pipe.lines { $0.last?.contains("lost here") ?? false }
        #expect(lines.last?.contains(told) == true, "\(lines.last ?? "")")
        #expect(lines.count - 1 + sink.lost == said)
        for (number, line) in lines.dropLast().enumerated() { #expect(line.hasSuffix(" run \(number)")) }
        logger(sink).say(.runTaken, "once more")
        #expect(pipe.lines { _ in true }.last?.hasSuffix("once more") == true)
    }

    @Test("is waited for no longer than it was asked to be at the end")
    func flush() throws {
        let pipe = try UnreadPipe()
        let sink = LogSink(environment: [:], descriptor: pipe.writing)
        for _ in 0..<LogQueue.linesMax { logger(sink).say(.runTaken, String(repeating: "x", count: 200)) }
        sink.flush(within: 0.05)
        #expect(pipe.lines { $0.count == LogQueue.linesMax }.count == LogQueue.linesMax)
    }

    @Test("has not taken what somebody is owed, and says so; a log that is read has")
    func owed() throws {
        let pipe = try UnreadPipe()
        let sink = LogSink(environment: [:], descriptor: pipe.writing)
        #expect(logger(sink).deliver(.alert, "first"))
        for _ in 0..<LogQueue.linesMax { logger(sink).say(.runTaken, String(repeating: "x", count: 200)) }
        #expect(!logger(sink).deliver(.alert, "second"))
        _ = pipe.lines { $0.count >= LogQueue.linesMax }
        #expect(logger(sink).deliver(.alert, "third"))
        pipe.stopReading()
        signal(SIGPIPE, SIG_IGN)
        #expect(!logger(sink).deliver(.alert, "fourth"))
        #expect(sink.lost > 0)
    }

    @Test("loses nothing where somebody made the stream non-blocking, and reads late")
    func nonBlocking() throws {
        let pipe = try UnreadPipe()
        _ = fcntl(pipe.writing, F_SETFL, fcntl(pipe.writing, F_GETFL) | O_NONBLOCK)
        let sink = LogSink(environment: [:], descriptor: pipe.writing)
        for number in 0..<1000 { logger(sink).say(.runTaken, "run \(number) " + String(repeating: "x", count: 200)) }
        #expect(pipe.lines { $0.count == 1000 }.count == 1000)
        #expect(sink.lost == 0)
    }

    @Test("is journald's too: what it takes late it gets whole, with every field")
    func stalledJournald() throws {
        let folder = try TemporaryFolder()
        let listener = try DatagramListener(folder.path + "/journald")
        let file = try folder.write("stderr", Data())
        let descriptor = open(file.path, O_WRONLY)
        var about = stat()
        fstat(descriptor, &about)
        let environment = ["JOURNAL_STREAM": "\(about.st_dev):\(about.st_ino)"]
        let sink = LogSink(environment: environment, descriptor: descriptor, socket: folder.path + "/journald")
        // More than the kernel keeps for a receiver (net.unix.max_dgram_qlen), fewer than wait here.
        for number in 0..<LogQueue.linesMax { logger(sink).say(.runTaken, "taken", [.run: ["\(number)"]]) }
        for number in 0..<LogQueue.linesMax {
            var entry = listener.next()
            while entry.isEmpty {
                usleep(1000)
                entry = listener.next()
            }
            #expect(entry.contains("CQWATCH_RUN=\(number)\n"))
        }
        #expect(sink.lost == 0)
        #expect(try Data(contentsOf: file).isEmpty)
    }
}

@Suite("Lines that wait for the log")
struct LogQueueTests {
    private func line(_ text: String) -> LogLine { LogLine(level: .info, text: text, fields: []) }

    @Test("are bounded in number, and a loss stands where the lost lines would")
    func number() {
        var queue = LogQueue()
        for number in 0..<LogQueue.linesMax { #expect(queue.enqueue(line("\(number)"), at: 1) == UInt64(number + 1)) }
        for _ in 0..<3 { #expect(queue.enqueue(line("lost"), at: 2) == nil) }
        #expect(queue.lost == 3)
        #expect(queue.dequeue(at: 3)?.line.text == "0")
        #expect(queue.dequeue(at: 3)?.line.text == "1")
        #expect(queue.enqueue(line("after"), at: 4) == UInt64(LogQueue.linesMax + 2))
        var rest: [String] = []
        while let entry = queue.dequeue(at: 5) { rest.append(entry.line.text) }
        #expect(rest.count == LogQueue.linesMax)
        #expect(rest.last == "after")
        #expect(rest.dropLast().last?.hasPrefix("3 lines of the log were lost here") == true)
        #expect(queue.isEmpty)
    }

    @Test("are bounded in bytes, fields included, and a loss is told where nothing else comes")
    func bytes() {
        var queue = LogQueue()
        let value = String(repeating: "x", count: LogQueue.bytesMax / 2)
        for text in ["a", "b"] { _ = queue.enqueue(LogLine(level: .info, text: text, fields: [("F", value)]), at: 1) }
        #expect(queue.lost == 1)
        #expect(queue.dequeue(at: 2)?.line.text == "a")
        let told = queue.dequeue(at: 3)
        #expect(told?.line.kind == .linesLost)
        #expect(told?.line.text.hasPrefix("1 line of the log was lost here") == true)
        #expect(queue.dequeue(at: 4) == nil)
        #expect(queue.isEmpty)
    }
}
