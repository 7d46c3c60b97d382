public import Assay

/// What a run is held against: the laboratory's earlier runs (clinical domain, section 6).
public struct LaboratorySettings: Hashable, Sendable, Codable {
    /// At most so many runs before it, the latest ones.
    public var runs = 200
    /// Runs that started before this date count no more: new standards, another instrument, another lot of the control.
    /// Nil: all count.
    public var since: CalendarDate?

    /// Curve drift: cycles between a curve's intercept and the laboratory's median.
    public var interceptMaxCycles = 1.0
    /// With fewer earlier runs a drift only warns.
    public var interceptRuns = 5

    /// The reference gene is held against mean + `referenceSDs` · SD of the laboratory's samples once there are so
    /// many.
    public var referenceSamples = 20
    public var referenceSDs = 3.0
    /// Smallest SD, cycles.
    public var referenceSDMinCycles = 0.5

    /// Different persons that it takes to accept a failed quality control.
    public var acceptBy = 1

    public var controls = ControlSettings()

    public init() {}
}

/// Limits of the run controls' charts.
public struct ControlSettings: Hashable, Sendable, Codable {
    /// Values that a person gives a control instead of those the first runs establish.
    public struct Assigned: Hashable, Sendable, Codable {
        public var control: String
        /// In the assay's unit.
        public var copies: Double
        public var sdLog10: Double
        public init(control: String, copies: Double, sdLog10: Double) {
            self.control = control
            self.copies = copies
            self.sdLog10 = sdLog10
        }
    }

    /// Mean and SD come from so many controls, the first of those that count.
    public var establishing = 20
    /// Fewer give no limits: nothing is judged.
    public var establishingMin = 20
    /// Smallest SD, log10: near-equal controls must not reject ordinary ones.
    public var sdMinLog10 = 0.03
    /// 4-1s and 10-x reject from this mean distance on, SD; a smaller shift warns.
    public var shiftMinSD = 0.5
    public var rules = WestgardActions()
    public var assigned: [Assigned] = []

    public init() {}
}
