import Alerts
import Foundation
import Testing

@testable import Configuration

@Suite("Mail in the configuration")
struct MailSectionTests {
    private func yaml(_ mail: String) -> String {
        minimal.replacing("delivery:\n", with: "delivery:\n  channels:\n    mail: {\(mail)}\n")
    }

    private func mail(_ text: String) throws -> MailSettings { try #require(try read(yaml(text)).delivery.mail) }

    @Test("a mail server with all that can be said of it")
    func smtp() throws {
        let settings = try mail(
            "from: q@lab.example, hourlyMax: 5, quietHours: '22:00 - 7:30', smtp: {server: mx.lab.example, security: "
                + "tls, port: 465, user: q, passwordFile: pw, authorityFile: /ca.pem, connect: 5 s, total: 30 s}"
        )
        var server = MailSettings.Smtp(server: "mx.lab.example")
        server.security = .tls
        server.port = 465
        server.user = "q"
        server.passwordFile = "/etc/cq/pw"
        server.authorityFile = "/ca.pem"
        server.connectSeconds = 5
        server.totalSeconds = 30
        #expect(settings.route == .smtp(server))
        #expect(settings.from == "q@lab.example" && settings.hourlyMax == 5)
        #expect(settings.quiet == MailSettings.QuietHours(fromMinute: 1320, toMinute: 450))
    }

    @Test("a sendmail-compatible program")
    func sendmail() throws {
        var program = MailSettings.Sendmail(path: "/usr/bin/msmtp")
        program.arguments = ["-a", "lab", "-i"]
        #expect(
            try mail("from: q@lab.example, sendmail: {path: /usr/bin/msmtp, arguments: [-a, lab, -i]}").route
                == .sendmail(program))
        #expect(try read(minimal).delivery.mail == nil)
    }

    @Test(
        "what cannot be meant is a fault with its key",
        arguments: [
            ("from: q@lab.example", "delivery.channels.mail.smtp"),
            ("smtp: {server: mx}", "delivery.channels.mail.from"),
            ("from: nobody, smtp: {server: mx}", "delivery.channels.mail.from"),
            ("from: q@l, smtp: {server: 'mx:25'}", "delivery.channels.mail.smtp.server"),
            ("from: q@l, smtp: {server: mx}, sendmail: {path: /x}", "delivery.channels.mail.sendmail"),
            ("from: q@l, smtp: {}", "delivery.channels.mail.smtp.server"),
            ("from: q@l, smtp: {server: mx, password: secret}", "delivery.channels.mail.smtp.password"),
            ("from: q@l, smtp: {server: mx, security: none}", "delivery.channels.mail.smtp.security"),
            ("from: q@l, smtp: {server: mx}, quietHours: night", "delivery.channels.mail.quietHours"),
            ("from: q@l, smtp: {server: mx}, quietHours: '22:00-24:10'", "delivery.channels.mail.quietHours"),
            ("from: q@l, smtp: {server: mx}, quietHours: '22:00'", "delivery.channels.mail.quietHours"),
        ])
    func bad(mail: String, key: String) { #expect(faults(yaml(mail)).map(\.key).contains(key)) }

    @Test("the commented mail of the written configuration holds once its comments are taken away")
    func commented() throws {
        let lines = defaultConfigurationText(.system).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix("    # mail:") }),
            end = try #require(lines.firstIndex { $0.hasPrefix("      # sendmail:") })
        let open = lines.indices.map {
            (start..<end).contains($0) ? lines[$0].replacing("# ", with: "", maxReplacements: 1) : lines[$0]
        }
        let delivery = try read(open.joined(separator: "\n"), patients: patientsTemplate).delivery
        guard case .smtp(let server) = try #require(delivery.mail).route else {
            Issue.record("no mail server")
            return
        }
        #expect(server == MailSettings.Smtp(server: "smtp.example.org"))
        #expect(delivery.mail?.hourlyMax == 20)
    }

    @Test("a recipient without a mail address is warned of where mail is configured")
    func recipients() throws {
        let text = yaml("from: q@l, smtp: {server: mx}").replacing("doctor@example.org", with: "phone 12345")
        #expect(try read(text).warnings.map(\.key) == ["delivery.recipients.doctor.address"])
        #expect(try read(minimal.replacing("doctor@example.org", with: "phone 12345")).warnings.isEmpty)
    }

    @Test("a heartbeat needs mail and a known recipient")
    func heartbeat() throws {
        let beat = "  heartbeat: {every: 1 h, recipient: doctor}\n"
        #expect(faults(minimal + beat).map(\.key) == ["delivery.heartbeat.every"])
        #expect(faults(yaml("from: q@l, smtp: {server: mx}") + beat).isEmpty)
        #expect(
            faults(yaml("from: q@l, smtp: {server: mx}") + beat.replacing("doctor", with: "docter")).map(\.key) == [
                "delivery.heartbeat.recipient"
            ])
        #expect(
            faults(yaml("from: q@l, smtp: {server: mx}") + beat.replacing("1 h", with: "5 s")).map(\.key) == [
                "delivery.heartbeat.every"
            ])
    }
}
