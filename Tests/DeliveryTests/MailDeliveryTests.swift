import Casebook
import Channels
import Dispatching
import Foundation
import Journal
import Alerts
import Rules
import Text
import Logging
import TestSupport
import Testing

@Suite("Mail as a channel", .serialized, .enabled(if: MailSink.present, Comment(rawValue: MailSink.absence)))
struct MailDeliveryTests {
    private func owed(_ scene: Scene) throws -> Int { try scene.casebook.status(dayStart: .distantPast).deliveriesOwed }

    @Test("a run's alerts come as one mail a recipient, and what follows threads below it")
    func thread() async throws {
        let sink = try MailSink(), scene = try Scene()
        let context = try scene.mailContext(.smtp(sink.server))
        try scene.measure([("P01", 14, 2e5), ("P02", 14, 3e5)], context)
        #expect(try await scene.deliver(context) { try owed(scene) == 0 })
        try scene.measure([("P01", 14, 2e2), ("P02", 14, 3e5)], context, saved: "2025-01-01T00:00:00")
        #expect(try await scene.deliver(context) { try owed(scene) == 0 })
        let mails = try sink.mails()
        #expect(mails.count == 2)
        let first = try #require(mails.first), second = try #require(mails.last)
        #expect(first.defects.isEmpty && second.defects.isEmpty)
        #expect(first.header("To") == "\"Dr. doctor\" <doctor@example.org>")
        #expect(
            first.header("Subject")?.hasPrefix(
                "[cqwatch] P01: reached the level of an expansion, sampled 15 January 2024, and 1 more (P02) (notice, A"
            )
                == true)
        #expect(first.header("List-Id")?.hasSuffix("<r1.cqwatch.lab.example>") == true)
        #expect(first.header("In-Reply-To") == nil)
        let subject = try #require(second.header("Subject"))
        #expect(
            subject.hasPrefix(
                "[cqwatch] corrected: P01: reached the level of an expansion, sampled 15 January 2024 (notice, A"))
        #expect(subject.hasSuffix(", day 14.lc96p)"))
        #expect(second.header("In-Reply-To") == first.header("Message-ID"))
        #expect(second.header("References") == first.header("Message-ID"))
        for mail in mails {
            let text = try #require(mail.part("text/plain")?.text).trimmingCharacters(in: .newlines)
            #expect(text.replacing("\n", with: " ").hasSuffix(advisoryLine))
            #expect(mail.part("text/html")?.text?.contains("10.3892/etm.2023.12170") == true)
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 78 })
        }
        #expect(
            first.parts.map(\.type) == [
                "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png", "image/png",
            ])
        for picture in first.parts where picture.type == "image/png" {
            #expect(picture.base64?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
            let id = try #require(picture.id).trimmingCharacters(in: ["<", ">"])
            #expect(first.part("text/html")?.text?.contains("src=\"cid:\(id)\"") == true)
        }
        #expect(
            try scene.casebook.journal.verify(
                head: first.part("text/plain")?.text?.firstMatch(of: /Journal head: ([0-9a-f]{64})/).map {
                    String($0.1)
                }
            ).isIntact)
    }

    @Test("detail minimal tells the alert's id and severity, and nothing of the patient")
    func minimal() async throws {
        let sink = try MailSink(), scene = try Scene()
        var context = try scene.mailContext(.smtp(sink.server))
        context.delivery.detail = .minimal
        try scene.measure([("P01", 14, 2e5)], context)
        #expect(try await scene.deliver(context) { try owed(scene) == 0 })
        let mail = try #require(try sink.mails().first),
            raw = String(decoding: try #require(try sink.raw().first), as: UTF8.self)
        #expect(mail.header("Subject")?.hasPrefix("[cqwatch] notice (A") == true)
        #expect(mail.parts.map(\.type) == ["text/plain"])
        #expect(!raw.contains("P01") && !raw.contains("R1") && !raw.contains("r1.") && !raw.contains("copies/ul"))
        #expect(mail.part("text/plain")?.text?.replacing("\n", with: " ").contains(advisoryLine) == true)
    }

    @Test("451 and a dropped connection are tried again under the same Message-ID, and the receipt names it")
    func again() async throws {
        let sink = try MailSink("--answers", "451 4.7.1 greylisted", "--drop", "1"), scene = try Scene()
        let context = try scene.mailContext(.smtp(sink.server), retry: 0.1)
        try scene.measure([("P01", 14, 2e5)], context)
        #expect(try await scene.deliver(context) { try owed(scene) == 0 })
        let delivery = try #require(try scene.casebook.deliveries(all: true).first)
        #expect(delivery.state == .delivered && delivery.attempt == 3)
        let tries = try scene.casebook.journal.tail(10).filter { $0.kind == "delivery" }.compactMap {
            $0.body.firstMatch(of: /"message":"([^"]*)"/).map { String($0.1) }
        }
        #expect(try sink.mails().map { $0.header("Message-ID") } == tries.map { "<\($0)>" })
    }

    @Test("a crash after the server's yes repeats the mail under its Message-ID")
    func crash() async throws {
        let sink = try MailSink(), scene = try Scene()
        let context = try scene.mailContext(.smtp(sink.server))
        try scene.measure([("P01", 14, 2e5)], context)
        let message = Message(deliveries: try scene.casebook.owedDeliveries(at: Date()).ready)
        // Accepted, and then nothing: as if the process had ended before the receipt.
        let lost = Notifiers(casebook: scene.casebook, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(try await lost.send(message, context).outcome == .delivered("250 2.0.0 queued"))
        #expect(try await scene.deliver(context) { try owed(scene) == 0 })
        let ids = try sink.mails().map { $0.header("Message-ID") }
        #expect(ids.count == 2 && Set(ids).count == 1)
    }

    @Test(
        "a refused recipient: a notice is given up and the laboratory told; a critical alert goes to the next contact and is tried on"
    )
    func refused() async throws {
        let sink = try MailSink("--refuse", "doctor@example.org"), scene = try Scene()
        let context = try scene.mailContext(.smtp(sink.server), retry: 600)
        try scene.measure([("P01", 14, 2e5)], context)
        #expect(try await scene.deliver(context) { try owed(scene) == 0 })
        #expect(
            try scene.casebook.deliveries(all: true).filter { $0.recipients == ["doctor"] }.map(\.state) == [.failed])
        let told = try scene.casebook.alerts(all: false).filter { $0.finding.subject == "delivery:mail:doctor" }
        #expect(told.first?.finding.text.contains("550 5.1.1 no such user here") == true)
        for (day, copies) in [(60, 3e4), (150, 3e4), (240, 3e4), (330, 80)] {
            try scene.measure([("P01", day, copies)], context)
        }
        let second = {
            try scene.casebook.deliveries(all: true).contains { $0.recipients == ["second"] && $0.state == .delivered }
        }
        #expect(try await scene.deliver(context, until: second))
        let critical = try scene.casebook.deliveries(all: true).filter { $0.alert.finding.severity == .critical }
        #expect(critical.contains { $0.recipients == ["doctor"] && $0.state == .retry })
        #expect(critical.contains { $0.recipients == ["second"] && $0.state == .delivered })
        #expect(try sink.envelopes().map(\.to).contains(["second@example.org"]))
    }

    @Test("a password that is refused ends nothing and stands in no record")
    func password() async throws {
        let sink = try MailSink("--password", "right"), scene = try Scene()
        let file = scene.folder.appending(path: "password")
        try Data("wr0ng-and-secret\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        var server = sink.server
        server.user = "cqwatch"
        server.passwordFile = file.path
        let context = try scene.mailContext(.smtp(server), retry: 600)
        try scene.measure([("P01", 14, 2e5)], context)
        #expect(
            try await scene.deliver(context) {
                try scene.casebook.deliveries(all: true).contains { $0.state == .retry }
            })
        let records = try scene.casebook.journal.tail(100).map(\.body).joined()
        #expect(records.contains("refuses the user or the password"))
        #expect(!records.contains("wr0ng") && !records.contains(Data("wr0ng-and-secret".utf8).base64EncodedString()))
    }

    @Test("a server that never answers is left when the service stops, and the mail stays owed")
    func stopped() async throws {
        let sink = try MailSink("--silent"), scene = try Scene()
        let context = try scene.mailContext(.smtp(sink.server), retry: 600)
        try scene.measure([("P01", 14, 2e5)], context)
        let start = ContinuousClock.now
        _ = try await scene.deliver(context, limit: 0.5) { false }
        #expect(start.duration(to: .now) < .seconds(10))
        #expect(try scene.casebook.deliveries(all: true).map(\.state) == [.retry])
        #expect(try scene.casebook.deliveries(all: true).first?.detail == "stopped with the service")
    }

    @Test("a storm becomes one summary that names every event")
    func storm() async throws {
        let sink = try MailSink(), scene = try Scene()
        let context = try scene.mailContext(.smtp(sink.server), hourlyMax: 3)
        for _ in 1...40 { try scene.alert(context) }
        #expect(try await scene.deliver(context) { try owed(scene) == 0 })
        let mails = try sink.mails()
        #expect(mails.count == 1)
        #expect(mails.first?.header("Subject") == "[cqwatch] summary of 40 alert events, the gravest laboratory")
        let text = try #require(mails.first?.part("text/plain")?.text)
        #expect(try scene.casebook.alerts(all: true).allSatisfy { text.contains("\($0.id) raised laboratory R10") })
    }

    @Test("the cap holds over the hour, but not for what is critical")
    func cap() async throws {
        let sink = try MailSink(), scene = try Scene()
        let context = try scene.mailContext(.smtp(sink.server), hourlyMax: 2)
        for count in 1...2 {
            try scene.alert(context)
            #expect(try await scene.deliver(context) { try owed(scene) == 0 })
            #expect(sink.count == count)
        }
        try scene.alert(context)
        _ = try scene.casebook.recordTest(
            .critical, by: Person(name: "A", user: "a", note: ""), context: context, at: Date())
        #expect(try await scene.deliver(context) { try owed(scene) == 1 })
        _ = try await scene.deliver(context, limit: 1) { false }
        #expect(sink.count == 3)
        #expect(try owed(scene) == 1)
    }

    @Test("a heartbeat comes while the watcher lives, and not without it")
    func heartbeat() async throws {
        let sink = try MailSink(), scene = try Scene()
        var context = try scene.mailContext(.smtp(sink.server))
        context.delivery.heartbeat.everySeconds = 3600
        let silent = [
            Pulse(isRunning: false, lastScan: Date()), Pulse(isRunning: true, lastScan: Date() - 7200),
            Pulse(isRunning: true, lastScan: nil),
            // The clock was ten years ahead while it scanned.
            Pulse(isRunning: true, lastScan: Date() + 315_360_000),
        ]
        for pulse in silent {
            #expect(
                try await scene.beat(pulse, context).contains { $0.hasPrefix("No heartbeat is sent: the watcher ") })
        }
        #expect(sink.count == 0)
        #expect(
            try await scene.beat(Pulse(isRunning: true, lastScan: Date()), context, until: { sink.count == 1 }).isEmpty)
        let mail = try #require(try sink.mails().first)
        #expect(sink.count == 1)
        #expect(mail.header("Subject") == "[cqwatch] alive" && mail.header("To") == "Lab <lab@example.org>")
        #expect(mail.part("text/plain")?.text?.trimmingCharacters(in: .newlines).hasSuffix(advisoryLine) == true)
    }

    @Test(
        "msmtp takes the place of the mail server",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/msmtp"),
            "msmtp is absent: Scripts/setup installs it"))
    func msmtp() async throws {
        let sink = try MailSink("--refuse", "lab@example.org"), scene = try Scene()
        let settings = scene.folder.appending(path: "msmtprc")
        let text =
            "account default\nhost localhost\nport \(sink.port)\ntls on\ntls_starttls on\ntls_trust_file "
            + "\(sink.certificate)\nfrom cqwatch@lab.example\n"
        try Data(text.utf8).write(to: settings)
        var program = MailSettings.Sendmail(path: "/usr/bin/msmtp")
        program.arguments = ["-C", settings.path, "-i"]
        let context = try scene.mailContext(.sendmail(program), attempts: 1)
        try scene.measure([("P01", 14, 2e5)], context)
        #expect(try await scene.deliver(context) { try owed(scene) == 0 })
        let mail = try #require(try sink.mails().first)
        #expect(mail.defects.isEmpty && mail.header("To") == "\"Dr. doctor\" <doctor@example.org>")
        #expect(try sink.envelopes().first?.from == "cqwatch@lab.example")
        try scene.alert(context)
        #expect(
            try await scene.deliver(context) {
                try scene.casebook.deliveries(all: true).contains { $0.state == .failed }
            })
        #expect(
            try scene.casebook.deliveries(all: true).contains {
                $0.state == .failed && $0.detail?.contains("no such user here") == true
            })
    }
}
