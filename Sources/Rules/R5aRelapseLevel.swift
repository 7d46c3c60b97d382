// R5a: the copies may be at the level that preceded the study's one relapse.
import Assay
import Text

struct R5aRelapseLevel: PatientRule {
    static let severities: [Severity] = [.warning, .critical]
    static let description = RuleDescription(
        id: "R5a", name: "relapse level",
        fires:
            "the interval reaches down to \(plainCopies(usual.relapseCopies)) copies, from day "
            + "\(usual.lateDay) on, or earlier once the patient has held more than "
            + "\(plainCopies(usual.relapseArmedCopies))",
        hears: "physician: critical; a warning where the plate cannot see so low",
        advice: "Examine the patient for relapse now and repeat the sample.",
        thresholds: [
            .init("rules.relapseCopies", usual.relapseCopies),
            .init("rules.relapseArmedCopies", usual.relapseArmedCopies), .init("rules.lateDay", usual.lateDay),
            .init("rules.clearedLog10", usual.clearedLog10),
        ],
        evidence: "one patient: 84 copies 30 days before progression",
        source: RuleDescription.study)

    func findings(in course: Course) -> [Finding] {
        let settings = course.settings
        var held = false
        let firings = course.firings(name) { _, value in
            defer { if value.day > 0, !value.belowLLOQ, value.level > settings.relapseArmedCopies { held = true } }
            guard value.day >= settings.lateDay || (held && value.day > 0), !value.aboveULOQ,
                value.intervalLow <= settings.relapseCopies
            else { return 0 }
            return certainty(of: value, settings.relapseCopies).rawValue
        }
        return firings.compactMap { firing in Certainty(rawValue: firing.rank).map { finding(firing, $0, course) } }
    }

    private enum Certainty: Int { case notExcluded = 1, borderline, reached }

    private func certainty(of value: DayValue, _ threshold: Double) -> Certainty {
        if value.level <= threshold { return .reached }
        return value.belowLLOQ ? .notExcluded : .borderline
    }

    private func finding(_ firing: Course.Firing, _ certainty: Certainty, _ course: Course) -> Finding {
        let value = course.values[firing.index]
        let threshold = course.settings.relapseCopies
        let trend = course.trend(before: firing.index)
        let level = "\(plainCopies(threshold)) \(course.unit)"
        let (severity, headline, text, advice): (Severity, String, String, String) =
            switch certainty {
            case .notExcluded:
                (
                    .warning, "the relapse level cannot be excluded",
                    "Relapse level cannot be excluded: \(value.plain) on day \(value.day), and this limit lies above "
                        + "\(level).\(trend)",
                    "Relapse level cannot be excluded; repeat the sample on a plate whose range reaches down to "
                        + "\(level)."
                )
            case .borderline:
                (
                    .critical, "may have fallen to the relapse level",
                    "Relapse level, borderline: \(value.plain) on day \(value.day); the interval includes "
                        + "\(level).\(trend)",
                    "Repeat the sample without delay and examine the patient for relapse."
                )
            case .reached:
                (
                    .critical, "fell to the relapse level",
                    "Relapse level: \(value.plain) on day \(value.day), at or below \(level).\(trend)",
                    "Examine the patient for relapse now and repeat the sample: in the study this level came 30 days "
                        + "before a relapse."
                )
            }
        return course.finding(
            name, severity, on: value, threshold: threshold, borderline: certainty != .reached,
            clearedDay: firing.clearedDay, comparator: firing.comparator?.v, standingOn: firing.comparator?.days ?? [],
            headline: headline, text: text, advice: advice)
    }
}
