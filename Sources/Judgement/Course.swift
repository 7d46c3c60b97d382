// One patient's values of one target with the yardsticks they are held against: what every patient rule reads.
public import Assay
import Foundation

public struct Course: Sendable {
    public let patient: Patient
    public let target: String
    public let unit: String
    public let settings: RuleSettings
    /// One a sampling day, in order.
    public let values: [DayValue]
    /// Sampling days without a value because their repeats disagree.
    public let disagreements: [Disagreement]
    /// Log10 of what each value is held against, from the values before it alone; nil before there is a baseline. Parallel to `values`.
    let yardsticks: [Double?]
    /// R4's declines, in order.
    let declines: [Decline]
    /// What the schedule rules ask the clock.
    let clock: ScheduleClock?

    init(
        patient: Patient, target: String, settings: RuleSettings, values: [DayValue], disagreements: [Disagreement], clock: ScheduleClock? = nil
    ) {
        self.patient = patient
        self.target = target
        self.unit = settings.unit
        self.settings = settings
        self.values = values
        self.disagreements = disagreements
        self.clock = clock
        (yardsticks, declines) = traced(values, settings: settings)
    }

    /// What a finding about a sampling day is about: the same words whatever runs measured it.
    func subject(day: Int) -> String { "\(patient.code) D\(day) \(target)" }

    /// A finding of this course on one value, with the numbers filled in. `yardstick` is log10 of the baseline it was held against.
    func finding(
        _ rule: String, _ severity: Severity, on value: DayValue, threshold: Double?, borderline: Bool = false, confirmed: Bool = false,
        clearedDay: Int? = nil, yardstick: Double? = nil, text: String, advice: String
    ) -> Finding {
        Finding(
            rule: rule, severity: severity, borderline: borderline, confirmed: confirmed, clearedDay: clearedDay, patient: patient.code,
            day: value.day, subject: subject(day: value.day), value: value.copies, low: value.intervalLow, high: value.intervalHigh, unit: unit,
            threshold: threshold, baseline: yardstick.map(copies(ofLog10:)), run: value.runs.last, text: text, advice: advice)
    }

    /// The trend that leads to a value, as a sentence: its predecessor, and the baseline where there is one.
    func trend(before index: Int) -> String {
        guard index > 0 else { return "" }
        let previous = values[index - 1]
        let baseline = yardsticks[index].map { "; baseline \(plainCopies(copies(ofLog10: $0)))" } ?? ""
        return " Before it: \(previous.plain) on day \(previous.day)\(baseline)."
    }

    /// Index of the second of two consecutive values that have recovered after `index` (hysteresis); nil while they have not.
    func recovery(after index: Int, yardstick: Double?) -> Int? {
        // Without a baseline, recovered is ten times the relapse level.
        let recovered = yardstick.map { $0 - settings.clearedLog10 } ?? log10(settings.relapseArmedCopies)
        return Recovery(above: recovered).index(in: values, after: index)
    }
}

/// 10^x.
func copies(ofLog10 x: Double) -> Double { pow(10, x) }
