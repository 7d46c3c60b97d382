// What both ways of joining a sample's wells, real-time and digital, do to its analysis.
internal import Assay

extension SampleAnalysis {
    mutating func flag(_ flag: Flag) {
        if !flags.contains(flag) { flags.append(flag) }
    }

    /// What its wells show; a reason to withhold it that is known already stays.
    mutating func read(_ reading: Quantity.Reading?) {
        quantity = Quantity(reading, limits: quantity.limits, unit: quantity.unit, withheld: quantity.reasons)
    }

    /// The value counts for no patient; the reason stands beside it.
    mutating func fail(_ reason: String) { quantity = quantity.withheld(because: reason) }

    /// No number is left to be misread.
    mutating func withholdValue() {
        read(nil)
        relative = nil
        relativePfaffl = nil
    }
}
