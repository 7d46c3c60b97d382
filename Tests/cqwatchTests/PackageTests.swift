// What is installed beside the binary: it must be complete, and must not drift from what the program says of itself.
import Configuration
import Foundation
import Subprocess
import TestSupport
import Testing
import Yams

@Suite("The package")
struct PackageTests {
    private static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// Beside the test bundle, where `swift build --build-tests` puts it.
    private static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
        path: "cqwatch"
    ).path

    private func said(_ program: String, _ arguments: [String]) async throws -> (
        status: TerminationStatus, text: String
    ) {
        let result = try await run(
            .name("env"), arguments: .init([program] + arguments), output: .string(limit: 1 << 20),
            error: .combinedWithOutput)
        return (result.terminationStatus, result.standardOutput)
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.project.appending(path: path), encoding: .utf8)
    }

    @Test("installs every unit and rule of the repository, each to one place")
    func complete() throws {
        let lines = try text("Scripts/installed").split(separator: "\n").filter { !$0.hasPrefix("#") }
        let fields = lines.map { $0.split(separator: " ").map(String.init) }
        #expect(fields.allSatisfy { $0.count == 3 })
        let sources = Set(fields.map { $0[1] })
        #expect(Set(fields.map { $0[2] }).count == fields.count)
        for folder in ["systemd", "udev"] {
            for name in try FileManager.default.contentsOfDirectory(atPath: Self.project.appending(path: folder).path) {
                #expect(sources.contains("\(folder)/\(name)"), "Scripts/installed lacks \(folder)/\(name)")
            }
        }
    }

    @Test("is packed under the program's own version")
    func version() async throws {
        let program = try await said(Self.binary, ["--version"]).text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try text("debian/changelog").hasPrefix("cqwatch (\(program)-"))
    }

    @Test(
        "tells of what it is made: every Swift package of the build and the Debian package of every C library, at their versions"
    )
    func parts() async throws {
        let made = try await said(Self.project.appending(path: "Scripts/make-sbom").path, [Self.binary])
        try #require(made.status == .exited(0), "\(made.text)")
        struct Document: Decodable {
            struct Part: Decodable {
                let name: String
                let version: String
                let purl: String
            }
            let bomFormat: String
            let components: [Part]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(made.text.utf8))
        #expect(document.bomFormat == "CycloneDX")
        let names = Set(document.components.map(\.name))
        for package in try text("Package.swift").matches(of: /\.package\(url: ".*\/([^"\/]+)"/) {
            #expect(names.contains(String(package.1)), "\(package.1)")
        }
        for library in [
            "libudev1", "libusb-1.0-0", "libxml2", "libzip4", "libcurl4", "libsqlite3-0", "libfreetype6", "libpng16-16",
            "libc6",
        ] {
            #expect(names.contains(library), "\(library)")
        }
        #expect(document.components.allSatisfy { $0.version.contains(where: \.isNumber) && $0.purl.hasPrefix("pkg:") })
    }

    @Test(
        "names the versions of the libraries that are loaded, as they say them themselves",
        arguments: [["--version", "--verbose"], ["--verbose", "--version"]])
    func libraries(arguments: [String]) async throws {
        let told = try await said(Self.binary, arguments)
        #expect(told.status == .exited(0))
        let lines = told.text.split(separator: "\n").map {
            $0.split(separator: " ", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let version = Dictionary(lines.dropFirst().compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }) { $1 }
        // On a machine that builds, header and library are of one package.
        for (library, package) in [
            ("libcurl", "libcurl"), ("libpng", "libpng"), ("libsqlite3", "sqlite3"), ("libzip", "libzip"),
            ("libcrypto", "libcrypto"),
        ] {
            let wanted = try await said("pkg-config", ["--modversion", package]).text.trimmingCharacters(
                in: .whitespacesAndNewlines)
            #expect(
                version[library]?.contains(wanted) == true, "\(library): \(version[library] ?? "none"), not \(wanted)")
        }
        for library in ["glibc", "libfreetype", "libusb", "libxml2"] {
            #expect(version[library]?.contains(where: \.isNumber) == true, "\(library)")
        }
    }

    @Test("has a threat model that names tests which exist")
    func threats() throws {
        let tests = Self.project.appending(path: "Tests")
        var sources: [String: String] = [:]
        for case let file as URL in FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)
            ?? .init() where file.pathExtension == "swift"
        {
            // Rooms may have files of one name.
            sources[file.lastPathComponent, default: ""] += try String(contentsOf: file, encoding: .utf8)
        }
        var named = 0
        // A sentence may be broken over two lines.
        let model = try text("docs/security.md").replacing(/\s*\n(?!\||\n|#)/, with: " ")
        for line in model.split(separator: "\n") {
            var file: String?
            for part in line.matches(of: /`([A-Za-z]+Tests\.swift)`|"([^"]+)"/) {
                if let name = part.1 {
                    file = String(name)
                } else if let file, let sentence = part.2 {
                    named += 1
                    #expect(sources[file]?.contains(sentence) == true, "\(file): \(sentence)")
                }
            }
        }
        #expect(named > 20)
    }

    @Test("has man pages that know every key and every command, and that a linter accepts")
    func manual() async throws {
        let folder = try TemporaryFolder()
        let made = try await said(
            Self.project.appending(path: "Scripts/make-manual").path, [Self.binary, folder.url.path])
        try #require(made.status == .exited(0), "\(made.text)")
        let pages = try ["cqwatch.1", "cqwatch.yaml.5", "cqwatch-journal.5"].map {
            try String(contentsOf: folder.url.appending(path: $0), encoding: .utf8)
        }

        // With what is commented out: a # before a key, at the key's own place. The first line says what the file is.
        let below = String(defaultConfigurationText(.system).drop { $0 != "\n" })
        let configuration = below.replacing(/(?m)^( *)# ([A-Za-z0-9-]+:( .*)?)$/) {
            "\($0.output.1)\($0.output.2)"
        }
        #expect(configuration.contains("\n      network: true"))
        let lines = configuration.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
        // A target's name below `codes` is the laboratory's own.
        let keys = Self.keys(of: try #require(try Yams.compose(yaml: configuration)), below: "", in: lines)
            .filter { !$0.hasPrefix("interface.codes.") }
        #expect(keys.count > 80)
        #expect(
            keys.filter { !pages[1].contains(".It Cm \($0.replacing("-", with: "\\-"))\n") } == [],
            "cqwatch.yaml(5) lacks these keys")
        let help = try await said(Self.binary, ["--help"]).text
        let commands = help.split(separator: "\n").filter {
            $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.hasPrefix("  -")
        }
        .compactMap { $0.split(separator: " ").first }.filter { $0.allSatisfy { $0.isLowercase || $0 == "-" } }
        #expect(commands.count >= 10)
        #expect(commands.filter { !pages[0].contains("\n.Cm \($0)") } == [], "cqwatch(1) lacks these commands")

        for page in ["cqwatch.1", "cqwatch.yaml.5", "cqwatch-journal.5"] {
            let lint = try await said("mandoc", ["-T", "lint", folder.url.appending(path: page).path]).text
            // Whether a page that this one refers to is installed is no fault of this one.
            #expect(
                lint.split(separator: "\n").filter {
                    !$0.contains("referenced manual not found") && !$0.contains("mandoc.db")
                } == [])
        }
        for shell in ["cqwatch.bash", "_cqwatch", "cqwatch.fish"] {
            #expect(try String(contentsOf: folder.url.appending(path: shell), encoding: .utf8).contains("check-config"))
        }
    }

    /// Full names of all keys that hold a value, as the page names them: `[]` marks a list's entries; a list in
    /// brackets is a value.
    private static func keys(of node: Node, below path: String, in lines: [[Character]]) -> Set<String> {
        switch node {
        case .mapping(let mapping):
            mapping.reduce(into: []) { keys, pair in
                let name = pair.key.string ?? ""
                keys.formUnion(Self.keys(of: pair.value, below: path.isEmpty ? name : "\(path).\(name)", in: lines))
            }
        case .sequence(let sequence):
            if let mark = sequence.mark, lines[mark.line - 1][mark.column - 1] == "[" {
                [path]
            } else {
                sequence.reduce(into: []) { $0.formUnion(Self.keys(of: $1, below: path + "[]", in: lines)) }
            }
        case .scalar, .alias: [path]
        }
    }

    @Test(
        "mounts nothing but what has the kernel's name of a disk",
        arguments: ["", "../sda1", "sda1;id", "-o", "SDA", "/dev/sda1", "$(id)"])
    func media(name: String) async throws {
        let (status, text) = try await said("sh", [Self.project.appending(path: "systemd/media").path, "mount", name])
        #expect(status == .exited(2))
        #expect(text == "media: '\(name)' is no name of a disk\n")
    }

    @Test(
        "holds a unit for sticks that systemd accepts and that has no mounts of its own",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"),
            "systemd-analyze is absent: it judges the units"))
    func mediaUnit() async throws {
        let unit = Self.project.appending(path: "systemd/cqwatch-media@.service").path
        let complaints = try await said("systemd-analyze", ["verify", unit]).text.split(separator: "\n")
            .filter { $0.contains("cqwatch-media") && !$0.contains("is not executable: No such file") }
        #expect(complaints.isEmpty)
        let options = try text("systemd/cqwatch-media@.service").split(separator: "\n").map {
            $0.split(separator: "=")[0]
        }
        #expect(
            !options.contains {
                $0.hasPrefix("Protect") || $0.hasPrefix("Private") || $0.hasSuffix("Paths")
                    || $0 == "TemporaryFileSystem"
            })
    }
}
