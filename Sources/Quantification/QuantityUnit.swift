// What a number read off the standard curve counts. A unit is never converted silently: it follows the value from the
// configuration.
import Assay

/// From a curve value to the sample's unit, and to molecules in the reaction.
struct QuantityUnit: Hashable {
    /// Unit of a sample's value.
    let sample: String
    /// Unit of the standards' declared quantities.
    let standards: String
    /// Sample value = curve value × this.
    let factor: Double
    /// Molecules in one reaction for a curve value of 1; nil where the unit does not tell.
    let molecules: Double?
    /// Why no sample value can be given, a sentence; nil where it can.
    let fault: String?

    /// Standards in copies/µl without a template volume count as one microlitre a reaction: fewer molecules than any
    /// pipette gives, so that the counting error is never taken too small.
    static let templateVolumeAssumed = 1.0

    init(role: TargetRole?, settings: AssaySettings) {
        guard role != nil else {
            self.init(
                sample: "units of the standards", standards: "units of the standards", factor: 1, molecules: nil,
                fault: nil)
            return
        }
        let volume = settings.templateVolumeMicrolitres.flatMap { (1e-6...1e6).contains($0) ? $0 : nil }
        let dilutionFault =
            (1e-9...1e9).contains(settings.sampleDilution)
            ? nil : "The configured sample dilution is no positive number."
        let standards = settings.standardsUnit.rawValue
        switch (settings.standardsUnit, volume) {
        case (.copiesPerMicrolitreTemplate, let volume):
            self.init(
                sample: settings.unit, standards: standards, factor: settings.sampleDilution,
                molecules: volume ?? Self.templateVolumeAssumed,
                fault: dilutionFault)
        case (.copiesPerReaction, let volume?):
            self.init(
                sample: settings.unit, standards: standards, factor: settings.sampleDilution / volume, molecules: 1,
                fault: dilutionFault)
        case (.copiesPerReaction, nil):
            self.init(
                sample: settings.unit, standards: standards, factor: 1, molecules: 1,
                fault:
                    "The standards count copies a reaction and the configuration gives no template volume; set "
                    + "assay.standards.templateVolume."
            )
        }
    }

    private init(sample: String, standards: String, factor: Double, molecules: Double?, fault: String?) {
        self.sample = sample
        self.standards = standards
        self.factor = factor
        self.molecules = molecules
        self.fault = fault
    }
}
