// R8: long after the expansion the copies rise tenfold above the baseline, and a second sample says so too.

struct R8LateRise: PatientRule {
    let name = "R8"

    func findings(in course: Course) -> [Finding] {
        let settings = course.settings
        var findings: [Finding] = []
        var first: (value: DayValue, baseline: Double)?
        var told = false
        for (index, value) in course.values.enumerated() where value.day > settings.riseDay {
            let baseline = first?.baseline ?? course.yardsticks[index]?.latest
            guard let baseline, !value.belowLLOQ, value.v - baseline >= settings.riseLog10 else {
                (first, told) = (nil, false)
                continue
            }
            guard let start = first else {
                first = (value, baseline)
                continue
            }
            if !told, value.day - start.value.day >= settings.confirmFirstDays {
                findings.append(finding(value, since: start.value, baseline, course))
                told = true
            }
        }
        return findings
    }

    private func finding(_ value: DayValue, since first: DayValue, _ baseline: Double, _ course: Course) -> Finding {
        let threshold = copies(ofLog10: baseline + course.settings.riseLog10)
        return course.finding(
            name, .warning, on: value, threshold: threshold, borderline: value.straddles(threshold), confirmed: true, yardstick: baseline,
            text: "Late rise: \(value.plain) on day \(value.day) after \(first.plain) on day \(first.day), both at least tenfold the baseline of "
                + "\(plainCopies(copies(ofLog10: baseline))) \(course.unit).",
            advice: "Look for a cause (infection, relapse with renewed expansion, clonal growth) and repeat the sample.")
    }
}
