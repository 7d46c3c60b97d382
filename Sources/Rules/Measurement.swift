public import Assay
public import Foundation

/// One journaled result of one patient as the rules see it. `copies`, `unit` and so on are its quantity's.
@dynamicMemberLookup
public struct Measurement: Hashable, Sendable, Codable {
    /// Sequence of the journal's result record; 0 where nothing is journaled.
    public var result: Int64
    /// Sequence of the record of the run that gave it.
    public var run: Int64
    public var runID: RunID
    /// When the run's file was last saved: of two saves of one run the later is in force.
    public var saved: String?
    public var sample: String
    public var target: String
    /// Sampling day after the infusion; nil where it could not be found.
    public var day: Int?
    /// Withheld where it may not reach the patient rules.
    public var quantity: Quantity
    /// No reference gene was measured beside it.
    public var referenceMissing: Bool
    /// The reference gene shows much less or more DNA than the plate's other samples hold.
    public var unusualDNA: Bool
    /// The instrument and we disagree on whether one of its wells amplified.
    public var contradicted: Bool
    /// When the journal took it; nil where that does not matter.
    public var recorded: Date?
    public var method = MeasurementMethod.realTime
    /// Digital PCR that a configured factor carries to the real-time assay's copies.
    public var bridged = false
    /// Labels of the wells that were joined; empty where that is not known.
    public var wells: [String] = []

    public init(
        result: Int64, run: Int64, runID: RunID, saved: String?, sample: String, target: String, day: Int?,
        quantity: Quantity,
        referenceMissing: Bool = false, unusualDNA: Bool = false, contradicted: Bool = false, recorded: Date? = nil
    ) {
        self.result = result
        self.run = run
        self.runID = runID
        self.saved = saved
        self.sample = sample
        self.target = target
        self.day = day
        self.quantity = quantity
        self.referenceMissing = referenceMissing
        self.unusualDNA = unusualDNA
        self.contradicted = contradicted
        self.recorded = recorded
    }

    public subscript<T>(dynamicMember member: KeyPath<Quantity, T>) -> T { quantity[keyPath: member] }

    /// Why the value may not reach the patient rules; nil where it may.
    public var withheld: String? { quantity.valid ? nil : quantity.reasons.joined(separator: " ") }
}
