import Alerts
import Assay
import Configuration
import Foundation
import Monitoring
import Rules
import Testing

@Suite("Reading cqwatch.yaml")
struct ConfigurationTests {
    @Test("the least configuration is accepted, and everything else has its default")
    func defaults() throws {
        let configuration = try read(minimal)
        #expect(configuration.rules == RuleSettings())
        #expect(configuration.assay == AssaySettings())
        #expect(configuration.watch.settleSeconds == WatchSettings().settleSeconds)
        #expect(configuration.delivery.recipients.map(\.address) == ["doctor@example.org"])
        #expect(configuration.delivery.hooks.isEmpty)
    }

    @Test("relative paths start at the folder of the file, absolute ones stay")
    func paths() throws {
        let text = minimal.replacing("[export]", with: "[./export, /mnt/lc96, {path: more, network: true}]")
        let configuration = try read(text)
        #expect(configuration.watch.directories.map(\.path) == ["/etc/cq/export", "/mnt/lc96", "/etc/cq/more"])
        #expect(configuration.watch.directories.map(\.network) == [nil, nil, true])
        #expect(configuration.journalPath == "/etc/cq/state/journal.sqlite")
        #expect(configuration.patientsPath == "/etc/cq/patients.csv")
    }

    @Test("tells the line of each key that is written, and of each patient's last row")
    func lines() throws {
        let configuration = try read(
            minimal,
            patients: header + "P02,2024-01-01,1,A,doctor,,\nP01,2024-01-01,1,A,doctor,,\nP01,2025-01-01,1,A,doctor,,\n"
        )
        #expect(
            configuration.lines["delivery.default"] == 10 && configuration.lines["delivery.recipients.doctor"] == 12)
        #expect(configuration.lines["delivery.second"] == nil)
        #expect(configuration.patientLines == ["P02": 2, "P01": 4])
    }

    @Test("numbers and times are read where they are given")
    func values() throws {
        let text =
            minimal.replacing("watch:\n", with: "watch:\n  settle: 1.5\n  poll: 2 min\n")
            + "rules: {expansionCopies: 2e5, lateDay: 45}\nsamples: {tables: trusted}\n"
        let configuration = try read(text)
        #expect(configuration.watch.settleSeconds == 1.5)
        #expect(configuration.watch.pollSeconds == 120)
        #expect(configuration.rules.expansionCopies == 200_000)
        #expect(configuration.rules.lateDay == 45)
        #expect(configuration.samples.tablesTrusted)
    }

    @Test("a hook is read with its path and its deadline")
    func hook() throws {
        let text = minimal.replacing(
            "delivery:\n",
            with: "delivery:\n  channels: {log: false, hooks: {page: {path: hooks/page, deadline: 5 s}}}\n")
        let delivery = try read(text).delivery
        #expect(delivery.hooks == [DeliverySettings.Hook(name: "page", path: "/etc/cq/hooks/page", deadlineSeconds: 5)])
        #expect(!delivery.log)
    }

    @Test("the digest changes with either file, and with the border between them")
    func digest() throws {
        let one = try read(minimal).digest
        #expect(one.count == 64)
        #expect(try read(minimal).digest == one)
        #expect(try read(minimal + "\n").digest != one)
        #expect(try read(minimal, patients: header + "\n").digest != one)
    }

    @Test("a patients file that cannot be read is a fault of the key that names it")
    func absentPatients() throws {
        #expect(throws: ConfigurationFaults.self) {
            try readConfiguration(yaml: Data(minimal.utf8), file: "c.yaml") { _ in throw CocoaError(.fileReadNoSuchFile)
            }
        }
    }
}
