import Foundation
import Subprocess
import Testing
import TestSupport

private let analyser = "/usr/bin/systemd-analyze"

/// The shipped units as systemd itself judges them.
@Suite(
    "systemd units",
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: analyser), "systemd-analyze is absent: it judges the units"))
struct UnitTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "systemd")

    private func analyse(_ arguments: [String]) async throws -> (status: TerminationStatus, text: String) {
        let result = try await run(
            .name(analyser.split(separator: "/").last.map(String.init) ?? ""), arguments: .init(arguments),
            output: .string(limit: 200_000),
            error: .combinedWithOutput)
        return (result.terminationStatus, result.standardOutput)
    }

    /// "→ Overall exposure level for cqwatch.service: 1.0 OK"
    private func exposure(_ unit: String) async throws -> Double {
        let text = try await analyse([
            "security", "--offline=true", "--no-pager", Self.folder.appending(path: unit).path,
        ]).text
        let words = try #require(text.split(separator: "\n").last { $0.contains("Overall exposure level") }).split(
            separator: " ")
        return try #require(words.compactMap { Double($0) }.first)
    }

    @Test(
        "the daemon's exposure is at most 1.5, the deliveries' with a network for SMTP at most 2.5, the hospital's line 1.5",
        arguments: [
            ("cqwatch.service", 1.5), ("cqwatch-deliver.service", 2.5), ("cqwatch-web.service", 1.5),
            ("cqwatch-interface.service", 1.5),
        ])
    func exposed(unit: String, most: Double) async throws { #expect(try await exposure(unit) <= most) }

    @Test("the drop-in for a sendmail with rights of its own takes back all that would imply NoNewPrivileges")
    func sendmail() async throws {
        let folder = try TemporaryFolder()
        let unit = "cqwatch-deliver.service"
        try folder.write(unit, Data(contentsOf: Self.folder.appending(path: unit)))
        let dropIn = try Data(contentsOf: Self.folder.appending(path: "cqwatch-deliver-sendmail.conf"))
        try folder.write(unit + ".d/sendmail.conf", dropIn)
        let text = try await analyse(["security", "--offline=true", "--no-pager", folder.path + "/" + unit]).text
        // Each is seccomp's or implies it: "✗" says that it is off.
        for option in [
            "NoNewPrivileges=", "PrivateDevices=", "RestrictNamespaces=~user", "SystemCallArchitectures=",
            "SystemCallFilter=~@mount",
            "RestrictAddressFamilies=~AF_PACKET", "RestrictSUIDSGID=", "RestrictRealtime=", "LockPersonality=",
            "ProtectClock=", "ProtectHostname=",
            "ProtectKernelModules=", "ProtectKernelLogs=", "ProtectKernelTunables=", "MemoryDenyWriteExecute=",
        ] {
            #expect(text.split(separator: "\n").contains { $0.hasPrefix("✗ \(option) ") }, "\(option)")
        }
    }

    @Test(
        "the units hold nothing that systemd complains of",
        arguments: ["cqwatch.service", "cqwatch-deliver.service", "cqwatch-web.service", "cqwatch-web.socket"])
    func verified(unit: String) async throws {
        let text = try await analyse(["verify", Self.folder.appending(path: unit).path]).text
        let complaints = text.split(separator: "\n").filter {
            $0.contains("cqwatch") && !$0.contains("Command /usr/bin/cqwatch is not executable")
        }
        #expect(complaints.isEmpty)
    }

    @Test("the pages' socket is a local one for the proxy's group alone, and their service has no network")
    func web() throws {
        func text(_ unit: String) throws -> String {
            String(decoding: try Data(contentsOf: Self.folder.appending(path: unit)), as: UTF8.self)
        }
        let socket = try text("cqwatch-web.socket"), service = try text("cqwatch-web.service")
        #expect(socket.contains("\nListenStream=/run/cqwatch/web.sock\n") && socket.contains("\nSocketMode=0660\n"))
        #expect(socket.components(separatedBy: "\nListen").count == 2)
        for line in ["PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX", "ProtectSystem=strict", "Restart=no"] {
            #expect(service.contains("\n\(line)\n"))
        }
    }

    @Test("a deliverer that hangs is killed too")
    func watchdog() throws {
        let text = String(
            decoding: try Data(contentsOf: Self.folder.appending(path: "cqwatch-deliver.service")), as: UTF8.self)
        for line in ["Type=notify", "WatchdogSec=60", "Restart=on-failure"] { #expect(text.contains("\n\(line)\n")) }
    }

    @Test("the daemon runs no hook, tells systemd when it is ready and can be reached by device events")
    func contract() throws {
        let text = String(decoding: try Data(contentsOf: Self.folder.appending(path: "cqwatch.service")), as: UTF8.self)
        for line in [
            "Type=notify", "WatchdogSec=60", "StateDirectory=cqwatch", "RestrictAddressFamilies=AF_UNIX AF_NETLINK",
        ] {
            #expect(text.contains("\n\(line)\n"))
        }
        #expect(text.contains("\nExecStart=/usr/bin/cqwatch daemon --config /etc/cqwatch/cqwatch.yaml --no-deliver\n"))
        #expect(!text.contains("\nPrivateNetwork=") && !text.contains("\nPrivateUsers="))
    }
}
