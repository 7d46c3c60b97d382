// How much processor time a file may use. A hostile file must come to an end, and a plate must be read on any machine,
// however slow or starved of its processor: so what is ended is tried again with more, and is blamed only for what is
// beyond all that plates take on this very machine.

struct ProcessorBudget: Sendable {
    /// Seconds of the first look at a file; what needs longer is read once no other run waits.
    static let firstLookSeconds = 1.0
    /// The first look is no shorter than so many plates of this machine, a full one no shorter than so many.
    static let firstLookPlates = 5.0
    static let fullLookPlates = 20.0
    /// A file that needs more than so many plates of this machine, and more than a full look, is to blame.
    static let blamePlates = 100.0
    /// Full looks, each twice as long as the one before.
    static let fullLooksMax = 6
    /// Plates that are remembered, and the points of curves that make a run count as one: a table of results says
    /// nothing of the time that curves take.
    static let platesMax = 9
    static let platePointsMin = 1000

    /// Seconds that the last plates took, the newest last.
    private var plates: [Double] = []

    /// Seconds a plate on this machine, the median; nil before the first one.
    var plateSeconds: Double? { plates.isEmpty ? nil : plates.sorted()[plates.count / 2] }

    mutating func hear(_ seconds: Double, points: Int) {
        guard seconds > 0, points >= Self.platePointsMin else { return }
        plates.append(seconds)
        if plates.count > Self.platesMax { plates.removeFirst() }
    }

    /// Seconds for the next look at a file.
    /// - Parameters:
    ///   - looks: those that were ended for their time.
    ///   - full: `watch.processorTime`.
    func seconds(after looks: Int, full: Double) -> Double {
        let plate = plateSeconds ?? 0
        let full = max(full, Self.fullLookPlates * plate)
        if looks == 0 { return min(full, max(Self.firstLookSeconds, Self.firstLookPlates * plate)) }
        return full * Double(1 << min(looks - 1, Self.fullLooksMax - 1))
    }

    enum Verdict: Equatable {
        case tryAgain
        /// No plate takes as long here.
        case fileIsToBlame
        /// It was given all that there is, and no plate has been read to tell whether the machine is to blame.
        case unknown
    }

    /// What to think of a file that was ended after so many seconds.
    /// - Parameter looks: those that were ended, this one too.
    func verdict(after looks: Int, seconds: Double) -> Verdict {
        if looks > 1, let plateSeconds, seconds >= Self.blamePlates * plateSeconds { return .fileIsToBlame }
        if looks <= Self.fullLooksMax { return .tryAgain }
        return plateSeconds == nil ? .unknown : .fileIsToBlame
    }
}
