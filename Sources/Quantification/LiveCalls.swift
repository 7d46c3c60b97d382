// A replay's findings as they are reported of a well.
import Assay

extension LiveCall {
    init(_ safe: SafeCall, in run: Run) {
        let believed = safe.believed.map(sound)
        let minutes = safe.cycle.flatMap { run.secondsLeft(afterCycle: $0) }.map { $0 / 60 }
        self.init(
            safeCycle: safe.cycle, minutesSaved: minutes, cq: believed?.cq, cqSE: believed?.cqSE,
            cqMoved: safe.cqMoved?.finite, withdrawn: safe.withdrawn)
        guard safe.cycle != nil else {
            reason =
                switch sound(safe.result).call {
                case .positive: "Its plateau was not in view before the last cycle."
                case .negative: "Only the last cycle tells that nothing amplifies."
                case .invalid: "Its curve gives no call."
                }
            return
        }
        if minutes == nil { reason = "The file does not say when its cycles were read." }
    }

    /// Of a well whose run is too long to be replayed.
    static let tooLong = LiveCall(reason: "The run has more than \(replayCyclesMax) cycles and is not replayed.")
}

extension Run {
    /// From the reading of a cycle to the end of the run; nil where the file does not say.
    func secondsLeft(afterCycle cycle: Int) -> Double? {
        guard let endSeconds, cycleSeconds.indices.contains(cycle - 1),
            case let left = endSeconds - cycleSeconds[cycle - 1], left.isFinite, left >= 0
        else { return nil }
        return left
    }
}
