// On which day after the infusion a sample was taken, and whether the run's date agrees.
internal import Assay
internal import Text

/// The sampling day after the first infusion, and what speaks against it. A day in a name counts from any of the
/// patient's infusions: the run's date, which lies 0 to `maxDelayDays` after the sample, says from which.
func samplingDay(_ label: SampleLabel?, of patient: Patient, in run: RunAnalysis, context: RuleContext) -> (
    day: Int?, fault: String?
) {
    guard let first = patient.infusion else { return (nil, nil) }
    switch label?.sampling {
    case .date(let date):
        let infusion = patient.course(on: date).patient.infusion ?? first
        let fault = dateFault(run, infusion: infusion, day: date.days(since: infusion), context: context)
        return (date.days(since: first), fault)
    case .day(let day) where abs(day) <= samplingDayMax:
        let readings = patient.infusions.map(\.date).map {
            (day: $0.days(since: first) + day, fault: dateFault(run, infusion: $0, day: day, context: context))
        }
        let fitting = readings.filter { $0.fault == nil }
        if fitting.count == 1 || readings.count == 1 {
            return fitting.first.map { ($0.day, $0.fault) } ?? (readings[0].day, readings[0].fault)
        }
        if fitting.isEmpty { return (readings.last?.day, readings.last?.fault) }
        return (
            nil,
            "Day \(day) may count from more than one infusion "
                + "(\(plainList(patient.infusions.map(\.date.iso), max: 8))): name the sample by its date."
        )
    case .day, .unstated, nil: return (nil, nil)
    }
}

/// Sampling days beyond this many days from the infusion are no days.
let samplingDayMax = 36_525

/// A run date must lie 0 to `maxDelayDays` after the sampling day (clinical domain, section 4). A trusted table has no
/// run date.
private func dateFault(_ run: RunAnalysis, infusion: CalendarDate, day: Int, context: RuleContext) -> String? {
    guard let text = run.identity.started else {
        return run.format == .table || run.format == .digital
            ? nil : "The run states no start, so its date cannot be held against the sampling day."
    }
    guard let started = CalendarDate(iso: text) else { return "The run's start, \(shown(text)), is no date." }
    if let fault = clockFault(run, started, context) { return fault }
    let delay = started.days(since: infusion) - day
    if delay < 0 {
        return
            "Day \(day) after the infusion of \(infusion.iso) contradicts the run of \(started.iso), which is "
            + "\(plainDays(-delay)) earlier."
    }
    if delay > context.rules.maxDelayDays {
        return "Day \(day) after the infusion of \(infusion.iso) contradicts the run of \(started.iso), "
            + "which is \(plainDays(delay)) later; at most \(plainDays(context.rules.maxDelayDays)) are allowed."
    }
    return nil
}

/// The first instruments of this kind are younger.
public let earliestRunYear = 2005

/// Why the clock of the instrument must have been wrong, and what to do; nil where it need not.
func clockFault(_ run: RunAnalysis, _ started: CalendarDate, _ context: RuleContext) -> String? {
    let fault: String
    if started > context.today {
        fault = "lies in the future"
    } else if started.year < earliestRunYear {
        fault = "lies before there was such an instrument"
    } else {
        return nil
    }
    return
        "The run's start, \(started.iso), \(fault): the instrument's clock was wrong. Say when it began: cqwatch run "
        + "correct \(shown(run.identity.id.text)) --started DATE --by NAME --note TEXT."
}
