// A further infusion opens a new course: the rules begin anew, with day 0 on its date. The journal counts every
// sampling day from the first infusion.
public import Assay

/// What belongs to one infusion of a patient.
public struct InfusionCourse: Hashable, Sendable {
    /// 1 is the first.
    public let number: Int
    /// The patient as this infusion alone would show: `infusion` is its date, `ended` the patient's end or the day
    /// before the next infusion.
    public let patient: Patient
    /// Days from the first infusion to this one.
    public let offset: Int
    /// Sampling days after the first infusion that belong here.
    public let days: Range<Int>

    /// A measurement of this course, with its day counted from this infusion; nil where it belongs to another one.
    func taking(_ measurement: Measurement) -> Measurement? {
        guard let day = measurement.day else { return number == 1 ? measurement : nil }
        guard days.contains(day) else { return nil }
        var own = measurement
        own.day = day - offset
        return own
    }
}

extension Patient {
    /// One course an infusion, by date; a single one without a day 0 while no infusion is known. A sample of the day of
    /// an infusion, which is taken before it, belongs to the course that it opens, as its day 0.
    public var courses: [InfusionCourse] {
        guard let first = infusion else {
            return [InfusionCourse(number: 1, patient: self, offset: 0, days: Int.min..<Int.max)]
        }
        let infusions = infusions
        return infusions.enumerated().map { index, infusion in
            let next = index + 1 < infusions.count ? infusions[index + 1].date : nil
            let last = next.flatMap { CalendarDate(dayNumber: $0.dayNumber - 1) }
            let own = Patient(
                code: code, infusion: infusion.date, dose: dose, group: group, physician: physician,
                ended: [infusion.ended, last].compactMap(\.self).min(), endReason: endReason, target: target)
            let from = index == 0 ? Int.min : infusion.date.days(since: first)
            return InfusionCourse(
                number: index + 1, patient: own, offset: infusion.date.days(since: first),
                days: from..<(next.map { $0.days(since: first) } ?? Int.max))
        }
    }

    /// The course that a date lies in.
    public func course(on date: CalendarDate) -> InfusionCourse {
        let courses = courses
        return courses.last { $0.patient.infusion.map { $0 <= date } ?? false } ?? courses[0]
    }
}

extension InfusionCourse {
    /// A finding that says which infusion its days are counted from, where it is not the first.
    func told(_ finding: Finding) -> Finding {
        guard number > 1, let infusion = patient.infusion else { return finding }
        var told = finding
        told.text =
            "Infusion \(number), \(infusion.iso) (day \(offset) after the first; days here count from it). "
            + finding.text
        return told
    }
}
