// The binary as a shell calls it: exit codes, and sentences that neither a name nor a folder can spoil.
import Foundation
import Glibc
import Testing

@Suite("The command line")
struct CommandLineTests {
    /// Beside the test bundle, where `swift build --build-tests` puts it.
    private static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
        path: "cqwatch")

    private func said(_ arguments: [String]) throws -> (status: Int32, error: String) {
        let process = Process()
        let error = Pipe()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = error
        try process.run()
        let bytes = try error.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    private func output(_ arguments: [String]) throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("says of a folder that it is one", arguments: ["analyze", "cq"])
    func folder(command: String) throws {
        let (status, error) = try said([command, "/tmp"])
        #expect(status == 65)
        #expect(error == "cqwatch: /tmp: cannot be read: Is a directory\n")
    }

    @Test("reads a matrix of curves in UTF-16, as the instrument's chart export writes it")
    func wide() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "cqwatch-wide-\(UUID().uuidString).tsv")
        defer { try? FileManager.default.removeItem(at: file) }
        let text = "cycle\tA1\n" + (1...45).map { "\($0)\t\(1 / (1 + exp(Double(25 - $0) / 1.5)))\n" }.joined()
        try #require(("\u{FEFF}" + text).data(using: .utf16LittleEndian)).write(to: file)
        #expect(try said(["cq", file.path]).status == 0)
    }

    @Test(
        "waits for no named pipe that nobody writes to, and says what to do",
        arguments: ["analyze", "cq", "kinetics", "lod"])
    func pipe(command: String) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "cqwatch-pipe-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(mkfifo(path, 0o600) == 0)
        let (status, error) = try said([command, path])
        #expect(status == 65)
        #expect(error.contains("is a pipe or a device, and no file"), "\(error)")
    }

    @Test("analyses a table of digital PCR, which without volumes fails its quality control and is read all the same")
    func digital() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "cqwatch-digital-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(
            "Well,Sample,Target,AcceptedDroplets,Positives,Negatives\nA01,P01 D30,BCMA-CAR-T,15765,165,15600\n".utf8
        ).write(to: file)
        let (status, error) = try said(["analyze", file.path])
        #expect(status == 1 && error.isEmpty)
    }

    @Test(
        "shows what would steer a terminal",
        arguments: [
            ["cq", "/no/\u{1B}[31m"], ["analyze", "/no/\u{1B}[31m"], ["\u{1B}[31m"],
            ["status", "--config", "/no/\u{1B}[31m.yaml"],
        ])
    func escapes(arguments: [String]) throws {
        let (status, error) = try said(arguments)
        #expect(status != 0)
        #expect(!error.contains("\u{1B}") && error.contains("\\u{1B}[31m"), "\(error)")
    }

    @Test(
        "checks a configuration however it is named, but only one",
        arguments: [
            (["/no/such.yaml"], 78), (["--config", "/no/such.yaml"], 78),
            (["/no/such.yaml", "--config", "/no/other.yaml"], 2),
        ] as [([String], Int32)])
    func checkConfig(arguments: [String], status: Int32) throws {
        #expect(try said(["check-config"] + arguments).status == status)
    }

    @Test("tells Nagios that a journal that was changed is critical, and that none at all is unknown")
    func damagedJournal() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cqwatch-damaged-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try said(["init", folder]).status == 0)
        let config = ["--config", folder + "/cqwatch.yaml"]
        #expect(try said(["status", "--plugin"] + config).status == 3)
        #expect(try said(["status"] + config).status == 78)
        let journal = folder + "/state/journal.sqlite"
        try Data().write(to: URL(filePath: journal))
        // An empty file becomes a journal; the run that is asked for is not in it.
        #expect(try said(["run", "void", "x", "--by", "Ann", "--note", "n"] + config).status == 1)
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/python3")
        let edit = """
            import sqlite3, sys
            journal = sqlite3.connect(sys.argv[1])
            journal.execute("DROP TRIGGER record_next_link")
            journal.commit()
            """
        python.arguments = ["-c", edit, journal]
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
        let (status, error) = try said(["status", "--plugin"] + config)
        #expect(status == 2 && error.contains("record_next_link is missing"), "\(status): \(error)")
        #expect(try output(["status", "--plugin"] + config).hasPrefix("CQWATCH CRITICAL - "))
        #expect(try said(["status"] + config).status == 1)
    }

    @Test("warns of folders and hooks that the configuration names and the machine lacks")
    func lacking() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cqwatch-lacking-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try said(["init", folder]).status == 0)
        for name in ["export", "hooks/notify"] { try FileManager.default.removeItem(atPath: folder + "/" + name) }
        let (status, error) = try said(["check-config", folder + "/cqwatch.yaml"])
        #expect(status == 0)
        #expect(
            error.contains("\(folder)/export is no folder")
                && error.contains("hooks.notify: \(folder)/hooks/notify cannot be found"), "\(error)")
    }

    @Test("names each file of a secret that others can read, since no service takes a secret from it")
    func exposedSecrets() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cqwatch-secrets-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try said(["init", folder]).status == 0)
        let file = folder + "/cqwatch.yaml"
        let mail = """
              channels:
                mail:
                  from: cqwatch@example.org
                  smtp:
                    server: smtp.example.org
                    user: cqwatch
                    passwordFile: password
            """
        let ways = """
            interface:
              site: LAB1
              hl7:
                host: lis.example.org
                port: 2575
                tls:
                  certificate: certificate
                  key: key
              fhir:
                url: https://fhir.example.org/r4
                token:
                  url: https://login.example.org/token
                  client: cqwatch
                  secretFile: secret
            """
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try Data((text.replacing("  channels:", with: mail) + ways + "\n").utf8).write(to: URL(filePath: file))
        let names = ["password", "secret", "key", "certificate"]
        for name in names {
            #expect(
                FileManager.default.createFile(
                    atPath: folder + "/" + name, contents: Data(), attributes: [.posixPermissions: 0o640]))
        }
        let open = try said(["check-config", file])
        #expect(open.status == 0, "\(open.error)")
        for key in ["mail.smtp.passwordFile", "fhir.token.secretFile", "hl7.tls.key"] {
            #expect(open.error.contains("\(key): others can read or write \(folder)/"), "\(key): \(open.error)")
        }
        #expect(!open.error.contains("\(folder)/certificate"))
        for name in names {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/" + name)
        }
        #expect(try !said(["check-config", file]).error.contains("others can read"))
    }

    @Test("explains who would hear of a patient's alert, with the lines that make it so, before there is a journal")
    func explain() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "cqwatch-explain-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try said(["init", folder]).status == 0)
        let table = "patient,infusion,dose,group,physician,ended,reason\nP01,2024-01-01,1,A,nobody,,\n"
        try Data(table.utf8).write(to: URL(filePath: folder + "/patients.csv"))
        let config = ["--config", folder + "/cqwatch.yaml"]
        let text = try output(["explain", "P01", "R5a"] + config)
        #expect(text.contains("P01 R5a critical\n"))
        #expect(
            text.firstMatch(
                of:
                    /no recipient is the physician of P01: the default recipient stands in \(delivery\.default, .*cqwatch\.yaml:\d+\)/
            ) != nil, "\(text)")
        struct Document: Decodable {
            struct Case: Decodable { let rule: String, severity: String, deliveries: [Delivery] }
            struct Delivery: Decodable { let event: String, after_seconds: Double, channel: String }
            let schema: Int, patient: String, cases: [Case]
        }
        let document = try JSONDecoder().decode(
            Document.self, from: Data(output(["explain", "P01", "R4", "--json"] + config).utf8))
        #expect(document.cases.map(\.severity) == ["warning", "critical"])
        #expect(
            document.cases.allSatisfy {
                $0.deliveries.first?.event == "raised" && $0.deliveries.first?.after_seconds == 0
            })
        #expect(try said(["explain", "P99"] + config).status == 1)
        #expect(try said(["explain", "P01", "R99"] + config).status == 2)
    }

    @Test(
        "ends with 78 where the configuration is missing or no file, and says so in one line",
        arguments: [
            ("/no/such.yaml", "there is no such file"),
            ("/dev/zero", "it is a folder, a pipe or a device, and no file"),
            ("/tmp", "it is a folder, a pipe or a device, and no file"),
        ])
    func configuration(path: String, reason: String) throws {
        let (status, error) = try said(["status", "--config", path])
        #expect(status == 78)
        #expect(
            error.hasPrefix("cqwatch: \(path): the file cannot be read: \(reason);")
                && error.count(where: \.isNewline) == 1, "\(error)")
    }
}
