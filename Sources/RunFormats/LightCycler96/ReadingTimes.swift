// When the instrument read each cycle: what a replay needs to say how early a call was safe.
internal import Assay

/// The times of one run as instrument_data.xml writes them: local clock for start and end, seconds from the start for
/// each reading.
struct ReadingTimes {
    var start: String?
    var end: String?
    /// Seconds from the start by programme and cycle; of several dyes read one after another, the last.
    private(set) var programmes: [String: [Int: Double]] = [:]
    /// The latest reading of all, melt included.
    private(set) var last: Double?

    /// `cycle` is nil for the points of a melt.
    mutating func add(_ seconds: Double, programme: String, cycle: Int?) {
        guard seconds >= 0, seconds <= Self.secondsMax else { return }
        last = max(last ?? 0, seconds)
        guard let cycle, (1...AmplificationCurve.cyclesMax).contains(cycle),
            programmes[programme] != nil || programmes.count < ReadingLimits.programmesMax
        else { return }
        programmes[programme, default: [:]][cycle] = max(programmes[programme]?[cycle] ?? 0, seconds)
    }

    /// Of the one programme that has exactly the cycles 1 to `cycles`, one after another; else empty.
    func cycleSeconds(cycles: Int) -> [Double] {
        let fitting = programmes.values.filter { $0.count == cycles && $0.keys.max() == cycles }
        guard cycles > 0, fitting.count == 1, let times = fitting.first else { return [] }
        let seconds = (1...cycles).compactMap { times[$0] }
        return zip(seconds, seconds.dropFirst()).allSatisfy { $0 < $1 } ? seconds : []
    }

    /// From start to end by the instrument's clock. Where that contradicts the readings (the clock was set or summer
    /// time began or ended while it ran), the last reading ends the run.
    var endSeconds: Double? {
        guard let byClock = secondsBetween(start, end) else { return last }
        guard let last else { return byClock >= 0 ? byClock : nil }
        return (last...last + Self.afterLastReadingMax).contains(byClock) ? byClock : last
    }

    /// Ten days.
    private static let secondsMax = 864_000.0
    /// Real runs end some thirty seconds after their last reading.
    private static let afterLastReadingMax = 1800.0
}

private func secondsBetween(_ start: String?, _ end: String?) -> Double? {
    guard let start = localSeconds(start), let end = localSeconds(end) else { return nil }
    return Double(end - start)
}

/// Seconds since 1970 of a local `yyyy-MM-ddTHH:mm:ss`, as if its zone were UTC; nil for what no clock shows.
private func localSeconds(_ text: String?) -> Int? {
    guard let text = instrumentTime(text), let date = CalendarDate(iso: text) else { return nil }
    let clock = text.suffix(8).split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] < 60 else { return nil }
    return date.dayNumber * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
}
