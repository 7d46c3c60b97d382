import Assay

extension Flag {
    /// For people; the raw value is for programs.
    package var phrase: String {
        switch self {
        case .excluded: "excluded in the instrument's software"
        case .missingCycles: "cycles are missing from a curve"
        case .nonFinite: "a curve holds values that are not numbers"
        case .duplicatePosition: "the file names a well twice"
        case .instrumentCqOnly: "the file has no curves: the Cq is the instrument's"
        case .undeterminedCq: "the instrument determined no Cq"
        case .meltOnly: "only a melt was measured"
        case .digitalPCR: "counted by digital PCR"
        case .methodBridged: "bridged to the real-time assay by assay.digital.bridgingFactor"
        case .partitionsFew: "too few accepted partitions"
        case .fewCycles: "too few cycles to judge"
        case .noPlateau: "a curve does not reach its plateau"
        case .lateCq: "late Cq"
        case .earlyCq: "early Cq: little baseline to judge by"
        case .baselineDrift: "a baseline drifts; the drift was taken out"
        case .baselineMismatch: "a baseline slopes differently from the standards': the interval is wider"
        case .plateauMismatch: "a plateau differs from the standards': the interval is wider"
        case .spike: "a spike was set aside"
        case .instrumentDiffers: "this program's Cq and the instrument's differ by more than assay.cqDifferenceMax"
        case .instrumentContradicts:
            "the instrument and this program disagree on whether a well amplified: look at its curve"
        case .noStandardCurve: "no usable standard curve, so no copies"
        case .outsideRange: "outside the standard curve's valid range"
        case .belowLLOQ: "below the limit of quantification"
        case .aboveULOQ: "above the highest valid standard"
        case .standardWithoutQuantity: "a standard without a concentration"
        case .unknownTarget: "not a target of the assay: never used for a patient"
        case .unknownDye: "the dye is not one of the assay's"
        case .duplicateSampleName: "two samples have this name"
        case .replicatesDiffer: "the replicates differ"
        case .replicatesFew: "too few replicates"
        case .replicatesMixed: "some replicates are positive, some negative"
        case .inadequateReference: "the reference gene shows too little DNA"
        case .unusualDNA:
            "the amount of DNA differs much from that in the plate's other samples: its copies per microlitre may be "
                + "too high or too low by the same factor"
        case .referenceMissing:
            "no reference gene was measured beside it: a low value cannot be told from too little DNA"
        case .inhibited: "the reaction seems held back (inhibition)"
        case .implausibleCopies: "implausibly many copies per genome"
        case .meltShifted: "the melting temperature is off the product's"
        case .meltSecondPeak: "a second melting peak"
        case .ntcPositive: "a no-template control amplified"
        }
    }
}
