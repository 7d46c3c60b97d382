public import Assay
public import Foundation

/// One journaled result of one patient as the rules see it.
public struct Measurement: Hashable, Sendable, Codable {
    /// Sequence of the journal's result record; 0 where nothing is journaled.
    public var result: Int64
    /// Sequence of the record of the run that gave it.
    public var run: Int64
    public var runID: String
    /// When the run's file was last saved: of two saves of one run the later is in force.
    public var saved: String?
    public var sample: String
    public var target: String
    /// Sampling day after the infusion; nil where it could not be found.
    public var day: Int?
    public var copies: Double?
    public var low: Double?
    public var high: Double?
    public var unit: String
    public var lloq: Double?
    public var uloq: Double?
    public var belowLLOQ: Bool
    public var aboveULOQ: Bool
    /// Why the value may not reach the patient rules; nil where it may.
    public var withheld: String?
    /// No reference gene was measured beside it.
    public var referenceMissing: Bool
    /// The instrument and we disagree on whether one of its wells amplified.
    public var contradicted: Bool
    /// When the journal took it; nil where that does not matter.
    public var recorded: Date?
    public var method = MeasurementMethod.realTime

    public init(
        result: Int64, run: Int64, runID: String, saved: String?, sample: String, target: String, day: Int?, copies: Double?, low: Double?,
        high: Double?, unit: String, lloq: Double?, uloq: Double?, belowLLOQ: Bool, aboveULOQ: Bool, withheld: String?,
        referenceMissing: Bool = false, contradicted: Bool = false, recorded: Date? = nil
    ) {
        self.result = result
        self.run = run
        self.runID = runID
        self.saved = saved
        self.sample = sample
        self.target = target
        self.day = day
        self.copies = copies
        self.low = low
        self.high = high
        self.unit = unit
        self.lloq = lloq
        self.uloq = uloq
        self.belowLLOQ = belowLLOQ
        self.aboveULOQ = aboveULOQ
        self.withheld = withheld
        self.referenceMissing = referenceMissing
        self.contradicted = contradicted
        self.recorded = recorded
    }
}
