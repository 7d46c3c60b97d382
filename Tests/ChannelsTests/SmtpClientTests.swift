import Dispatching
import Foundation
import Alerts
import Rules
import Mail
import Linux
import TestSupport
import Testing

@testable import Channels

@Suite("SMTP against a real server", .serialized, .enabled(if: MailSink.present, Comment(rawValue: MailSink.absence)))
struct SmtpClientTests {
    private let password = "p=s $w\"rd-9173"

    private func send(
        _ server: MailSettings.Smtp, to: String = "doctor@example.org", password: String? = nil,
        stop: StopFlag = StopFlag()
    ) throws -> AttemptOutcome {
        let from = try #require(MailAddress(address: "cqwatch@lab.example")),
            to = try #require(MailAddress(address: to))
        let bytes = Data("Subject: x\r\n\r\nfirst\r\n.dot\r\nlast\r\n".utf8)
        return SmtpClient.send(
            OutgoingMail(from: from, to: to, bytes: bytes), to: server, password: password, stop: stop)
    }

    private func isAgain(_ outcome: AttemptOutcome, _ part: String) -> Bool {
        guard case .again(let why) = outcome else { return false }
        return why.contains(part)
    }

    @Test("a mail goes out over STARTTLS, its lines as they were")
    func starttls() throws {
        let sink = try MailSink()
        #expect(try send(sink.server) == .delivered("250 2.0.0 queued"))
        let envelope = try #require(try sink.envelopes().first)
        #expect(envelope.tls && envelope.from == "cqwatch@lab.example" && envelope.to == ["doctor@example.org"])
        #expect(
            String(decoding: try #require(try sink.raw().first), as: UTF8.self).hasSuffix("first\r\n.dot\r\nlast\r\n"))
    }

    @Test("a mail goes out over TLS from the first byte, with the user's password")
    func tls() throws {
        let sink = try MailSink("--implicit", "--password", password)
        var server = sink.server
        server.security = .tls
        server.user = "cqwatch"
        #expect(try send(server, password: password) == .delivered("250 2.0.0 queued"))
    }

    @Test("a user and a password are given after STARTTLS")
    func authenticated() throws {
        let sink = try MailSink("--password", password)
        var server = sink.server
        server.user = "cqwatch"
        #expect(try send(server, password: password) == .delivered("250 2.0.0 queued"))
        #expect(try sink.envelopes().map(\.tls) == [true])
    }

    @Test("a refused password is worth another try, and stands in no text")
    func refusedPassword() throws {
        let sink = try MailSink("--password", "another")
        var server = sink.server
        server.user = "cqwatch"
        let outcome = try send(server, password: password)
        #expect(isAgain(outcome, "refuses the user or the password: 535"))
        #expect(!"\(outcome)".contains(password))
        #expect(isAgain(try send(sink.server), "530"), "a server that wants a password says so, whatever the recipient")
        #expect(sink.count == 0)
    }

    @Test("a certificate of nobody we know, or of another name, ends it before anything is sent")
    func badCertificate() throws {
        let sink = try MailSink()
        var stranger = sink.server
        stranger.authorityFile = nil
        #expect(isAgain(try send(stranger), "certificate is not to be trusted"))
        var other = sink.server
        other.server = "127.0.0.1"
        #expect(isAgain(try send(other), "certificate is not to be trusted"))
        var missing = sink.server
        missing.authorityFile = "/nonexistent/authority.pem"
        #expect(isAgain(try send(missing), "certificate"))
        #expect(sink.count == 0)
    }

    @Test("451 is tried again and then taken")
    func temporary() throws {
        let sink = try MailSink("--answers", "451 4.7.1 greylisted")
        #expect(isAgain(try send(sink.server), "451 4.7.1 greylisted"))
        #expect(try send(sink.server) == .delivered("250 2.0.0 queued"))
    }

    @Test("550 refuses the recipient for good, at RCPT and after DATA")
    func permanent() throws {
        let sink = try MailSink("--refuse", "gone@example.org", "--answers", "554 5.7.1 not wanted")
        #expect(
            try send(sink.server, to: "gone@example.org")
                == .refused("the mail server refuses it: 550 5.1.1 no such user here"))
        #expect(try send(sink.server) == .refused("the mail server refuses it: 554 5.7.1 not wanted"))
        #expect(sink.count == 0)
    }

    @Test("a connection that drops in the middle of DATA is tried again")
    func dropped() throws {
        let sink = try MailSink("--drop", "1")
        #expect(isAgain(try send(sink.server), "failed"))
        #expect(try send(sink.server) == .delivered("250 2.0.0 queued"))
    }

    @Test("a server that never answers is left after the time limit, and at once when the service ends")
    func silent() throws {
        let sink = try MailSink("--silent")
        var server = sink.server
        server.connectSeconds = 1
        server.totalSeconds = 1.5
        let start = ContinuousClock.now
        #expect(isAgain(try send(server), "timed out"))
        #expect(start.duration(to: .now) < .seconds(8))
        let stop = StopFlag()
        stop.set()
        #expect(try send(sink.server, stop: stop) == .stopped("stopped with the service"))
    }

    @Test(
        "a server that never answers the farewell delays nothing: what it took is delivered, what it refused is refused"
    )
    func mute() throws {
        let sink = try MailSink("--mute", "--refuse", "gone@example.org")
        var server = sink.server
        server.totalSeconds = 2
        let start = ContinuousClock.now
        #expect(try send(server) == .delivered("250 2.0.0 queued"))
        #expect(
            try send(server, to: "gone@example.org")
                == .refused("the mail server refuses it: 550 5.1.1 no such user here"))
        #expect(start.duration(to: .now) < .seconds(20))
    }

    @Test("a mail that was taken while the service ends is delivered, not stopped")
    func stoppedAfterwards() throws {
        let sink = try MailSink("--mute")
        let (stop, folder) = (StopFlag(), sink.folder.path)
        let stopper = Thread {
            while MailSink.mails(in: folder).isEmpty { usleep(10_000) }
            stop.set()
        }
        stopper.start()
        #expect(try send(sink.server, stop: stop) == .delivered("250 2.0.0 queued"))
    }

    @Test("a server that repeats user and password brings neither into a text")
    func repeated() throws {
        let sink = try MailSink("--password", password, "--repeat")
        var server = sink.server
        for user in ["cqwatch", "cqwatch1", "cqwatch12"] {
            server.user = user
            let outcome = try send(server, password: password)
            #expect(isAgain(outcome, "refuses the user or the password: 535"))
            let told = Data("\0\(user)\0\(password)".utf8).base64EncodedString()
            #expect(!"\(outcome)".contains(told.suffix(8)), "\(outcome)")
        }
    }

    @Test("nobody listening is worth another try")
    func closed() throws {
        var server = MailSettings.Smtp(server: "localhost")
        server.port = 1
        #expect(isAgain(try send(server), "failed"))
    }
}

@Suite("The mail server's password")
struct SmtpPasswordTests {
    private let folder: TemporaryFolder
    private var server = MailSettings.Smtp(server: "localhost")

    init() throws {
        folder = try TemporaryFolder()
        server.user = "cqwatch"
        server.passwordFile = folder.path + "/password"
    }

    private func write(_ bytes: String, mode: Int = 0o600) throws {
        try folder.write("password", Data(bytes.utf8))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path + "/password")
    }

    private func fault() -> String {
        do throws(SecretRefused) { return "none: \(try SmtpPassword.read(server, environment: [:]) ?? "")" } catch {
            return error.description
        }
    }

    @Test("it is the one line of a file that nobody else can read")
    func file() throws {
        try write("secret word\n")
        #expect(try SmtpPassword.read(server, environment: [:]) == "secret word")
        try write("secret", mode: 0o640)
        #expect(fault().contains("others can read or write it; chmod 600 it"))
        #expect(!fault().contains("secret"))
    }

    @Test("systemd's credential goes before the file")
    func credential() throws {
        try write("from the file")
        try folder.write("credentials/cqwatch-smtp", Data("from systemd".utf8))
        #expect(
            try SmtpPassword.read(server, environment: ["CREDENTIALS_DIRECTORY": folder.path + "/credentials"])
                == "from systemd")
        #expect(
            try SmtpPassword.read(server, environment: ["CREDENTIALS_DIRECTORY": folder.path + "/none"])
                == "from the file")
    }

    @Test("an empty, an endless and a missing one are refused with a sentence")
    func odd() throws {
        try write("\n")
        #expect(fault().contains("must hold the password alone"))
        try write(String(repeating: "x", count: 5000))
        #expect(fault().contains("must hold the password alone"))
        try FileManager.default.removeItem(atPath: folder.path + "/password")
        #expect(fault().contains("cannot be opened"))
    }

    @Test("without a user no password is read")
    mutating func nobody() throws {
        server.user = nil
        #expect(try SmtpPassword.read(server, environment: [:]) == nil)
    }
}
