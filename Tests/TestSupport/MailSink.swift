// A real mail server on loopback with a certificate of its own: aiosmtpd, run by Debian's Python.
public import Foundation
internal import Glibc

public final class MailSink {
    public static let present: Bool = {
        let python = Process()
        python.executableURL = URL(filePath: ParsedMail.python)
        python.arguments = ["-c", "import aiosmtpd.smtp"]
        python.standardError = FileHandle.nullDevice
        do { try python.run() } catch { return false }
        python.waitUntilExit()
        return python.terminationStatus == 0
    }()
    public static let absence = "python3-aiosmtpd is absent: Scripts/setup installs it"

    public struct Envelope: Decodable, Sendable {
        public let from: String
        public let to: [String]
        public let tls: Bool
        public let user: String
    }

    private let process = Process()
    public let folder: TemporaryFolder
    public let port: Int
    public let certificate: String

    /// - Parameter options: of Tests/mail/sink, besides folder and certificate.
    public init(_ options: String...) throws {
        folder = try TemporaryFolder()
        certificate = folder.path + "/certificate.pem"
        try Self.certify(folder.path)
        let output = Pipe()
        process.executableURL = ParsedMail.tools.appending(path: "sink")
        process.arguments = [folder.path, "--certificate", certificate, "--key", folder.path + "/key.pem"] + options
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(10) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw CocoaError(.executableLoad) }
            line += more
        }
        port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    deinit {
        // A child of a pool thread may have SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func certify(_ folder: String) throws {
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost", "-keyout", folder + "/key.pem", "-out", folder + "/certificate.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
    }

    /// Paths without suffix of the mails taken, in their order.
    public static func mails(in folder: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return all.filter { $0.hasSuffix(".eml") }.sorted { (Int($0.dropLast(4)) ?? 0) < (Int($1.dropLast(4)) ?? 0) }
            .map { folder + "/" + $0.dropLast(4) }
    }

    private var names: [String] { Self.mails(in: folder.path) }

    public var count: Int { names.count }
    public func raw() throws -> [Data] { try names.map { try Data(contentsOf: URL(filePath: $0 + ".eml")) } }
    public func mails() throws -> [ParsedMail] { try raw().map(ParsedMail.parse) }
    public func envelopes() throws -> [Envelope] {
        try names.map { try JSONDecoder().decode(Envelope.self, from: Data(contentsOf: URL(filePath: $0 + ".json"))) }
    }
}
