// Copies in a microlitre say nothing of how much DNA is in it: a sample with an eighth of the others' DNA reads an
// eighth of its copies. The reference gene tells it from the first run on, held against the plate's other samples.
import Assay
import Foundation

/// The samples of a plate that hold much less or much more DNA than the others, by the reference gene.
struct ReferenceYield {
    /// Cycles by which the sample's reference gene comes after the median of the other samples; negative where it comes
    /// before. Of two samples that lie apart both: either may be the odd one.
    private(set) var outliers: [SampleKey: Double] = [:]
    /// A sentence for each, in plate order.
    private(set) var sentences: [String] = []
    /// Samples that could be judged.
    private(set) var judged = 0

    /// How samples usually scatter, SD in cycles, before a plate says more: a few that happen to agree prove nothing.
    /// On real plates of three reference genes .21 to .30 from the median of distances, .21 to .55 in all.
    static let scatterUsual = 0.5
    /// So many standard deviations are beyond what the scatter allows.
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
            guard measured.count > 1 else { continue }
            judged += measured.count
            for (index, (sample, cq)) in measured.enumerated() {
                let others = measured.indices.filter { $0 != index }.map { measured[$0].cq }
                let shift = cq - median(others)
                guard abs(shift) > Self.shiftMax(others, limits), outliers[sample.key] == nil else { continue }
                outliers[sample.key] = shift
                guard measured.count > 2 else { continue }
                sentences.append(
                    "\(printable(sample.name)): \(printable(target.group.name)) comes \(plain(abs(shift), digits: 1)) "
                        + "cycles \(shift > 0 ? "after" : "before") the median "
                        + "of the other samples, about \(Self.fold(shift)) \(shift > 0 ? "less" : "more") DNA"
                )
            }
            if measured.count == 2, let shift = outliers[measured[0].sample.key] {
                sentences.append(
                    "\(printable(measured[0].sample.name)) and \(printable(measured[1].sample.name)): "
                        + "\(printable(target.group.name)) lies \(plain(abs(shift), digits: 1)) cycles apart, about "
                        + "\(Self.fold(shift)) in DNA, and two samples alone do not tell which is the odd one")
            }
        }
    }

    /// "8.0-fold".
    private static func fold(_ shift: Double) -> String {
        let fold = exp2(abs(shift))
        return "\(plain(fold, digits: fold < 10 ? 1 : 0))-fold"
    }

    /// Cycles at perfect doubling that the configured yield allows, or what scatter allows where that is more: the
    /// usual one, or the others' own (median absolute deviation) where it is wider, and that of the centre of so few.
    private static func shiftMax(_ others: [Double], _ limits: QualityLimits) -> Double {
        let centre = median(others)
        let deviation = 1.4826 * median(others.map { abs($0 - centre) })
        let scatter = max(deviation, scatterUsual) * (1 + 1 / Double(others.count)).squareRoot()
        return max(log2(max(limits.referenceYieldFoldMax, 1)), scatterMax * scatter)
    }
}
