// The examiner: parses and analyses what the daemon hands it, one file after the other, until its input ends. It opens
// no file and holds nothing, so that it can be killed at any moment.
internal import CLinux
internal import Assay
internal import Foundation
internal import Glibc

/// The command that the daemon starts itself with.
public let examinerCommand = "examine-for-daemon"

/// - Returns: the exit code.
public func runExaminer() -> Int32 {
    // A stop is the daemon's affair: it closes our input when it is done, and if it dies we end with it.
    for name in [SIGTERM, SIGINT, SIGHUP, SIGPIPE] { signal(name, SIG_IGN) }
    clinux_die_with_parent()
    IdleMemory.limitHeaps()
    while let order = receive(), let bytes = receive() {
        do {
            let order = try ExaminationFrame.decode(ExaminationOrder.self, order)
            let answer = examine(bytes, order.settings, try SampleNaming(pattern: order.pattern))
            guard try send(ExaminationFrame.encode(answer)) else { return ServiceExit.failed }
        } catch {
            return ServiceExit.failed
        }
    }
    return ServiceExit.clean
}

private func receive() -> Data? {
    exactly(ExaminationFrame.lengthBytes).flatMap(ExaminationFrame.length).flatMap(exactly)
}

private func exactly(_ count: Int) -> Data? {
    var data = Data(count: count)
    var filled = 0
    while filled < count {
        let got = data.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress.map { $0 + filled }, count - filled) }
        if got < 0, errno == EINTR { continue }
        if got <= 0 { return nil }
        filled += got
    }
    return data
}

private func send(_ answer: Data) -> Bool {
    let frame = ExaminationFrame.head(answer.count) + answer
    var sent = 0
    while sent < frame.count {
        let put = frame.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress.map { $0 + sent }, frame.count - sent) }
        if put < 0, errno == EINTR { continue }
        if put <= 0 { return false }
        sent += put
    }
    return true
}
