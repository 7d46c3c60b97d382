// What is kept between judgements must be what the measurements say: after every step a patient's kept days give what
// all of the measurements give anew.
import Assay
import Fixtures
import TestSupport
import Testing

@testable import Rules

struct MeasuredDaysTests {
    private let patient = Patient(
        code: "P01", infusion: infusionDay, physician: "dr_a",
        further: [.init(date: CalendarDate(dayNumber: infusionDay.dayNumber + 200).unsafelyKnown)])

    /// A few days, so that most are measured again.
    private func drawn(_ number: Int, saves: Bool, _ numbers: inout SeededNumbers) -> Rules.Measurement {
        let day = [0, 14, 60, 150, 200, 240, 300].randomElement(using: &numbers) ?? 14
        let kind = Int.random(in: 0..<8, using: &numbers)
        let copies = copies(ofLog10: Double.random(in: 3...3.4, using: &numbers))
        var made = measured(
            day, kind == 0 ? nil : copies, half: 0.1, run: "run-\(saves ? number / 2 : number)",
            saved: "2026-05-0\(Int.random(in: 1...9, using: &numbers))T10:00:00", record: Int64(number + 1000),
            target: ["BCMA-CAR-T", "bcma car t", "CD19"].randomElement(using: &numbers) ?? "CD19",
            unit: kind == 1 ? "copies/ug" : RuleSettings().unit, withheld: kind == 2 ? "The run failed." : nil)
        made.result = Int64(number + 1)
        if kind == 3 { made.method = .digital }
        if kind == 4 { made.day = nil }
        return made
    }

    @Test(
        "Measurements that come and go one by one give the series, results and findings of all of them at once",
        arguments: UInt64(1)...10, [false, true])
    func kept(seed: UInt64, saves: Bool) {
        var numbers = SeededNumbers(seed: seed)
        var kept = MeasuredDays()
        var included: Set<Int> = []
        var settings = RuleSettings()
        for step in 0..<60 {
            kept.append(drawn(step, saves: saves, &numbers))
            if Int.random(in: 0..<5, using: &numbers) > 0 {
                kept.include(step)
                included.insert(step)
            }
            if step % 3 == 0, let gone = included.sorted().randomElement(using: &numbers) {
                kept.exclude(gone)
                included.remove(gone)
            }
            if step == 30 { settings.repeatDifferenceMaxLog10 = 0.2 }
            kept.settle(settings)
            let all = included.sorted().map { kept.all[$0] }
            expect(kept, gives: all, settings)
        }
        #expect(kept.hasSaves == saves)
    }

    private func expect(_ kept: MeasuredDays, gives all: [Rules.Measurement], _ settings: RuleSettings) {
        #expect(kept.isEmpty == all.isEmpty)
        for part in patient.courses {
            for target in ["bcmacart", "cd19"] {
                let own = all.filter { AssaySettings.folded($0.target) == target }.compactMap(part.taking)
                let (values, disagreements) = series(of: own, settings: settings)
                let ours = kept.series(of: target, in: part, settings: settings)
                #expect(ours.values == values && ours.disagreements == disagreements)
            }
        }
        for measurement in all where measurement.day != nil {
            let newest = all.last {
                $0.day == measurement.day && $0.runID == measurement.runID && $0.withheld == nil
            }
            #expect(kept.result(day: measurement.day, run: measurement.runID) == newest?.result)
        }
        #expect(judge(patient, kept, settings) == judge(patient, all, settings))
        let rules = context(patients: [patient], today: "2026-12-30")
        #expect(judge(patient, kept, context: rules) == judge(patient, all, context: rules))
    }

    @Test("What is excluded that was never included changes nothing; what is excluded whole can be included anew")
    func anew() {
        var kept = MeasuredDays([measured(14, 1e5, run: "a"), measured(60, 2e4, run: "b")])
        let before = judge(patientOne, kept, RuleSettings())
        kept.append(measured(60, 50, run: "c"))
        kept.exclude(2)
        #expect(judge(patientOne, kept, RuleSettings()) == before && !before.isEmpty)
        kept.excludeAll()
        #expect(kept.isEmpty && judge(patientOne, kept, RuleSettings()).isEmpty)
        kept.include(0)
        kept.include(1)
        #expect(judge(patientOne, kept, RuleSettings()) == before)
    }
}
