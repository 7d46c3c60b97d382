public import Alerts
public import Assay
public import Kinetics
public import Rules
public import Snapshots

/// Everything that is shown of one patient and target.
public struct PatientReport: Sendable {
    public let patient: Patient
    /// The infusion that kinetics, response window, forecast and visits count from: the last one that has been. Values
    /// count from the first.
    public let course: InfusionCourse
    public let target: String
    public let unit: String
    /// One a sampling day, in order: what the rules see.
    public let values: [DayValue]
    /// The wells that gave each day's value, where they are known, by day and run id.
    public let wells: [Int: [RunID: [String]]]
    /// Sampling days whose repeats disagree.
    public let disagreements: [Disagreement]
    /// Results that are kept from the rules.
    public let withheld: [Measurement]
    public let kinetics: KineticsReport
    public let alerts: [Alert]
    /// Where the copies are heading: what R7 judges. Nil for too few late values.
    public let forecast: Forecast?
    /// When the best response is to be looked for; nil before the expansion level is reached.
    public let responseWindow: ResponseWindow?
    public let visits: [ScheduledVisit]
    public let rules: RuleSettings

    /// - Parameters:
    ///   - measurements: all of the patient; those of other targets are passed over.
    ///   - firstRecord: date since which the patient is known.
    public init(
        patient: Patient, target: String, measurements: [Measurement], alerts: [Alert], rules: RuleSettings,
        today: CalendarDate, firstRecord: CalendarDate?
    ) {
        let name = AssaySettings.folded(target)
        let own = measurements.filter { $0.target == target || AssaySettings.folded($0.target) == name }
        let joined = series(of: own, settings: rules)
        let course = patient.course(on: today)
        let ownValues = joined.values.filter { course.days.contains($0.day) }.map { value in
            var value = value
            value.day -= course.offset
            return value
        }
        self.patient = patient
        self.course = course
        self.target = target
        unit = rules.unit
        values = joined.values
        disagreements = joined.disagreements
        wells = own.reduce(into: [:]) { wells, measurement in
            guard measurement.withheld == nil, let day = measurement.day, !measurement.wells.isEmpty else { return }
            wells[day, default: [:]][measurement.runID] = measurement.wells
        }
        withheld = own.compactMap { measurement in
            guard measurement.quantity.valid else { return measurement }
            guard let other = otherUnit(measurement, rules) else { return nil }
            var measurement = measurement
            measurement.quantity = measurement.quantity.withheld(because: other)
            return measurement
        }
        // A value above the ULOQ counts as the ULOQ: the least that it can be.
        let points = ownValues.map {
            SeriesPoint(day: Double($0.day), copies: $0.copies ?? ($0.aboveULOQ ? $0.uloq : nil), lloq: $0.lloq)
        }
        kinetics = Kinetics.kinetics(of: points)
        self.alerts = alerts.filter { $0.finding.patient == patient.code }
        self.rules = rules
        forecast = lateForecast(ownValues, settings: rules)
        responseWindow = ResponseWindow(ownValues, settings: rules)
        visits = visitSchedule(
            course.patient, days: ownValues.map(\.day), today: today, firstRecord: firstRecord, settings: rules)
    }

    /// What is shown of a course today. A patient whom the patients file does not have is shown without an infusion.
    public init(_ course: PatientCourse, target: String, context: JudgementContext) {
        self.init(
            patient: context.patients[course.code] ?? Patient(code: course.code, infusion: nil, physician: ""),
            target: target, measurements: course.measurements, alerts: course.alerts, rules: context.rules,
            today: context.today, firstRecord: course.firstRecord.flatMap(context.date))
    }

    /// The visit to sample next: the first that is due or upcoming.
    public var nextVisit: ScheduledVisit? { visits.first { $0.state == .due || $0.state == .upcoming } }

    public var openAlerts: [Alert] { alerts.filter(\.state.stands) }
}
