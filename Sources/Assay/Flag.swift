/// Everything that can be said of a well or a sample besides its number. The raw values stand in JSON and are never
/// renamed.
public enum Flag: String, Sendable, Codable, CaseIterable {
    // reading
    case excluded
    case missingCycles = "missing_cycles"
    case nonFinite = "non_finite_fluorescence"
    case duplicatePosition = "duplicate_position"
    case instrumentCqOnly = "instrument_cq_only"
    case undeterminedCq = "undetermined_instrument_cq"
    case meltOnly = "melt_only"
    // amplification
    case fewCycles = "few_cycles"
    case noPlateau = "no_plateau"
    case lateCq = "late_cq"
    case earlyCq = "early_cq"
    case baselineDrift = "baseline_drift"
    case baselineMismatch = "baseline_mismatch"
    case plateauMismatch = "plateau_mismatch"
    case spike
    case instrumentDiffers = "instrument_cq_differs"
    case instrumentContradicts = "instrument_call_differs"
    // quantity
    case noStandardCurve = "no_standard_curve"
    case outsideRange = "outside_valid_range"
    case belowLLOQ = "below_lloq"
    case aboveULOQ = "above_uloq"
    case standardWithoutQuantity = "standard_without_quantity"
    // assay
    case unknownTarget = "unknown_target"
    case unknownDye = "unknown_dye"
    case duplicateSampleName = "duplicate_sample_name"
    case replicatesDiffer = "replicates_differ"
    case replicatesFew = "replicates_few"
    case replicatesMixed = "replicates_positive_and_negative"
    case inadequateReference = "inadequate_reference"
    case unusualDNA = "dna_amount_unusual"
    case referenceMissing = "reference_not_measured"
    case inhibited = "inhibition_suspected"
    case implausibleCopies = "implausible_copies"
    case meltShifted = "melt_shifted"
    case meltSecondPeak = "melt_second_peak"
    case ntcPositive = "ntc_positive"
    // digital PCR
    case digitalPCR = "digital_pcr"
    /// A configured factor carries it to the real-time assay's copies.
    case methodBridged = "method_bridged"
    case partitionsFew = "partitions_few"
}
