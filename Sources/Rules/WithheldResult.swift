// A patient with an open alert has a result that was measured but may not be used: after two days the physician hears
// that it exists.
import Assay
import Foundation
import Text

enum WithheldResult {
    static let severities: [Severity] = [.notice]
    /// No number of the clinical domain's table: it tells of R10's work what the physician must know.
    static let description = RuleDescription(
        id: "withheld", name: "withheld result",
        fires:
            "a result of a patient with an open warning or critical alert has been withheld for more than "
            + "\(plainDecimal(usual.withheldHoursMax, digits: 0)) hours",
        hears: "physician, a notice",
        advice: "Ask the laboratory when a valid result can be expected; do not read the silence as a good value.",
        thresholds: [.init("rules.withheldHoursMax", usual.withheldHoursMax)],
        evidence: "silence reads like a good value",
        source: RuleDescription.project)

    /// - Parameters:
    ///   - measurements: the course's that are withheld.
    ///   - whileOpen: what the rules found; a warning or worse that has not cleared is an open alert.
    static func findings(
        in course: Course, _ measurements: @autoclosure () -> [Measurement], whileOpen findings: [Finding]
    ) -> [Finding] {
        let open = findings.contains { ($0.severity == .warning || $0.severity == .critical) && $0.clearedDay == nil }
        guard open, let now = course.clock?.now else { return [] }
        let valid = Set(course.values.map(\.day))
        let late = measurements().filter { measurement in
            guard measurement.withheld != nil, let day = measurement.day, let recorded = measurement.recorded else {
                return false
            }
            return !valid.contains(day) && now.timeIntervalSince(recorded) > course.settings.withheldHoursMax * 3600
        }
        let days = Dictionary(grouping: late) { $0.day ?? 0 }
        return days.sorted { $0.key < $1.key }.compactMap { day, withheld in
            guard let first = withheld.min(by: { ($0.recorded ?? now, $0.runID) < ($1.recorded ?? now, $1.runID) })
            else { return nil }
            return Finding(
                rule: description.id, severity: .notice, patient: course.patient.code, day: course.offset + day,
                subject: course.subject(day: day) + " withheld",
                unit: course.unit, run: first.runID,
                text: "A result of patient \(course.patient.code), day \(day), has been withheld for more than "
                    + "\(plainDecimal(course.settings.withheldHoursMax, digits: 0)) hours while an alert is open: "
                    + "\(stopped(first.withheld ?? ""))",
                advice: description.advice, headline: "a result is withheld while an alert is open",
                sampled: date(of: day, course.patient))
        }
    }
}
