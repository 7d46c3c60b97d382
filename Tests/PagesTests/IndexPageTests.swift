import Alerts
import Assay
import Foundation
@testable import Pages
import Reporting
import Rules
import Testing

private func exampleRun(_ index: Int, hostile: String) -> RunsDocument.Run {
    let verdicts: [QualityFinding.Status] = [.pass, .warn, .fail]
    let identity = RunIdentity(id: "run-id-\(index)", serial: "S1", started: "2026-05-14T10:0\(index % 10):00")
    let patients: [String] = index == 0 ? ["P01"] : ["P01", "P02"]
    let alerts: [String] = index == 0 ? ["A1"] : []
    return RunsDocument.Run(
        record: Int64(index + 1), identity: identity, saved: nil, recorded: "2026-05-14T12:00:00Z",
        file: "/export/\(index) \(hostile)", sha256: "ab", qc: verdicts[index % 3], conflict: index == 2, saves: 1,
        patients: patients, alerts: alerts)
}

func exampleOverview(runs count: Int = 3, hostile: String = "plate <b>&.lc96p") -> Overview {
    let runs = (0..<count).map { exampleRun($0, hostile: hostile) }
    var status = StatusDocument(
        running: true, watch: [.init(path: "/export", lastScan: "2026-05-14T12:00:00Z", problem: nil)],
        runs: .init(total: count, today: 1), alerts: .init(open: 1), outbox: .init(owed: 1, failed: 0),
        journal: .init(records: 12, head: "c0ffee"))
    status.heldBack = ["The rules on absent results wait."]
    let alert = Alert(
        id: AlertID(1), state: .open, raised: Date(timeIntervalSince1970: 1.79e9),
        finding: Finding(
            rule: "R5a", severity: .critical, patient: "P01", day: 300, subject: "s", text: "Relapse level: <84>.",
            advice: "Look."))
    return Overview(
        status: status, runs: RunsDocument(runs: runs),
        files: FilesDocument(
            running: true,
            files: [
                .init(
                    path: "/export/cut.lc96p", state: "refused", reason: "The archive is cut off.", since: nil,
                    holdsBack: false)
            ], more: 2),
        patients: [PatientSummary(examplePatientReport())], alerts: AlertsDocument([alert]),
        asOf: "2026-05-14 14:00 CEST")
}

let exampleLinks = PageLinks(hasIndex: true, patients: ["P01"])

func exampleIndexPage() -> String { indexPage(exampleOverview(), links: exampleLinks, programVersion: "1.0") }

@Suite("The index")
struct IndexPageTests {
    @Test("shows runs, patients, open alerts, files that are no runs, and the service")
    func whole() {
        let says = text(of: exampleIndexPage())
        for part in [
            "Open alerts", "R5a", "Relapse level: <84>.", "Patients", "Runs", "0 plate <b>&.lc96p",
            "Files that are no runs, or not yet", "The archive is cut off.", "And 2 more.", "The service",
            "/export", "The rules on absent results wait.", "head c0ffee", "As of 2026-05-14 14:00 CEST",
            "id of another run", "1 open alert",
        ] { #expect(says.contains(part), "\(part)") }
    }

    @Test("links to the page of each run, and to those patients who have one")
    func links() {
        let page = exampleIndexPage()
        for index in 0..<3 {
            let name = PageName.run(id: "run-id-\(index)", serial: "S1", started: "2026-05-14T10:0\(index):00")
            #expect(page.contains("href=\"\(name)\""))
        }
        #expect(page.contains("href=\"patient-P01.html\"") && !page.contains("href=\"patient-P02.html\""))
    }

    @Test("of two thousand runs stays within 2 MB")
    func size() {
        let page = indexPage(exampleOverview(runs: 2000), links: exampleLinks, programVersion: "1.0")
        #expect(page.utf8.count <= 2_000_000, "\(page.utf8.count)")
    }

    @Test("of an empty laboratory says so")
    func empty() {
        var overview = exampleOverview(runs: 0)
        overview.patients = []
        overview.alerts = AlertsDocument([])
        overview.files = FilesDocument(running: false, files: [], more: 0)
        overview.status.running = false
        let says = text(of: indexPage(overview, links: PageLinks(hasIndex: true), programVersion: "1.0"))
        #expect(says.contains("None yet.") && says.contains("the watcher does not run"))
        #expect(says.contains("No watcher runs: what waits is not known."))
    }
}
