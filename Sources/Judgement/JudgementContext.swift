public import Assay

/// All that judging needs besides the journal: the configuration's values, fixed for one commit.
public struct JudgementContext: Sendable {
    public var rules: RuleSettings
    public var delivery: DeliverySettings
    /// Patients by study code.
    public var patients: [String: Patient]
    /// Values of a result table, which has no run identity, may reach the patient rules.
    public var tablesTrusted: Bool
    /// The date now in `watch.timeZone`, the zone that a run's start is read in: a later start lies in the future.
    public var today: CalendarDate
    /// SHA-256 of the configuration and of the patients file, and the program's version: they stand in every record.
    public var configurationDigest: String
    public var programVersion: String

    public init(
        rules: RuleSettings, delivery: DeliverySettings, patients: [String: Patient], tablesTrusted: Bool, today: CalendarDate,
        configurationDigest: String, programVersion: String
    ) {
        self.rules = rules
        self.delivery = delivery
        self.patients = patients
        self.tablesTrusted = tablesTrusted
        self.today = today
        self.configurationDigest = configurationDigest
        self.programVersion = programVersion
    }
}
