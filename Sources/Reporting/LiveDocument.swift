import Assay

/// What a replay cycle by cycle shows of a well: `live` of a well in `analyze --live --json`. The values at the end
/// stand in the well itself.
public struct LiveDocument: Codable, Hashable, Sendable {
    /// Null where only the whole curve tells.
    @OrNull public var safeCycle: Int?
    /// Minutes from the reading of that cycle to the end of the run.
    @OrNull public var minutesSaved: Double?
    /// As they stood at that cycle.
    @OrNull public var cq: Double?
    @OrNull public var cqSE: Double?
    /// The largest distance of a Cq believed from then on to the final one, cycles.
    @OrNull public var cqMoved: Double?
    /// How often a belief in amplification was taken back.
    public var withdrawn: Int
    /// Why there is no cycle or there are no minutes.
    @OrNull public var reason: String?

    enum CodingKeys: String, CodingKey {
        case cq, withdrawn, reason
        case safeCycle = "safe_cycle"
        case minutesSaved = "minutes_saved"
        case cqSE = "cq_se"
        case cqMoved = "cq_moved"
    }

    init(_ live: LiveCall) {
        withdrawn = live.withdrawn
        _safeCycle = OrNull(wrappedValue: live.safeCycle)
        _minutesSaved = OrNull(wrappedValue: live.minutesSaved)
        _cq = OrNull(wrappedValue: live.cq)
        _cqSE = OrNull(wrappedValue: live.cqSE)
        _cqMoved = OrNull(wrappedValue: live.cqMoved)
        _reason = OrNull(wrappedValue: live.reason)
    }
}
