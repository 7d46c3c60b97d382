// R9: a visit has passed without a valid result. First the laboratory hears of it, later the physician.
public import Assay

struct R9MissedSample: PatientRule {
    static let severities: [Severity] = [.task, .notice]
    static let description = RuleDescription(
        id: "R9", name: "missed sample",
        fires:
            "no valid result for a visit by the end of its grace, whether or not anything was ever measured: "
            + "the study's visits, then one a year to year \(usual.followUpYears), \(usual.followUpGraceDays) "
            + "days' grace",
        hears: "laboratory, a task; physician after another grace, a notice",
        advice:
            "Find out whether the sample was taken, measured and exported; if the patient has left, give the "
            + "date in the patients file.",
        thresholds: [
            .init("rules.followUpYears", usual.followUpYears),
            .init("rules.followUpGraceDays", usual.followUpGraceDays),
        ],
        evidence: "the study's schedule; the years are the follow-up that regulators ask of gene-modified cells",
        source:
            "\(RuleDescription.study); FDA, Long Term Follow-Up After Administration of Human Gene Therapy "
            + "Products, 2020")

    func findings(in course: Course) -> [Finding] {
        guard let clock = course.clock, let firstRecord = clock.firstRecord, let infusion = course.patient.infusion
        else { return [] }
        let today = clock.today.days(since: infusion)
        let known = firstRecord.days(since: infusion)
        let ended = course.patient.ended?.days(since: infusion) ?? .max
        return course.settings.schedule.enumerated().flatMap { index, visit -> [Finding] in
            let deadline = visit.day + visit.graceDays
            guard visit.day >= known, deadline < today, deadline <= ended else { return [] }
            let window = sampleWindow(of: index, course.settings.schedule)
            guard !course.values.contains(where: { window.contains($0.day) }) else { return [] }
            let later = course.values.first { $0.day > deadline }?.day
            let toPhysician = today > deadline + visit.graceDays && deadline + visit.graceDays <= ended
            return [finding(visit, .task, "laboratory", course, later)]
                + (toPhysician ? [finding(visit, .notice, "physician", course, later)] : [])
        }
    }

    private func finding(_ visit: Visit, _ severity: Severity, _ audience: String, _ course: Course, _ later: Int?)
        -> Finding
    {
        let deadline = visit.day + visit.graceDays
        let withheld = "a result that is withheld does not count"
        return Finding(
            rule: name, severity: severity, clearedDay: later.map { course.offset + $0 }, patient: course.patient.code,
            day: course.offset + visit.day,
            subject: "\(course.patient.code) visit \(visit.day) \(course.target), \(audience)" + course.infusionMark,
            unit: course.unit,
            text: "Missed sample: patient \(course.patient.code) has no valid result for the visit of day \(visit.day) "
                + "(due by day \(deadline)\(date(of: deadline, course.patient).map { ", \($0.iso)" } ?? ""); "
                + "\(withheld)).",
            advice:
                "Find out whether the sample was taken, measured and exported; if the patient has left the schedule, "
                + "give `ended` in the patients file.",
            headline: "no valid result for the visit of day \(visit.day)"
        )
    }
}

/// The next visit that is due: what the daemon wakes for. Nil after the schedule or the patient's end.
/// - Returns: the first day after `today` on which R2 or R9 can change their mind about this patient.
public func nextScheduledDay(_ patient: Patient, after today: CalendarDate, settings: RuleSettings) -> CalendarDate? {
    let deadlines =
        settings.schedule.flatMap { [$0.day + $0.graceDays, $0.day + 2 * $0.graceDays] } + [
            settings.expansionDay + settings.expansionGraceDays
        ]
    return patient.courses.compactMap { part -> CalendarDate? in
        guard let infusion = part.patient.infusion else { return nil }
        let now = today.days(since: infusion)
        let ended = part.patient.ended?.days(since: infusion) ?? .max
        return deadlines.filter { $0 <= ended }.map { $0 + 1 }.filter { $0 > now }.min().flatMap {
            CalendarDate(dayNumber: infusion.dayNumber + $0)
        }
    }.min()
}
