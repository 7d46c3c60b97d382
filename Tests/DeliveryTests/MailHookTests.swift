import Foundation
import Judgement
import Subprocess
import Testing

/// The shipped hook with a program in sendmail's place that keeps what it is given.
@Suite("hooks/mail")
struct MailHookTests {
    private struct Sent {
        let status: TerminationStatus
        let said: String
        let arguments: String
        let head: [String]
        let body: String
    }

    private func send(_ variables: [String: String], exit: Int = 0) async throws -> Sent {
        let scene = try Scene()
        let sendmail = try scene.hook("sendmail", "printf '%s\\n' \"$@\" >$OUT/arguments; cat >$OUT/message; exit \(exit)")
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var environment: [Environment.Key: String] = [
            "PATH": "/usr/bin:/bin", "SENDMAIL": sendmail.path, "CQWATCH_FROM": "cqwatch@lab.example", "CQWATCH_ALERT_ID": "A8",
            "CQWATCH_SEVERITY": "critical",
            "CQWATCH_EVENT": "raised", "CQWATCH_ADDRESSES": "a@example.org", "CQWATCH_ADVISORY": "Advisory only.",
        ]
        for (key, value) in variables { environment[.init(stringLiteral: "CQWATCH_" + key)] = value }
        let result = try await run(
            .name("sh"), arguments: [package.appending(path: "hooks/mail").path], environment: .custom(environment),
            output: .string(limit: 10_000), error: .combinedWithOutput)
        let message = scene.lines("message", blank: true)
        let end = message.firstIndex(of: "") ?? message.count
        let body = Data(base64Encoded: message.dropFirst(end).joined()) ?? Data()
        return Sent(
            status: result.terminationStatus, said: result.standardOutput, arguments: scene.lines("arguments").joined(separator: " "),
            head: Array(message[..<end]),
            body: String(decoding: body, as: UTF8.self))
    }

    @Test("a plain message goes to every recipient, and ends with the advisory line")
    func plain() async throws {
        let sent = try await send([
            "RULE": "R5a", "PATIENT": "P05", "TEXT": "84 copies/µl gDNA at day 307.", "ADVICE": "Repeat.",
            "ADDRESSES": "a@example.org\nb@example.org", "JOURNAL_HEAD": "abc",
        ])
        #expect(sent.status == .exited(0))
        #expect(sent.arguments == "-t -i")
        #expect(sent.head.contains("Subject: [cqwatch] critical R5a P05 (A8)"))
        #expect(sent.head.contains("To: a@example.org,") && sent.head.contains(" b@example.org"))
        #expect(sent.head.contains("From: cqwatch@lab.example"))
        #expect(sent.head.allSatisfy { $0.utf8.allSatisfy { (32...126).contains($0) } && $0.utf8.count <= 78 })
        #expect(sent.body.contains("84 copies/µl gDNA at day 307."))
        #expect(sent.body.contains("abc"))
        #expect(sent.body.hasSuffix("Advisory only.\n"))
    }

    @Test("no text becomes a header of its own")
    func injection() async throws {
        let hostile = "P05\r\nBcc: evil@example.org\n\nbody"
        let sent = try await send([
            "PATIENT": hostile, "TEXT": hostile, "RULE": "R1\nTo: x@example.org", "ALERT_ID": "A8\nCc: y@example.org",
            "FROM": "f@example.org\nBcc: z@example.org",
        ])
        let names = sent.head.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } }
        #expect(
            names == [
                "From", "To", "Subject", "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted",
                "X-Cqwatch-Alert", "X-Cqwatch-Severity",
            ])
    }

    @Test("a subject beyond ASCII is sent in encoded words of whole characters")
    func encoded() async throws {
        let patient = String(repeating: "äöµ€", count: 20)
        let sent = try await send(["PATIENT": patient])
        let start = try #require(sent.head.firstIndex { $0.hasPrefix("Subject:") })
        let lines = sent.head[start...].enumerated().prefix { $0.offset == 0 || $0.element.hasPrefix(" ") }.map {
            $0.element.replacing("Subject:", with: "")
        }
        let words = lines.compactMap { line in
            Data(base64Encoded: line.trimmingCharacters(in: .whitespaces).replacing("=?UTF-8?B?", with: "").replacing("?=", with: ""))
        }
        #expect(words.count > 2)
        #expect(words.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
        #expect(String(decoding: words.joined(), as: UTF8.self) == "[cqwatch] critical \(patient) (A8)")
        #expect(sent.head.allSatisfy { $0.utf8.count <= 78 })
    }

    @Test("what is no address is left out, and nobody to write to is a failure")
    func addresses() async throws {
        let sent = try await send(["ADDRESSES": "b@x.org Bcc: y@z.org\n-oQ/tmp@x\n*@x.org, y\na@example.org\nphone 12345"])
        #expect(sent.head.contains("To: a@example.org"))
        #expect(sent.said.contains("no mail address: phone 12345"))
        #expect(try await send(["ADDRESSES": "phone"]).status == .exited(1))
        #expect(try await send(["ADDRESSES": ""]).status == .exited(1))
    }

    @Test("with detail minimal the message names the alert and its severity only")
    func minimal() async throws {
        let sent = try await send(["RULE": "", "PATIENT": "", "TEXT": "", "ADVICE": "", "REASON": ""])
        #expect(sent.head.contains("Subject: [cqwatch] critical (A8)"))
        #expect(sent.body.hasPrefix("Alert A8, severity critical, raised.\n"))
    }

    @Test("a temporary failure is tried again, another is told", arguments: [(75, 75), (71, 75), (69, 75), (67, 67), (1, 1)])
    func status(sendmail: Int, hook: Int32) async throws { #expect(try await send([:], exit: sendmail).status == .exited(hook)) }
}
