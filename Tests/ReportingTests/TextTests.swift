import Alerts
import Assay
import Foundation
import Kinetics
import Reporting
import Rules
import Statistics
import Testing
import Text

@Suite("Tables for people")
struct TextTests {
    @Test("use colours only where they are asked for")
    func colours() throws {
        let run = try Examples.run()
        #expect(!runText(run, file: "a.lc96p").contains("\u{1B}"))
        #expect(runText(run, file: "a.lc96p", colour: true).contains("\u{1B}[31mfail\u{1B}[0m"))
        #expect(!alertsText([Examples.alert()]).contains("\u{1B}"))
    }

    @Test("of a run show the plate, the copies, the levels left out and why the quality failed")
    func run() throws {
        let text = runText(try Examples.run(), file: "a.lc96p")
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "a.lc96p  lc96  quality fail")
        #expect(lines.contains("A  21.4  –  ·  ·  ·  ·  ·  ·  ·   ·   ·   ·"))
        #expect(lines.contains { $0.hasPrefix("B     x  ·") })
        #expect(
            lines.contains {
                $0.hasPrefix("P01 D14") && $0.contains("2.5×10^5") && $0.contains("2.25×10^5 – 2.75×10^5")
            })
        #expect(lines.contains { $0.hasPrefix("P01 D0") && $0.contains("< 10") })
        #expect(lines.contains("  Level 1 is left out: not separated from the no-template controls"))
        #expect(!text.contains("level 1"))
        #expect(text.contains("fail  ntc: NTC\\u{1B}[31m amplifies at cycle 30"))
        #expect(text.hasSuffix("1 quality rule passed\n"))
        #expect(
            lines.contains { $0.hasPrefix("P02 D14") && $0.hasSuffix(" 1") }
                && lines.contains("  1  the replicates differ by 1.4 cycles"))
        #expect(lines.allSatisfy { $0.count <= 110 })
    }

    @Test("of a plate that shows its limits say the limit of detection with its interval, though nothing is wrong")
    func detectionLimits() throws {
        var run = try Examples.run()
        run.quality = [
            QualityFinding(rule: "completeness", status: .pass, detail: "The file is complete."),
            QualityFinding(
                rule: "detection_limits", status: .pass,
                detail: "CAR: limit of detection 10 (95 % are detected at 11, 95 % confidence interval 9 to 14)."),
        ]
        let text = runText(run, file: "a.lc96p")
        #expect(text.contains("pass  detection_limits: CAR: limit of detection 10 (95 % are detected at 11, 95 %"))
        #expect(text.contains("9 to 14") && !text.contains("The file is complete."))
        #expect(text.hasSuffix("2 quality rules passed\n"))
    }

    @Test("of a replay show the cycle, the Cq then and the minutes, and leave unused wells out")
    func live() throws {
        let lines = liveText(try Examples.replayed()).split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(
            lines[0]
                == "cycle by cycle  1 of 2 calls were safe before the last cycle, 41 to 41 minutes before the end of "
                + "the run (median 41)"
        )
        #expect(
            lines[2].hasPrefix("A1") && lines[2].contains("26  21.40 ± 0.16")
                && lines[2].contains("41.3  An earlier positive call"))
        #expect(lines[3].hasSuffix("–  Only the last cycle tells that nothing amplifies."))
        let untimed = liveText(try Examples.replayed(minutes: nil))
        #expect(
            untimed.hasPrefix(
                "cycle by cycle  1 of 2 calls were safe before the last cycle. The file does not say when its cycles "
                    + "were read.\n"
            ))
        #expect(liveText(try Examples.run()).contains("no amplification curve"))
    }

    @Test("of alerts end with the advisory line")
    func alerts() {
        let text = alertsText([Examples.alert()])
        #expect(text.hasSuffix(advisoryLine + "\n"))
        #expect(text.contains("R5a") && text.contains("P03") && text.contains("307"))
        #expect(text.contains("\n    84 copies.\n    Repeat.\n"))
        #expect(alertLine(Examples.alert()) == "A7 R5a critical P03 day 307: 84 copies.")
        #expect(alertsText([]) == "no alerts\n")
    }

    @Test("of patients give one line each, with the limit where nothing could be quantified")
    func patients() {
        let patient = Patient(
            code: "P03", infusion: CalendarDate(year: 2026, month: 1, day: 2), group: "stable disease",
            physician: "physician")
        let report = PatientReport(
            patient: patient, target: "BCMA-CAR-T",
            measurements: [Examples.measurement(day: 14, copies: 4e4), Examples.measurement(day: 307, copies: nil)],
            alerts: [Examples.alert()],
            rules: RuleSettings(), today: .latest, firstRecord: nil)
        let text = patientsText([report])
        #expect(text.contains("P03      2026-01-02  stable disease"))
        #expect(text.contains("4×10^4") && text.contains("< 10") && text.contains("D307 R5a"))
        let detail = patientText(report)
        #expect(
            detail.contains("infusion 2026-01-02") && detail.contains("3.6×10^4 – 4.4×10^4")
                && detail.contains("first below LLOQ after it"))
    }
}
