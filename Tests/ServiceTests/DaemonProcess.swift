// The real binary, started as a supervisor would start it.
import Foundation
import Glibc
import TestSupport

final class DaemonProcess {
    /// Beside the test bundle, where `swift build --build-tests` puts it.
    static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "cqwatch")
    /// Built beside the tests, with the command `daemon`.
    static let present: Bool = {
        let help = Process()
        help.executableURL = binary
        help.arguments = ["daemon", "--help"]
        help.standardOutput = FileHandle.nullDevice
        help.standardError = FileHandle.nullDevice
        do { try help.run() } catch { return false }
        help.waitUntilExit()
        return help.terminationStatus == 0
    }()
    static let absence = "no cqwatch executable with the command daemon is built beside the tests"

    private let process = Process()
    private let log: URL
    var id: Int32 { process.processIdentifier }

    /// - Parameters:
    ///   - command: `daemon` or `deliver`.
    ///   - errors: in the log's place.
    init(
        _ setup: Setup, _ command: String = "daemon", delivering: Bool = false, errors: FileHandle? = nil,
        environment: [String: String] = [:]
    ) throws {
        log = setup.folder.url.appending(path: "daemon-\(UUID().uuidString).log")
        try Data().write(to: log)
        process.executableURL = Self.binary
        process.arguments =
            [command, "--config", setup.configurationPath] + (delivering || command != "daemon" ? [] : ["--no-deliver"])
        process.standardError = try errors ?? FileHandle(forWritingTo: log)
        process.environment = environment
        try process.run()
    }

    /// What it has logged so far.
    var lines: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    /// How many descriptors it holds.
    var descriptors: Int { get throws { try FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd").count } }

    /// The names of its threads.
    var threads: Set<String> {
        get throws {
            let folder = "/proc/\(id)/task"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { thread in
                // One that has ended since has no name any more.
                try? String(contentsOfFile: "\(folder)/\(thread)/comm", encoding: .utf8)
            }
            return Set(names.map { $0.trimmingCharacters(in: .newlines) })
        }
    }

    /// Memory in use, KiB.
    var residentKiB: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            return line.flatMap { Int($0.filter(\.isNumber)) } ?? .max
        }
    }

    func send(_ signal: Int32) { kill(id, signal) }

    /// Waits until the log says so.
    func waits(for text: String, times: Int = 1, seconds: Double = 30) -> Bool {
        until(seconds) { lines.components(separatedBy: text).count > times }
    }

    /// The exit code, or minus the signal.
    func end(_ signal: Int32?) -> Int32 {
        if let signal { send(signal) }
        guard until(30, { !process.isRunning }) else {
            kill(id, SIGKILL)
            return .min
        }
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    deinit { if process.isRunning { kill(id, SIGKILL) } }
}

func until(_ seconds: Double, _ condition: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !condition() {
        if Date() > deadline { return false }
        usleep(5_000)
    }
    return true
}
