// From the replicates of one sample to one value that a person may act on, or to the reason why there is none.
import Foundation
import Statistics
import Assay

/// Joins the replicates of a sample. The value is the geometric mean of the replicates' quantities, which is the
/// quantity at their mean Cq.
struct SampleJoin {
    let target: PlateTarget
    let sample: SampleGroup
    let reference: ReferenceVerdict
    private let unusualDNA: Bool
    private let settings: AssaySettings
    private var limits: QualityLimits { settings.quality }
    private let positives: [CalledReaction]
    private let negatives: Int
    private var analysis: SampleAnalysis

    init(
        _ sample: SampleGroup, of target: PlateTarget, reference: ReferenceVerdict, unusualDNA: Bool,
        relative: RelativeQuantity, settings: AssaySettings
    ) {
        self.target = target
        self.sample = sample
        self.reference = reference
        self.unusualDNA = unusualDNA
        self.settings = settings
        positives = sample.counted.filter { $0.countedCq != nil }
        negatives = sample.counted.count { $0.call == .negative }
        let cqs = positives.compactMap(\.countedCq)
        let isStandard = sample.type == .standard
        let range = isStandard ? target.calibration?.range : target.range
        analysis = SampleAnalysis(
            name: sample.name, label: sample.label, target: target.group.name, n: positives.count + negatives,
            quantity: Quantity(
                nil, limits: range ?? Quantity.unlimited, unit: isStandard ? target.unit.standards : target.unit.sample),
            cqMean: mean(cqs), cqSD: standardDeviation(cqs), relative: relative.livak, flags: [],
            relativePfaffl: relative.pfaffl)
    }

    func joined() -> SampleAnalysis {
        var join = self
        join.copyWellFlags()
        join.judgeWells()
        if sample.type != .ntc { join.quantify() }
        join.judgeReplicates()
        join.judgeMelt()
        if sample.type == .unknown { join.judgeReference() }
        join.judgePlausibility()
        if !join.analysis.valid { join.withholdUntrusted() }
        return join.analysis
    }

    // MARK: the steps, in order

    private mutating func copyWellFlags() {
        if target.group.unknownDye {
            analysis.flag(.unknownDye)
        } else if target.group.role == nil {
            analysis.flag(.unknownTarget)
        }
        for well in sample.counted { for reported in well.flags { analysis.flag(reported) } }
    }

    private mutating func judgeWells() {
        let unread = sample.counted.count - positives.count - negatives
        if sample.counted.isEmpty {
            analysis.fail("None of its wells counts: every one is excluded, or named twice in the file.")
        } else if positives.isEmpty && negatives == 0 {
            let isMelt = sample.counted.allSatisfy { $0.flags.contains(.meltOnly) }
            analysis.fail(
                isMelt ? "Only a melt was measured in its wells, no amplification." : "None of its wells could be read."
            )
        } else if unread > 0 {
            analysis.flag(.replicatesFew)
        }
        if analysis.n == 1 { analysis.flag(.replicatesFew) }
        if sample.isDoubled {
            analysis.flag(.duplicateSampleName)
            analysis.fail(
                "The name stands on \(Set(sample.counted.map(\.reaction.sampleID)).count) different samples of the "
                    + "plate; find out which is which."
            )
        }
    }

    private mutating func quantify() {
        guard analysis.n > 0 else { return }
        guard let range = sample.type == .standard ? target.calibration?.range : target.range,
            let fit = target.calibration?.fit
        else {
            guard target.group.role != .reference else { return }
            analysis.flag(.noStandardCurve)
            return analysis.fail(target.fault ?? "There is no usable standard curve.")
        }
        guard !positives.isEmpty else { return setBelow(range) }
        let factor = sample.type == .standard ? 1 : target.unit.factor
        guard
            let prediction = fit.inversePrediction(
                cqs: positives.compactMap(\.countedCq), moleculesPerUnit: target.unit.molecules,
                standardErrors: positives.map(\.cqSE),
                systematicVariance: mean(positives.map(\.systematicVariance)) ?? 0),
            let copies = prediction.estimate(times: factor)
        else { return analysis.fail("Its quantity cannot be computed.") }
        if contains(range, copies.value) || sample.type == .standard && target.isUsedStandard(sample.wells.first) {
            analysis.read(.quantified(copies))
        } else if copies.value < range.lowerBound {
            setBelow(range)
        } else {
            analysis.read(.aboveULOQ(range.upperBound))
            analysis.flag(.aboveULOQ)
            analysis.flag(.outsideRange)
        }
    }

    private mutating func setBelow(_ range: ClosedRange<Double>) {
        analysis.read(.belowLLOQ(range.lowerBound))
        analysis.flag(.belowLLOQ)
        if !positives.isEmpty { analysis.flag(.outsideRange) }
    }

    /// Few molecules scatter by nature: below the LLOQ neither a wide range nor a missing replicate speaks against the
    /// verdict.
    private mutating func judgeReplicates() {
        guard sample.type != .ntc else { return }
        let cqs = positives.compactMap(\.countedCq)
        let range = (cqs.max() ?? 0) - (cqs.min() ?? 0)
        if range > limits.replicateRangeWarn { analysis.flag(.replicatesDiffer) }
        if !positives.isEmpty && negatives > 0 { analysis.flag(.replicatesMixed) }
        guard !analysis.belowLLOQ else { return }
        if range > limits.replicateRangeFail {
            analysis.fail(
                "Its replicates differ by \(plain(range, digits: 2)) cycles; at most "
                    + "\(plain(limits.replicateRangeFail, digits: 2)) are allowed. Repeat the sample."
            )
        }
        if !positives.isEmpty && negatives > 0 {
            analysis.fail(
                "\(negatives) of \(analysis.n) replicates did not amplify while the others did. Repeat the sample.")
        }
    }

    /// Below the LLOQ a foreign product is no template either: the verdict stands.
    private mutating func judgeMelt() {
        guard sample.type != .ntc, target.group.role != nil, !analysis.belowLLOQ, let expected = target.group.expectedTm
        else { return }
        let shifted = positives.compactMap { well in target.group.tmShift(well).map { $0 + expected } }.filter {
            abs($0 - expected) > limits.meltShiftFailCelsius
        }
        guard let worst = shifted.max(by: { abs($0 - expected) < abs($1 - expected) }) else { return }
        analysis.fail(
            "Its product melts at \(plain(worst, digits: 1)) °C, the controls' at \(plain(expected, digits: 1)) °C: "
                + "it is not the same product."
        )
    }

    private mutating func judgeReference() {
        if unusualDNA, target.group.role != nil { analysis.flag(.unusualDNA) }
        switch target.group.role {
        case .target: break
        case .reference:
            if case .inadequate(let reason) = verdict(on: sample, gene: target.group.name, limits: limits) {
                analysis.flag(.inadequateReference)
                analysis.fail(reason)
            }
            return
        case nil: return
        }
        switch reference {
        case .inadequate(let reason):
            analysis.flag(.inadequateReference)
            analysis.fail(reason)
        case .inhibited(let reason):
            analysis.flag(.inhibited)
            analysis.fail(reason)
        case .absent where analysis.belowLLOQ:
            analysis.flag(.inadequateReference)
            analysis.fail(
                "Inadequate sample: no reference gene was measured beside it, so few copies cannot be told from too "
                    + "little DNA."
            )
        // A value that is few copies, or fewer than before, rests on the amount of DNA too.
        case .absent: if analysis.copies != nil { analysis.flag(.referenceMissing) }
        case .adequate, .notConfigured: break
        }
    }

    private mutating func judgePlausibility() {
        guard target.group.role == .target, sample.type != .standard, let copies = analysis.copies,
            let perGenome = settings.copiesPerGenome(copies),
            perGenome > limits.copiesPerGenomeMax
        else { return }
        analysis.flag(.implausibleCopies)
    }

    /// A mix-up or an inadequate sample has no value at all; other faults leave the number to be seen beside its
    /// reason.
    private mutating func withholdUntrusted() {
        guard sample.isDoubled || analysis.flags.contains(.inadequateReference) || analysis.flags.contains(.inhibited)
        else { return }
        analysis.withholdValue()
    }
}
