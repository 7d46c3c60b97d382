// R2: the expansion that the study's responders showed has not come. A late result at or above the level takes it back.
import Assay
import Text

struct R2NoExpansion: PatientRule {
    static let severities: [Severity] = [.notice]
    static let description = RuleDescription(
        id: "R2", name: "no expansion",
        fires:
            "no value at or above \(plainCopies(usual.expansionCopies)) copies sampled by day "
            + "\(usual.expansionDay) (+\(usual.expansionGraceDays)); a late result takes it back",
        hears: "physician, a notice",
        advice: "Consider an early response assessment; where nothing was measured find out why.",
        thresholds: [
            .init("rules.expansionCopies", usual.expansionCopies), .init("rules.expansionDay", usual.expansionDay),
            .init("rules.expansionGraceDays", usual.expansionGraceDays),
        ],
        evidence: "the project's choice; in the study expansion came earlier",
        source: RuleDescription.project)

    func findings(in course: Course) -> [Finding] {
        let settings = course.settings
        let due = settings.expansionDay + settings.expansionGraceDays
        guard let clock = course.clock, let known = clock.firstRecord, let infusion = course.patient.infusion,
            clock.today.days(since: infusion) > due,
            course.patient.ended.map({ $0.days(since: infusion) > due }) ?? true
        else { return [] }
        let sampled = course.values.filter { $0.day <= due }
        // Of a patient who became known after the day, and of whom nothing before it is known, nothing can be said.
        guard !sampled.isEmpty || known.days(since: infusion) <= settings.expansionDay else { return [] }
        // Beyond an upper limit below the level R1 asks for a dilution.
        guard !sampled.contains(where: { $0.day > 0 && ($0.aboveULOQ || $0.level >= settings.expansionCopies) }) else {
            return []
        }
        let highest = sampled.filter { $0.day > 0 }.max { $0.level < $1.level }
        return [
            Finding(
                rule: name, severity: .notice, patient: course.patient.code, day: course.offset + settings.expansionDay,
                subject: "\(course.patient.code) expansion \(course.target)" + course.infusionMark,
                value: highest?.copies, low: highest?.intervalLow,
                high: highest?.intervalHigh, unit: course.unit, threshold: settings.expansionCopies,
                run: highest?.runs.last,
                text:
                    "No expansion: no valid value sampled by day \(due) reached "
                    + "\(plainCopies(settings.expansionCopies)) \(course.unit); "
                    + (highest.map { "the highest is \($0.plain) on day \($0.day)." }
                        ?? "there is none from after the infusion."),
                advice: (highest == nil ? "Find out whether samples were taken, measured and exported. " : "")
                    + "In the study every patient in complete remission reached this level: consider an early "
                    + "response assessment.",
                headline: "no expansion by day \(due)"
            )
        ]
    }
}
