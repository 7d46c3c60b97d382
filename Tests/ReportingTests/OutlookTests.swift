import Alerts
import Assay
import Foundation
import Reporting
import Rules
import Testing

@Suite("What lies ahead of a patient")
struct OutlookTests {
    private func report(_ values: [(Int, Double?)], on day: Int, alerts: [Alert] = []) throws -> PatientReport {
        let infusion = try #require(CalendarDate(iso: "2026-01-10"))
        return PatientReport(
            patient: Patient(code: "P03", infusion: infusion, physician: "dr"), target: "BCMA-CAR-T",
            measurements: values.map { Examples.measurement(day: $0.0, copies: $0.1) }, alerts: alerts,
            rules: RuleSettings(),
            today: try #require(CalendarDate(dayNumber: infusion.dayNumber + day)), firstRecord: infusion)
    }
    private let falling: [(Int, Double?)] = [
        (7, 3e3), (14, 2e5), (21, 6e4), (30, 3e4), (60, 2e4), (150, 2.1e4), (240, 7e3), (270, 3.1e3), (300, 1.4e3),
    ]

    @Test("is told in words: response window, forecast with its interval, next visit with its window, missed visits")
    func text() throws {
        let text = patientText(try report(falling, on: 340))
        let flat = text.replacing("\n  ", with: " ")
        #expect(
            flat.contains(
                "best response: to be looked for on days 21 to 44 (2026-01-31 to 2026-02-23), after 1×10^5 were "
                    + "reached on day 14"
            ), "\(text)")
        #expect(
            flat.contains(
                "forecast: falling, -0.23 log10 a month over the last 4 values; about 367 on day 390 (112 to 1200); "
                    + "below 850 about day 342 (310 to 426)"
            ),
            "\(text)")
        #expect(flat.contains("next visit: day 420 (2027-03-06), not due yet; a sample of days 376 to 434"), "\(text)")
        #expect(!flat.contains("missed:"), "\(text)")
        #expect(patientText(try report(Array(falling.prefix(5)), on: 170)).contains("missed: day 150"))
    }

    @Test("says of a steady patient that nothing falls, and of the schedule's end that nothing is due")
    func steady() throws {
        let flat = patientText(try report([(14, 2e5), (60, 2e4), (150, 2.1e4), (240, 1.9e4), (690, 2e4)], on: 800))
            .replacing("\n  ", with: " ")
        #expect(flat.contains("forecast: uncertain"))
        #expect(flat.contains("next visit: day 1096"))
        let ended = patientText(try report([(14, 2e5), (690, 2e4)], on: 5600)).replacing("\n  ", with: " ")
        #expect(ended.contains("next visit: none, the schedule has ended"))
    }

    @Test("is a document with every key, null where there is nothing")
    func document() throws {
        let full = try #require(
            try JSONSerialization.jsonObject(with: Data(json(PatientDocument(report(falling, on: 340))).utf8))
                as? [String: Any])
        let outlook = try #require(full["outlook"] as? [String: Any])
        #expect(Set(outlook.keys) == ["forecast", "response_window", "next_visit", "visits"])
        let forecast = try #require(outlook["forecast"] as? [String: Any])
        #expect(forecast["falls"] as? Bool == true && forecast["level"] as? Double == 850)
        let (low, middle, high) = (
            forecast["low"] as? Double ?? 0, forecast["copies"] as? Double ?? 0, forecast["high"] as? Double ?? 0
        )
        #expect(low < middle && middle < high)
        #expect((outlook["visits"] as? [Any])?.count == RuleSettings().schedule.count)
        let empty = try #require(
            try JSONSerialization.jsonObject(with: Data(json(PatientDocument(report([], on: 3))).utf8))
                as? [String: Any])
        let nothing = try #require(empty["outlook"] as? [String: Any])
        #expect(nothing["forecast"] is NSNull && nothing["response_window"] is NSNull)
    }

    @Test("stands in the plot: thresholds, arrows at the LLOQ, the rules that spoke under their day")
    func plot() throws {
        let text = KineticsPlot(
            try report([(0, nil), (14, 2e5), (60, 2e4), (150, 2e4), (307, 84)], on: 340, alerts: [Examples.alert()])
        ).text(width: 90, height: 18)
        #expect(
            text.contains("↓") && text.contains("◆") && text.contains("expansion") && text.contains("850 low")
                && text.contains("84 relapse"), "\(text)")
        let last = try #require(text.split(separator: "\n").dropLast().last)
        #expect(text.hasSuffix("up: copies/ul gDNA, log; along: days after the infusion\n"))
        #expect(last.hasPrefix("alerts") && last.contains("R5a"), "\(text)")
    }
}
