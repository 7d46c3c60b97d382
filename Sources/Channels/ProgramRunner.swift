// One call of one program, a hook or a sendmail: bytes in, exit status out, killed with all its children at its
// deadline.
internal import Dispatching
internal import Foundation
internal import Glibc
internal import Linux
internal import Subprocess
internal import Synchronization
internal import SystemPackage

struct Program: Sendable {
    let path: String
    var arguments: [String] = []
    let deadlineSeconds: Double
    /// Beside PATH and LANG.
    var environment: [String: String] = [:]
}

enum ProgramRunner {
    /// Between SIGTERM and SIGKILL.
    static let grace = Duration.seconds(2)
    /// Bytes of a program's output that its receipt keeps; the rest is read and dropped.
    static let outputMax = 2000
    /// Programs get nothing of the service's own environment but this.
    static let path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// The program's own session and process group, known once it has started.
    private final class Session: Sendable { let leader = Mutex<pid_t?>(nil) }

    private enum Ended: Sendable {
        case exited(TerminationStatus, String)
        case notStarted(String)
        case timer
    }

    /// - Parameter meaning: what an exit status other than 0 says; `said` is ": " and the output, or empty.
    static func run(
        _ program: Program, input: Data, meaning: @Sendable (_ status: Int32, _ said: String) -> AttemptOutcome
    ) async -> AttemptOutcome {
        ignoreBrokenPipes
        let session = Session()
        let (ended, late) = await withTaskGroup(of: Ended.self) { tasks in
            tasks.addTask { await spawn(program, input) { id in session.leader.withLock { $0 = id } } }
            tasks.addTask {
                // shorter where the program ends first, or the service stops
                await pause(seconds: program.deadlineSeconds)
                return .timer
            }
            let first = await tasks.next()
            tasks.cancelAll()
            guard case .timer = first else { return (first, false) }
            return (await tasks.next(), true)
        }
        // The first process may have gone at SIGTERM and left others of its session behind. (No such group any more:
        // nothing to do.)
        if late, let id = session.leader.withLock({ $0 }) { kill(-id, SIGKILL) }
        return outcome(
            ended ?? .notStarted("it was not started"), late: late, stopping: Task.isCancelled, program, meaning)
    }

    private static func spawn(
        _ program: Program, _ input: Data, started: @Sendable (pid_t) -> Void
    ) async -> Ended {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: grace)]
        var variables = ["PATH": path, "LANG": "C.UTF-8"]
        variables.merge(program.environment) { $1 }
        let keys = variables.map { (Environment.Key(stringLiteral: $0), $1) }
        do {
            let result = try await Subprocess.run(
                .path(.init(program.path)), arguments: .init(program.arguments),
                environment: .custom(Dictionary(uniqueKeysWithValues: keys)), workingDirectory: "/",
                platformOptions: options,
                input: .inputWriter, output: .sequence, error: .combinedWithOutput
            ) { execution in
                started(execution.processIdentifier.value)
                async let fed: Void = feed(input, to: execution.standardInputWriter)
                let output = await firstOutput(execution.standardOutput)
                await fed
                return output
            }
            return .exited(result.terminationStatus, result.closureResult)
        } catch {
            return .notStarted("\(error)")
        }
    }

    /// A program need not read its input: one that closes it early has said with its exit status what it thinks.
    private static func feed(_ input: Data, to writer: StandardInputWriter) async {
        do {
            _ = try await writer.write(Array(input))
            try await writer.finish()
        } catch { return }
    }

    /// The first bytes as one line of printable text. Reading goes on to the end, so that the program never blocks on a
    /// full pipe; it ends with the program even where a child of it keeps the pipe open.
    private static func firstOutput(_ sequence: SubprocessOutputSequence) async -> String {
        var bytes: [UInt8] = []
        do {
            for try await buffer in sequence where bytes.count < outputMax {
                buffer.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(outputMax - bytes.count)) }
            }
        } catch { return HookEvent.oneLine(String(decoding: bytes, as: UTF8.self)) }
        return HookEvent.oneLine(String(decoding: bytes, as: UTF8.self)).trimmingCharacters(in: .whitespaces)
    }

    private static func outcome(
        _ ended: Ended, late: Bool, stopping: Bool, _ program: Program, _ meaning: (Int32, String) -> AttemptOutcome
    ) -> AttemptOutcome {
        switch ended {
        case .timer: return .again("it did not end after it was killed")
        case .notStarted(let why): return .again("failed: \(HookEvent.oneLine(why))")
        case .exited(let status, let output):
            let said = output.isEmpty ? "" : ": \(output)"
            if case .exited(0) = status { return .delivered(output.isEmpty ? nil : output) }
            if late {
                return stopping
                    ? .stopped("stopped with the service\(said)")
                    : .again("failed: killed after \(program.deadlineSeconds) s\(said)")
            }
            switch status {
            case .exited(let code): return meaning(code, said)
            case .signaled(let signal): return .again("failed: signal \(signal)\(said)")
            }
        }
    }

    /// A program that closes its input, or a mail server that hangs up, must not end the service with SIGPIPE.
    static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}
