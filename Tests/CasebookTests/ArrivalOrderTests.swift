// Whatever comes first: the same values are in force and the same alerts stand (clinical domain, section 4).
import Alerts
import Assay
import CasebookFixtures
import Files
import Foundation
import Rules
import TestSupport
import Testing

@testable import Casebook
@testable import Journal

@Suite struct ArrivalOrderTests {
    /// Something that reaches the journal.
    private enum Arrival {
        case run(RunAnalysis)
        /// The patients file with the right infusion date.
        case correction
    }

    /// Two patients' courses over two years, with saves that exclude a well, mend a failed run or change a value.
    private func arrivals(_ numbers: inout SeededNumbers) throws -> [Arrival] {
        var arrivals: [Arrival] = []
        var level = 4.6
        for (index, day) in [7, 14, 21, 30, 60, 67, 150, 164, 240, 254, 330].enumerated() {
            level = min(max(level + Double.random(in: -0.9...0.6, using: &numbers), 1.3), 5.4)
            let values = [
                ("P01", day, pow(10, level)), ("P02", day, 2.4e4 * Double.random(in: 0.8...1.2, using: &numbers)),
            ]
            let failed = Int.random(in: 0..<8, using: &numbers) == 0
            arrivals.append(
                .run(run(id: "run-\(index)", saved: "2026-04-01T10:00:00", values, quality: failed ? .fail : .pass)))
            switch Int.random(in: 0..<6, using: &numbers) {
            case 0:  // Exported again without P01's wells.
                arrivals.append(.run(run(id: "run-\(index)", saved: "2026-05-01T10:00:00", Array(values.dropFirst()))))
            case 1:  // A well excluded: another value, and then a third save.
                arrivals.append(
                    .run(
                        run(
                            id: "run-\(index)", saved: "2026-05-01T10:00:00",
                            [("P01", day, pow(10, level + 1.2))] + values.dropFirst())))
                arrivals.append(
                    .run(
                        run(
                            id: "run-\(index)", saved: "2026-06-01T10:00:00",
                            [("P01", day, pow(10, level + 0.3))] + values.dropFirst())))
            case 2:  // Every well of P01 excluded: the sample is there and not valid.
                var spoiled = run(id: "run-\(index)", saved: "2026-05-01T10:00:00", values)
                spoiled.samples[0].quantity = Quantity(
                    nil, unit: "copies/ul gDNA", withheld: ["None of its wells counts."])
                arrivals.append(.run(spoiled))
            case 3:  // Measured again on another plate, in agreement or not.
                arrivals.append(
                    .run(
                        run(
                            id: "again-\(index)",
                            [("P01", day, pow(10, level + Double.random(in: -0.7...0.7, using: &numbers)))])))
            default: break
            }
        }
        return arrivals + [.correction]
    }

    /// The patients file before and after its correction: P01's samples are named by day, so their dates move with the
    /// infusion.
    private func file(corrected: Bool) -> JudgementContext {
        var file = context()
        guard !corrected else { return file }
        file.patients["P01"] = Patient(code: "P01", infusion: CalendarDate(iso: "2025-12-01"), physician: "physician")
        file.configurationDigest = "before the correction"
        return file
    }

    private func state(after arrivals: [Arrival]) throws -> Set<String> {
        let scratch = try Scratch()
        let casebook = try scratch.casebook()
        var current = file(corrected: false)
        _ = try casebook.adopt(current, reason: "start", at: noon)
        for (index, arrival) in arrivals.enumerated() {
            switch arrival {
            case .run(let run):
                try casebook.take(
                    run, SourceFile(path: "p\(index)", sha256: run.identity.id.text + (run.saved ?? ""), size: 1),
                    context: current)
            case .correction:
                current = file(corrected: true)
                _ = try casebook.adopt(current, reason: "patients changed", at: noon)
            }
        }
        _ = try casebook.sweepAll(current, at: noon)
        #expect(try casebook.journal.verify().isIntact)
        let values = try ["P01", "P02"].flatMap { code in
            try casebook.measurements(of: code).map {
                "\(code) D\($0.day ?? -1) \($0.runID) \($0.saved ?? "") \($0.copies ?? -1) \($0.withheld ?? "valid")"
            }
        }
        let alerts = try casebook.alerts(all: true).filter { $0.state != .corrected }.map {
            "\($0.finding.rule) \($0.finding.subject) \($0.finding.severity.rawValue) "
                + "\($0.state == .cleared ? "cleared" : "standing")"
        }
        return Set(values + alerts)
    }

    @Test(arguments: UInt64(1)...5)
    func `amended runs, excluded wells and a corrected infusion date lead to one state in any order`(seed: UInt64)
        throws
    {
        var numbers = SeededNumbers(seed: seed)
        let arrivals = try arrivals(&numbers)
        let expected = try state(after: arrivals)
        #expect(expected.contains { $0.hasPrefix("R") })
        for _ in 0..<3 {
            let difference = try state(after: arrivals.shuffled(using: &numbers)).symmetricDifference(expected)
            #expect(difference.sorted() == [], "seed \(seed)")
        }
    }
}
