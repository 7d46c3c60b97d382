// Whether the wall clock is believed, and what is said of it.
internal import Assay
internal import Configuration
internal import Foundation
internal import Intake
internal import Journal
internal import Linux
internal import Log
internal import Monitoring

extension Daemon {
    /// What the clock last read when a daemon believed it; without such a note, when the newest record was written.
    static func believedClock(_ parts: DaemonParts) -> Date? {
        DaemonPulse(journal: parts.files.configuration.journalPath).clockBelieved ?? parts.newestRecord
    }

    /// After each batch of events.
    func lookAtClock() {
        let wall = Date()
        clock.look(
            wall: wall, steady: steadyNow(), isVouchedFor: isClockKept(wall),
            aheadMax: configuration.watch.clockAheadSeconds)
        tellDoubt()
    }

    /// A run dates the present by the instrument's own clock.
    func hearClock(of runs: [RunAnalysis]) {
        for start in runs.compactMap({ $0.identity.started.flatMap { instant($0, in: configuration.instrumentZone) } })
        {
            clock.hear(of: start, wall: Date(), steady: steadyNow(), aheadMax: configuration.watch.clockAheadSeconds)
        }
        tellDoubt()
    }

    private func tellDoubt() {
        guard toldDoubt != (clock.doubt != nil) else { return }
        toldDoubt = clock.doubt != nil
        if let sentence = clockSentence {
            logger.say(.clockDoubted, sentence)
        } else {
            logger.say(.clockBelieved, "The clock is believed again: the rules on absent results run.")
            // What was judged by a wrong date is judged anew.
            sweeper.hear(.due)
        }
    }

    /// Nil where the clock is believed.
    var clockSentence: String? {
        let end =
            "The rules on absent results wait until it is set right, a time server keeps it, a run of today comes, or "
            + "a day has passed."
        return switch clock.doubt {
        case .behind(let due):
            "The clock reads \(Date().formatted(.iso8601)), before \(due.formatted(.iso8601)), which it read already. "
                + "\(end)"
        case .ahead(let due):
            "The clock reads \(Date().formatted(.iso8601)), but was last believed at \(due.formatted(.iso8601)), and "
                + "no time server vouches for it. \(end)"
        case nil: nil
        }
    }
}
