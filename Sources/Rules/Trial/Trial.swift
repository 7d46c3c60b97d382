// The Monte Carlo of `cqwatch simulate trial`: virtual patients on the study's schedule through the same judgement as
// real ones, so that a laboratory can tune the thresholds to its own assay.
import Assay
import Foundation
import Statistics

public struct TrialSettings: Hashable, Sendable {
    /// Patients a group.
    public var patients = 1000
    public var seed: UInt64 = 1
    /// Total standard deviation of a value, log10: biology, sampling, assay.
    public var sdLog10 = 0.15
    /// What a value's interval knows of that: the assay alone.
    public var interval = PlateInterval()
    /// Copies, in the rules' unit.
    public var lloq = 50.0
    /// Days from a provisional decline to its confirming sample; nil where none is taken.
    public var confirmingDays: Int? = 14
    public var rules = RuleSettings()

    public init() {}
}

/// How often one rule spoke in one group.
public struct TrialResult: Hashable, Sendable, Codable {
    public var group: TrialGroup
    /// "R4", "R4 confirmed", or a combination as "R4+R5+R5a".
    public var rule: String
    public var patients: Int
    /// Patients in whom it fired at least once; in the relapse group before the relapse.
    public var fired: Int
    /// Median days from the first alert to the relapse; nil outside the relapse group and where it never fired.
    public var medianLeadDays: Double?

    public init(group: TrialGroup, rule: String, patients: Int, fired: Int, medianLeadDays: Double? = nil) {
        self.group = group
        self.rule = rule
        self.patients = patients
        self.fired = fired
        self.medianLeadDays = medianLeadDays
    }

    public var rate: Double { patients == 0 ? 0 : Double(fired) / Double(patients) }
}

/// Most patients a group that one trial draws.
public let trialPatientsMax = 1_000_000

/// Runs the trial. Deterministic by seed; a patient's course does not depend on how many are drawn.
/// - Parameter progress: called after every thousand patients with how many are done, of all.
public func simulateTrial(_ settings: TrialSettings, progress: (Int, Int) -> Void = { _, _ in }) -> [TrialResult] {
    let count = min(max(settings.patients, 0), trialPatientsMax)
    var done = 0
    return TrialGroup.allCases.flatMap { group -> [TrialResult] in
        var firsts: [String: [Double]] = [:]
        for number in 0..<count {
            var numbers = SeededGenerator(seed: seed(settings.seed, group, number))
            let patient = VirtualPatient.drawn(group, relapseCopies: settings.rules.relapseCopies, &numbers)
            for (rule, day) in firstAlerts(of: patient, in: group, settings, &numbers) {
                // Lead, or 0 where there is no relapse to lead.
                firsts[rule, default: []].append((patient.relapse ?? Double(day)) - Double(day))
            }
            done += 1
            if done % 1000 == 0 { progress(done, count * TrialGroup.allCases.count) }
        }
        return trialRules.map { rule in
            let leads = firsts[rule] ?? []
            return TrialResult(
                group: group, rule: rule, patients: count, fired: leads.count,
                medianLeadDays: group == .relapse ? median(leads) : nil)
        }
    }
}

/// The groups of the study's two years keep the numbers they always drew.
private func seed(_ seed: UInt64, _ group: TrialGroup, _ number: Int) -> UInt64 {
    let place = UInt64(TrialGroup.allCases.firstIndex(of: group) ?? 0)
    let late = place < 3 ? 0 : place &* 0x9E6C_63D0_876A_3F6B
    return seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(number) &* 3 &+ (place < 3 ? place : 0) &+ late
}

/// What the trial counts; combinations fire with the first of their rules.
private let trialRules = [
    "R1", "R3", "R4", "R4 confirmed", "R5", "R5a", "R6", "R7", "R8", "R8 confirmed", "R4+R5+R5a", "R4+R5a",
]

/// Day on which a person first hears of each of `trialRules`.
private func firstAlerts(
    of patient: VirtualPatient, in group: TrialGroup, _ settings: TrialSettings, _ numbers: inout SeededGenerator
) -> [String: Int] {
    let code = Patient(code: "T", infusion: nil, physician: "")
    let visits = group.visits(settings.rules)
    // A late rise must be heard at one of its first two visits.
    let onset = patient.onset(visits, lloq: settings.lloq, lateDay: settings.rules.lateDay)
    let last = onset.map { visits[min($0 + 1, visits.count - 1)].day }
    let end = patient.relapse ?? last.map { Double($0 + (settings.confirmingDays ?? 0)) + 1 } ?? .infinity
    var values = visits.filter { Double($0.day) < end && $0.day <= last ?? .max }.map {
        drawn(patient, on: $0.day, settings, &numbers)
    }
    var findings = judged(code, values, settings)
    for _ in 0..<confirmingSamplesMax {
        guard let due = confirmingDay(after: findings, in: values, settings), Double(due) < end else { break }
        values.append(drawn(patient, on: due, settings, &numbers))
        values.sort { $0.day < $1.day }
        findings = judged(code, values, settings)
    }
    var first: [String: Int] = [:]
    func note(_ rule: String, _ day: Int) { first[rule] = min(first[rule] ?? .max, day) }
    for finding in findings {
        guard let day = finding.day else { continue }
        note(finding.rule.text, day)
        let (decline, low, relapse) = (R4Decline.description.id, R5Low.description.id, R5aRelapseLevel.description.id)
        if [decline, low, relapse].contains(finding.rule) { note("R4+R5+R5a", day) }
        if [decline, relapse].contains(finding.rule) { note("R4+R5a", day) }
        if [decline, R8LateRise.description.id].contains(finding.rule), finding.confirmed,
            let confirming = settings.confirmingDays
        {
            note("\(finding.rule) confirmed", day + confirming)
        }
    }
    return first
}

/// More confirming samples than this, one after another, no course has.
private let confirmingSamplesMax = 20

/// The day of a confirming sample that a provisional decline or rise still asks for.
private func confirmingDay(after findings: [Finding], in values: [DayValue], _ settings: TrialSettings) -> Int? {
    guard let delay = settings.confirmingDays else { return nil }
    return findings.lazy.filter(\.isProvisional).compactMap { finding in
        finding.day.map { $0 + delay }
    }.first { due in !values.contains { $0.day == due } }
}

private func judged(_ patient: Patient, _ values: [DayValue], _ settings: TrialSettings) -> [Finding] {
    let course = Course(
        part: patient.courses[0], target: "", settings: settings.rules, values: values, disagreements: [])
    return patientRules.flatMap { $0.findings(in: course) }
}

/// A measured value: normal error on log10, its 95 % interval as wide as a plate's.
private func drawn(_ patient: VirtualPatient, on day: Int, _ settings: TrialSettings, _ numbers: inout SeededGenerator)
    -> DayValue
{
    let value = patient.copies(on: Double(day)) * copies(ofLog10: numbers.normal(0, settings.sdLog10))
    let half = copies(ofLog10: settings.interval.halfWidthLog10(copies: value))
    let reading: Quantity.Reading =
        value >= settings.lloq
        ? .quantified(Estimate(value, low: value / half, high: value * half)) : .belowLLOQ(settings.lloq)
    return DayValue(
        day: day, target: "", reading: reading, limits: settings.lloq...(.infinity), unit: settings.rules.unit, runs: []
    )
}
