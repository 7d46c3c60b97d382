// The story of a bad day: the real program, killed at any step, and a receiver that does what receivers do.
import Assay
import Casebook
import CasebookFixtures
import Foundation
import Glibc
import HL7
import Hospital
import Journal
import Linux
import TestSupport
import Testing

@Suite("A bad day of the interface", .serialized)
struct BadDayTests {
    /// Beside the test bundle, where `swift build --build-tests` puts it.
    private static let binary = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(
        path: "cqwatch")

    private static func configuration(_ port: Int) -> String {
        """
        watch: {directories: [export]}
        assay: {standards: {unit: copies/ul template}}
        patients: patients.csv
        journal: {path: state/journal.sqlite}
        delivery: {default: d, recipients: {d: {role: physician, name: D, address: d@example.org}}}
        interface:
          site: LAB1
          retry: {first: 0.1 s, longest: 1 s}
          hl7: {host: 127.0.0.1, port: \(port), answer: 1 s}

        """
    }

    private func started(_ folder: String) throws -> Process {
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = ["interface", "--config", folder + "/cqwatch.yaml"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test("killed again and again before a moody receiver, it brings everything, in order, each repetition the same")
    func killed() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook()
        let moods = "aa,ae,aa,drop,aa,aa,close,garbage,aa,half,aa,bare,wrong,aa,dup,aa,late,aa,aa,mute,aa,giant,aa"
        let receiver = try HospitalReceiver(moods)
        let folder = scratch.folder.path
        try Self.configuration(receiver.port).write(
            toFile: folder + "/cqwatch.yaml", atomically: true, encoding: .utf8)
        try "patient,infusion,dose,group,physician\n".write(
            toFile: folder + "/patients.csv", atomically: true, encoding: .utf8)
        var random = SeededNumbers(seed: seed(1))
        for day in 1...12 {
            try casebook.take(
                run(id: "run-\(day)", [("P01", day * 7, 2e5), ("P02", day * 7, 5e3)]),
                file("\(day).lc96p", content: "\(day)"))
        }
        let events = try casebook.hospitalEvents(after: 0).events
        for _ in 0..<8 {
            let process = try started(folder)
            usleep(UInt32.random(in: 50_000...900_000, using: &random))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let last = try started(folder)
        let end = steadyNow() + .seconds(90)
        while steadyNow() < end, (try casebook.interfaceCounts(.hl7)[.accepted] ?? 0) < events.count { usleep(100_000) }
        kill(last.processIdentifier, SIGTERM)
        last.waitUntilExit()
        #expect(last.terminationStatus == 0)

        var settings = InterfaceSettings()
        settings.site = "LAB1"
        let expected = try events.map { try hl7Message($0, settings, status: .preliminary) }
        let received = try receiver.messages()
        #expect(Set(received) == Set(expected), "something is missing, or a repetition differs")
        for patient in ["|P01^", "|P02^"] {
            let places = received.filter { String(decoding: $0, as: UTF8.self).contains(patient) }.compactMap {
                expected.firstIndex(of: $0)
            }
            #expect(places == places.sorted(), "\(patient): \(places)")
        }
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test("without a way that is chosen, or a second time beside itself, it says so and ends")
    func refuses() throws {
        let scratch = try Scratch(), casebook = try scratch.casebook(), folder = scratch.folder.path
        try casebook.take(run([("P01", 7, 2e5)]), file())
        try "patient,infusion,dose,group,physician\n".write(
            toFile: folder + "/patients.csv", atomically: true, encoding: .utf8)
        let text = Self.configuration(9)
        let start = text.firstRange(of: "  hl7:")?.lowerBound ?? text.endIndex
        try String(text[..<start]).write(
            toFile: folder + "/cqwatch.yaml", atomically: true, encoding: .utf8)
        let none = try started(folder)
        none.waitUntilExit()
        #expect(none.terminationStatus == 78)
        try text.write(toFile: folder + "/cqwatch.yaml", atomically: true, encoding: .utf8)
        let first = try started(folder)
        usleep(1_500_000)
        let second = try started(folder)
        second.waitUntilExit()
        #expect(second.terminationStatus == 69)
        kill(first.processIdentifier, SIGTERM)
        first.waitUntilExit()
        #expect(first.terminationStatus == 0)
    }
}
