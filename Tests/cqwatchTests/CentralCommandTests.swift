// Two sites, one patient measured at both, a centre: the program as their administrators call it, against a real PostgreSQL.
import CasebookFixtures
import Configuration
import Foundation
import Glibc
import Journal
import TestSupport
import Testing

@Suite(
    "Several sites", .serialized, .enabled(if: PostgresServer.present, "\(PostgresServer.absence)"))
struct CentralCommandTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder

    init() throws {
        server = try PostgresServer()
        folder = try TemporaryFolder()
    }

    private func cqwatch(_ arguments: String...) throws -> (status: Int32, output: Data, error: String) {
        let process = Process(), output = Pipe()
        let errors = folder.url.appending(path: "errors")
        try Data().write(to: errors)
        process.executableURL = URL(filePath: MockedStick.binary)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, bytes, try String(contentsOf: errors, encoding: .utf8))
    }

    private func json(_ arguments: String...) throws -> [String: Any] {
        let process = Process(), output = Pipe()
        process.executableURL = URL(filePath: MockedStick.binary)
        process.arguments = arguments + ["--json"]
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    private func configuration(
        _ name: String, journal: String, patients: String, site: String?, _ connection: String, codes: String = "site"
    ) throws -> String {
        let central = (site.map { "site: \($0), " } ?? "") + "codes: \(codes), connection: \"\(connection)\""
        let text = defaultConfigurationText(.embedded).split(separator: "\n", omittingEmptySubsequences: false)
        // The default's section gives way to ours.
        let start = try #require(text.firstIndex { $0.hasPrefix("central:") })
        let end = try #require(text[(start + 1)...].firstIndex { $0.first?.isLetter == true })
        var lines = text.map(String.init)
        lines.replaceSubrange(start..<end, with: ["central: {\(central)}"])
        let yaml = lines.joined(separator: "\n").replacing(
            "path: 'state/journal.sqlite'", with: "path: '\(journal)'"
        ).replacing("path: state/journal.sqlite", with: "path: '\(journal)'")
        try folder.write("\(name)/patients.csv", Data("patient,infusion,dose,group,physician\n\(patients)".utf8))
        return try folder.write("\(name)/cqwatch.yaml", Data(yaml.utf8)).path
    }

    private func site(_ name: String, _ patient: String, _ values: [(day: Int, copies: Double)]) throws -> (
        Scratch, String
    ) {
        let scratch = try Scratch()
        let journal = try scratch.open()
        for (index, value) in values.enumerated() {
            try journal.take(
                run(id: "run-\(index)", [(patient, value.day, value.copies)]),
                file("\(index).lc96p", content: "\(name)-\(index)"), at: noon.addingTimeInterval(Double(index)))
        }
        try journal.close()
        let path = try configuration(
            name, journal: scratch.path, patients: "\(patient),2026-01-01,,,physician\n", site: name,
            try server.site(name))
        return (scratch, path)
    }

    private func admit(_ names: [String]) throws {
        for name in names {
            let sql = String(decoding: try cqwatch("central", "init", "--site", name).output, as: UTF8.self)
            #expect(sql == "CREATE ROLE \"\(name)\" LOGIN IN ROLE cq_site;\n")
            let psql = Process()
            psql.executableURL = URL(filePath: "/usr/bin/psql")
            psql.arguments = [server.owner, "-c", sql]
            psql.standardOutput = FileHandle.nullDevice
            try psql.run()
            psql.waitUntilExit()
        }
    }

    @Test("A patient measured at two is shipped, proved, joined by a person's word, and judged over both")
    func whole() throws {
        let (north, northFile) = try site("north", "P01", [(14, 200_000), (60, 20_000), (90, 21_000), (120, 20_000)])
        let (south, southFile) = try site("south", "P07", [(150, 300), (160, 290)])
        defer { withExtendedLifetime((north, south)) {} }
        let centre = try configuration(
            "centre", journal: folder.path + "/centre/journal.sqlite", patients: "S-001,2026-01-01,,,physician\n",
            site: nil, server.centre)
        let owner = try configuration(
            "owner", journal: folder.path + "/owner/journal.sqlite", patients: "", site: nil, server.owner)

        #expect(try cqwatch("central", "init", "--apply", "--config", owner).status == 0)
        try admit(["north", "south"])
        for file in [northFile, southFile] {
            let (status, _, error) = try cqwatch("ship", "--once", "--config", file)
            #expect(status == 0, "\(error)")
        }
        let proof = try json("central", "verify", "--config", centre)
        #expect(proof["intact"] as? Bool == true && (proof["sites"] as? [Any])?.count == 2)

        // Nobody has said yet that they are one person.
        #expect(try cqwatch("central", "patient", "S-001", "--config", centre).status == 1)
        for (site, code) in [("north", "P01"), ("south", "P07")] {
            #expect(
                try cqwatch("central", "subject", site, code, "S-001", "--by", "Dr A", "--config", centre).status == 0)
        }
        let judged = try json("central", "verify", "--config", centre)
        #expect(judged["judged"] as? Int == 1)

        let person = try json("central", "patient", "S-001", "--config", centre)
        let values = try #require(person["values"] as? [[String: Any]])
        #expect(values.compactMap { $0["day"] as? Int } == [14, 60, 90, 120, 150, 160])
        #expect(values.last?["runs"] as? [String] == ["south/run-1"])
        let rules = Set((person["alerts"] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String })
        let falls: Set = ["R4", "R5", "R5a"]
        #expect(rules.contains("R1") && !rules.isDisjoint(with: falls), "\(rules)")
        // Neither site could see the decline.
        let own = Set((person["site_alerts"] as? [[String: Any]] ?? []).compactMap { $0["rule"] as? String })
        #expect(own.isDisjoint(with: falls), "\(own)")
        // Owed by the centre's own outbox.
        let owed = try json("deliveries", "--config", centre)
        #expect(((owed["deliveries"] as? [Any])?.count ?? 0) > 0)
        // Judged again, nothing is told twice.
        #expect((try json("central", "verify", "--config", centre)["alerts"] as? [Any])?.isEmpty == true)

        let fleet = try json("central", "fleet", "--config", centre)
        #expect((fleet["sites"] as? [[String: Any]])?.compactMap { $0["missing"] as? Int } == [0, 0])

        // A site sees what others measured as such, and its own values are its own.
        let known = try json("patient", "P07", "--central", "--config", southFile)
        #expect((known["values"] as? [Any])?.count == 2)
        #expect(
            (known["elsewhere"] as? [[String: Any]])?.compactMap { $0["site"] as? String }
                == Array(repeating: "north", count: 4))
    }

    private func prepared() throws {
        let owner = try configuration(
            "owner", journal: folder.path + "/owner/journal.sqlite", patients: "", site: nil, server.owner)
        #expect(try cqwatch("central", "init", "--apply", "--config", owner).status == 0)
    }

    private func centre(codes: String) throws -> String {
        try configuration(
            "centre-\(codes)", journal: folder.path + "/centre-\(codes)/journal.sqlite",
            patients: "P01,2026-01-01,,,physician\n", site: nil, server.centre, codes: codes)
    }

    @Test("Equal codes of two sites are two persons, unless they are the study's; pages show both")
    func codes() throws {
        try prepared()
        try admit(["north", "south"])
        let (north, northFile) = try site("north", "P01", [(14, 200_000), (60, 20_000)])
        let (south, southFile) = try site("south", "P01", [(90, 21_000)])
        defer { withExtendedLifetime((north, south)) {} }
        for file in [northFile, southFile] { #expect(try cqwatch("ship", "--once", "--config", file).status == 0) }

        let own = try centre(codes: "site")
        #expect((try json("central", "verify", "--config", own))["judged"] as? Int == 0)
        let (status, _, error) = try cqwatch("central", "patient", "P01", "--config", own)
        #expect(status == 1 && error.contains("north/P01, south/P01"), "\(error)")
        let one = try json("central", "patient", "north/P01", "--config", own)
        #expect((one["values"] as? [[String: Any]])?.compactMap { $0["day"] as? Int } == [14, 60])

        let study = try centre(codes: "study")
        #expect((try json("central", "verify", "--config", study))["judged"] as? Int == 1)
        let both = try json("central", "patient", "P01", "--config", study)
        #expect((both["values"] as? [[String: Any]])?.compactMap { $0["day"] as? Int } == [14, 60, 90])

        let pages = folder.path + "/pages"
        let written = try cqwatch("central", "report", "--output", pages, "--config", study)
        #expect(written.status == 0, "\(written.error)")
        let index = try String(contentsOfFile: pages + "/index.html", encoding: .utf8)
        let person = try String(contentsOfFile: pages + "/patient-P01.html", encoding: .utf8)
        for part in ["north", "south", "href=\"patient-P01.html\""] { #expect(index.contains(part), "\(part)") }
        for part in ["Where the values come from", "north", "south", "Every result by itself"] {
            #expect(person.contains(part), "\(part)")
        }
    }

    @Test("A shipper that is killed at any moment loses nothing and adds nothing twice")
    func killed() throws {
        try prepared()
        try admit(["north"])
        let (north, file) = try site("north", "P01", (0..<120).map { (day: 10 + $0, copies: 1000.0) })
        defer { withExtendedLifetime(north) {} }
        for milliseconds in [30, 45, 60, 80, 100] {
            let process = Process()
            process.executableURL = URL(filePath: MockedStick.binary)
            process.arguments = ["ship", "--once", "--config", file]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(milliseconds) * 1000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        #expect(try cqwatch("ship", "--once", "--config", file).status == 0)
        let proof = try json("central", "verify", "--config", try centre(codes: "site"))
        let head = try Journal(path: north.path, readOnly: true).head().sequence
        let proved = try #require((proof["sites"] as? [[String: Any]])?.first)
        #expect(proof["intact"] as? Bool == true && proved["verified"] as? Int == Int(head))
        #expect(try cqwatch("journal", "verify", "--config", file).status == 0)
    }

    @Test("check-config and test-alert say what is wrong with the way to the store")
    func looks() throws {
        try prepared()
        let (north, file) = try site("north", "P01", [(14, 200_000)])
        defer { withExtendedLifetime(north) {} }
        #expect(try cqwatch("check-config", file).error.contains("central.connection") == false)
        // Its role is not there yet.
        #expect(try cqwatch("test-alert", "--config", file).status == 74)
        try admit(["north"])
        #expect(try cqwatch("test-alert", "--config", file).error.contains("knows us as north and holds nothing"))
        #expect(try cqwatch("ship", "--once", "--config", file).status == 0)
        #expect(try cqwatch("test-alert", "--config", file).error.contains("this journal up to record"))

        let key = server.folder.path + "/tls/north.key"
        chmod(key, 0o644)
        #expect(try cqwatch("check-config", file).error.contains("sslkey: others may read"))
        try FileManager.default.removeItem(atPath: key)
        #expect(try cqwatch("check-config", file).error.contains("sslkey: \(key) cannot be read"))
        let text = try String(contentsOfFile: file, encoding: .utf8)
        for (wrong, says) in [("sslmode=verify-full", "sslmodus=verify-full"), ("sslmode=verify-full", "hoststadt")] {
            try text.replacing(wrong, with: says).write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try cqwatch("check-config", file).status == 78, "\(says)")
        }
    }

    @Test("What sql/ holds is what init writes, and a database takes it once")
    func script() throws {
        let (status, sql, _) = try cqwatch("central", "init")
        #expect(status == 0 && String(decoding: sql, as: UTF8.self).contains("CREATE TABLE IF NOT EXISTS record"))
        let file = try folder.write("init.sql", sql)
        let psql = Process()
        psql.executableURL = URL(filePath: "/usr/bin/psql")
        psql.arguments = [server.owner, "-v", "ON_ERROR_STOP=1", "-q", "-f", file.path]
        psql.standardError = FileHandle.nullDevice
        try psql.run()
        psql.waitUntilExit()
        #expect(psql.terminationStatus == 0)
    }
}
