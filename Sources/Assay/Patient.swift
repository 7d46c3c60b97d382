/// A patient as `patients.csv` gives it: a study code, never a name.
public struct Patient: Hashable, Sendable, Codable {
    public let code: String
    /// Day 0. Nil while it is not known: then nothing reaches the patient rules.
    public let infusion: CalendarDate?
    public let dose: String
    public let group: String
    /// Key of a recipient in the configuration.
    public let physician: String
    /// Schedule rules stop here (death, withdrawal, other treatment).
    public let ended: CalendarDate?
    public let endReason: String

    public init(
        code: String, infusion: CalendarDate?, dose: String = "", group: String = "", physician: String, ended: CalendarDate? = nil,
        endReason: String = ""
    ) {
        self.code = code
        self.infusion = infusion
        self.dose = dose
        self.group = group
        self.physician = physician
        self.ended = ended
        self.endReason = endReason
    }

    /// `[A-Za-z0-9._-]{1,32}`.
    public static func isCode(_ text: some StringProtocol) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || [45, 46, 95].contains($0) }
    }
}
