// From molecules a partition to the sample's unit: volumes come from the configuration, never from a guess.
import Assay
import Foundation

struct DigitalUnit {
    /// Sample value = molecules a partition × this; nil where a volume is missing.
    let factor: Double?
    /// Why there is no factor, a sentence.
    let fault: String?
    /// What the factor rests on, a sentence.
    let basis: String

    init(_ reactions: [Reaction], settings: AssaySettings) {
        let digital = settings.digital
        let implied = Self.impliedVolume(reactions)
        guard let volume = digital.partitionNanolitres ?? implied else {
            self.init(nil, "The volume of a partition is not known; set assay.digital.partitionVolume.", basis: "")
            return
        }
        guard let reaction = digital.reactionMicrolitres, let template = digital.templateMicrolitres else {
            self.init(
                nil,
                "The volumes of reaction and template are not known; set assay.digital.reactionVolume and "
                    + "templateVolume.",
                basis: "")
            return
        }
        let bridge =
            digital.bridgingFactor == 1
            ? "" : ", bridged to the real-time assay by the configured factor \(plain(digital.bridgingFactor))"
        self.init(
            1000 / volume * reaction / template * settings.sampleDilution * digital.bridgingFactor, nil,
            basis:
                "A partition holds \(plain(volume)) nl "
                + "(\(digital.partitionNanolitres == nil ? "what the file's own concentrations were computed with" : "configured"))"
                + ", \(plain(template)) of \(plain(reaction)) ul are template\(bridge).")
        if let configured = digital.partitionNanolitres, let implied,
            abs(log(implied / configured)) > log(1 + Self.disagreementMax)
        {
            contradiction =
                "The file's own concentrations were computed with \(plain(implied)) nl a partition, the configuration "
                + "says \(plain(configured)) nl."
        }
    }

    /// Said where the file's volume and the configured one differ.
    private(set) var contradiction: String?
    private static let disagreementMax = 0.02

    private init(_ factor: Double?, _ fault: String?, basis: String) {
        self.factor = factor
        self.fault = fault
        self.basis = basis
    }

    /// nl; the median over wells of molecules a partition / copies a µl.
    private static func impliedVolume(_ reactions: [Reaction]) -> Double? {
        let volumes = reactions.compactMap { reaction -> Double? in
            guard let count = reaction.partitions, let concentration = count.concentration, concentration > 0,
                count.positive >= positivesMin,
                let molecules = PartitionPool([count]).moleculesPerPartition()
            else { return nil }
            return 1000 * molecules.value / concentration
        }.sorted()
        return volumes.isEmpty ? nil : volumes[volumes.count / 2]
    }
    /// Concentrations are printed with three digits; of fewer positives they say nothing of the volume.
    private static let positivesMin = 20
}
