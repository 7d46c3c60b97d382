// Regulators expect an assay of gene-modified cells to count down to 50 copies a microgram of genomic DNA (FDA,
// long-term follow-up guidance, 2020).
import Assay

struct QuantificationLimitRule: QualityRule {
    static let description = RuleDescription(
        id: "standard_curve.lloq", name: "limit of quantification",
        fires: "the plate's LLOQ lies above \(plain(usual.lloqMaxPerMicrogram)) copies/µg gDNA: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Add lower standards.",
        thresholds: [.init("assay.quality.lloqMaxPerMicrogram", usual.lloqMaxPerMicrogram)],
        evidence: "what regulators expect an assay of gene-modified cells to count",
        source: "FDA, Long Term Follow-Up After Administration of Human Gene Therapy Products, 2020")

    func findings(on plate: Plate) -> [QualityFinding] { plate.assayTargets.compactMap { finding($0, plate.settings) } }

    private func finding(_ target: PlateTarget, _ settings: AssaySettings) -> QualityFinding? {
        guard let lloq = target.range?.lowerBound, let perMicrogram = settings.copiesPerMicrogram(lloq) else {
            return nil
        }
        let limit = settings.quality.lloqMaxPerMicrogram
        let name = printable(target.group.name)
        return QualityFinding(
            rule: "standard_curve.lloq", status: perMicrogram <= limit * (1 + 1e-9) ? .pass : .warn,
            detail:
                "\(name): the LLOQ of this plate is \(plain(perMicrogram)) copies/µg gDNA; at most \(plain(limit)) "
                + "are expected."
        )
    }
}

extension AssaySettings {
    /// ng DNA of one diploid genome, as the field counts it; by sequence 0.00641 to 0.00651 (Piovesan et al., BMC Res
    /// Notes 2019, 12, 106).
    static let genomeNanograms = 0.0066

    /// A value in `unit` as copies/µg gDNA; nil where that needs a concentration that is not known.
    func copiesPerMicrogram(_ value: Double) -> Double? {
        copiesPerMicrogram(value, ofNanogramsPerMicrolitre: dnaNanogramsPerMicrolitre)
    }

    /// The same at a concentration of its own.
    func copiesPerMicrogram(_ value: Double, ofNanogramsPerMicrolitre concentration: Double?) -> Double? {
        switch AssaySettings.folded(unit).replacing("µ", with: "u").replacing("μ", with: "u") {
        case "copies/uggdna": value
        case "copies/ulgdna": concentration.flatMap { $0 > 0 ? value / ($0 / 1000) : nil }
        default: nil
        }
    }

    /// A value in `unit` as copies a diploid genome; nil where that needs a concentration that is not known.
    func copiesPerGenome(_ value: Double) -> Double? {
        copiesPerMicrogram(value).map { $0 * Self.genomeNanograms / 1000 }
    }
}
