// What both ways of joining a sample's wells, real-time and digital, do to its analysis.
internal import Assay

extension SampleAnalysis {
    mutating func flag(_ flag: Flag) {
        if !flags.contains(flag) { flags.append(flag) }
    }

    /// The value counts for no patient; the reason stands beside it.
    mutating func fail(_ reason: String) {
        valid = false
        reasons.append(reason)
    }

    /// No number is left to be misread.
    mutating func withholdValue() {
        copies = nil
        low = nil
        high = nil
        relative = nil
        belowLLOQ = false
        aboveULOQ = false
    }
}
