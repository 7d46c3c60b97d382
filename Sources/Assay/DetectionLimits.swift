/// Limits of detection and quantification of an assay, and what they were found from.
public struct DetectionLimits: Hashable, Sendable, Codable {
    /// Replicates of one declared quantity.
    public struct Level: Hashable, Sendable, Codable {
        public let quantity: Double
        public let replicates: Int
        /// Replicates that amplified.
        public let detected: Int
        /// Mean Cq of those that amplified; nil where none did.
        public let cq: Double?
        /// Coefficient of variation of their quantities; nil below two, and where there is no line.
        public let cv: Double?
        public init(quantity: Double, replicates: Int, detected: Int, cq: Double?, cv: Double?) {
            self.quantity = quantity
            self.replicates = replicates
            self.detected = detected
            self.cq = cq
            self.cv = cv
        }
    }
    /// Of the line through the levels that are detected throughout; nil where fewer than two are, or where they give no falling line.
    public let slope: Double?
    public let intercept: Double?
    /// Lowest level with at least `detectionShareMin` (95 %) detection and no higher level below it; nil where there is none.
    public let lod: Double?
    /// Lowest level at or above the LOD whose quantities have a coefficient of variation of at most `quantificationCVMax` (35 %), and none higher above it.
    public let loq: Double?
    /// Highest quantity first.
    public let levels: [Level]

    public init(slope: Double?, intercept: Double?, lod: Double?, loq: Double?, levels: [Level]) {
        self.slope = slope
        self.intercept = intercept
        self.lod = lod
        self.loq = loq
        self.levels = levels
    }
}
