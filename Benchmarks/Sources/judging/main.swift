// judging: what judging costs. Virtual patients a second on one core, one new result against ten years, a patient
// judged anew.
import Assay
import Foundation
import Rules

/// Processor time of this thread, s: the machine's other work does not count.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(of count: Int, _ body: () -> Void) -> Double {
    let times = (0..<count).map { _ in
        let start = processorSeconds()
        body()
        return processorSeconds() - start
    }
    return times.sorted()[count / 2]
}

var settings = TrialSettings()
settings.patients = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
for sd in [0.15, 0.25] {
    settings.sdLog10 = sd
    let start = processorSeconds()
    let results = simulateTrial(settings)
    let seconds = processorSeconds() - start
    func rate(_ group: TrialGroup, _ rule: String) -> TrialResult? { results.first { $0.group == group && $0.rule == rule } }
    let drawn = settings.patients * TrialGroup.allCases.count
    print("trial, SD \(sd): \(Int(Double(drawn) / seconds)) patients a second (goal 5,000)")
    if let alarms = rate(.plateau, "R4+R5+R5a") { print("  false alarms R4+R5+R5a: \(alarms.fired) of "
        + "\(alarms.patients) (goal 0.5 % at 0.15, 2 % at 0.25)") }
    if let seen = rate(.relapse, "R4+R5a") {
        print("  relapses seen by R4 or R5a: \(Double(seen.fired) / Double(seen.patients)) (goal 0.93 at 0.15), "
            + "median lead \(seen.medianLeadDays ?? 0) d (goal 50)")
    }
}

/// Ten years of a patient: the study's visits, then one every `every` days.
func history(every: Int) -> [Rules.Measurement] {
    let days = Visit.study.map(\.day) + stride(from: 690 + every, through: 3650, by: every)
    return days.enumerated().map { index, day in
        let copies = 2.5e4 * pow(10, 0.1 * sin(Double(index)))
        return Rules.Measurement(
            result: Int64(index + 1), run: Int64(index + 1), runID: "run-\(day)", saved: nil, sample: "P01 D\(day)", target: "BCMA-CAR-T", day: day,
            quantity: Quantity(.quantified(Estimate(copies, low: copies * 0.9, high: copies * 1.1)), limits: 30...1e7, unit: RuleSettings().unit))
    }
}

let infusion = CalendarDate(iso: "2016-01-10")
let patient = Patient(code: "P01", infusion: infusion, physician: "physician")
for every in [90, 30, 7] {
    let measurements = history(every: every)
    let milliseconds = 1e3 * median(of: 101) { _ = judge(patient, measurements, RuleSettings()) }
    print("one new result, ten years of \(measurements.count) samples: \(String(format: "%.3f", milliseconds)) ms "
        + "(goal 1 ms; a patient judged anew 10 ms)")
}
for every in [90, 30] { try measureJournal(every: every) }
