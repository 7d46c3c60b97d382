// The interface of the patient rules. A new rule is one new file and one line in `patientRules`.
public import Assay

/// A rule over the whole course of one patient and target. Pure, and in sampling-day order: each sample is judged by what precedes
/// it in days, never by what arrived before it, so results arriving in any order lead to the same findings.
public protocol PatientRule: Sendable {
    /// "R1", "R5a", …
    var name: String { get }
    func findings(in course: Course) -> [Finding]
}

/// Every rule that is judged, in the order of the clinical domain's table.
public let patientRules: [any PatientRule] = [R1Expansion(), R5aRelapseLevel(), R10PatientData()]

/// One patient's values of one target, as the rules see them.
public struct Course: Sendable {
    public var patient: Patient
    public var target: String
    public var unit: String
    public var settings: RuleSettings
    /// One a sampling day, in order.
    public var values: [DayValue]
    /// Sampling days without a value because their repeats disagree.
    public var disagreements: [Disagreement]

    public init(patient: Patient, target: String, unit: String, settings: RuleSettings, values: [DayValue], disagreements: [Disagreement]) {
        self.patient = patient
        self.target = target
        self.unit = unit
        self.settings = settings
        self.values = values
        self.disagreements = disagreements
    }

    /// What a finding about a sampling day is about: the same words whatever runs measured it.
    func subject(day: Int) -> String { "\(patient.code) D\(day) \(target)" }

    /// A finding of this course on one value, with the numbers filled in.
    func finding(
        _ rule: String, _ severity: Severity, on value: DayValue, threshold: Double?, borderline: Bool = false, baseline: Double? = nil,
        text: String, advice: String
    ) -> Finding {
        Finding(
            rule: rule, severity: severity, borderline: borderline, patient: patient.code, day: value.day, subject: subject(day: value.day),
            value: value.copies, low: value.intervalLow, high: value.intervalHigh, unit: unit, threshold: threshold, baseline: baseline,
            run: value.runs.last, text: text, advice: advice)
    }
}

/// Judges a patient anew from all measurements: the patient rules of every target.
/// - Parameter measurements: all of the patient's from runs in force, in any order; withheld ones are passed over.
public func judge(_ patient: Patient, _ measurements: [Measurement], _ settings: RuleSettings) -> [Finding] {
    let targets = Dictionary(grouping: measurements) { AssaySettings.folded($0.target) }
    return targets.sorted { $0.key < $1.key }.flatMap { _, measurements -> [Finding] in
        let (values, disagreements) = series(of: measurements, settings: settings)
        let name = measurements.map(\.target).min() ?? ""
        let course = Course(
            patient: patient, target: name, unit: settings.unit, settings: settings, values: values, disagreements: disagreements)
        return patientRules.flatMap { $0.findings(in: course) }
    }
}

/// Judges a patient as the journal does: the patient rules, and what the laboratory must know of the patient's entry.
public func judge(_ patient: Patient, _ measurements: [Measurement], context: JudgementContext) -> [Finding] {
    let physician = measurements.isEmpty ? nil : physicianFinding(patient, context: context)
    return judge(patient, measurements, context.rules) + (physician.map { [$0] } ?? [])
}
