// A parser that does not return can be ended only as a process: a thread cannot be killed, and a look at the clock
// inside our own loops does not reach into libxml2 or a regular expression. So each file is examined by a child of ours
// that is killed when it has used up the file's processor time.
internal import Assay
internal import CLinux
internal import Foundation
internal import Glibc
internal import Linux

/// One child, started when it is first needed and again after each death. Used by one thread at a time; blocks.
final class Examiner {
    enum Outcome {
        case answer(ExaminationAnswer)
        /// It used more processor time than it may.
        case slow
        /// It died of a signal that we did not send: the file's fault.
        case died(signal: Int32)
        /// It could not be started, or was killed from outside, or makes no progress: not the file's fault.
        case failed(String)
    }

    /// How long the child may be at it by the clock, whatever little of the processor it gets, as a multiple of its
    /// processor time.
    static let wallMultiple = 20.0
    static let wallMin = 60.0
    /// Milliseconds between two looks at the child's processor time.
    private static let lookEvery: Int32 = 50

    private struct Child {
        let id: pid_t
        let input: Int32
        let output: Int32
    }
    private var child: Child?
    var isRunning: Bool { child != nil }
    /// Processor time that the last file used, where it was read to its end.
    private(set) var usedSeconds = 0.0

    /// - Parameter processorSeconds: for parsing and analysing.
    func examine(_ bytes: Data, _ order: ExaminationOrder, processorSeconds: Double) -> Outcome {
        usedSeconds = 0
        let head: Data
        do { head = try ExaminationFrame.encode(order) } catch {
            return .failed("the settings cannot be handed on: \(error)")
        }
        if child == nil, let fault = start() { return .failed(fault) }
        guard let child else { return .failed("no process could be started to read it.") }
        var watch = Watch(child.id, processorSeconds)
        let request = [ExaminationFrame.head(head.count) + head, ExaminationFrame.head(bytes.count), bytes]
        for part in request where !send(part, child.input, &watch) { return end(watch) }
        guard let length = receive(ExaminationFrame.lengthBytes, child.output, &watch).flatMap(ExaminationFrame.length),
            let answer = receive(length, child.output, &watch)
        else { return end(watch) }
        usedSeconds = watch.used ?? 0
        do { return .answer(try ExaminationFrame.decode(ExaminationAnswer.self, answer)) } catch {
            stop()
            return .failed("the process that reads it gave an answer that cannot be understood: \(error)")
        }
    }

    /// Ends the child.
    func stop() { _ = reap(killing: true) }

    deinit { stop() }

    /// What the child has used, and may.
    private struct Watch {
        let id: pid_t
        let processorStart: Double
        let processorEnd: Double
        let wallEnd: Duration
        var isOver = false
        var hangs = false

        init(_ id: pid_t, _ seconds: Double) {
            self.id = id
            processorStart = processorTime(id) ?? 0
            processorEnd = processorStart + seconds
            wallEnd = steadyNow() + .seconds(max(Examiner.wallMin, seconds * Examiner.wallMultiple))
        }

        var used: Double? { processorTime(id).map { $0 - processorStart } }

        /// False where it has to end.
        mutating func look() -> Bool {
            if let used = processorTime(id), used > processorEnd { isOver = true }
            if steadyNow() > wallEnd { hangs = true }
            return !isOver && !hangs
        }
    }

    private func send(_ data: Data, _ descriptor: Int32, _ watch: inout Watch) -> Bool {
        var sent = 0
        while sent < data.count {
            guard ready(descriptor, POLLOUT, &watch) else { return false }
            let put = data.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + sent }, data.count - sent) }
            if put < 0, errno == EINTR || errno == EAGAIN { continue }
            if put <= 0 { return false }
            sent += put
        }
        return true
    }

    private func receive(_ count: Int, _ descriptor: Int32, _ watch: inout Watch) -> Data? {
        var data = Data(count: count)
        var filled = 0
        while filled < count {
            guard ready(descriptor, POLLIN, &watch) else { return nil }
            let got = data.withUnsafeMutableBytes {
                read(descriptor, $0.baseAddress.map { $0 + filled }, count - filled)
            }
            if got < 0, errno == EINTR || errno == EAGAIN { continue }
            if got <= 0 { return nil }
            filled += got
        }
        return data
    }

    private func ready(_ descriptor: Int32, _ events: Int32, _ watch: inout Watch) -> Bool {
        var one = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        while true {
            let count = poll(&one, 1, Self.lookEvery)
            if count > 0 { return true }
            if count < 0, errno != EINTR { return false }
            if !watch.look() { return false }
        }
    }

    /// The child gave no answer: why.
    private func end(_ watch: Watch) -> Outcome {
        let wasStopped = watch.isOver || watch.hangs
        let signal = reap(killing: wasStopped)
        if watch.isOver { return .slow }
        if watch.hangs { return .failed("the process that reads it makes no progress.") }
        guard let signal, signal != SIGKILL else {
            return .failed("the process that reads it was ended from outside, perhaps for want of memory.")
        }
        return .died(signal: signal)
    }

    /// - Returns: the signal that ended it; nil where none did.
    private func reap(killing: Bool) -> Int32? {
        guard let child else { return nil }
        self.child = nil
        if killing { kill(child.id, SIGKILL) }
        // Without its input it ends by itself.
        close(child.input)
        close(child.output)
        var status: Int32 = 0
        while waitpid(child.id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? nil : signal
    }

    /// - Returns: why not.
    private func start() -> String? {
        var id: pid_t = 0, input: Int32 = -1, output: Int32 = -1
        let code = clinux_spawn_self(examinerCommand, &id, &input, &output)
        guard code == 0 else { return "no process can be started to read it: \(String(cString: strerror(code)))." }
        child = Child(id: id, input: input, output: output)
        return nil
    }
}

/// Seconds of processor time that a child has used.
private func processorTime(_ id: pid_t) -> Double? {
    var clock = clockid_t()
    var time = timespec()
    guard clock_getcpuclockid(id, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
