// The lines that wait for the log to take them. Whoever has something to say never waits for whoever reads the log:
// where that one has stopped, lines are lost, counted, and told of once it reads again.

struct LogQueue {
    static let linesMax = 2000
    /// Of all lines that wait.
    static let bytesMax = 1 << 20

    struct Entry {
        let line: LogLine
        /// When it was said, seconds since 1970.
        let time: Int
        /// Its number among all lines that were taken.
        let ticket: UInt64
    }

    private var waiting: [Entry] = []
    private var bytes = 0
    private var tickets: UInt64 = 0
    /// Lost since the last line that told of it.
    private var untold = 0
    /// Lost since the process began.
    private(set) var lost = 0
    var isEmpty: Bool { waiting.isEmpty && untold == 0 }

    /// - Returns: the line's number; nil where there is no room and it is lost.
    mutating func enqueue(_ line: LogLine, at time: Int) -> UInt64? {
        let isRoom = waiting.count < Self.linesMax && bytes + line.bytes <= Self.bytesMax
        guard isRoom else {
            untold += 1
            lost += 1
            return nil
        }
        tellLoss(at: time)
        return append(line, at: time)
    }

    /// The oldest line; where none waits, the one that tells of a loss.
    mutating func dequeue(at time: Int) -> Entry? {
        if waiting.isEmpty { tellLoss(at: time) }
        guard !waiting.isEmpty else { return nil }
        let first = waiting.removeFirst()
        bytes -= first.line.bytes
        return first
    }

    /// A line that was taken from here, and that nothing took from us.
    mutating func lose() { lost += 1 }

    private mutating func append(_ line: LogLine, at time: Int) -> UInt64 {
        tickets += 1
        bytes += line.bytes
        waiting.append(Entry(line: line, time: time, ticket: tickets))
        return tickets
    }

    /// Stands between what came before the loss and what came after it.
    private mutating func tellLoss(at time: Int) {
        guard untold > 0 else { return }
        let lines = untold == 1 ? "1 line of the log was" : "\(untold) lines of the log were"
        let kind = LogKind.linesLost
        let text =
            "\(lines) lost here: nobody read the log, and \(Self.linesMax) lines or \(Self.bytesMax >> 20) MiB waited "
            + "already."
        _ = append(LogLine(level: kind.level, text: text, fields: [(LogField.kind, kind.rawValue)]), at: time)
        untold = 0
    }
}

extension LogLine {
    /// What it takes up while it waits.
    var bytes: Int { fields.reduce(text.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count } }
}
