// One target of a plate with all that is known of it: what samples and quality rules are computed from.
import Assay

struct PlateTarget {
    let group: TargetGroup
    let unit: QuantityUnit
    /// Nil where the plate carries no standards of this target.
    let calibration: Calibration?
    /// Limits of quantification in the sample's unit: the plate's, narrowed by the assay's validated LLOQ. Nil where
    /// nothing can be quantified.
    let range: ClosedRange<Double>?

    init(_ group: TargetGroup, settings: AssaySettings) {
        self.group = group
        unit = QuantityUnit(role: group.role, settings: settings)
        calibration = Calibration(of: group, unit: unit, limits: settings.quality)
        let validated = group.role == .target ? settings.lloq.flatMap { $0.isFinite && $0 > 0 ? $0 : nil } : nil
        let factor = unit.factor
        range =
            unit.fault != nil
            ? nil
            : calibration?.range.flatMap { plate in
                let low = max(plate.lowerBound * factor, validated ?? 0), high = plate.upperBound * factor
                return low > 0 && low <= high && high.isFinite ? low...high : nil
            }
    }

    /// Why there is no quantity, a sentence; nil where there is a range.
    var fault: String? {
        if range != nil { return nil }
        guard let calibration else { return "The plate carries no standards of \(printable(group.name))." }
        return unit.fault ?? calibration.fault ?? "The assay's validated LLOQ lies above the highest usable standard."
    }
}
