import Alerts
import Assay
import Casebook
import CasebookFixtures
import Foundation
import FHIR
import HL7
import Hospital
import Journal
import Linux
import Logging
import Rules
import TestSupport
import Testing

@testable import Interface

/// An interface at work on a journal of its own.
private final class Bench {
    let scratch: Scratch
    let casebook: Casebook
    var settings = InterfaceSettings()
    private var interface: HospitalInterface?

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
        settings.site = "LAB1"
        settings.retrySeconds = 0.2
        settings.retryMaxSeconds = 0.4
    }

    func hl7(_ port: Int, answerSeconds: Double = 1) {
        var hl7 = HL7Settings()
        (hl7.host, hl7.port, hl7.answerSeconds) = ("localhost", port, answerSeconds)
        settings.hl7 = hl7
    }

    /// At work: the messages of three patients go to a receiver by MLLP.
    static func sending(
        to receiver: HospitalReceiver, answerSeconds: Double = 1, tls: TLSFiles? = nil
    ) throws -> Bench {
        let bench = try Bench()
        try bench.fill()
        bench.hl7(receiver.port, answerSeconds: answerSeconds)
        bench.settings.hl7?.tls = tls
        try bench.start()
        return bench
    }

    func start() throws {
        let interface = try HospitalInterface(
            casebook: casebook, settings: settings, context: context(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            failed: { Issue.record("the service ended: \($0)") })
        interface.start()
        self.interface = interface
    }

    func stop() {
        interface?.stop()
        interface = nil
    }

    /// Three patients, the first of whom raises an alert.
    func fill(_ id: RunID = "run-1", day: Int = 7) throws {
        try casebook.take(
            run(id: id, [("P01", day, 2e5), ("P02", day, 5e3), ("P03", day, 7e3)]),
            file("\(id).lc96p", content: id.text))
    }

    /// Waits until so many messages of a way are done.
    func settled(_ count: Int, _ route: Route = .hl7, seconds: Double = 60) throws -> Bool {
        let end = steadyNow() + .seconds(seconds)
        while steadyNow() < end {
            let counts = try casebook.interfaceCounts(route)
            if (counts[.accepted] ?? 0) + (counts[.failed] ?? 0) >= count { return true }
            usleep(20_000)
        }
        return false
    }

    func waits(_ state: LineState, seconds: Double = 60) throws -> OpenMessage? {
        let end = steadyNow() + .seconds(seconds)
        while steadyNow() < end {
            if let open = try casebook.openMessages().first(where: { $0.state == state }) { return open }
            usleep(20_000)
        }
        return nil
    }
}

extension Data {
    /// Parsers write the last segment's end or do not.
    fileprivate var trimmed: Data { last == 13 ? dropLast() : self }
}

private func number(_ message: Data) -> String {
    String(String(decoding: message, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false)[9])
}

@Suite("The hospital's systems are told", .serialized)
struct HospitalInterfaceTests {
    @Test("what is committed is sent, in its order, byte for byte as the preview shows it, and once")
    func sends() throws {
        let receiver = try HospitalReceiver("aa")
        let bench = try Bench.sending(to: receiver)
        #expect(try bench.settled(4))
        try bench.fill("run-2", day: 14)
        let events = try bench.casebook.hospitalEvents(after: 0).events
        #expect(try bench.settled(events.count))
        bench.stop()
        let expected = try events.map { try hl7Message($0, bench.settings, status: .preliminary) }
        #expect(try receiver.messages() == expected)
        try bench.start()
        usleep(300_000)
        bench.stop()
        #expect(try receiver.messages().count == expected.count)
        #expect(try bench.casebook.journal.verify().isIntact)
    }

    @Test(
        "an answer that accepts nothing, or none, brings the same bytes again; nothing is lost or overtaken",
        arguments: ["ae", "mute", "late", "wrong", "bare", "half", "garbage", "close", "drop", "giant"])
    func again(answer: String) throws {
        let receiver = try HospitalReceiver("\(answer),aa")
        let bench = try Bench.sending(to: receiver)
        #expect(try bench.settled(4))
        bench.stop()
        let received = try receiver.messages()
        let expected = try bench.casebook.hospitalEvents(after: 0).events.map {
            try hl7Message($0, bench.settings, status: .preliminary)
        }
        let repeated = answer == "late" || answer == "close" ? 1 : 0
        #expect(received == expected.prefix(repeated) + expected)
    }

    @Test("CA accepts, and a second answer behind the first is credited to nobody", arguments: ["ca", "dup"])
    func accepts(answer: String) throws {
        let receiver = try HospitalReceiver(answer), bench = try Bench()
        try bench.fill()
        bench.hl7(receiver.port)
        try bench.start()
        #expect(try bench.settled(4))
        bench.stop()
        #expect(try receiver.messages().count == 4)
    }

    @Test("a receiver that ends each connection after its answer is no failure: the next message goes on a new one")
    func bye() throws {
        let receiver = try HospitalReceiver("bye")
        let bench = try Bench.sending(to: receiver)
        #expect(try bench.settled(4))
        bench.stop()
        #expect(try receiver.messages().count == 4)
        #expect(try bench.casebook.interfaceCounts(.hl7)[.waiting] == 0)
    }

    @Test("what is refused is set aside with what follows of its patient, told, and tried again when a person says so")
    func refused() throws {
        let receiver = try HospitalReceiver("ar,aa")
        let bench = try Bench.sending(to: receiver)
        let parked = try #require(try bench.waits(.parked))
        #expect(parked.patient == "P01" && parked.detail?.contains("Unbekannter Patient") == true)
        // P02 and P03 went on; P01's alert waits behind its result.
        #expect(try bench.settled(2))
        #expect(try bench.casebook.alerts(all: false).contains { $0.finding.subject == "interface:hl7" })
        let person = Person(name: "Dr. B", user: "b", note: "code added")
        try bench.casebook.decideInterface(parked.message, .retry, by: person, context: context(), at: noon)
        #expect(try bench.settled(4))
        bench.stop()
        // The alert ends with its ground, so that the next fault is told again.
        #expect(try bench.casebook.alerts(all: false).allSatisfy { $0.finding.subject != "interface:hl7" })
        let own = try receiver.messages().filter { String(decoding: $0, as: UTF8.self).contains("|P01^") }.map(number)
        #expect(own == own.sorted() && own.count == 2)
        #expect(try bench.casebook.openMessages().isEmpty)
        #expect(throws: JournalError.self) {
            try bench.casebook.decideInterface("LAB1-999999999", .skipped, by: person, context: context(), at: noon)
        }
    }

    @Test("a message whose wait for an answer ends with the service has not failed")
    func stopped() throws {
        let receiver = try HospitalReceiver("mute")
        let bench = try Bench.sending(to: receiver, answerSeconds: 20)
        usleep(500_000)
        bench.stop()
        #expect(try bench.casebook.openMessages().isEmpty)
    }

    @Test("a message that is given up makes way for the rest of its patient")
    func skipped() throws {
        let receiver = try HospitalReceiver("ar,aa")
        let bench = try Bench.sending(to: receiver)
        let parked = try #require(try bench.waits(.parked))
        try bench.casebook.decideInterface(
            parked.message, .skipped, by: Person(name: "Dr. B", user: "b", note: "known"), context: context(), at: noon)
        #expect(try bench.casebook.alerts(all: false).allSatisfy { $0.finding.subject != "interface:hl7" })
        #expect(try bench.settled(3))
        bench.stop()
        #expect(try !receiver.messages().map(number).contains(parked.message))
    }

    @Test("a receiver that is dead gets everything once it lives, in the order of the journal")
    func dead() throws {
        let bench = try Bench(), first = try HospitalReceiver("aa")
        let port = first.port
        first.end()
        bench.hl7(port)
        try bench.start()
        for day in 1...5 { try bench.fill("run-\(day)", day: day * 7) }
        #expect(try bench.waits(.waiting) != nil)
        let receiver = try HospitalReceiver("aa", port: port)
        let count = try bench.casebook.hospitalEvents(after: 0).events.count
        #expect(try bench.settled(count))
        bench.stop()
        let numbers = try receiver.messages().map(number)
        #expect(numbers == numbers.sorted() && numbers.count == count)
    }

    @Test("a folder gets whole files whose names sort as the messages came")
    func folder() throws {
        let bench = try Bench()
        var folder = FolderSettings()
        folder.path = bench.scratch.folder.appending(path: "drop").path
        bench.settings.folder = folder
        try bench.fill()
        try bench.start()
        usleep(300_000)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: false)
        #expect(try bench.settled(4, .folder))
        bench.stop()
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names.count == 4 && names.allSatisfy { $0.hasSuffix(".hl7") })
        let files = try names.map { try Data(contentsOf: URL(filePath: folder.path + "/" + $0)) }
        let events = try bench.casebook.hospitalEvents(after: 0).events
        #expect(try files == events.map { try hl7Message($0, bench.settings, status: .preliminary) })
    }

    @Test(
        "systems made of hl7apy, python-hl7 and FHIR's validators take every message, corrections among them, in order",
        .enabled(if: HospitalValidators.present, "\(HospitalValidators.absence)"),
        arguments: ["hl7apy", "python-hl7", "fhir"])
    func foreign(lis: String) throws {
        let receiver = try HospitalReceiver(lis: lis), bench = try Bench()
        let route = lis == "fhir" ? Route.fhir : .hl7
        if route == .hl7 {
            bench.hl7(receiver.port, answerSeconds: 10)
        } else {
            var fhir = FHIRSettings()
            fhir.url = "http://127.0.0.1:\(receiver.port)/r4"
            bench.settings.fhir = fhir
        }
        try bench.start()
        try bench.fill()
        // Judged anew: another value, then none; a patient is no longer on the plate.
        let next = [("P01", 7, 3e5), ("P02", 7, 5e3)]
        try bench.casebook.take(run(saved: "2026-04-02T10:00:00", next), file(content: "b"))
        try bench.casebook.take(run(saved: "2026-04-03T10:00:00", next, quality: .fail), file(content: "c"))
        var hostile = run(id: "run-2", [("P01", 14, 4e5)])
        hostile.samples[0].name = "P01 D14 |^~\\&\r\n\u{0B}\u{1C}é漢"
        try bench.casebook.take(hostile, file("hostile.lc96p", content: "d"))
        let events = try bench.casebook.hospitalEvents(after: 0).events
        #expect(try bench.settled(events.count, route, seconds: 40))
        bench.stop()
        #expect(try bench.casebook.openMessages().isEmpty)
        let expected = try events.map { event in
            switch route {
            case .fhir: try fhirBundle(event, bench.settings, status: .preliminary)
            case .hl7, .folder: try hl7Message(event, bench.settings, status: .preliminary)
            }
        }
        #expect(try receiver.messages().map(\.trimmed) == expected.map(\.trimmed))
        #expect(events.count > 8)
    }

    @Test("a FHIR server gets the bundles, with a token; what it refuses is set aside in its own words")
    func fhir() throws {
        let receiver = try HospitalReceiver("503,200,422,200", ["--http", "--token"]), bench = try Bench()
        let secret = bench.scratch.folder.appending(path: "secret").path
        #expect(
            FileManager.default.createFile(
                atPath: secret, contents: Data("word\n".utf8), attributes: [.posixPermissions: 0o600]))
        var fhir = FHIRSettings(), token = FHIRSettings.Token()
        fhir.url = "http://127.0.0.1:\(receiver.port)/r4"
        (token.url, token.client, token.secretFile) = ("http://127.0.0.1:\(receiver.port)/token", "cqwatch", secret)
        fhir.token = token
        bench.settings.fhir = fhir
        try bench.fill()
        try bench.start()
        let parked = try #require(try bench.waits(.parked))
        #expect(parked.detail == "the server answers HTTP 422: error: no such code")
        #expect(try bench.settled(3, .fhir))
        bench.stop()
        #expect(try receiver.messages().count == 3)
    }
}

@Suite("MLLP over TLS", .serialized)
struct SecureLineTests {
    @Test("a receiver whose certificate is signed by the authority gets the messages, and ours where it asks")
    func trusted() throws {
        let folder = try TemporaryFolder()
        try HospitalReceiver.certify("server", in: folder.path)
        try HospitalReceiver.certify("client", in: folder.path)
        let files = ["server", "server-key", "client"].map { "\(folder.path)/\($0).pem" }
        let receiver = try HospitalReceiver("aa", ["--tls"] + files)
        var tls = TLSFiles()
        tls.authority = files[0]
        (tls.certificate, tls.key) = (files[2], "\(folder.path)/client-key.pem")
        let bench = try Bench.sending(to: receiver, answerSeconds: 5, tls: tls)
        #expect(try bench.settled(4))
        bench.stop()
    }

    @Test(
        "a receiver that asks for our certificate and gets none, or one that it does not trust, is said to",
        arguments: [true, false])
    func uncertified(hasOne: Bool) throws {
        let folder = try TemporaryFolder()
        for name in ["server", "client", "other"] { try HospitalReceiver.certify(name, in: folder.path) }
        let files = ["server", "server-key", "client"].map { "\(folder.path)/\($0).pem" }
        let receiver = try HospitalReceiver("aa", ["--tls"] + files)
        var tls = TLSFiles()
        tls.authority = files[0]
        if hasOne { (tls.certificate, tls.key) = ("\(folder.path)/other.pem", "\(folder.path)/other-key.pem") }
        let bench = try Bench.sending(to: receiver, answerSeconds: 5, tls: tls)
        let waiting = try #require(try bench.waits(.waiting))
        bench.stop()
        let detail = waiting.detail ?? ""
        #expect(detail.contains("wants a certificate of ours that it trusts"), "\(detail)")
        #expect(try receiver.messages().isEmpty)
    }

    @Test("an authority that nobody knows, or a certificate that is over, gets nothing", arguments: [true, false])
    func refused(isExpired: Bool) throws {
        let folder = try TemporaryFolder()
        try HospitalReceiver.certify("server", in: folder.path, days: isExpired ? -1 : 2)
        try HospitalReceiver.certify("other", in: folder.path)
        let receiver = try HospitalReceiver(
            "aa", ["--tls", "\(folder.path)/server.pem", "\(folder.path)/server-key.pem"])
        var tls = TLSFiles()
        tls.authority = "\(folder.path)/\(isExpired ? "server" : "other").pem"
        let bench = try Bench.sending(to: receiver, answerSeconds: 5, tls: tls)
        let waiting = try #require(try bench.waits(.waiting))
        bench.stop()
        #expect(waiting.detail?.contains("certificate") == true)
        #expect(try receiver.messages().isEmpty)
    }
}
