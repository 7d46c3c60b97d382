// The hooks and configurations of examples/ as a laboratory would start from them.
import Configuration
import Foundation
import Subprocess
import TestSupport
import Testing

@Suite("The examples")
struct ExampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples")
    private static let missing = ["jq", "curl"].filter { name in
        !FileManager.default.isExecutableFile(atPath: "/usr/bin/\(name)")
    }

    @Test("of configurations have no fault", arguments: ["hospital", "interface", "trial", "research"])
    func configurations(name: String) throws {
        let file = Self.folder.appending(path: "configurations/\(name).yaml")
        let read = try readConfiguration(yaml: try Data(contentsOf: file), file: file.path) { _ in
            Data("patient,infusion,dose,group,physician\n".utf8)
        }
        #expect(read.warnings.isEmpty, "\(read.warnings)")
    }

    private static let object = #"""
        {"id":"A7","event":"raised","rule":"R5a","severity":"critical","patient":"P03","text":"84 <copies> & \"falling\"","advice":"Repeat.",
        "recipients":[{"role":"physician","name":"N","address":"tel:+4930123"},{"role":"head","name":"M","address":"m@example.org"}]}
        """#

    /// Runs a hook with a `curl` that writes down what it was given.
    private func hook(_ name: String, settings: String, curl: Int = 0, event: String = "raised") async throws -> (
        Int32, [String]
    ) {
        let place = FileManager.default.temporaryDirectory.appending(path: "cqwatch-hook-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        let stub = place.appending(path: "curl")
        try "#!/bin/sh\n{ cat; printf '\\n%s\\n' \"$*\"; } >>'\(place.path)/said'\nexit \(curl)\n"
            .write(to: stub, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: stub.path)
        let conf = place.appending(path: "conf")
        try settings.replacing("HERE", with: place.path).write(to: conf, atomically: true, encoding: .utf8)
        let environment: [Environment.Key: String?] = [
            "PATH": "\(place.path):/usr/bin:/bin", "CQWATCH_HOOK_CONF": conf.path, "CQWATCH_ALERT_ID": "A7",
            "CQWATCH_SEVERITY": "critical", "CQWATCH_RULE": "R5a", "CQWATCH_PATIENT": "P^03", "CQWATCH_EVENT": event,
            "CQWATCH_TEXT": "84 | copies", "CQWATCH_ADVICE": "Repeat.\rOBX|9",
        ]
        let result = try await run(
            .name("env"), arguments: [Self.folder.appending(path: "hooks/\(name)").path],
            environment: .inherit.updating(environment),
            input: .string(Self.object), output: .discarded, error: .string(limit: 1 << 16))
        guard case .exited(let code) = result.terminationStatus else { return (-1, []) }
        let names = try FileManager.default.contentsOfDirectory(atPath: place.path).filter {
            $0 == "said" || $0.hasSuffix(".hl7")
        }
        return (code, try names.map { try String(contentsOf: place.appending(path: $0), encoding: .utf8) })
    }

    @Test("of webhooks post one JSON object with the alert's words", .enabled(if: missing.isEmpty, "needs \(missing)"))
    func webhook() async throws {
        let (code, said) = try await hook("webhook", settings: "url=https://hooks.example.org/x\n")
        #expect(code == 0)
        let line = try #require(said.first?.split(separator: "\n").first)
        let posted = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(
            posted["text"] == "raised: critical | R5a | P03 | 84 &lt;copies&gt; &amp; \"falling\" | Repeat. | alert A7")
    }

    @Test("of pagers open and resolve one incident an alert", .enabled(if: missing.isEmpty, "needs \(missing)"))
    func pager() async throws {
        for (event, action) in [("raised", "trigger"), ("corrected", "resolve")] {
            let (code, said) = try await hook("pager", settings: "routing_key=K\n", event: event)
            #expect(code == 0)
            let text = try #require(said.first)
            #expect(
                text.contains(#""event_action":"\#(action)""#) && text.contains(#""dedup_key":"cqwatch-A7""#), "\(text)"
            )
        }
    }

    @Test(
        "of short messages reach numbers alone, and keep the token off the command line",
        .enabled(if: missing.isEmpty, "needs \(missing)"))
    func sms() async throws {
        let (code, said) = try await hook("sms", settings: "url=https://sms.example.org\ntoken=SECRET\n")
        #expect(code == 0)
        let lines = try #require(said.first).split(separator: "\n")
        let arguments = lines.filter { $0.contains("--data-urlencode") }
        #expect(arguments.count == 1 && arguments[0].contains("to=+4930123") && !arguments[0].contains("SECRET"))
    }

    @Test(
        "ask to be called again where the network fails", .enabled(if: missing.isEmpty, "needs \(missing)"),
        arguments: ["webhook", "pager", "sms"])
    func again(name: String) async throws {
        let (code, _) = try await hook(name, settings: "url=https://x.example\nrouting_key=K\ntoken=T\n", curl: 22)
        #expect(code == 75)
    }

    @Test("of HL7 write one message whose texts add no segment")
    func hl7() async throws {
        let (code, said) = try await hook("hl7-file", settings: "folder=HERE\n")
        #expect(code == 0)
        let segments = try #require(said.first).split(separator: "\r").map {
            $0.split(separator: "|", omittingEmptySubsequences: false)
        }
        #expect(segments.map { String($0[0]) } == ["MSH", "PID", "OBR", "OBX", "NTE"])
        // The field separator is MSH's first field: its numbers are one less than elsewhere.
        #expect(segments[0][9] == "A7-raised" && segments[0][11] == "2.5.1" && segments[0][17] == "UNICODE UTF-8")
        #expect(segments[1][3] == "P\\S\\03")
        #expect(segments[2][25] == "P" && segments[3][11] == "P")
        #expect(segments[3][5] == "84 \\F\\ copies Repeat. OBX\\F\\9")
    }
}
