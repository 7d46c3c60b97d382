/// Thresholds of the patient rules; defaults from the clinical domain's section 4. Copies are in the assay's unit.
public struct RuleSettings: Hashable, Sendable, Codable {
    /// The unit that the thresholds are in: a value in another unit is never compared.
    public var unit = "copies/ul gDNA"
    public var expansionCopies = 1e5
    /// The best-response window opens and ends so many days after expansion.
    public var responseFirstDays = 7
    public var responseLastDays = 30
    public var relapseCopies = 84.0
    /// R5a fires before `lateDay` only once the patient has held more than this.
    public var relapseArmedCopies = 840.0
    /// R3 to R8 but R5a are silent before this day.
    public var lateDay = 60
    /// A run may start at most this many days after its sample was taken.
    public var maxDelayDays = 30
    /// Repeats of one sampling day may differ by at most this, log10.
    public var repeatDifferenceMaxLog10 = 0.5

    public init() {}
}
