// Whether the wall clock may be believed. A flat battery, a wrong hand or a restored machine sets it years off; one
// look at the schedule then would ask for a hundred samples that nobody missed. A doubted clock keeps runs, alerts and
// reminders going and holds back the rules on absent results.
public import Foundation

public struct ClockTrust: Sendable {
    public enum Doubt: Hashable, Sendable {
        /// It reads less than it did when it was last believed, or than the newest record.
        case behind(Date)
        /// It reads so much more than then that nobody knows what it did in between.
        case ahead(Date)
    }

    /// A step back by less is no reason for doubt: time servers make such.
    static let stepBackMax = 3600.0
    /// A doubt that nobody resolves ends after this time of running: a wrong alert is corrected once the clock is
    /// right, one that never comes is not.
    public static let patience = Duration.seconds(86_400)

    /// The clock was believed when it read this.
    public private(set) var believed: Date?
    /// The steady clock at that moment; nil where that was before this start.
    private var steady: Duration?
    public private(set) var doubt: Doubt?
    private var doubtedSince: Duration?

    /// - Parameter believed: what the clock read when it was last believed before this start, or the time of the newest
    ///   record; nil: nothing is known.
    public init(believed: Date?) { self.believed = believed }

    /// Looks at the clock.
    /// - Parameters:
    ///   - isVouchedFor: a time server keeps it.
    ///   - aheadMax: seconds.
    public mutating func look(wall: Date, steady now: Duration, isVouchedFor: Bool, aheadMax: Double) {
        guard !isVouchedFor, let believed else { return believe(wall, now) }
        // While we run, the steady clock says what it should read.
        let due = steady.map { believed.addingTimeInterval((now - $0) / .seconds(1)) } ?? believed
        let ahead = wall.timeIntervalSince(due)
        if ahead >= -Self.stepBackMax, ahead <= aheadMax { return believe(wall, now) }
        let since = doubtedSince ?? now
        if since + Self.patience <= now { return believe(wall, now) }
        doubtedSince = since
        doubt = ahead < 0 ? .behind(due) : .ahead(due)
    }

    /// A run has come that the instrument's own clock dates: where both agree, ours is right.
    public mutating func hear(of start: Date, wall: Date, steady now: Duration, aheadMax: Double) {
        guard doubt != nil, abs(wall.timeIntervalSince(start)) <= aheadMax else { return }
        believe(wall, now)
    }

    private mutating func believe(_ wall: Date, _ now: Duration) {
        (believed, steady, doubt, doubtedSince) = (wall, now, nil, nil)
    }
}
