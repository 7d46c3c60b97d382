import Foundation
import Testing

@testable import Mail

/// What a server's lines make of a message, without a server.
@Suite struct SmtpAnswersTests {
    private func heard(_ lines: String..., whole: Int? = nil, password: String? = nil) -> SmtpAnswers {
        var answers = SmtpAnswers(password: password)
        for (number, line) in lines.enumerated() {
            if number == whole { answers.gaveWhole() }
            answers.hear(Array("\(line)\r\n".utf8))
        }
        return answers
    }

    @Test("a message is the server's with the last 250 after its end, and nothing said later counts")
    func accepted() {
        let answers = heard("220 hello", "250 EHLO", "250 ok", "354 go on", "250 2.0.0 queued", "421 bye", whole: 4)
        #expect(answers.isAccepted && answers.words == "250 2.0.0 queued")
        #expect(!heard("220 hello", "250 EHLO", "250 ok").isAccepted, "250 before the message's end")
        #expect(!heard("220 hello", "250-queued", whole: 1).isAccepted, "more lines follow")
    }

    @Test("the recipient is refused by a lasting code after the greeting, not by one that speaks of the sign-in")
    func refused() {
        #expect(heard("250 EHLO", "550 no such user").refusesRecipient)
        #expect(heard("250 EHLO", "550 no such user", "221 bye").refusesRecipient, "the farewell's answer says nothing")
        #expect(!heard("250 EHLO", "451 later").refusesRecipient)
        #expect(!heard("250 EHLO", "535 wrong password").refusesRecipient)
        #expect(!heard("554 no service").refusesRecipient, "not yet greeted")
        #expect(!heard("250 EHLO", "", "5").refusesRecipient)
    }

    @Test("until the password is taken only codes are kept; afterwards it stands in no text")
    func password() {
        #expect(heard("250 EHLO", "535 you said hunter2", password: "hunter2").words == "535")
        let base64 = Data("hunter2".utf8).base64EncodedString()
        let later = heard("250 EHLO", "235 fine", "550 hunter2 is \(base64)", password: "hunter2")
        #expect(later.words == "550 … is …")
    }

    @Test("an endless line is cut, and steers nothing")
    func hostile() {
        let answers = heard("250 EHLO", "550 \u{1B}[2J" + String(repeating: "x", count: 100_000))
        #expect(answers.words.utf8.count <= SmtpAnswers.lineMax && !answers.words.contains("\u{1B}"))
    }
}
