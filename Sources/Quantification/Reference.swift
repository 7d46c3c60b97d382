// The reference gene says whether enough amplifiable DNA was in the well. Without that word, no copies may mean no DNA.
import Assay

/// What the reference gene says of one sample.
enum ReferenceVerdict: Hashable {
    /// Mean Cq over the reference genes.
    case adequate(cq: Double)
    /// A sentence.
    case inadequate(String)
    /// The reaction was held back; a sentence.
    case inhibited(String)
    /// The assay names a reference gene, but the plate holds no counted well of it for this sample.
    case absent
    /// The assay has no reference gene.
    case notConfigured
}

/// The reference gene's word on every sample of a plate.
struct ReferenceVerdicts {
    private let verdicts: [SampleKey: ReferenceVerdict]
    private let other: ReferenceVerdict

    init(_ targets: [(PlateTarget, [SampleGroup])], inhibition: Inhibition, settings: AssaySettings) {
        var byKey: [SampleKey: [ReferenceVerdict]] = [:]
        for (target, samples) in targets where target.group.role == .reference {
            for sample in samples where sample.type == .unknown || sample.type == .positive {
                byKey[sample.key, default: []].append(
                    verdict(on: sample, gene: target.group.name, limits: settings.quality))
            }
        }
        verdicts = byKey.mapValues(joined).merging(inhibition.reasons.mapValues(ReferenceVerdict.inhibited)) {
            known, inhibited in
            if case .inadequate = known { known } else { inhibited }
        }
        other = settings.targets.contains { $0.role == .reference } ? .absent : .notConfigured
    }

    subscript(key: SampleKey) -> ReferenceVerdict { verdicts[key] ?? other }
}

/// Adequate: some well amplified, and the mean Cq is not later than `referenceCqMax`.
func verdict(on sample: SampleGroup, gene: String, limits: QualityLimits) -> ReferenceVerdict {
    let counted = sample.counted.filter { $0.call != .invalid }
    guard !counted.isEmpty else { return .absent }
    let cqs = counted.compactMap(\.countedCq)
    guard !cqs.isEmpty else { return .inadequate("Inadequate sample: \(printable(gene)) did not amplify.") }
    let mean = cqs.reduce(0, +) / Double(cqs.count)
    guard mean <= limits.referenceCqMax else {
        return .inadequate(
            "Inadequate sample: the mean Cq of \(printable(gene)), \(plain(mean, digits: 2)), is later than "
                + "\(plain(limits.referenceCqMax, digits: 2))."
        )
    }
    return .adequate(cq: mean)
}

/// Several reference genes: one inadequate spoils the sample, an absent one says nothing.
private func joined(_ verdicts: [ReferenceVerdict]) -> ReferenceVerdict {
    var cqs: [Double] = []
    for verdict in verdicts {
        switch verdict {
        case .inadequate, .inhibited: return verdict
        case .adequate(let cq): cqs.append(cq)
        case .absent, .notConfigured: continue
        }
    }
    return cqs.isEmpty ? .absent : .adequate(cq: cqs.reduce(0, +) / Double(cqs.count))
}
