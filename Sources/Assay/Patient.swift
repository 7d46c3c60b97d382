/// A patient as `patients.csv` gives it: a study code, never a name.
public struct Patient: Hashable, Sendable, Codable {
    public let code: String
    /// Day 0: of the first infusion where there were several. Nil while it is not known: then nothing reaches the
    /// patient rules.
    public let infusion: CalendarDate?
    public let dose: String
    public let group: String
    /// Key of a recipient in the configuration.
    public let physician: String
    /// Schedule rules stop here (death, withdrawal, other treatment), until a further infusion.
    public let firstEnded: CalendarDate?
    public let endReason: String
    /// Infusions after the first, by date; each begins a course of its own.
    public let further: [Infusion]
    /// The assay's target that the patient's cells carry; empty: every target of the assay is expected.
    public let target: String

    /// One infusion, and where the schedule that begins with it stops.
    public struct Infusion: Hashable, Sendable, Codable {
        public let date: CalendarDate
        public let ended: CalendarDate?

        public init(date: CalendarDate, ended: CalendarDate? = nil) {
            self.date = date
            self.ended = ended
        }
    }

    /// - Parameter ended: of the first infusion's course.
    public init(
        code: String, infusion: CalendarDate?, dose: String = "", group: String = "", physician: String,
        ended: CalendarDate? = nil,
        endReason: String = "", further: [Infusion] = [], target: String = ""
    ) {
        self.code = code
        self.infusion = infusion
        self.dose = dose
        self.group = group
        self.physician = physician
        self.firstEnded = ended
        self.endReason = endReason
        self.further = further
        self.target = target
    }

    /// Where the patient's schedule stops for good.
    public var ended: CalendarDate? { further.isEmpty ? firstEnded : further.last?.ended }

    /// Every infusion, by date; empty while none is known.
    public var infusions: [Infusion] { (infusion.map { [Infusion(date: $0, ended: firstEnded)] } ?? []) + further }

    /// `[A-Za-z0-9._-]{1,32}`.
    public static func isCode(_ text: some StringProtocol) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
                    || [45, 46, 95].contains($0)
            }
    }
}
