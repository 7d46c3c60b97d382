// Debian's nginx as the hospital's proxy: TLS, basic authentication, and the two headers.
import Foundation
import Glibc
import TestSupport

final class Proxy {
    static let program = "/usr/sbin/nginx"
    static var present: Bool { FileManager.default.isExecutableFile(atPath: program) }
    static let absence = "no nginx is installed (Debian: nginx-light): this suite looks through a real proxy"

    static let groups = [
        "ann": "haem", "tom": "lab", "head1": "heads", "head2": "heads", "rea": "readers", "stranger": "",
    ]
    static let password = "secret"

    private let process = Process()
    private let folder: TemporaryFolder
    let port: Int

    init(to socket: String) throws {
        folder = try TemporaryFolder()
        port = try freePort()
        let path = folder.path
        let certify = Process()
        certify.executableURL = URL(filePath: "/usr/bin/openssl")
        certify.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=localhost", "-keyout", path + "/key.pem", "-out", path + "/certificate.pem",
        ]
        certify.standardError = FileHandle.nullDevice
        try certify.run()
        certify.waitUntilExit()
        let users = Self.groups.keys.map { "\($0):{PLAIN}\(Self.password)\n" }.joined()
        try Data(users.utf8).write(to: URL(filePath: path + "/users"))
        let map = Self.groups.map { "\($0) \"\($1)\";" }.joined(separator: " ")
        let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(path)/\($0);" }
        let text = """
            daemon off; master_process off; pid \(path)/pid; error_log \(path)/error.log;
            events { worker_connections 256; }
            http {
                access_log off; \(places.joined(separator: " "))
                map $remote_user $cqwatch_groups { default ""; \(map) }
                server {
                    listen 127.0.0.1:\(port) ssl;
                    ssl_certificate \(path)/certificate.pem; ssl_certificate_key \(path)/key.pem;
                    auth_basic "cqwatch"; auth_basic_user_file \(path)/users;
                    location /cqwatch/ {
                        proxy_pass http://unix:\(socket):/;
                        proxy_set_header X-Remote-User $remote_user;
                        proxy_set_header X-Remote-Roles $cqwatch_groups;
                        proxy_set_header Authorization "";
                        client_max_body_size 32k;
                    }
                }
            }

            """
        try Data(text.utf8).write(to: URL(filePath: path + "/nginx.conf"))
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-p", path, "-c", path + "/nginx.conf", "-e", path + "/error.log"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        guard until(20, { self.status("/cqwatch/", as: "ann") == 200 }) else {
            throw Silent(text: (try? String(contentsOfFile: path + "/error.log", encoding: .utf8)) ?? "")
        }
    }

    struct Silent: Error { let text: String }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    func address(_ path: String, as user: String) -> String {
        "https://\(user):\(Self.password)@127.0.0.1:\(port)\(path)"
    }

    /// The answer's body and status by curl.
    func fetch(_ path: String, as user: String?, _ options: [String] = []) -> (body: String, status: Int) {
        let login = user.map { ["-u", "\($0):\(Self.password)"] } ?? []
        let text =
            (try? output(
                of: "/usr/bin/curl",
                ["-sk", "--path-as-is", "-w", "\n%{http_code}"] + login + options + ["https://127.0.0.1:\(port)\(path)"]
            )) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines.dropLast().joined(separator: "\n"), Int(lines.last ?? "") ?? 0)
    }

    func status(_ path: String, as user: String) -> Int { fetch(path, as: user).status }
}

func output(of program: String, _ arguments: [String]) throws -> String {
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}

private func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
        }
    }
    guard code == 0 else { throw CocoaError(.featureUnsupported) }
    return Int(UInt16(bigEndian: address.sin_port))
}
