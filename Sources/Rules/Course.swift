// One patient's values of one target with the comparators they are held against: what every patient rule reads.
public import Assay
import Foundation
import Statistics
import Text

public struct Course: Sendable {
    /// The patient as this course's infusion shows; days count from it.
    public let patient: Patient
    /// Days from the patient's first infusion to this one: what findings add to their days.
    let offset: Int
    public let target: String
    public let unit: String
    public let settings: RuleSettings
    /// One a sampling day, in order.
    public let values: [DayValue]
    /// Sampling days without a value because their repeats disagree.
    public let disagreements: [Disagreement]
    /// What each value is held against, from the values before it alone; nil before there is a baseline. Parallel to
    /// `values`.
    let comparators: [Comparator?]
    /// R4's declines, in order.
    let declines: [Decline]
    let closures: Closures
    /// What the schedule rules ask the clock.
    let clock: ScheduleClock?

    init(
        part: InfusionCourse, target: String, settings: RuleSettings, values: [DayValue], disagreements: [Disagreement],
        clock: ScheduleClock? = nil,
        closures: [Closure] = []
    ) {
        patient = part.patient
        offset = part.offset
        self.target = target
        self.unit = settings.unit
        self.settings = settings
        self.values = values
        self.disagreements = disagreements
        self.clock = clock
        self.closures = Closures(closures, target: target, part)
        (comparators, declines) = traced(values, settings: settings, closures: self.closures)
    }

    /// What a finding about a sampling day is about: the same words whatever runs measured it.
    func subject(day: Int) -> String { subjectHead(patient.code, day: offset + day) + target }

    /// What tells subjects of a further infusion's schedule from those of the first; empty for the first.
    var infusionMark: String { offset == 0 ? "" : ", infusion of \(patient.infusion?.iso ?? "day \(offset)")" }

    /// A finding of this course on one value, with the numbers filled in. `comparator` is log10 of the baseline it was
    /// held against, `standingOn` the sampling days of that and of what else the text compares with.
    func finding(
        _ rule: RuleID, _ severity: Severity, on value: DayValue, threshold: Double?, borderline: Bool = false,
        confirmed: Bool = false,
        clearedDay: Int? = nil, comparator: Double? = nil, standingOn days: [Int] = [], headline: String,
        text: String, advice: String
    ) -> Finding {
        let doubt =
            borderline && !text.contains("orderline")
            ? threshold.map { " Borderline: the interval includes \(plainCopies($0)) \(unit)." } : nil
        return Finding(
            rule: rule, severity: severity, borderline: borderline, confirmed: confirmed,
            clearedDay: clearedDay.map { offset + $0 }, patient: patient.code,
            day: offset + value.day, subject: subject(day: value.day), value: value.copies, low: value.intervalLow,
            high: value.intervalHigh, unit: unit,
            threshold: threshold, baseline: comparator.map(copies(ofLog10:)), run: value.runs.last,
            text: text + (doubt ?? "")
                + (value.referenceMissing && fallRules.contains(rule) ? Self.referenceMissing : "")
                + (value.unusualDNA ? Self.unusualDNA : "") + methods(of: value, beside: days),
            advice: advice + (value.contradicted ? Self.contradicted : ""), headline: headline,
            sampled: date(of: value.day, patient), grounds: fallRules.contains(rule) ? [] : nil)
    }

    private static let contradicted =
        " The instrument's software and this program disagree on whether a well of this sample amplified: have the "
        + "laboratory look at its curves first."
    private static let unusualDNA =
        " By the reference gene the amount of DNA in this sample differs much from that in the others of its plate: "
        + "its copies per microlitre may be too high or too low by the same factor."
    private static let referenceMissing =
        " No reference gene was measured beside this sample: too little DNA is not excluded."

    /// The trend that leads to a value, as a sentence: its predecessor, how long before, and the baseline where there
    /// is one that the text has not named.
    func trend(before index: Int, baselineNamed: Bool = false) -> String {
        guard index > 0 else { return "" }
        let previous = values[index - 1]
        let baseline =
            baselineNamed ? nil : comparators[index].map { "; baseline \(plainCopies(copies(ofLog10: $0.compared.v)))" }
        return
            " Before it: \(previous.plain) on day \(previous.day), \(plainDays(values[index].day - previous.day)) "
            + "earlier\(baseline ?? "")."
    }

    /// "1.2 log10 (17-fold) below the baseline of 1.96×10^4 copies/ul gDNA (median of days 60, 150, 240)".
    func fall(of value: DayValue, below baseline: BaselineLevel) -> String {
        let days = baseline.days.map { String($0) }.joined(separator: ", ")
        return
            "\(plainFall(baseline.v - value.v)) below the baseline of \(plainCopies(copies(ofLog10: baseline.v))) "
            + "\(unit) (\(baseline.days.count == 1 ? "day" : "median of days") \(days))"
    }

    /// "days 314 to 321 (2026-11-29 to 2026-12-06)": what somebody must do on a date.
    func days(_ first: Int, to last: Int) -> String {
        let dates = date(of: first, patient).flatMap { from in
            date(of: last, patient).map { " (\(from.iso) to \($0.iso))" }
        }
        return "days \(first) to \(last)\(dates ?? "")"
    }

    /// A value that a rule tells of, and the episode it belongs to.
    struct Firing {
        var index: Int
        var rank: Int
        /// The baseline that the episode is held against; nil before there is one.
        var comparator: BaselineLevel?
        /// Sampling day of the second recovered value.
        var clearedDay: Int?
    }

    /// The values that a rule tells of: the first of an episode, then only graver ones, until two consecutive values
    /// have recovered (hysteresis) or a person has closed the alert.
    /// - Parameter rank: how grave a value is; 0 is not at all. Asked once for every value, in order.
    func firings(_ rule: RuleID, _ rank: (Int, DayValue) -> Int) -> [Firing] {
        var firings: [Firing] = []
        var open: Firing?
        for (index, value) in values.enumerated() {
            if let day = open?.clearedDay, value.day > day { open = nil }
            if let told = open, closures.isClosed(rule, day: values[told.index].day, at: value.day) { open = nil }
            let rank = rank(index, value)
            guard rank > open?.rank ?? 0 else { continue }
            var firing =
                open ?? Firing(index: index, rank: rank, comparator: comparators[index]?.compared, clearedDay: nil)
            if open == nil {
                firing.clearedDay = recovery(after: index, comparator: firing.comparator?.v).map { values[$0].day }
            }
            (firing.index, firing.rank) = (index, rank)
            open = firing
            firings.append(firing)
        }
        return firings
    }

    private func recovery(after index: Int, comparator: Double?) -> Int? {
        // Without a baseline, recovered is ten times the relapse level.
        let recovered = comparator.map { $0 - settings.clearedLog10 } ?? log10(settings.relapseArmedCopies)
        return Recovery(above: recovered).index(in: values, after: index)
    }
}
