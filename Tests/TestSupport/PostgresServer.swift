// A PostgreSQL of a test's own on loopback, with TLS and client certificates: Debian's server, as the user that it wants.
internal import Foundation
internal import Glibc

public final class PostgresServer {
    static let programs = "/usr/lib/postgresql/15/bin"
    public static let present =
        FileManager.default.isExecutableFile(atPath: programs + "/postgres")
        && FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") && (geteuid() != 0 || user != nil)
    public static let absence = "PostgreSQL 15 is absent: apt-get install postgresql-15 openssl"
    /// The server refuses to be root's.
    private static let user = getpwnam("postgres")?.pointee.pw_uid

    public let folder: TemporaryFolder
    public let port: Int
    private var data: String { folder.path + "/data" }
    private var tls: String { folder.path + "/tls" }

    /// Started, with a database `central`.
    public init() throws {
        folder = try TemporaryFolder()
        port = try Self.freePort()
        try FileManager.default.createDirectory(atPath: tls, withIntermediateDirectories: true)
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout ca.key -out ca.pem -subj /CN=centre"
        )
        try sign("server", "/CN=localhost", "-addext subjectAltName=DNS:localhost,IP:127.0.0.1")
        chmod(folder.path, 0o755)
        try own()
        try server("\(Self.programs)/initdb -D \(data) -A trust -E UTF8 --locale=C.UTF-8 -N")
        let settings = """

            listen_addresses = '127.0.0.1'
            port = \(port)
            unix_socket_directories = '\(folder.path)'
            ssl = on
            ssl_ca_file = '\(tls)/ca.pem'
            ssl_cert_file = '\(tls)/server.pem'
            ssl_key_file = '\(tls)/server.key'
            shared_buffers = 32MB

            """
        let file = try FileHandle(forWritingTo: URL(filePath: data + "/postgresql.conf"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(settings.utf8))
        // The socket: the administrator. Over TCP only TLS with a certificate whose common name is the role.
        try Data("local all all trust\nhostssl all all 127.0.0.1/32 cert\n".utf8).write(
            to: URL(filePath: data + "/pg_hba.conf"))
        try start()
        try server("\(Self.programs)/createdb -h \(folder.path) -p \(port) central")
    }

    deinit { end(SIGQUIT) }

    public func start() throws {
        // After a crash the last connections of the old server must be gone first.
        for _ in 1..<Self.startsMax {
            do { return try startOnce() } catch { usleep(200_000) }
        }
        try startOnce()
    }

    private static let startsMax = 50

    private func startOnce() throws {
        try server("\(Self.programs)/pg_ctl -D \(data) -l \(folder.path)/log -w -t 60 start")
    }

    /// As a crash of the machine would.
    public func kill() { end(SIGKILL) }

    /// The owner of the database, by the socket.
    public var owner: String { "host=\(folder.path) port=\(port) dbname=central user=postgres" }
    /// The centre's role, by the socket.
    public var centre: String { "host=\(folder.path) port=\(port) dbname=central user=cq_centre" }

    /// A site's connection, with a certificate made for it.
    public func site(_ name: String, certificate: String? = nil) throws -> String {
        let certificate = certificate ?? name
        if !FileManager.default.fileExists(atPath: "\(tls)/\(certificate).pem") {
            try sign(certificate, "/CN=\(certificate)", "")
        }
        return "host=127.0.0.1 port=\(port) dbname=central user=\(name) sslmode=verify-full sslrootcert=\(tls)/ca.pem "
            + "sslcert=\(tls)/\(certificate).pem sslkey=\(tls)/\(certificate).key"
    }

    private func end(_ signal: Int32) {
        let file = try? String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
        guard let first = file?.split(separator: "\n").first, let process = pid_t(first) else { return }
        Glibc.kill(process, signal)
        for _ in 0..<500 where Glibc.kill(process, 0) == 0 { usleep(10_000) }
    }

    private func sign(_ name: String, _ subject: String, _ more: String) throws {
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout \(name).key -out \(name).csr -subj "
                + "\(subject) \(more)")
        try openssl(
            "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy -days 2 -out \(name).pem"
        )
        chmod("\(tls)/\(name).key", 0o600)
    }

    private func openssl(_ arguments: String) throws {
        try Self.run("/usr/bin/openssl", arguments.split(separator: " ").map(String.init), in: tls)
    }

    private static let withoutDescriptors =
        "for fd in /proc/$$/fd/*; do fd=${fd##*/}; if [ $fd -gt 2 ]; then eval \"exec $fd>&-\"; fi; done; exec \"$@\""

    private func own() throws {
        guard geteuid() == 0, Self.user != nil else { return }
        try Self.run("/bin/chown", ["-R", "postgres", folder.path], in: "/")
    }

    private func server(_ command: String) throws {
        // Foundation waits until the last process has let go of a socket that it hands down: a server never would.
        let words =
            ["/bin/bash", "-c", Self.withoutDescriptors, "bash"] + command.split(separator: " ").map(String.init)
        if geteuid() == 0 {
            try Self.run("/usr/sbin/runuser", ["-u", "postgres", "--"] + words, in: "/")
        } else {
            try Self.run(words[0], Array(words.dropFirst()), in: "/")
        }
    }

    private static func run(_ program: String, _ arguments: [String], in folder: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PostgresServerFault(description: ([program] + arguments).joined(separator: " "))
        }
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw PostgresServerFault(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

struct PostgresServerFault: Error, CustomStringConvertible { let description: String }
