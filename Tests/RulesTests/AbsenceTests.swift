// The rules of absence are driven by the patients file and the assay's targets: cohorts with missing visits of every
// kind.
import Assay
import Fixtures
import TestSupport
import Testing

@testable import Rules

struct AbsenceTests {
    private enum Sample: CaseIterable { case valid, low, below, withheld, otherUnit, disagreeing, otherTarget, none }

    /// One drawn patient, and what was drawn: the oracle counts with these, not with what the rules read.
    private struct Drawn {
        var patient: Patient
        var known: Int
        var today: Int
        /// Sampling days with a valid value, by target.
        var valid: [String: [Int: Double]] = [:]
        var measurements: [Rules.Measurement] = []
    }
    private let targets = ["BCMA-CAR-T", "CD19-CAR-T"]

    private func drawn(_ numbers: inout SeededNumbers) -> Drawn {
        func on(_ day: Int) -> CalendarDate { CalendarDate(dayNumber: infusionDay.dayNumber + day).unsafelyKnown }
        let ended = Bool.random(using: &numbers) ? Int.random(in: 1...900, using: &numbers) : nil
        let carried = ["", "", "BCMA-CAR-T", "cd19-car-t"].randomElement(using: &numbers) ?? ""
        var drawn = Drawn(
            patient: Patient(
                code: "P01", infusion: Int.random(in: 0..<10, using: &numbers) == 0 ? nil : infusionDay,
                physician: "dr_a", ended: ended.map(on), target: carried),
            known: Int.random(in: -20...200, using: &numbers), today: Int.random(in: 0...1300, using: &numbers))
        // One in three was never sampled at all.
        guard drawn.patient.infusion != nil, Int.random(in: 0..<3, using: &numbers) > 0 else { return drawn }
        for target in targets {
            for visit in RuleSettings().schedule where visit.day < drawn.today {
                let day = visit.day + Int.random(in: -2...2, using: &numbers)
                let run: RunID = "run-\(day)-\(target)"
                let copies = Bool.random(using: &numbers) ? 3e3 : 2e5
                switch Sample.allCases.randomElement(using: &numbers) ?? .none {
                case .valid:
                    drawn.valid[target, default: [:]][day] = copies
                    drawn.measurements.append(measured(day, copies, run: run, target: target))
                case .low:
                    drawn.valid[target, default: [:]][day] = 30
                    drawn.measurements.append(measured(day, 30, run: run, target: target))
                case .below:
                    drawn.valid[target, default: [:]][day] = 0
                    drawn.measurements.append(measured(day, nil, run: run, target: target))
                case .withheld:
                    drawn.measurements.append(measured(day, 2e5, run: run, target: target, withheld: "The run failed."))
                case .otherUnit:
                    drawn.measurements.append(measured(day, 2e5, run: run, target: target, unit: "copies/ug gDNA"))
                case .disagreeing:
                    for copies in [1e3, 1e5] {
                        drawn.measurements.append(measured(day, copies, run: "\(run)\(copies)", target: target))
                    }
                case .otherTarget: drawn.measurements.append(measured(day, 2e5, run: run, target: "WPRE"))
                case .none: break
                }
            }
        }
        return drawn
    }

    @Test(
        "Every visit of the schedule without a valid result is told, whoever was measured for whatever; nothing else is",
        arguments: UInt64(1)...40)
    func cohorts(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<25 {
            let drawn = drawn(&numbers)
            var context = context(patients: [drawn.patient], today: infusionDay.iso)
            context.targets = targets
            context.today = CalendarDate(dayNumber: infusionDay.dayNumber + drawn.today).unsafelyKnown
            let found = judge(
                drawn.patient, drawn.measurements, context: context,
                firstRecord: CalendarDate(dayNumber: infusionDay.dayNumber + drawn.known).unsafelyKnown)
            let told = found.filter { $0.rule == "R9" || $0.rule == "R2" }.map {
                "\($0.rule) \($0.day ?? 0) \($0.severity.rawValue) \(target($0))"
            }
            #expect(told.sorted() == expected(drawn).sorted(), "seed \(seed)")
        }
    }

    private func target(_ finding: Finding) -> String {
        targets.first { finding.subject.contains($0) } ?? finding.subject
    }

    private func expected(_ drawn: Drawn) -> [String] {
        guard let infusion = drawn.patient.infusion else { return [] }
        let ended = drawn.patient.ended?.days(since: infusion) ?? .max
        return targets.filter { drawn.patient.target.isEmpty || drawn.patient.target.uppercased() == $0 }.flatMap {
            target -> [String] in
            let valid = drawn.valid[target] ?? [:]
            var told: [String] = []
            for visit in RuleSettings().schedule where visit.day >= drawn.known {
                // Samples are drawn within two days of their visit.
                guard !valid.keys.contains(where: { abs($0 - visit.day) <= 2 }) else { continue }
                let (laboratory, physician) = (visit.day + visit.graceDays, visit.day + 2 * visit.graceDays)
                if laboratory < drawn.today, laboratory <= ended { told.append("R9 \(visit.day) task \(target)") }
                if physician < drawn.today, physician <= ended { told.append("R9 \(visit.day) notice \(target)") }
            }
            let early = valid.filter { $0.key <= 37 }
            if drawn.today > 37, ended > 37, drawn.known <= 30 || !early.isEmpty,
                !early.values.contains(where: { $0 >= 1e5 })
            {
                told.append("R2 30 notice \(target)")
            }
            return told
        }
    }

    @Test(
        "A patient of whom nothing was ever measured is missed from the first visit on, and the physician's missing entry is told with it"
    )
    func neverMeasured() throws {
        var settings = context(today: "2026-03-01")
        settings.targets = ["BCMA-CAR-T"]
        let stranger = Patient(code: "P01", infusion: infusionDay, physician: "dr_unknown")
        let found = judge(stranger, [], context: settings, firstRecord: infusionDay)
        #expect(Set(found.filter { $0.rule == "R9" }.compactMap(\.day)) == [7, 14, 21, 30])
        #expect(found.filter { $0.rule == "R2" }.map(\.severity) == [.notice])
        #expect(found.contains { $0.rule == "R10" && $0.subject.contains("physician") })
        #expect(try #require(found.first { $0.rule == "R2" }).text.contains("there is none from after the infusion"))
        #expect(judge(stranger, [], context: settings, firstRecord: nil).isEmpty)
    }

    @Test("Visits go on yearly to fifteen years, and a key ends them")
    func years() {
        let days = RuleSettings().schedule.map(\.day)
        #expect(days.prefix(13).last == 1096 && days.last == 5479 && days.count == 25)
        var none = RuleSettings()
        none.followUpYears = 0
        #expect(none.schedule == none.visits)
    }

    @Test("The schedule of a first course ends with the next infusion, and begins anew with it")
    func furtherInfusion() {
        let second = CalendarDate(dayNumber: infusionDay.dayNumber + 200).unsafelyKnown
        let patient = Patient(code: "P01", infusion: infusionDay, physician: "dr_a", further: [.init(date: second)])
        var settings = context(patients: [patient], today: "2026-08-20")
        settings.targets = ["BCMA-CAR-T"]
        let found = judge(patient, [], context: settings, firstRecord: infusionDay).filter {
            $0.rule == "R9" && $0.severity == .task
        }
        #expect(found.map(\.day) == [7, 14, 21, 30, 60, 150, 207, 214])
        #expect(Set(found.map(\.subject)).count == found.count)
        #expect(
            nextScheduledDay(patient, after: settings.today, settings: settings.rules)
                == CalendarDate(dayNumber: second.dayNumber + 25))
    }
}
