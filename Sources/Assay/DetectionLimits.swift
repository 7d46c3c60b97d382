/// Limits of detection and quantification of an assay, and what they were found from.
public struct DetectionLimits: Hashable, Sendable, Codable {
    /// Replicates of one declared quantity.
    public struct Level: Hashable, Sendable, Codable {
        public let quantity: Double
        public let replicates: Int
        /// Replicates that amplified.
        public let detected: Int
        /// It has replicates enough to show a share.
        public let counts: Bool
        /// Mean Cq of those that amplified; nil where none did.
        public let cq: Double?
        /// Coefficient of variation of their quantities; nil below two, and where there is no line.
        public let cv: Double?
        public init(quantity: Double, replicates: Int, detected: Int, counts: Bool, cq: Double?, cv: Double?) {
            self.quantity = quantity
            self.replicates = replicates
            self.detected = detected
            self.counts = counts
            self.cq = cq
            self.cv = cv
        }
    }
    /// The quantity that is detected in 95 % of reactions, fitted to all levels, with its 95 % confidence interval. A
    /// bound is nil where the levels do not give one; `quantity` is nil where every replicate was detected.
    public struct Estimate: Hashable, Sendable, Codable {
        public let quantity: Double?
        public let low: Double?
        public let high: Double?
        public init(quantity: Double?, low: Double?, high: Double?) {
            self.quantity = quantity
            self.low = low
            self.high = high
        }
    }
    /// Of the line through the levels that are detected throughout; nil where fewer than two are, or where they give no
    /// falling line.
    public let slope: Double?
    public let intercept: Double?
    /// Lowest level that counts with at least `detectionShareMin` (95 %) detection and none above it with less; nil
    /// where there is none.
    public let lod: Double?
    /// Nil where no level counts or nothing was detected.
    public let lod95: Estimate?
    /// Lowest level at or above the LOD whose quantities have a coefficient of variation of at most
    /// `quantificationCVMax` (35 %), and none higher above it.
    public let loq: Double?
    /// Highest quantity first; those with fewer than `detectionReplicatesMin` replicates stand here too, and count for
    /// nothing.
    public let levels: [Level]

    public init(slope: Double?, intercept: Double?, lod: Double?, lod95: Estimate?, loq: Double?, levels: [Level]) {
        self.slope = slope
        self.intercept = intercept
        self.lod = lod
        self.lod95 = lod95
        self.loq = loq
        self.levels = levels
    }
}
