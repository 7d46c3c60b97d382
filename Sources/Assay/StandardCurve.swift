/// Cq against log10 of the declared quantity: `cq = intercept + slope · log10(quantity)`.
public struct StandardCurve: Hashable, Sendable, Codable {
    public struct Level: Hashable, Sendable, Codable {
        public let quantity: Double
        public let used: Bool
        /// Why the level is left out; nil where it is used.
        public let reason: String?
        /// Counted wells that amplified (nil in records written before they were kept), and their mean Cq; nil where none
        /// did.
        public let n: Int?
        public let cq: Double?
        /// Quantity that the line gives at that Cq, left-out levels too; nil without a line.
        public let backCalculated: Double?
        /// Coefficient of variation of the replicates' quantities; nil below two.
        public let cv: Double?
        public init(
            quantity: Double, used: Bool, reason: String?, n: Int? = nil, cq: Double? = nil,
            backCalculated: Double? = nil, cv: Double? = nil
        ) {
            self.quantity = quantity
            self.used = used
            self.reason = reason
            self.n = n
            self.cq = cq
            self.backCalculated = backCalculated
            self.cv = cv
        }
    }
    /// Nil where fewer than two levels are usable.
    public var slope: Double?
    public var intercept: Double?
    /// 10^(−1/slope); 2 = perfect.
    public var efficiency: Double?
    public var r2: Double?
    /// Wells in the fit.
    public var n: Int
    /// Lower and upper limit of quantification on this plate, in the standards' unit.
    public var lloq: Double?
    public var uloq: Double?
    public var levels: [Level]

    public init(
        slope: Double?, intercept: Double?, efficiency: Double?, r2: Double?, n: Int, lloq: Double?, uloq: Double?,
        levels: [Level]
    ) {
        self.slope = slope
        self.intercept = intercept
        self.efficiency = efficiency
        self.r2 = r2
        self.n = n
        self.lloq = lloq
        self.uloq = uloq
        self.levels = levels
    }
}
