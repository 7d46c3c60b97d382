// The interface of the patient rules. A new rule is one new file and one line in `patientRules`.
public import Assay
public import Foundation

/// A rule over the whole course of one patient and target. Pure, and in sampling-day order: each sample is judged by what precedes
/// it in days, never by what arrived before it, so results arriving in any order lead to the same findings.
public protocol PatientRule: Sendable {
    /// "R1", "R5a", …
    var name: String { get }
    func findings(in course: Course) -> [Finding]
}

/// Every rule that is judged, in the order of the clinical domain's table.
public let patientRules: [any PatientRule] = [
    R1Expansion(), R2NoExpansion(), R3Watch(), R4Decline(), R5Low(), R5aRelapseLevel(), R6Loss(), R7Forecast(), R8LateRise(), R9MissedSample(),
    R10PatientData(),
]

/// Judges a patient anew from all measurements: the patient rules of every target.
/// - Parameters:
///   - measurements: all of the patient's from runs in force, in any order; withheld ones are passed over.
///   - clock: nil leaves the schedule rules out.
///   - closures: the patient's alerts that a person closed.
public func judge(
    _ patient: Patient, _ measurements: [Measurement], _ settings: RuleSettings, clock: ScheduleClock? = nil, closures: [Closure] = []
) -> [Finding] {
    let targets = Dictionary(grouping: measurements) { AssaySettings.folded($0.target) }
    return targets.sorted { $0.key < $1.key }.flatMap { _, measurements -> [Finding] in
        let (values, disagreements) = series(of: measurements, settings: settings)
        let course = Course(
            patient: patient, target: measurements.map(\.target).min() ?? "", settings: settings, values: values, disagreements: disagreements,
            clock: clock, closures: closures)
        let findings = patientRules.flatMap { $0.findings(in: course) }
        return findings + WithheldResult.findings(in: course, measurements, whileOpen: findings)
    }
}

/// Judges a patient as the journal does: the patient rules, and what the laboratory must know of the patient's entry.
/// - Parameters:
///   - firstRecord: day of the patient's first journal record; nil leaves the missed visits out.
///   - now: nil leaves out what is told after hours (a result withheld for long).
public func judge(
    _ patient: Patient, _ measurements: [Measurement], context: JudgementContext, firstRecord: CalendarDate? = nil, now: Date? = nil,
    closures: [Closure] = []
) -> [Finding] {
    let clock = ScheduleClock(today: context.today, firstRecord: firstRecord, now: now)
    let physician = measurements.isEmpty ? nil : physicianFinding(patient, context: context)
    return judge(patient, measurements, context.rules, clock: clock, closures: closures) + (physician.map { [$0] } ?? [])
        + R10OtherUnit.findings(patient, measurements, context.rules)
}
