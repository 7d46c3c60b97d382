// One transfer as libcurl's callbacks see it: the message's bytes go, the server's lines come, and an end is set to it.
internal import Foundation
internal import Mail
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
    private(set) var answers: SmtpAnswers

    init(_ bytes: Data, _ stop: StopFlag, end: ContinuousClock.Instant, password: String?) {
        self.bytes = bytes
        self.stop = stop
        self.end = end
        answers = SmtpAnswers(password: password)
    }

    var isOver: Bool { stop.isSet || end < .now }

    func give(_ target: UnsafeMutableRawBufferPointer) -> Int {
        let part = bytes[(bytes.startIndex + sent)...].prefix(target.count)
        // libcurl has asked for more when all was given.
        if part.isEmpty { answers.gaveWhole() }
        target.copyBytes(from: part)
        sent += part.count
        return part.count
    }

    func hear(_ reply: UnsafeRawBufferPointer) {
        answers.hear(reply)
        if answers.isAccepted { end = min(end, .now + SmtpClient.farewellMax) }
    }
}
