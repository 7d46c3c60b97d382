// R5a: the copies may be at the level that preceded the study's one relapse.

struct R5aRelapseLevel: PatientRule {
    let name = "R5a"

    func findings(in course: Course) -> [Finding] {
        let settings = course.settings
        var findings: [Finding] = []
        // Within one episode an alert comes again only when it is more certain than the last: none suppresses a graver one.
        var told = Certainty.none
        var held = false
        for (index, value) in course.values.enumerated() where value.day > 0 {
            let judged = value.day >= settings.lateDay || held
            if judged, !value.aboveULOQ, value.intervalLow <= settings.relapseCopies {
                let certainty = certainty(of: value, settings.relapseCopies)
                if certainty.rawValue > told.rawValue {
                    findings.append(finding(value, certainty, course, before: course.values[..<index].last))
                    told = certainty
                }
            }
            if value.quantified || value.aboveULOQ, value.level > settings.relapseArmedCopies { held = true }
        }
        return findings
    }

    private enum Certainty: Int { case none, notExcluded, borderline, reached }

    private func certainty(of value: DayValue, _ threshold: Double) -> Certainty {
        if value.level <= threshold { return .reached }
        return value.belowLLOQ ? .notExcluded : .borderline
    }

    private func finding(_ value: DayValue, _ certainty: Certainty, _ course: Course, before: DayValue?) -> Finding {
        let threshold = course.settings.relapseCopies
        let trend = before.map { " Before it: \($0.plain) on day \($0.day)." } ?? ""
        let level = "\(plainCopies(threshold)) \(course.unit)"
        switch certainty {
        case .notExcluded:
            return course.finding(
                name, .warning, on: value, threshold: threshold, borderline: true,
                text: "Relapse level cannot be excluded: \(value.plain) on day \(value.day), and this limit lies above \(level).\(trend)",
                advice: "Repeat the sample on a plate whose range reaches down to \(level).")
        case .borderline:
            return course.finding(
                name, .critical, on: value, threshold: threshold, borderline: true,
                text: "Relapse level, borderline: \(value.plain) on day \(value.day); the interval includes \(level).\(trend)",
                advice: "Repeat the sample without delay and examine the patient for relapse.")
        case .reached, .none:
            return course.finding(
                name, .critical, on: value, threshold: threshold,
                text: "Relapse level: \(value.plain) on day \(value.day), at or below \(level).\(trend)",
                advice: "Examine the patient for relapse now and repeat the sample: in the study this level came 30 days before a relapse.")
        }
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
