// Copies in a microlitre say nothing of how much DNA is in it: a sample with an eighth of the others' DNA reads an
// eighth of its copies. The reference gene tells it from the first run on, held against the plate's other samples.
import Assay
import Foundation

/// The samples of a plate that hold much less or much more DNA than the others, by the reference gene.
struct ReferenceYield {
    /// Cycles by which the sample's reference gene comes after the median of the other samples; negative where it comes
    /// before.
    private(set) var outliers: [SampleKey: Double] = [:]
    /// A sentence for each, in plate order.
    private(set) var sentences: [String] = []
    /// Samples that could be judged.
    private(set) var judged = 0

    /// Of two samples nobody can tell which is the odd one.
    static let othersMin = 2
    /// Other samples scatter by at least so much, SD in cycles: a few that happen to agree prove nothing.
    static let scatterMin = 0.5
    /// So many standard deviations are beyond what the others' scatter allows.
    static let scatterMax = 3.0

    /// Judges unknowns whose reference gene is adequate; a dilution comes late by intent.
    init(_ targets: [(PlateTarget, [SampleGroup])], limits: QualityLimits) {
        for (target, samples) in targets where target.group.role == .reference {
            let measured = samples.compactMap { sample -> (sample: SampleGroup, cq: Double)? in
                guard sample.type == .unknown, DilutedName(sample.name) == nil,
                    case .adequate(let cq) = verdict(on: sample, gene: target.group.name, limits: limits)
                else { return nil }
                return (sample, cq)
            }
            guard measured.count > Self.othersMin else { continue }
            judged += measured.count
            for (index, (sample, cq)) in measured.enumerated() {
                let others = measured.indices.filter { $0 != index }.map { measured[$0].cq }
                let shift = cq - median(others)
                guard abs(shift) > Self.shiftMax(others, limits), outliers[sample.key] == nil else { continue }
                outliers[sample.key] = shift
                let fold = exp2(abs(shift))
                sentences.append(
                    "\(printable(sample.name)): \(printable(target.group.name)) comes \(plain(abs(shift), digits: 1)) "
                        + "cycles \(shift > 0 ? "after" : "before") the median "
                        + "of the other samples, about \(plain(fold, digits: fold < 10 ? 1 : 0))-fold "
                        + "\(shift > 0 ? "less" : "more") DNA"
                )
            }
        }
    }

    /// Cycles at perfect doubling that the configured yield allows, or the others' own scatter (median absolute
    /// deviation) where that is more.
    private static func shiftMax(_ others: [Double], _ limits: QualityLimits) -> Double {
        let centre = median(others)
        let deviation = 1.4826 * median(others.map { abs($0 - centre) })
        return max(log2(max(limits.referenceYieldFoldMax, 1)), scatterMax * max(deviation, scatterMin))
    }
}
