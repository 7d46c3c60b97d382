// Once the laboratory knows how early its reference gene comes, a sample that is much later holds too little DNA, or
// something that inhibits.
package import Assay
import Text

struct ReferenceLevel: LaboratoryRule {
    static let description = RuleDescription(
        id: "\(laboratoryRulePrefix)reference", name: "reference gene",
        fires:
            "a sample's reference gene is later than the laboratory's mean + "
            + "\(plainDecimal(usual.referenceSDs, digits: 0)) SD (SD at least "
            + "\(plainDecimal(usual.referenceSDMinCycles, digits: 1)) cycle), once \(usual.referenceSamples) "
            + "samples are known: the sample is withheld as inadequate",
        hears: "laboratory, by R10",
        advice: "Extract the DNA again and measure it with the repeat.",
        thresholds: [
            .init("laboratory.referenceSamples", usual.referenceSamples),
            .init("laboratory.referenceSDs", usual.referenceSDs),
            .init("laboratory.referenceSDMinCycles", usual.referenceSDMinCycles),
        ],
        evidence: "too little DNA, or something that inhibits, reads like low copies",
        source: RuleDescription.practice)
    static let name = description.id

    func findings(on run: RunSummary, after history: HistoryWindow, settings: LaboratorySettings)
        -> [LaboratoryFinding]
    {
        run.references.compactMap { reference in
            guard let limit = referenceLimit(reference.gene, history, settings) else { return nil }
            let adequate = AdequateReference(
                gene: reference.gene, limit: limit, late: reference.cqs.filter { $0 > limit })
            let late = adequate.late.count
            return LaboratoryFinding(status: late == 0 ? .pass : .warn, reference: adequate) {
                let usual =
                    "\(shown(reference.gene, max: 40)): the laboratory's samples lie up to Cq "
                    + "\(plainDecimal(limit, digits: 2)) (mean + \(plainDecimal(settings.referenceSDs, digits: 1)) SD)"
                if late == 0 { return "\(usual); none here is later." }
                return
                    "\(usual); \(late == 1 ? "one sample is" : "\(late) samples are") later and withheld as inadequate."
            }
        }
    }
}

/// A reference gene of a run as the laboratory's samples have it.
struct AdequateReference {
    let gene: String
    /// Latest Cq that counts as adequate.
    let limit: Double
    /// The run's samples that are later, Cq.
    let late: [Double]
}

/// Latest Cq of the gene that counts as adequate; nil until the laboratory has enough samples of it.
func referenceLimit(_ gene: String, _ history: HistoryWindow, _ settings: LaboratorySettings) -> Double? {
    let cqs = history.references(of: gene), n = cqs.count
    guard n >= max(settings.referenceSamples, 2) else { return nil }
    var (sum, squares) = (0.0, 0.0)
    for cq in cqs {
        sum += cq
        squares += cq * cq
    }
    let mean = sum / Double(n)
    let variance = max((squares - sum * mean) / Double(n - 1), 0)
    return mean + settings.referenceSDs * max(variance.squareRoot(), settings.referenceSDMinCycles)
}

/// The samples of a run whose reference gene came later than the laboratory's limit, and why that withholds them.
package func lateSamples(of run: RunAnalysis, _ verdict: LaboratoryVerdict) -> [SampleIdentity: String] {
    var late: [SampleIdentity: String] = [:]
    for sample in run.samples {
        guard let limit = verdict.referenceLimits[sample.target], let cq = sample.cqMean, cq > limit else { continue }
        late[SampleIdentity(sample)] =
            "Inadequate sample: the mean Cq of \(shown(sample.target, max: 40)), \(plainDecimal(cq, digits: 2)), is "
            + "later than the laboratory's limit, \(plainDecimal(limit, digits: 2))."
    }
    return late
}
