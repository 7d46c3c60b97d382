public import Assay
public import Foundation
public import Laboratory
public import Rules

/// All that judging needs besides the journal: the configuration's values, fixed for one commit.
public struct JudgementContext: Sendable {
    public var rules: RuleSettings
    public var delivery: DeliverySettings
    /// What a run is held against.
    public var laboratory: LaboratorySettings
    /// How a sample's name tells patient and day.
    public var naming: SampleNaming
    /// Patients by study code.
    public var patients: [String: Patient]
    /// The assay's targets that are judged: what the rules of absence wait for, measured or not. Empty: what was
    /// measured.
    public var targets: [String]
    /// Values of a result table, which has no run identity, may reach the patient rules.
    public var tablesTrusted: Bool
    /// The date now in `watch.timeZone`, the zone that a run's start is read in: a later start lies in the future.
    public var today: CalendarDate
    /// `watch.timeZone`: the zone in which a moment has a date.
    public var timeZone: TimeZone
    /// SHA-256 of the configuration and of the patients file, and the program's version: they stand in every record.
    public var configurationDigest: String
    public var programVersion: String

    public init(
        rules: RuleSettings, delivery: DeliverySettings, laboratory: LaboratorySettings = LaboratorySettings(),
        naming: SampleNaming = SampleNaming(),
        patients: [String: Patient], targets: [String] = [], tablesTrusted: Bool, today: CalendarDate,
        timeZone: TimeZone = .gmt,
        configurationDigest: String, programVersion: String
    ) {
        self.rules = rules
        self.delivery = delivery
        self.laboratory = laboratory
        self.naming = naming
        self.patients = patients
        self.targets = targets
        self.tablesTrusted = tablesTrusted
        self.today = today
        self.timeZone = timeZone
        self.configurationDigest = configurationDigest
        self.programVersion = programVersion
    }
}

extension JudgementContext {
    /// The part that the rules see.
    public var forRules: RuleContext {
        RuleContext(
            rules: rules, patients: patients, physicians: Set(delivery.recipients.map(\.key)), targets: targets,
            tablesTrusted: tablesTrusted,
            today: today, naming: naming, acceptBy: laboratory.acceptBy)
    }

    /// Of the zone.
    public var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        return calendar
    }

    /// The date of a moment; nil outside the years that a date may have.
    public func date(of moment: Date) -> CalendarDate? { CalendarDate(of: moment, in: timeZone) }

    /// When a day begins, or the first moment after that where a clock change leaves its beginning out.
    public func start(of day: CalendarDate) -> Date? {
        calendar.date(from: DateComponents(year: day.year, month: day.month, day: day.day))
    }

    /// End of the day by which a provisional decline or rise should have been confirmed; nil for all other findings,
    /// and for a patient whose schedule ends before that: no sample is to be expected.
    public func confirmBy(_ finding: Finding) -> Date? {
        guard finding.isProvisional, let day = finding.day,
            let patient = finding.patient.flatMap({ patients[$0] }),
            let infusion = patient.infusion, let sampled = CalendarDate(dayNumber: infusion.dayNumber + day),
            let last = CalendarDate(dayNumber: sampled.dayNumber + rules.confirmLastDays),
            patient.course(on: sampled).patient.ended.map({ $0 > last }) ?? true
        else { return nil }
        return CalendarDate(dayNumber: last.dayNumber + 1).flatMap(start(of:))
    }
}
