public import Assay
public import Judgement
public import Kinetics

/// Everything that is shown of one patient and target.
public struct PatientReport: Sendable {
    public let patient: Patient
    public let target: String
    public let unit: String
    /// One a sampling day, in order: what the rules see.
    public let values: [DayValue]
    /// Sampling days whose repeats disagree.
    public let disagreements: [Disagreement]
    /// Results that are kept from the rules.
    public let withheld: [Measurement]
    public let kinetics: KineticsReport
    public let alerts: [Alert]

    /// `measurements`: all of the patient; those of other targets are passed over.
    public init(patient: Patient, target: String, measurements: [Measurement], alerts: [Alert], rules: RuleSettings) {
        let own = measurements.filter { AssaySettings.folded($0.target) == AssaySettings.folded(target) }
        let joined = series(of: own, settings: rules)
        self.patient = patient
        self.target = target
        unit = rules.unit
        values = joined.values
        disagreements = joined.disagreements
        withheld = own.filter { $0.withheld != nil }
        // A value above the ULOQ counts as the ULOQ: the least that it can be.
        let points = joined.values.map { SeriesPoint(day: Double($0.day), copies: $0.copies ?? ($0.aboveULOQ ? $0.uloq : nil), lloq: $0.lloq) }
        kinetics = Kinetics.kinetics(of: points)
        self.alerts = alerts.filter { $0.finding.patient == patient.code }
    }

    public var openAlerts: [Alert] { alerts.filter { [.open, .confirmed, .acknowledged].contains($0.state) } }
}
