import Foundation
import TestSupport
import Testing

@testable import Mail

@Suite("Mail as Python reads it", .enabled(if: ParsedMail.present, Comment(rawValue: ParsedMail.absence)))
struct MailMessageTests {
    private let from = MailAddress(name: "cqwatch", address: "cqwatch@lab.example")
    private let to = MailAddress(name: "Dr. Ünal, \"A\"", address: "doctor@example.org")

    private func message(
        subject: String = "s", references: [String] = [], list: (phrase: String, id: String)? = nil,
        body: MailPart = .text("t", subtype: "plain")
    ) throws -> MailMessage {
        MailMessage(
            from: try #require(from), to: try #require(to), subject: subject,
            date: Date(timeIntervalSince1970: 1_778_765_290), messageID: "D1.abc@lab.example",
            references: references, list: list, body: body)
    }

    @Test("headers are ASCII, folded and read back as they were given")
    func headers() throws {
        let subject =
            "Kopienzahl 1.2×10^5 copies/µl gDNA über der Schwelle, " + String(repeating: "lang ", count: 30) + "€"
        let mail = try ParsedMail.parse(
            message(subject: subject, list: ("cqwatch R5a", "r5a.cqwatch.lab.example")).bytes())
        #expect(mail.defects.isEmpty)
        #expect(mail.header("Subject") == subject)
        #expect(mail.header("To") == "\"Dr. Ünal, \\\"A\\\"\" <doctor@example.org>")
        #expect(mail.header("From") == "cqwatch <cqwatch@lab.example>")
        #expect(mail.date == 1_778_765_290)
        #expect(mail.header("Message-ID") == "<D1.abc@lab.example>")
        #expect(mail.header("List-Id") == "\"cqwatch R5a\" <r5a.cqwatch.lab.example>")
        #expect(mail.header("Auto-Submitted") == "auto-generated")
        #expect(mail.ascii && mail.longestLine <= 78 && mail.bareBreaks == 0)
    }

    @Test(
        "no text becomes a header of its own, or a line of SMTP",
        arguments: [
            "P05\r\nBcc: evil@example.org\r\n\r\nbody", "a\nCc: x@example.org", "a\u{2028}To: y\u{85}Z: 1",
            "=?UTF-8?Q?a=0D=0ABcc:_x?=", "\u{0}\u{7F}x",
        ])
    func injection(hostile: String) throws {
        var message = try message(
            subject: hostile, list: (hostile, "x.lab.example"), body: .text(hostile + "\r\n.\r\nQUIT", subtype: "plain")
        )
        message.to = try #require(MailAddress(name: hostile, address: "doctor@example.org"))
        let mail = try ParsedMail.parse(message.bytes())
        #expect(mail.all("Bcc").isEmpty && mail.all("Cc").isEmpty && mail.all("To").count == 1 && mail.all("Z").isEmpty)
        #expect(
            Set(mail.headers.map { $0[0] }).isSubset(of: [
                "From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "MIME-Version",
                "Content-Type", "Content-Transfer-Encoding",
            ]))
        #expect(mail.header("Subject")?.contains(where: \.isNewline) == false)
        #expect(mail.ascii && mail.longestLine <= 78 && mail.bareBreaks == 0)
        #expect(!message.bytes().split(separator: 10).contains(Data(".\r".utf8)))
    }

    @Test("an empty subject, and one of a single endless word, stand")
    func odd() throws {
        #expect(try ParsedMail.parse(message(subject: "").bytes()).header("Subject") == "")
        let word = String(repeating: "x", count: 400)
        let mail = try ParsedMail.parse(message(subject: word).bytes())
        #expect(mail.header("Subject") == word)
        #expect(mail.longestLine <= 78)
    }

    @Test("a thread names the first mail and the latest ones")
    func thread() throws {
        let ids = (1...40).map { "D\($0).x@lab.example" }
        let mail = try ParsedMail.parse(message(references: ids).bytes())
        #expect(mail.header("In-Reply-To") == "<D40.x@lab.example>")
        let named = try #require(mail.header("References")).split(separator: " ").map(String.init)
        #expect(
            named.first == "<D1.x@lab.example>" && named.last == "<D40.x@lab.example>"
                && named.count == MailMessage.referencesMax)
        #expect(try ParsedMail.parse(message().bytes()).header("In-Reply-To") == nil)
    }

    @Test("text and HTML are alternatives, and the HTML shows its picture")
    func parts() throws {
        let picture = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let text =
            "Wert 84 copies/µl × 10\n.\nFrom here \n=3D\n" + String(repeating: "long ", count: 60) + "\n\ntab\tend "
        let body = MailPart.alternative([
            .text(text, subtype: "plain"),
            .related([
                .text("<p>µ</p>", subtype: "html"),
                .picture(picture, contentID: "p1@lab.example", filename: "kinetics.png"),
            ]),
        ])
        let mail = try ParsedMail.parse(message(body: body).bytes())
        #expect(mail.defects.isEmpty)
        #expect(
            mail.parts.map(\.type) == [
                "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
            ])
        #expect(mail.part("text/plain")?.text?.trimmingCharacters(in: .newlines) == text)
        #expect(mail.part("text/html")?.text?.contains("<p>µ</p>") == true)
        #expect(mail.part("image/png")?.base64 == picture)
        #expect(mail.part("image/png")?.id == "<p1@lab.example>")
        #expect(mail.part("image/png")?.disposition == "inline")
        #expect(mail.ascii && mail.longestLine <= 78 && mail.bareBreaks == 0)
    }
}

@Suite("Mail addresses")
struct MailAddressTests {
    @Test(
        "a dot-atom at a host name is one", arguments: ["a@b", "first.last+tag@sub.example.org", "o'neil@x-y.example"])
    func good(address: String) { #expect(MailAddress(address: address)?.address == address) }

    @Test(
        "what could be an option, a header, a command or a second address is none",
        arguments: [
            "", "a", "@b", "a@", "a@b@c", "-oQ/tmp@x", "a b@c", "a@b c", "a@b\r\nRCPT TO:<x>", "a,b@c", "<a@b>", "a@-b",
            "a@b-", "a@b..c", ".a@b", "a.@b", "ä@b", "a@ü",
            "\"a\"@b", "a@[127.0.0.1]", String(repeating: "x", count: 65) + "@b",
        ])
    func bad(address: String) { #expect(MailAddress(address: address) == nil) }
}
