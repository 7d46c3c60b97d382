import Alerts
import Assay
import Foundation
import Reporting
import Rules
import Testing

@Suite("Texts for a narrow terminal")
struct NarrowTextTests {
    /// Lines that run over, but for those with a word that is nearly a line by itself.
    private func tooLong(_ text: String, _ width: Int) -> [Substring] {
        text.split(separator: "\n").filter { line in
            line.count > width && line.split(separator: " ").allSatisfy { $0.count <= 46 }
        }
    }

    private func devices() throws -> DevicesDocument {
        let json = """
            {"schema":1,"devices":[{"port":"1-2.3","id":"0951:1666","serial":"E0D55EA573FCF450E9440A11",
            "manufacturer":"Kingston","model":"DataTraveler 3.0","classes":[8],"storage":true,
            "names":["E0D55EA573FCF450E9440A11"],"disks":[{"device":"/dev/sda1","file_system":"vfat","label":"LC96",
            "uuid":"A1B2-C3D4"}],"admitted":false,
            "reason":"it declares a keyboard beside its storage, which no stick of the laboratory does"}]}
            """
        return try JSONDecoder().decode(DevicesDocument.self, from: Data(json.utf8))
    }

    private let status: StatusDocument = {
        var status = StatusDocument(
            running: true,
            watch: [
                .init(path: "/export", lastScan: "2026-05-14T12:00:00Z", problem: nil),
                .init(path: "/mnt/share of the laboratory", lastScan: nil, problem: "has not answered for 12 minutes"),
            ],
            runs: .init(total: 1204, today: 3), alerts: .init(open: 4), outbox: .init(owed: 2, failed: 1),
            journal: .init(records: 120_034, head: String(repeating: "ab", count: 32)))
        status.heldBack = [
            "The rules on absent results wait: 3 files of /export are not read yet, the oldest since noon."
        ]
        status.pagesProblem = "/srv/pages: the folder cannot be opened: it is no folder, or a link to elsewhere"
        status.findWhatWantsAPerson(damage: nil, refused: ["The run T01.lc96p cannot be read: the archive is cut off"])
        return status
    }()

    private func texts(_ width: Int?) throws -> [(name: String, text: String)] {
        let patient = Patient(
            code: "P03", infusion: CalendarDate(year: 2026, month: 1, day: 2), group: "stable disease",
            physician: "physician")
        let report = PatientReport(
            patient: patient, target: "BCMA-CAR-T",
            measurements: [
                Examples.measurement(day: 14, copies: 4e4), Examples.measurement(day: 307, copies: nil),
                Examples.measurement(
                    day: 310, copies: 4, withheld: "The run failed its quality control: ntc.negative, slope."),
            ],
            alerts: [Examples.alert()], rules: RuleSettings(), today: .latest, firstRecord: nil)
        let delivery = DeliveriesDocument([
            .init(
                id: "D12", alert: "A7", event: "escalated", severity: "critical", channel: "mail",
                recipients: ["physician", "laboratory"], state: "retry", attempts: 3,
                detail: "450 4.2.0 the mailbox is busy, try again later (server mail.example.org)", due: nil,
                time: "2026-05-14T13:28:10.000Z")
        ])
        let files = FilesDocument(
            running: false,
            files: [
                .init(
                    path: "/export/a folder/plate 12.lc96p", state: "incomplete",
                    reason: "The archive ends before its directory: it may still be copied.",
                    since: "2026-05-14T13:28:10Z", holdsBack: true)
            ], more: 3)
        return [
            ("alerts", alertsText([Examples.alert()], width: width)),
            ("patients", patientsText([report], width: width)), ("patient", patientText(report, width: width)),
            ("deliveries", deliveriesText(delivery, width: width)), ("files", filesText(files, width: width)),
            ("usb", devicesText(try devices(), width: width)), ("status", statusText(status, width: width)),
            ("live", liveText(try Examples.replayed(), width: width)),
            ("run", runText(try Examples.run(), file: "/export/a folder/2026-05-14 CAR-T plate.lc96p", width: width)),
        ]
    }

    @Test("fit their columns", arguments: [60, 80])
    func fit(width: Int) throws {
        for (name, text) in try texts(width) { #expect(tooLong(text, width) == [], "\(name)") }
    }

    @Test("say every word that they say elsewhere")
    func whole() throws {
        for ((name, narrow), (_, wide)) in zip(try texts(60), try texts(nil))
        // The plate in parts has its rows' letters in each.
        where name != "run" {
            func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" }.sorted() }
            #expect(words(narrow) == words(wide), "\(name)")
        }
    }

    @Test("deliveries say their times in the zone that is configured")
    func zone() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        func text(_ time: String, _ zone: TimeZone?) -> String {
            deliveriesText(
                DeliveriesDocument([
                    .init(
                        id: "D1", alert: "A1", event: "raised", severity: "warning", channel: "log", recipients: [],
                        state: "delivered", attempts: 1, detail: nil, due: nil, time: time)
                ]), zone: zone)
        }
        #expect(
            text("2026-05-14T13:28:10.000Z", zone).contains("2026-05-14 15:28 GMT+2")
                || text("2026-05-14T13:28:10.000Z", zone).contains("2026-05-14 15:28 CEST"))
        #expect(text("2026-05-14T13:28:10Z", nil).contains("2026-05-14T13:28:10Z"))
    }

    @Test("a plot in ASCII moves nothing and holds no other character")
    func ascii() {
        let plot = KineticsPlot(
            title: "P03",
            points: [
                .init(day: 0, copies: 10, kind: .belowLLOQ), .init(day: 14, copies: 4e4), .init(day: 300, copies: 84),
            ],
            thresholds: [.init(copies: 1e5, label: "1×10^5 expansion"), .init(copies: 84, label: "84 relapse")]
        ).text(width: 60, height: 11)
        let plain = plainPlot(plot)
        #expect(plain.allSatisfy { $0.isASCII } && !plain.contains("?"))
        #expect(plain.split(separator: "\n").map(\.count) == plot.split(separator: "\n").map(\.count))
        #expect(plain.contains("v") && plain.contains("o") && plain.contains("84 relapse"))
    }
}
