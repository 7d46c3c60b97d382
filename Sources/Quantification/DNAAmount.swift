// Copies beside the DNA that holds them: copies a diploid genome (a cell) and copies a microgram. A microlitre of
// eluate holds as much DNA as the extraction gave.
public import Assay
import Foundation

/// What tells how much DNA a sample holds.
struct DNAAmount {
    /// Diploid genomes in a unit of the sample, by a single-copy reference gene with standards of its own; nil without
    /// one.
    let genomes: Estimate?
    let settings: AssaySettings

    static let cellUnit = "copies/cell"
    static let microgramUnit = "copies/ug gDNA"

    func perCell(_ quantity: Quantity) -> Quantity? {
        guard let genomes, sameUnit(quantity.unit, settings.unit) else { return nil }
        return quantity.per(genomes, unit: Self.cellUnit)
    }

    /// By the sample's concentration where the configuration gives it, else by the genomes that the reference gene
    /// counts.
    func perMicrogram(_ quantity: Quantity) -> Quantity? {
        guard sameUnit(quantity.unit, settings.unit) else { return nil }
        if let one = settings.copiesPerMicrogram(1), one > 0 { return quantity.perExactly(1 / one) }
        guard let genomes else { return nil }
        return quantity.per(genomes.times(AssaySettings.genomeNanograms / 1000), unit: Self.microgramUnit)
    }
}

extension DNAAmount {
    /// - Parameter references: what was measured of the same sample; the first single-copy gene that is quantified
    ///   counts the genomes.
    init(_ references: [SampleAnalysis], settings: AssaySettings) {
        self.settings = settings
        genomes =
            references.lazy.compactMap { reference -> Estimate? in
                guard let perGenome = settings.target(named: reference.target)?.genomeCopies, perGenome > 0,
                    case .quantified(let copies) = reference.quantity.reading
                else { return nil }
                return copies.times(1 / perGenome)
            }.first
    }
}

/// A sample of a plate with what finds its reference gene again.
struct JoinedSample {
    let key: SampleKey
    let type: SampleType
    let role: TargetRole?
    var analysis: SampleAnalysis
}

/// The samples with copies a cell and a microgram wherever it is known how much DNA there is. Standards hold no
/// patient's DNA.
func besideDNA(_ samples: [JoinedSample], settings: AssaySettings) -> [SampleAnalysis] {
    func holdsDNA(_ sample: JoinedSample) -> Bool { sample.type == .unknown || sample.type == .positive }
    let references = Dictionary(grouping: samples.filter { holdsDNA($0) && $0.role == .reference }, by: \.key).mapValues
    { $0.map(\.analysis) }
    return samples.map { sample in
        var analysis = sample.analysis
        guard holdsDNA(sample), sample.role == .target, analysis.quantity.state != .notQuantified else {
            return analysis
        }
        let amount = DNAAmount(references[sample.key] ?? [], settings: settings)
        analysis.perCell = amount.perCell(analysis.quantity)
        analysis.perMicrogram = amount.perMicrogram(analysis.quantity)
        return analysis
    }
}

extension RunAnalysis {
    /// The run with copies a microgram by each sample's own concentration, where the laboratory measured it: that goes
    /// before a concentration which the configuration gives all samples, and before what a reference gene counts.
    public func beside(_ dna: DNAConcentrations, settings: AssaySettings) -> RunAnalysis {
        var run = self
        let day = identity.started.flatMap { CalendarDate(iso: $0) }
        let counted = Set(targets.filter { $0.role == .target }.map(\.name))
        for index in samples.indices where counted.contains(samples[index].target) {
            let sample = samples[index]
            guard sameUnit(sample.quantity.unit, settings.unit), sample.quantity.state != .notQuantified,
                let concentration = dna.nanogramsPerMicrolitre(of: SampleIdentity(sample), on: day),
                let one = settings.copiesPerMicrogram(1, ofNanogramsPerMicrolitre: concentration), one > 0
            else { continue }
            run.samples[index].perMicrogram = sample.quantity.perExactly(1 / one)
        }
        return run
    }
}

extension Quantity {
    /// Copies a microgram, by micrograms in the volume that the copies are of, which are taken as exact.
    fileprivate func perExactly(_ micrograms: Double) -> Quantity? {
        per(Estimate(micrograms, low: micrograms, high: micrograms), unit: DNAAmount.microgramUnit)
    }

    /// Divided by an amount that is estimated independently. Beyond a limit the interval must hold the truth whatever
    /// the amount is: the limit is divided by the bound that makes it widest. Nil where a number would leave what can
    /// be written.
    func per(_ amount: Estimate, unit: String) -> Quantity? {
        let divided: Reading? = seen.map {
            switch $0 {
            case .quantified(let estimate): .quantified(estimate.ratio(to: amount))
            case .belowLLOQ(let lloq): .belowLLOQ(lloq / (amount.low ?? amount.value))
            case .aboveULOQ(let uloq): .aboveULOQ(uloq / (amount.high ?? amount.value))
            }
        }
        let lowest = limits.lowerBound / amount.value
        guard lowest.isFinite, divided.map({ $0.level.isFinite && $0.level > 0 }) ?? true else { return nil }
        return Quantity(divided, limits: lowest...limits.upperBound / amount.value, unit: unit, withheld: reasons)
    }
}

extension Estimate {
    /// The ratio of two independent estimates. Its interval, on the logarithms, by the variance estimates that the two
    /// intervals stand for: with a = ln(value/low) of one and b = ln(high/value) of the other, the ratio reaches down
    /// by √(a² + b²), and up likewise with the other two (MOVER, which keeps intervals that are not symmetric; Zou and
    /// Donner, Stat Med 2008, 27, 1693). No bound where either has none.
    func ratio(to other: Estimate) -> Estimate {
        func reach(_ a: Double?, _ b: Double?) -> Double? {
            guard let a, let b, a >= 1, b >= 1 else { return nil }
            return exp((log(a) * log(a) + log(b) * log(b)).squareRoot()).finite
        }
        let ratio = value / other.value
        let down = reach(low.map { value / $0 }, other.high.map { $0 / other.value })
        let up = reach(high.map { $0 / value }, other.low.map { other.value / $0 })
        return Estimate(ratio, low: down.map { ratio / $0 }, high: up.flatMap { (ratio * $0).finite })
    }
}
