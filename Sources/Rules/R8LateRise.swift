// R8: long after the expansion the copies rise, or come back after a loss: provisional at once, confirmed by a second
// sample.
package import Assay
import Laboratory
import Text

package struct R8LateRise: PatientRule {
    package static let severities: [Severity] = [.task, .warning, .critical]
    package static let description = RuleDescription(
        id: "R8", name: "late rise",
        fires:
            "after day \(usual.riseDay): \(plainDecimal(usual.riseLog10, digits: 1)) log10 above the lowest "
            + "level that two values held since the contraction, or nothing found; "
            + "\(plainDecimal(usual.riseSingleLog10, digits: 1)) above a single lowest value; a climb of "
            + "\(plainDecimal(usual.riseLog10, digits: 1)) over four values; critical, once a second sample "
            + "agrees, at tenfold the former plateau or \(plainCopies(usual.expansionCopies))",
        hears:
            "laboratory at once, a task; physician once it is confirmed or the repeat is overdue: a warning, "
            + "or critical",
        advice:
            "Exclude an infection and a relapse; ask for T-cell clonality and a test for the CAR transgene; "
            + "report a new malignancy to the manufacturer.",
        thresholds: [
            .init("rules.riseDay", usual.riseDay), .init("rules.riseLog10", usual.riseLog10),
            .init("rules.riseSingleLog10", usual.riseSingleLog10),
            .init("rules.expansionCopies", usual.expansionCopies),
            .init("rules.repeatFirstDays", usual.repeatFirstDays),
            .init("rules.repeatLastDays", usual.repeatLastDays),
            .init("rules.confirmFirstDays", usual.confirmFirstDays),
            .init("rules.confirmLastDays", usual.confirmLastDays),
        ],
        evidence: "the project's choice and simulation; why it is watched for: docs/limits.md, The late rise",
        source: "\(RuleDescription.simulation); FDA and EMA, docs/limits.md")

    package func findings(in course: Course) -> [Finding] {
        rises(in: course).flatMap { rise in
            [finding(rise, course)] + (rise.graver.map { [graver(rise, at: $0, course)] } ?? [])
        }
    }

    private func finding(_ rise: Rise, _ course: Course) -> Finding {
        let value = course.values[rise.first]
        guard let second = rise.second.map({ course.values[$0] }) else {
            return made(
                rise, on: value, .task, confirmed: false, course, headline: "rose late, to be measured again",
                text: "Late rise, provisional: \(value.plain) on day \(value.day), \(above(rise, value, course)).",
                advice:
                    "Repeat the sample on "
                    + "\(course.days(value.day + course.settings.repeatFirstDays, to: value.day + course.settings.repeatLastDays)); "
                    + "if it is confirmed, the physician is told.")
        }
        let critical = rise.isCritical(course.values)
        return made(
            rise, on: value, critical ? .critical : .warning, confirmed: true, course,
            headline: "rose late, which a second sample confirms",
            text:
                "Late rise, confirmed: \(value.plain) on day \(value.day), \(above(rise, value, course)); "
                + "\(second.plain) on day \(second.day)."
                + (critical ? " " + beyond(rise, course) : ""),
            advice: Self.advice)
    }

    private func graver(_ rise: Rise, at index: Int, _ course: Course) -> Finding {
        let value = course.values[index]
        return made(
            rise, on: value, .critical, confirmed: true, course, headline: "goes on rising",
            text:
                "Late rise goes on: \(value.plain) on day \(value.day), \(above(rise, value, course)), after "
                + "\(course.values[rise.first].plain) on day \(course.values[rise.first].day). \(beyond(rise, course))",
            advice: Self.advice)
    }

    private func made(
        _ rise: Rise, on value: DayValue, _ severity: Severity, confirmed: Bool, _ course: Course,
        headline: String, text: String, advice: String
    ) -> Finding {
        let threshold = copies(ofLog10: rise.ground.threshold)
        return course.finding(
            name, severity, on: value, threshold: threshold, borderline: value.straddles(threshold),
            confirmed: confirmed,
            clearedDay: rise.cleared.map { course.values[$0].day }, comparator: rise.ground.level,
            standingOn: rise.days(in: course.values),
            headline: headline, text: text, advice: advice)
    }

    /// "1.2 log10 (17-fold) above the 510 copies/ul gDNA held on days 240, 330".
    private func above(_ rise: Rise, _ value: DayValue, _ course: Course) -> String {
        let ground = rise.ground
        let level = "\(plainCopies(copies(ofLog10: ground.level))) \(course.unit)"
        let days = "day\(ground.days.count == 1 ? "" : "s") \(ground.days.map { String($0) }.joined(separator: ", "))"
        let from =
            switch ground.kind {
            case _ where ground.belowLLOQ: "the limit of \(level), below which the copies were on \(days)"
            case .held: "the \(level) of \(days)"
            case .single: "the lowest value, \(level) on \(days)"
            case .climb:
                "the \(level) from which a steady climb began (values of days "
                    + "\(ground.days.map { String($0) }.joined(separator: " to ")))"
            }
        return "\(plainFall(value.v - ground.level)) above \(from)"
    }

    private func beyond(_ rise: Rise, _ course: Course) -> String {
        "That is \(plainCopies(copies(ofLog10: rise.critical))) \(course.unit) or more: tenfold the patient's former "
            + "plateau, or the level of an expansion, without a new infusion."
    }

    /// Sources: docs/limits.md.
    private static let advice =
        "Exclude an infection and a relapse with renewed expansion. T-cell malignancies, some with the CAR, have "
        + "followed BCMA- and CD19-directed cells: "
        + "ask for T-cell clonality and for a test for the CAR transgene, and report a new malignancy to the "
        + "manufacturer, who says which samples are wanted."
}

extension Rise {
    /// Sampling days that it stands on: those of its ground, a climb's whole line, the value that rose and the one that
    /// confirmed it.
    fileprivate func days(in values: [DayValue]) -> [Int] {
        let from = ground.days.min() ?? 0, to = ground.days.max() ?? 0
        let below = ground.kind == .climb ? values.map(\.day).filter { from <= $0 && $0 <= to } : ground.days
        return below + [first, second].compactMap(\.self).map { values[$0].day }
    }
}
