/// When, while a run was going on, a well's call could have been trusted: what a replay cycle by cycle shows.
public struct LiveCall: Hashable, Sendable, Codable {
    /// From this cycle on the well was believed to have amplified until the end; nil where only the whole curve tells.
    public var safeCycle: Int?
    /// From the reading of that cycle to the end of the run, melt included; nil without `safeCycle` and where the file
    /// does not say when its cycles were read.
    public var minutesSaved: Double?
    /// Cq and its standard error as they stood at that cycle.
    public var cq: Double?
    public var cqSE: Double?
    /// The largest distance of a Cq believed from then on to the final one, cycles.
    public var cqMoved: Double?
    /// How often a belief in amplification was taken back.
    public var withdrawn: Int
    /// Why there is no cycle or there are no minutes; nil where both are there.
    public var reason: String?

    public init(
        safeCycle: Int? = nil, minutesSaved: Double? = nil, cq: Double? = nil, cqSE: Double? = nil,
        cqMoved: Double? = nil, withdrawn: Int = 0,
        reason: String? = nil
    ) {
        self.safeCycle = safeCycle
        self.minutesSaved = minutesSaved
        self.cq = cq
        self.cqSE = cqSE
        self.cqMoved = cqMoved
        self.withdrawn = withdrawn
        self.reason = reason
    }
}
