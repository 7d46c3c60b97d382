/// What a person does with a run.
public enum RunAct: Hashable, Sendable {
    /// The instrument's clock was wrong: this is when it began, as people write it. The file's own time stays.
    case correct(started: String)
    /// Never used.
    case void
    /// A failed quality control may stand: of these samples, or, without any, of the whole run.
    case accept(samples: [String])
    /// A sample is this patient's, of this day after the first infusion.
    case reattribute(sample: String, patient: String, day: Int)
    /// Takes back the newest decision that nobody has taken back; where its record is named, that one or none.
    case undo(decision: Int64? = nil)
}
