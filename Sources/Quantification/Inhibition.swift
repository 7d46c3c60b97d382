// Some of what is extracted with the DNA holds the polymerase back: the sample then reads too low, which must not look
// like a relapse.
import Assay
import Foundation
import Statistics

/// The samples of a plate whose reaction was held back, and why.
struct Inhibition {
    /// A sentence for each.
    private(set) var reasons: [SampleKey: String] = [:]
    /// Their names, in plate order.
    private(set) var names: [String] = []
    /// Samples that could be judged.
    private(set) var judged = 0

    /// A median of fewer samples says nothing.
    static let samplesMin = 4

    init(_ targets: [(PlateTarget, [SampleGroup])], naming: SampleNaming, limits: QualityLimits) {
        for (target, samples) in targets where target.group.role != nil {
            let unknowns = samples.filter { $0.type == .unknown }
            if target.group.role == .reference { compareWithPlate(unknowns, gene: target.group.name, limits) }
            compareWithDilutions(unknowns, of: target, naming: naming, limits)
        }
    }

    /// Late alone is little DNA; late with a low plateau is a reaction that is held back.
    private mutating func compareWithPlate(_ samples: [SampleGroup], gene: String, _ limits: QualityLimits) {
        let measured = samples.compactMap { sample -> (sample: SampleGroup, cq: Double, plateau: Double)? in
            guard let cq = sample.meanCq,
                let plateau = mean(sample.counted.compactMap { $0.reaction.amplification?.amplitude })
            else { return nil }
            return (sample, cq, plateau)
        }
        guard measured.count >= Self.samplesMin, case let usual = median(measured.map(\.plateau)), usual > 0 else {
            return
        }
        let usualCq = median(measured.map(\.cq))
        judged += measured.count
        for (sample, cq, plateau) in measured
        where cq - usualCq > limits.inhibitionCyclesMin && plateau < limits.inhibitionPlateauShareMax * usual {
            note(
                sample,
                "Inhibition suspected: \(printable(gene)) comes \(plain(cq - usualCq, digits: 1)) cycles after the "
                    + "plate's median, and its plateau is "
                    + "\(percent(plateau / usual)) of the usual one. Dilute the sample or extract it again.")
        }
    }

    /// A dilution comes log N later than the neat sample; a neat sample that is held back comes too close to it.
    private mutating func compareWithDilutions(
        _ samples: [SampleGroup], of target: PlateTarget, naming: SampleNaming, _ limits: QualityLimits
    ) {
        for diluted in samples {
            guard let name = DilutedName(diluted.name),
                let neat = samples.first(where: { $0.isNamed(name.neat, naming) }), let late = diluted.meanCq,
                let cq = neat.meanCq
            else { continue }
            judged += 1
            let efficiency = target.calibration?.fit?.efficiency ?? 2
            let shift = cq - (late - log(name.factor) / log(max(efficiency, 1.1)))
            guard shift > limits.inhibitionDilutionCyclesMax else { continue }
            note(
                neat,
                "Inhibition suspected: \(printable(target.group.name)) comes \(plain(shift, digits: 1)) cycles later "
                    + "than the dilution 1:\(plain(name.factor)) foretells. "
                    + "Use a dilution or extract the sample again.")
        }
    }

    private mutating func note(_ sample: SampleGroup, _ reason: String) {
        guard reasons[sample.key] == nil else { return }
        reasons[sample.key] = reason
        names.append(sample.name)
    }
}

extension SampleGroup {
    fileprivate var meanCq: Double? { mean(counted.compactMap(\.countedCq)) }

    fileprivate func isNamed(_ name: String, _ naming: SampleNaming) -> Bool {
        key == SampleKey(name: name, id: "", label: naming.label(of: name))
    }
}

extension AmplificationCurve {
    /// From the lowest to the highest fluorescence; nil without two readable cycles.
    fileprivate var amplitude: Double? {
        let readable = fluorescence.filter(\.isFinite)
        guard readable.count > 1, let low = readable.min(), let high = readable.max() else { return nil }
        return high - low
    }
}
