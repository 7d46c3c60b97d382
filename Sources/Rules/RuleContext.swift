public import Assay

/// What attributing samples and judging patients need of the configuration, fixed for one commit.
public struct RuleContext: Sendable {
    public var rules: RuleSettings
    /// Patients by study code.
    public var patients: [String: Patient]
    /// Keys of the recipients that the configuration knows, any of whom may be a patient's physician.
    public var physicians: Set<String>
    /// The assay's targets that are judged: what the rules of absence wait for, measured or not. Empty: what was
    /// measured.
    public var targets: [String]
    /// Values of a result table, which has no run identity, may reach the patient rules.
    public var tablesTrusted: Bool
    /// The date now in the zone that a run's start is read in: a later start lies in the future.
    public var today: CalendarDate
    /// How samples' names are read: an example of a good one follows from it.
    public var naming: SampleNaming
    /// Different persons that it takes to accept a failed quality control.
    public var acceptBy: Int

    public init(
        rules: RuleSettings, patients: [String: Patient], physicians: Set<String> = [], targets: [String] = [],
        tablesTrusted: Bool,
        today: CalendarDate, naming: SampleNaming = SampleNaming(), acceptBy: Int = 1
    ) {
        self.rules = rules
        self.patients = patients
        self.physicians = physicians
        self.targets = targets
        self.tablesTrusted = tablesTrusted
        self.today = today
        self.naming = naming
        self.acceptBy = acceptBy
    }
}
