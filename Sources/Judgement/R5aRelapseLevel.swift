// R5a: the copies may be at the level that preceded the study's one relapse.

struct R5aRelapseLevel: PatientRule {
    let name = "R5a"

    func findings(in course: Course) -> [Finding] {
        let settings = course.settings
        var findings: [Finding] = []
        var episode: (told: Certainty, yardstick: Double?, cleared: Int?)?
        var held = false
        for (index, value) in course.values.enumerated() where value.day > 0 {
            if let cleared = episode?.cleared, index > cleared { episode = nil }
            if value.day >= settings.lateDay || held, !value.aboveULOQ, value.intervalLow <= settings.relapseCopies {
                let certainty = certainty(of: value, settings.relapseCopies)
                let yardstick = episode?.yardstick ?? course.yardsticks[index]
                let cleared = episode == nil ? course.recovery(after: index, yardstick: yardstick) : episode?.cleared
                // Within one episode an alert comes again only when it is more certain than the last: none suppresses a graver one.
                if certainty.rawValue > episode?.told.rawValue ?? 0 {
                    findings.append(finding(index, certainty, course, yardstick, cleared: cleared))
                    episode = (certainty, yardstick, cleared)
                }
            }
            if !value.belowLLOQ, value.level > settings.relapseArmedCopies { held = true }
        }
        return findings
    }

    private enum Certainty: Int { case notExcluded = 1, borderline, reached }

    private func certainty(of value: DayValue, _ threshold: Double) -> Certainty {
        if value.level <= threshold { return .reached }
        return value.belowLLOQ ? .notExcluded : .borderline
    }

    private func finding(_ index: Int, _ certainty: Certainty, _ course: Course, _ yardstick: Double?, cleared: Int?) -> Finding {
        let value = course.values[index]
        let threshold = course.settings.relapseCopies
        let trend = course.trend(before: index)
        let level = "\(plainCopies(threshold)) \(course.unit)"
        let (severity, text, advice): (Severity, String, String) =
            switch certainty {
            case .notExcluded:
                (
                    .warning, "Relapse level cannot be excluded: \(value.plain) on day \(value.day), and this limit lies above \(level).\(trend)",
                    "Relapse level cannot be excluded; repeat the sample on a plate whose range reaches down to \(level)."
                )
            case .borderline:
                (
                    .critical, "Relapse level, borderline: \(value.plain) on day \(value.day); the interval includes \(level).\(trend)",
                    "Repeat the sample without delay and examine the patient for relapse."
                )
            case .reached:
                (
                    .critical, "Relapse level: \(value.plain) on day \(value.day), at or below \(level).\(trend)",
                    "Examine the patient for relapse now and repeat the sample: in the study this level came 30 days before a relapse."
                )
            }
        return course.finding(
            name, severity, on: value, threshold: threshold, borderline: certainty != .reached,
            clearedDay: cleared.map { course.values[$0].day }, yardstick: yardstick, text: text, advice: advice)
    }
}

extension DayValue {
    /// "84 copies/ul gDNA (95 % interval 60 to 110)", or what is known beyond a limit.
    var plain: String {
        if belowLLOQ { return "below the limit of quantification of \(plainCopies(level)) \(unit)" }
        if aboveULOQ { return "above the upper limit of quantification of \(plainCopies(level)) \(unit)" }
        guard let low, let high else { return "\(plainCopies(level)) \(unit)" }
        return "\(plainCopies(level)) \(unit) (95 % interval \(plainCopies(low)) to \(plainCopies(high)))"
    }
}
