// The instrument's word and ours on one reaction, joined: everything after this file works on the Cq in force and asks
// no more where it came from.
import Assay

/// One reaction with its call and Cq, as `assay.cqSource` chooses them.
struct CalledReaction {
    let reaction: Reaction
    /// The engine's own result, whatever the source in force; the instrument's where the file carries no curve.
    let result: CqResult
    /// The call and Cq that make the copy number.
    let call: AmplificationCall
    let cq: Double?
    /// Standard error of `cq`, cycles; nil where nobody reports one.
    let cqSE: Double?
    /// What the standards do not answer for in this Cq, cycles²: an error that the wells of a sample share, so that
    /// their number does not lessen it.
    var systematicVariance = 0.0
    /// Enters curves, means and quality rules. Excluded, unused and doubled wells do not.
    let counts: Bool
    /// Highest first; empty without a melt.
    let meltPeaks: [MeltPeak]
    /// Nil unless the run was replayed.
    let live: LiveCall?
    var flags: [Flag]

    init(_ reaction: Reaction, result: CqResult, live: LiveCall?, doubled: Bool, settings: AssaySettings) {
        self.reaction = reaction
        self.live = live
        self.result = result
        switch settings.cqSource {
        case .engine:
            call = result.call
            cq = result.cq
            cqSE = result.cqSE
        case .instrument:
            let told = instrumentResult(of: reaction)
            call = told.call
            cq = told.cq
            cqSE = nil
        }
        let doubled = doubled || reaction.flags.contains(.duplicatePosition)
        counts = !reaction.excluded && reaction.sampleType != .unused && !doubled
        meltPeaks = reaction.melt.map(Quantification.meltPeaks) ?? []
        flags = []
        for flag in reaction.flags + result.flags where !flags.contains(flag) { flags.append(flag) }
        if reaction.excluded { insert(.excluded) }
        if doubled { insert(.duplicatePosition) }
        if let ours = result.cq, let theirs = reaction.instrumentCq.flatMap(plausibleCq),
            abs(ours - theirs) > settings.cqDifferenceMax
        {
            insert(.instrumentDiffers)
        }
        if contradictsInstrument { insert(.instrumentContradicts) }
    }

    /// We and the instrument both judged the curve, and only one of us says that it amplified.
    var contradictsInstrument: Bool {
        guard counts, reaction.amplification != nil, let theirs = reaction.instrumentAmplified else { return false }
        return theirs != (result.call == .positive)
    }

    mutating func insert(_ flag: Flag) {
        if !flags.contains(flag) { flags.append(flag) }
    }

    /// The Cq of a reaction that counts and amplified.
    var countedCq: Double? { counts && call == .positive ? cq : nil }
}

extension Reaction {
    /// Whether the instrument's software says that the reaction amplified; nil where the file says nothing of it.
    fileprivate var instrumentAmplified: Bool? {
        if let instrumentCall { return instrumentCall == .positive }
        if instrumentCq.flatMap(plausibleCq) != nil { return true }
        return flags.contains(.undeterminedCq) ? false : nil
    }
}

/// What the instrument's software alone says of a reaction.
func instrumentResult(of reaction: Reaction) -> CqResult {
    // A curve was measured and is lost: a Cq that nobody can hold against it makes no copy number.
    if reaction.amplification == nil, reaction.flags.contains(.nonFinite) || reaction.flags.contains(.missingCycles) {
        return CqResult(
            call: .invalid, reason: "The curve of this well cannot be read, so the instrument's Cq cannot be checked.",
            flags: [])
    }
    if reaction.flags.contains(.meltOnly) {
        return CqResult(call: .invalid, reason: "Only a melt was measured in this well, no amplification.", flags: [])
    }
    let flags: [Flag] = [.instrumentCqOnly]
    if let cq = reaction.instrumentCq.flatMap(plausibleCq), reaction.instrumentCall ?? .positive == .positive {
        return CqResult(call: .positive, cq: cq, reason: "The Cq is the instrument's.", flags: flags)
    }
    if reaction.instrumentCall == .negative || reaction.flags.contains(.undeterminedCq) {
        return CqResult(call: .negative, reason: "The instrument saw no amplification.", flags: flags)
    }
    return CqResult(call: .invalid, reason: "The file gives neither a curve nor a Cq for this well.", flags: flags)
}

/// A result as the other stations may rely on it: a positive call has a finite Cq, no other call has one, and nothing
/// is NaN or infinite.
func sound(_ result: CqResult) -> CqResult {
    var sound = result
    sound.cq = result.call == .positive ? result.cq.flatMap(plausibleCq) : nil
    sound.cqSE = sound.cq == nil ? nil : result.cqSE?.finite.flatMap { $0 >= 0 ? $0 : nil }
    sound.efficiency = result.efficiency?.finite
    sound.n0 = result.n0?.finite
    sound.shape = sound.cq == nil ? nil : result.shape.flatMap(soundShape)
    if result.call == .positive, sound.cq == nil {
        sound.call = .invalid
        sound.reason = "The engine gave no usable Cq."
    }
    return sound
}

private func soundShape(_ shape: CurveShape) -> CurveShape? {
    guard shape.plateau.isFinite, shape.plateau > 0 else { return nil }
    return CurveShape(
        plateau: shape.plateau, baselineSlope: shape.baselineSlope?.finite, cqPerSlope: shape.cqPerSlope?.finite)
}

/// A Cq lies on a curve: after its start, before the last cycle that any curve may have.
func plausibleCq(_ cq: Double) -> Double? { cq > 0 && cq <= Double(AmplificationCurve.cyclesMax) ? cq : nil }

extension Double {
    var finite: Double? { isFinite ? self : nil }
}
