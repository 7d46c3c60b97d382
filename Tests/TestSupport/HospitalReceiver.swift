// A receiver of HL7 messages or FHIR bundles on loopback, run by Debian's Python: Tests/hospital/receiver, which does as it
// is told, or Tests/hospital/lis, which is made of programs that know nothing of cqwatch.
public import Foundation
internal import Glibc

public final class HospitalReceiver {
    private let process = Process()
    private let input = Pipe()
    public let folder: TemporaryFolder
    public let port: Int

    /// - Parameters:
    ///   - script: what it does with one message after the other, see there.
    ///   - port: nil: any that is free.
    public convenience init(_ script: String, port: Int? = nil, _ options: [String] = []) throws {
        try self.init(program: "receiver", port) { [$0, script] + options }
    }

    /// - Parameter lis: hl7apy, python-hl7 or fhir: of what it is made.
    public convenience init(lis: String) throws {
        try self.init(program: "lis", nil) { [lis, $0] }
    }

    private init(program: String, _ port: Int?, _ arguments: (_ folder: String) -> [String]) throws {
        folder = try TemporaryFolder()
        let output = Pipe()
        process.executableURL = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "hospital/" + program)
        process.environment = HospitalValidators.environment
        process.arguments = arguments(folder.path) + (port.map { ["--port", String($0)] } ?? [])
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(10) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw CocoaError(.executableLoad) }
            line += more
        }
        self.port = Int(String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    deinit { end() }

    /// As a machine that loses its power.
    public func end() {
        guard process.isRunning else { return }
        // A child of a pool thread may have SIGTERM blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// What it took, in its order.
    public func messages() throws -> [Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".msg") }
        return try names.sorted().map { try Data(contentsOf: URL(filePath: folder.path + "/" + $0)) }
    }

    /// An authority's certificate and one that it signed for "localhost": files ca.pem, NAME.pem, NAME-key.pem.
    /// - Parameter days: negative: it has expired.
    public static func certify(_ name: String, in folder: String, days: Int = 2) throws {
        try openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout",
            "\(folder)/\(name)-key.pem", "-out", "\(folder)/\(name).pem",
        ])
        guard days < 0 else { return }
        // Signed by its own key, over before it began to be used.
        try openssl([
            "x509", "-x509toreq", "-in", "\(folder)/\(name).pem", "-signkey", "\(folder)/\(name)-key.pem", "-out",
            "\(folder)/\(name).csr", "-copy_extensions", "copy",
        ])
        try openssl([
            "ca", "-config", try configuration(folder), "-batch", "-selfsign", "-notext", "-startdate",
            "20200101000000Z",
            "-enddate", "20200102000000Z", "-keyfile", "\(folder)/\(name)-key.pem", "-in", "\(folder)/\(name).csr",
            "-out", "\(folder)/\(name).pem",
        ])
    }

    private static func configuration(_ folder: String) throws -> String {
        let text = """
            [ca]
            default_ca = own
            [own]
            new_certs_dir = \(folder)
            database = \(folder)/index
            serial = \(folder)/serial
            default_md = sha256
            policy = any
            copy_extensions = copy
            [any]
            commonName = supplied
            """
        try text.write(toFile: folder + "/ca.cnf", atomically: true, encoding: .utf8)
        try "".write(toFile: folder + "/index", atomically: true, encoding: .utf8)
        try "01".write(toFile: folder + "/serial", atomically: true, encoding: .utf8)
        return folder + "/ca.cnf"
    }

    private static func openssl(_ arguments: [String]) throws {
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/openssl")
        openssl.arguments = arguments
        openssl.standardError = FileHandle.nullDevice
        openssl.standardOutput = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        guard openssl.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}
