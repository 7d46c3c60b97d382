// One transfer as libcurl's callbacks see it: the message's bytes go, the server's lines come, and an end is set to it.
internal import Foundation
internal import Synchronization

/// Set from any thread when a transfer is to end.
final class StopFlag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}

/// What the callbacks of one transfer share; only the thread that runs the transfer touches it.
final class SmtpExchange {
    private let bytes: Data
    private var sent = 0
    private let stop: StopFlag
    private var end: ContinuousClock.Instant
    /// A server may repeat what it is told: until it has taken the password, only the codes of its answers are kept.
    private var hidesAnswers: Bool
    /// The last line that says something of the mail.
    private var line: [UInt8] = []
    /// It has said 250 to EHLO at least.
    private(set) var wasGreeted = false
    /// libcurl has asked for more when all was given: the message's end goes out.
    private var isWhole = false
    /// The server has answered the message's end: from here on the message is the server's, whatever comes after.
    private(set) var isAccepted = false

    init(_ bytes: Data, _ stop: StopFlag, end: ContinuousClock.Instant, hidesAnswers: Bool) {
        self.bytes = bytes
        self.stop = stop
        self.end = end
        self.hidesAnswers = hidesAnswers
    }

    var isOver: Bool { stop.isSet || end < .now }

    func give(_ target: UnsafeMutableRawBufferPointer) -> Int {
        let part = bytes[(bytes.startIndex + sent)...].prefix(target.count)
        if part.isEmpty { isWhole = true }
        target.copyBytes(from: part)
        sent += part.count
        return part.count
    }

    func hear(_ reply: UnsafeRawBufferPointer) {
        // What comes after is the answer to QUIT.
        if isAccepted || reply.starts(with: "221".utf8) { return }
        if reply.starts(with: "235".utf8) {
            hidesAnswers = false
            return
        }
        line = Array(reply.prefix(hidesAnswers && wasGreeted ? 3 : SmtpClient.replyMax))
        guard reply.starts(with: "250".utf8) else { return }
        wasGreeted = true
        guard isWhole, reply.count < 4 || reply[3] != UInt8(ascii: "-") else { return }
        isAccepted = true
        end = min(end, .now + SmtpClient.farewellMax)
    }

    /// The reply's code; 0 where there was none.
    var status: Int { Int(String(decoding: line.prefix(3), as: UTF8.self)) ?? 0 }

    /// A server that repeats the password must not bring it into the journal.
    func reply(without password: String?) -> String {
        let text = HookEvent.oneLine(String(decoding: line, as: UTF8.self)).trimmingCharacters(in: .whitespaces)
        guard let password, !password.isEmpty else { return text }
        return text.replacing(password, with: "…").replacing(Data(password.utf8).base64EncodedString(), with: "…")
    }
}
