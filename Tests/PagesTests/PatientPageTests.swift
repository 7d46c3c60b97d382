import Alerts
import Assay
import Fixtures
import Foundation
import Kinetics
@testable import Pages
import Reporting
import Rules
import Testing

private func report(
    _ measurements: [Rules.Measurement], alerts: [Alert] = [], patient: Patient = patientOne, on day: Int = 340
) -> PatientReport {
    PatientReport(
        patient: patient, target: "BCMA-CAR-T", measurements: measurements, alerts: alerts, rules: RuleSettings(),
        today: CalendarDate(dayNumber: infusionDay.dayNumber + day).unsafelyKnown, firstRecord: infusionDay)
}

private let falling: [(Int, Double?)] = [
    (0, nil), (7, 3e3), (14, 2e5), (21, 6e4), (30, 3e4), (60, 2e4), (150, 2.1e4), (240, 7e3), (270, 3.1e3), (300, 77.4),
]

private func alert(
    _ id: Int64 = 1234, _ rule: RuleID = "R5a", day: Int = 300, state: AlertState = .open,
    advice: String = "Examine the patient."
) -> Alert {
    Alert(
        id: AlertID(id), state: state, raised: Date(timeIntervalSince1970: 1.79e9),
        finding: Finding(
            rule: rule, severity: .critical, patient: "P01", day: day, subject: "P01 \(rule) \(day)", value: 77.4,
            unit: "copies/ul gDNA", threshold: 84,
            text: "Relapse level: 77.4 copies.", advice: advice))
}

private func page(_ report: PatientReport, acts: [AlertActDocument] = [], links: PageLinks = PageLinks()) -> String {
    patientPage(
        PatientDocument(report), thresholds: KineticsPlot(report).thresholds, acts: acts, links: links,
        programVersion: "1.0")
}

func examplePatientReport() -> PatientReport { report(falling.map { measured($0.0, $0.1) }, alerts: [alert()]) }

/// A whole course with everything that a page shows.
func examplePatientPage() -> String {
    let values =
        falling.map { measured($0.0, $0.1) } + [measured(310, 500, withheld: "The run failed its quality control.")]
    return page(
        report(values, alerts: [alert(), alert(12, "R2", day: 30, state: .closed)]),
        acts: [
            AlertActDocument(
                alert: "A12", event: "closed", time: "2026-02-14T10:00:00.000Z", by: "Dr <A>", note: "seen & done")
        ],
        links: PageLinks(hasIndex: true, runs: ["run-14": "run-2026-01-24-00.html"]))
}

@Suite("A patient's page")
struct PatientPageTests {
    @Test("shows course, alerts and what was done, values, visits, outlook, kinetics and what was withheld")
    func whole() {
        let page = examplePatientPage()
        let says = text(of: page)
        for title in ["Course", "Alerts", "Values", "Visits", "Outlook", "Kinetics", "Withheld"] {
            #expect(page.contains("<h2>\(title)</h2>"), "\(title)")
        }
        #expect(says.contains("R5a") && says.contains("Examine the patient."))
        #expect(
            says.contains("closed 2026-02-14 10:00 UTC by") && says.contains("Dr <A>") && says.contains(": seen & done")
        )
        #expect(says.contains("The run failed its quality control."))
        #expect(page.contains("href=\"run-2026-01-24-00.html\"") && page.contains("href=\"index.html\""))
        #expect(says.contains("missed"))
    }

    @Test("holds each value of the document")
    func values() {
        let report = report(falling.map { measured($0.0, $0.1) })
        let document = PatientDocument(report)
        let page = page(report)
        let exact = exactValues(in: page)
        let says = text(of: page)
        let kinetics = document.kinetics
        let numbers =
            document.values.flatMap { [$0.quantity.copies, $0.quantity.low, $0.quantity.high] }
            + [
                kinetics.cmax, kinetics.clast, kinetics.aucLast, kinetics.auc0to28, document.outlook.forecast?.copies,
                document.outlook.forecast?.slope,
            ]
        for number in numbers.compactMap(\.self) {
            #expect(exact.contains(exactly(number)) || says.contains("\(Int(number))"), "\(number)")
        }
        #expect(says.contains("< 20"))
    }

    @Test("stands with nothing to show, with one value, without an infusion, with days before it")
    func little() {
        #expect(
            text(of: page(report([], patient: Patient(code: "P09", infusion: nil, physician: "")))).contains(
                "Nothing to draw yet."))
        #expect(page(report([measured(14, nil)])).contains("role=\"img\""))
        #expect(page(report([measured(-7, 50), measured(14, 1e5)])).contains("role=\"img\""))
        #expect(page(report([measured(14, nil, above: true)])).contains("&gt; "))
    }

    @Test("shows what persons and files wrote as text")
    func names() {
        let patient = Patient(
            code: "P01", infusion: infusionDay, dose: "<img src=x>", group: "\u{202E}group", physician: "</bdi><script>"
        )
        let page = page(report([measured(14, 1e4)], alerts: [alert(advice: "<script>x</script>")], patient: patient))
        #expect(
            !page.contains("<img") && !page.contains("\u{202E}") && page.components(separatedBy: "<script>").count == 2)
    }

    @Test("links to no page that is not there")
    func links() {
        #expect(page(report([measured(14, 1e4)])).firstMatch(of: /href="[^#]/) == nil)
    }
}
