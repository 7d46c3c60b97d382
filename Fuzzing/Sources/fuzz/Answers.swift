// What servers answer: hospital systems over MLLP and HTTP, an authorization server, a mail server.
internal import FHIR
internal import Foundation
internal import HL7
internal import Hospital
internal import Mail

/// An answer over MLLP as it comes from the line.
let hl7 = Target(name: "hl7") {
    [
        "MSH|^~\\&|LIS|H|CQWATCH|L|20260514||ACK^R01^ACK|1|P|2.5.1\rMSA|AA|\(control)\r",
        "MSH|^~\\&|LIS|H|CQWATCH|L|20260514||ACK|1|P|2.5.1\rMSA|AE|\(control)|no such patient\rERR||PID^1^3|204^Unknown key|E|||P01|ask\r",
        "MSH|^~\\&|\nMSA|CR|other\n",
    ].map { MLLP.frame(Data($0.utf8)) }
} callback: { bytes, count in
    let line = data(bytes, count)
    var whole = FramedAnswer(), pieces = FramedAnswer()
    let atOnce = whole.receive(line)
    // The same bytes in pieces are the same answer; what follows it may come later.
    var state = FramedAnswer.State.incomplete
    for start in stride(from: 0, to: line.count, by: 7) where state == .incomplete {
        state = pieces.receive(line[start..<min(start + 7, line.count)])
    }
    if case .whole(let content, _) = atOnce {
        guard case .whole(content, _) = state else {
            hold(false, "an answer in pieces is the answer at once")
            return 0
        }
        holdVerdict(verdict(on: content, for: control))
    }
    if case .broken(let reason) = atOnce { holdWords(reason) }
    holdVerdict(verdict(on: line, for: control))
    return 0
}

/// A FHIR server's answer: a line with HTTP's status, then the body.
let fhir = Target(name: "fhir") {
    [
        "201\n{\"resourceType\":\"Bundle\",\"type\":\"transaction-response\",\"entry\":[{\"response\":{\"status\":\"201\"}}]}",
        "422\n{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"invalid\",\"details\":{\"text\":\"no\"},\"expression\":[\"Bundle.entry[0]\"]}]}",
        "500\n{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"\\u001b[2J\",\"location\":[\"x\"]}]}",
    ].map { Data($0.utf8) }
} callback: { bytes, count in
    let (status, body) = answer(bytes, count)
    holdVerdict(verdict(onStatus: status, body))
    return 0
}

/// An authorization server's answer, likewise.
let token = Target(name: "token") {
    ["200\n{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":300}", "401\n{\"error\":\"invalid_client\"}"]
        .map { Data($0.utf8) }
} callback: { bytes, count in
    let (status, body) = answer(bytes, count)
    if let grant = TokenGrant(onStatus: status, body) {
        hold(grant.token.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a token fits into a header")
        hold(Duration.seconds(grant.seconds) >= .zero, "its life is a time")
    }
    return 0
}

/// A mail server's lines; where one says 354, the message is given whole.
let smtp = Target(name: "smtp") {
    [
        "220 mx ESMTP\r\n250-mx\r\n250 STARTTLS\r\n235 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 2.0.0 queued\r\n221 bye\r\n",
        "220 mx\r\n250 mx\r\n535 \(password) is wrong\r\n",
        "220 mx\r\n250 mx\r\n235 \(password)\r\n550 \(password) says no\r\n",
    ].map { Data($0.utf8) }
} callback: { bytes, count in
    var answers = SmtpAnswers(password: password)
    for line in data(bytes, count).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        answers.hear(line)
        if line.starts(with: "354".utf8) { answers.gaveWhole() }
        holdWords(answers.words)
        hold(!answers.words.contains(password), "the password stands in no text: \(answers.words)")
        hold(!(answers.isAccepted && answers.refusesRecipient), "a message is taken or refused")
    }
    return 0
}

private let control = "lab-12"
private let password = "hunter2"

private func answer(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> (status: Int, body: Data) {
    let parts = data(bytes, count).split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    return (Int(String(decoding: parts[0], as: UTF8.self)) ?? 0, parts.count == 2 ? Data(parts[1]) : Data())
}

private func holdVerdict(_ verdict: Verdict) {
    switch verdict {
    case .accepted(let said): holdWords(said ?? "")
    case .again(let reason), .refused(let reason):
        hold(!reason.isEmpty, "a verdict has its reason")
        holdWords(reason)
    }
}

/// Foreign words in a text for people: of a bounded length, and without what steers.
private func holdWords(_ text: String) {
    hold(text.utf8.count < 4096, "words are of a readable length: \(text.utf8.count) bytes")
    hold(
        text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0.value != 0x202E },
        "words steer no terminal: \(text.debugDescription)")
}
