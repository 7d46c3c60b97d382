// The real program behind a real socket, with a small journal.
import Alerts
import Assay
import Casebook
import CasebookFixtures
import Configuration
import Foundation
import Glibc
import Journal
import Rules
import TestSupport

/// A journal of a few runs, a configuration, and the service that shows them.
final class WebProcess {
    static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "cqwatch")
    static let present = FileManager.default.isExecutableFile(atPath: binary.path)
    static let absence = "no cqwatch executable is built beside the tests"

    static let configuration = """
        watch:
          directories: [export]
        assay:
          standards:
            unit: copies/ul template
        patients: patients.csv
        journal:
          path: state/journal.sqlite
        laboratory:
          acceptBy: 2
        web:
          userHeader: X-Remote-User
          roleHeader: X-Remote-Roles
          roles: {reader: [readers], technician: [lab], physician: [haem], laboratory: [heads]}
        delivery:
          default: physician
          recipients:
            physician: {role: physician, name: Physician on duty, address: physician@example.org}

        """

    let scratch: Scratch
    let socket: String
    private var process = Process()
    private let log: URL
    private var configurationPath: String { scratch.folder.path + "/cqwatch.yaml" }
    var id: Int32 { process.processIdentifier }
    var lines: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    init(_ runs: [RunAnalysis] = [run([("P01", 90, 50)])], path: String = "run.lc96p") throws {
        scratch = try Scratch()
        socket = scratch.folder.path + "/web.sock"
        log = scratch.folder.appending(path: "web.log")
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: "export"), withIntermediateDirectories: true)
        try Data(Self.configuration.utf8).write(to: URL(filePath: configurationPath))
        let patients = (1...9).map { "P0\($0),2026-01-01,,,physician,,\n" }.joined()
        try Data(("patient,infusion,dose,group,physician,ended,reason\n" + patients).utf8).write(
            to: scratch.folder.appending(path: "patients.csv"))
        let casebook = try scratch.casebook()
        for (index, run) in runs.enumerated() {
            try casebook.take(run, file("\(index)\(path)", content: "c\(index)"), stamp: stamp(Int64(index + 1)))
        }
        try casebook.journal.close()
        try start()
    }

    /// - Parameter launcher: what starts it; it gets the program and its arguments behind its own.
    func start(_ launcher: [String] = [], socket named: Bool = true, more: [String] = []) throws {
        process = Process()
        let arguments =
            ["web", "--config", configurationPath] + (named ? ["--socket", socket] : []) + more
        let command = launcher + [Self.binary.path] + arguments
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        try Data().write(to: log)
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        if named { _ = until(30) { lines.contains("Serving") || !process.isRunning } }
    }

    var isRunning: Bool { process.isRunning }

    /// The exit code, or minus the signal.
    @discardableResult
    func end(_ signal: Int32?) -> Int32 {
        if let signal { kill(id, signal) }
        _ = until(30) { !process.isRunning }
        if process.isRunning { kill(id, SIGKILL) }
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    deinit { if process.isRunning { kill(id, SIGKILL) } }

    var residentKiB: Int {
        let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? .max
    }

    func records(_ kind: String) throws -> [Record] {
        let journal = try scratch.open(readOnly: true)
        defer { try? journal.close() }
        return try journal.tail(10_000).filter { $0.kind == kind }
    }

    var isIntact: Bool {
        get throws {
            let journal = try scratch.open(readOnly: true)
            defer { try? journal.close() }
            return try journal.verify().isIntact
        }
    }
}

/// An answer as it came over the socket.
struct Answer {
    let text: String
    var status: Int { Int(text.dropFirst(9).prefix(3)) ?? 0 }
    var head: Substring { text.prefix(upTo: text.range(of: "\r\n\r\n")?.lowerBound ?? text.endIndex) }
    var body: Substring { text.suffix(from: text.range(of: "\r\n\r\n")?.upperBound ?? text.endIndex) }
    func field(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ": ") }.map {
            String($0.dropFirst(name.utf8.count + 2))
        }
    }
    func first(_ pattern: Regex<(Substring, Substring)>) -> String? {
        text.firstMatch(of: pattern).map { String($0.1) }
    }
}

extension WebProcess {
    func get(_ target: String, _ user: String = "ann", _ groups: String = "haem", more: String = "") -> Answer {
        asked(socket, target, user, groups, more: more)
    }

    /// A form as a browser would send it, not sent yet.
    func form(_ query: String, filled: String, _ user: String, _ groups: String) throws -> String {
        let shown = get("/form?\(query)", user, groups)
        guard let seal = shown.first(/name="seal" value="([^"]*)"/),
            let cookie = shown.first(/set-cookie: ([^;\r]*)/)
        else { throw Unshown(text: shown.text) }
        let seen = shown.first(/name="seen" value="([^"]*)"/).map { "&seen=\($0)" } ?? ""
        let body = "\(query)\(seen)&seal=\(seal)&\(filled)"
        return
            "POST /act HTTP/1.1\r\nHost: x\r\nX-Remote-User: \(user)\r\nX-Remote-Roles: \(groups)\r\n"
            + "Cookie: \(cookie)\r\nSec-Fetch-Site: same-origin\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    struct Unshown: Error, CustomStringConvertible {
        let text: String
        var description: String { "no form was shown: \(text.prefix(300)) … \(text.suffix(700))" }
    }

    func send(_ form: String) -> Answer { Answer(text: Connection(socket)?.ask(form) ?? "") }

    func act(_ query: String, _ filled: String, _ user: String = "ann", _ groups: String = "haem") throws -> Answer {
        send(try form(query, filled: filled, user, groups))
    }
}

/// Looks at a page.
func asked(_ socket: String, _ target: String, _ user: String, _ groups: String, more: String = "") -> Answer {
    let request =
        "GET \(target) HTTP/1.1\r\nHost: x\r\nX-Remote-User: \(user)\r\nX-Remote-Roles: \(groups)\r\n\(more)\r\n"
    return Answer(text: Connection(socket)?.ask(request) ?? "")
}

/// A raw connection to a local socket.
final class Connection {
    private let descriptor: Int32
    private static let patienceSeconds = 60

    init?(_ path: String) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout.size(ofValue: patience)))
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if connected != 0 { return nil }
    }

    /// - Returns: whether all was taken.
    @discardableResult
    func say(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    /// All until the other side ends.
    func rest() -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: all, as: UTF8.self) }
            all += buffer.prefix(count)
        }
    }

    func ask(_ request: String) -> String {
        say(request)
        return rest()
    }

    deinit { close(descriptor) }
}

func until(_ seconds: Double, _ condition: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !condition() {
        if Date() > deadline { return false }
        usleep(2_000)
    }
    return true
}
