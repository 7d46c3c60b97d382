// Digital PCR: a reaction is split into thousands of drops or wells, and those that amplified are counted.

/// How a value was measured. Records written before this was kept are of real-time PCR.
public enum MeasurementMethod: String, Sendable, Codable, CaseIterable {
    case realTime = "qPCR", digital = "dPCR"
}

/// Partitions of one target in one reaction.
public struct PartitionCount: Hashable, Sendable, Codable {
    public var positive: Int
    public var negative: Int
    /// What the reader's software says, copies in a µl of the reaction; nil where it says none.
    public var concentration: Double?
    public var accepted: Int { positive + negative }

    public init(positive: Int, negative: Int, concentration: Double? = nil) {
        self.positive = positive
        self.negative = negative
        self.concentration = concentration
    }
}

/// `assay.digital`: what partitions mean and when they count.
public struct DigitalSettings: Hashable, Sendable, Codable {
    /// nl; nil: what the file's own concentrations were computed with.
    public var partitionNanolitres: Double?
    /// µl of the whole reaction and of the gDNA in it: copies/µl gDNA = copies/µl reaction × reaction / template ×
    /// `assay.sampleDilution`.
    public var reactionMicrolitres: Double?
    public var templateMicrolitres: Double?
    /// Fewest accepted partitions of a well that counts (dMIQE group, Clin Chem 2020, 66, 1012; Bio-Rad bulletin 6407).
    public var acceptedMin = 10_000
    /// Fewest positive partitions of a sample that are a quantity: below three the Poisson distribution includes none.
    public var positivesMin = 3
    /// Most positive partitions of a no-template control that are tolerated.
    public var ntcPositivesMax = 2
    /// Fewest positive partitions of the reference gene that show enough DNA.
    public var referencePositivesMin = 100
    /// Copies by digital PCR × this = copies by the assay's real-time PCR; from a study of one's own only.
    public var bridgingFactor = 1.0

    public init() {}
}
