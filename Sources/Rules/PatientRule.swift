// The interface of the patient rules. A new rule is one new file and one line in `patientRules`.
public import Assay
public import Foundation

/// A rule over the whole course of one patient and target. Pure, and in sampling-day order: each sample is judged by
/// what precedes it in days, never by what arrived before it, so results arriving in any order lead to the same
/// findings.
public protocol PatientRule: Sendable {
    static var description: RuleDescription { get }
    /// Those that its findings may have, the mildest first.
    static var severities: [Severity] { get }
    func findings(in course: Course) -> [Finding]
}

extension PatientRule {
    /// "R1", "R5a", …
    var name: RuleID { Self.description.id }
}

/// The thresholds that descriptions name: those of a `cqwatch.yaml` in which nobody changed anything.
let usual = RuleSettings()

/// Every rule that is judged, in the order of the clinical domain's table.
public let patientRules: [any PatientRule] = [
    R1Expansion(), R2NoExpansion(), R3Watch(), R4Decline(), R5Low(), R5aRelapseLevel(), R6Loss(), R7Forecast(),
    R8LateRise(), R9MissedSample(),
    R10Repeats(), R10BeforeInfusion(),
]

/// What all of them say of themselves, and what else is told of patients and to the laboratory.
public let ruleDescriptions: [RuleDescription] =
    patientRules.map { type(of: $0).description } as [RuleDescription] + [
        .otherUnit, .failedRun, .wrongClock, .warnedDrift, .withheldSamples, .identityConflict, .unreadableFiles,
        .noRun,
        .unknownPhysician, .lostRecords,
        .undelivered, .centralStore, .refusedDevice, .pulledStick, .missingDevice, WithheldResult.description,
    ]

/// What may be told of a patient: each rule's id, and the severities that its findings may have. Rules of one id stand
/// once.
public let patientRuleSeverities: [(rule: RuleID, severities: [Severity])] = {
    let all =
        patientRules.map { ($0.name, type(of: $0).severities) } + [
            (WithheldResult.description.id, WithheldResult.severities)
        ]
    return all.enumerated().filter { index, entry in !all[..<index].contains { $0.0 == entry.0 } }.map(\.element)
}()

/// Judges a patient anew from all measurements: the patient rules of every target and infusion.
/// - Parameters:
///   - measurements: all of the patient's from runs in force, in any order; withheld ones are passed over.
///   - targets: the assay's, which the rules that stand on absent results wait for, measured or not; empty: every
///     target that was measured.
///   - clock: nil leaves the schedule rules out.
///   - closures: the patient's alerts that a person closed.
///   - joining: one finding a value, as alerts are raised; else each rule's own.
public func judge(
    _ patient: Patient, _ measurements: [Measurement], _ settings: RuleSettings, targets: [String] = [],
    clock: ScheduleClock? = nil,
    closures: [Closure] = [], joining: Bool = false
) -> [Finding] {
    judge(
        patient, MeasuredDays(measurements), settings, targets: targets, clock: clock, closures: closures,
        joining: joining)
}

/// The same of measurements that are kept by day.
func judge(
    _ patient: Patient, _ measured: MeasuredDays, _ settings: RuleSettings, targets: [String] = [],
    clock: ScheduleClock? = nil,
    closures: [Closure] = [], joining: Bool = false
) -> [Finding] {
    var measured = measured
    measured.settle(settings)
    let names = Dictionary(targets.map { (AssaySettings.folded($0), $0) }) { first, _ in first }
    let expected = expectedTargets(of: patient, among: names)
    return expected.union(measured.targets.keys).sorted().flatMap { folded -> [Finding] in
        let target = names[folded] ?? measured.spelling(of: folded)
        return patient.courses.flatMap { part -> [Finding] in
            let (values, disagreements) = measured.series(of: folded, in: part, settings: settings)
            let course = Course(
                part: part, target: target, settings: settings, values: values, disagreements: disagreements,
                clock: names.isEmpty || expected.contains(folded) ? clock : clock?.withoutSchedule, closures: closures)
            let findings = patientRules.flatMap { $0.findings(in: course) }
            return
                ((joining ? joined(findings) : findings)
                + WithheldResult.findings(in: course, measured.withheld(of: folded, in: part), whileOpen: findings))
                .map(part.told)
        }
    }
}

/// The assay's targets, folded, that a patient's samples must be measured for.
private func expectedTargets(of patient: Patient, among names: [String: String]) -> Set<String> {
    let own = AssaySettings.folded(patient.target)
    return patient.target.isEmpty || names[own] == nil ? Set(names.keys) : [own]
}

/// Judges a patient as the journal does: the patient rules, one finding a value, and what the laboratory must know of
/// the patient's entry.
/// - Parameters:
///   - firstRecord: date since which the patient is known; nil leaves the missed visits out.
///   - now: nil leaves out what is told after hours (a result withheld for long).
public func judge(
    _ patient: Patient, _ measurements: [Measurement], context: RuleContext, firstRecord: CalendarDate? = nil,
    now: Date? = nil,
    closures: [Closure] = []
) -> [Finding] {
    judge(
        patient, MeasuredDays(measurements), context: context, firstRecord: firstRecord, now: now, closures: closures)
}

/// The same of measurements that are kept by day.
public func judge(
    _ patient: Patient, _ measured: MeasuredDays, context: RuleContext, firstRecord: CalendarDate? = nil,
    now: Date? = nil,
    closures: [Closure] = []
) -> [Finding] {
    var measured = measured
    measured.settle(context.rules)
    let clock = ScheduleClock(today: context.today, firstRecord: firstRecord, now: now)
    let found = judge(
        patient, measured, context.rules, targets: context.targets, clock: clock, closures: closures, joining: true)
    let physician = measured.isEmpty && found.isEmpty ? nil : physicianFinding(patient, context: context)
    return found + (physician.map { [$0] } ?? []) + R10OtherUnit.findings(patient, measured, context.rules)
}
