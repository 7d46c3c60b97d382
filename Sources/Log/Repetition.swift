// The same fault again and again is one line, and later a count.
internal import Logging

/// Holds back warnings and worse that were told already within `window`, and tells how many they were once it has
/// passed: with the next line of any kind, since nothing here has a timer.
struct Repetition {
    /// Seconds.
    static let window = 600.0
    /// Different lines remembered; beyond them the oldest is let go.
    static let linesMax = 64

    private struct Told {
        let line: LogLine
        let since: Double
        var again = 0

        func summary(_ now: Double) -> [LogLine] {
            guard again > 0 else { return [] }
            let minutes = max(1, Int(((now - since) / 60).rounded()))
            var line = line
            line.text += " (\(again) \(again == 1 ? "time" : "times") more within \(minutes) min)"
            return [line]
        }
    }

    /// The oldest first.
    private var told: [Told] = []

    /// - Parameter now: seconds of a steady clock.
    /// - Returns: what is to be written now.
    mutating func filter(_ line: LogLine, at now: Double) -> [LogLine] {
        let isLast = line.kind?.endsService ?? false
        var due = letGo(now) { isLast || $0.since + Self.window <= now }
        guard line.level >= .warning, !isLast, !(line.kind?.isAlwaysTold ?? false) else { return due + [line] }
        if let known = told.firstIndex(where: { $0.line.text == line.text && $0.line.kind == line.kind }) {
            told[known].again += 1
            return due
        }
        if told.count == Self.linesMax { due += told.removeFirst().summary(now) }
        told.append(Told(line: line, since: now))
        return due + [line]
    }

    private mutating func letGo(_ now: Double, _ isOver: (Told) -> Bool) -> [LogLine] {
        let over = told.filter(isOver)
        guard !over.isEmpty else { return [] }
        told.removeAll(where: isOver)
        return over.flatMap { $0.summary(now) }
    }
}
