import Alerts
import Assay
import Foundation
import Laboratory
import Monitoring
import Rules
import Testing
import USB

@testable import Configuration

@Suite("What init writes")
struct DefaultTextTests {
    private let text = defaultConfigurationText(.embedded)

    @Test("the written configuration is accepted and says what the defaults say")
    func accepted() throws {
        let configuration = try read(text, patients: patientsTemplate)
        #expect(configuration.rules == RuleSettings())
        #expect(configuration.assay == AssaySettings())
        #expect(configuration.laboratory == LaboratorySettings())
        #expect(configuration.samples == SampleSettings())
        var watch = WatchSettings()
        watch.directories = [.init(path: "/etc/cq/export")]
        #expect(configuration.watch == watch)
        #expect(configuration.usb == USBSettings())
        #expect(configuration.delivery.hooks.map(\.path) == ["/etc/cq/hooks/notify"])
        #expect(configuration.delivery.laboratory == "laboratory")
        #expect(configuration.warnings.isEmpty)
        #expect(faults(defaultConfigurationText(.system)).isEmpty)
    }

    @Test("every setting of the rules and of the quality limits has a key of its own name")
    func complete() {
        #expect(Set(RulesSection.keys.map(\.name)).union(["visits"]) == labels(RuleSettings()))
        #expect(Set(QualitySection.keys.map(\.name)) == labels(QualityLimits()))
        #expect(Set(LaboratorySection.keys.map(\.name)).union(["controls"]) == labels(LaboratorySettings()))
        #expect(
            Set(LaboratorySection.controlKeys.map(\.name)).union(["assigned", "rules"]) == labels(ControlSettings()))
        #expect(LaboratorySection.ruleKeys.map(\.name) == WestgardRule.allCases.map(\.rawValue))
        let watch = Set(WatchSection.keys.map(\.name)).union(["directories", "ignore", "runs"])
        #expect(watch == Set(labels(WatchSettings()).map { $0.replacing("Seconds", with: "") }))
        // Lists and the path are read by their own functions.
        #expect(
            Set(USBSection.keys.map(\.name)).union(["mediaFolder", "allow", "folders", "suffixes", "named"])
                == labels(USBSettings()))
    }

    @Test("every key of the assay and of the delivery fills a setting")
    func counted() {
        // targets, standards.unit, standards.templateVolume, digital and quality are read by their own functions.
        #expect(AssaySection.keys.count + 5 == labels(AssaySettings()).count)
        #expect(DigitalSection.keys.count == labels(DigitalSettings()).count)
        // recipients and hooks are, and mail, escalation and heartbeat are sections of their own.
        #expect(
            DeliverySection.keys.count + DeliverySection.channelKeys.count + DeliverySection.retryKeys.count + 6
                == labels(DeliverySettings()).count)
        // reminderDays is read by its own function.
        #expect(DeliverySection.escalationKeys.count + 1 == labels(EscalationSettings()).count)
        #expect(DeliverySection.heartbeatKeys.count == labels(HeartbeatSettings()).count)
        // The route and the quiet hours are, and sendmail's arguments.
        let server = MailSettings.Smtp(server: "s"), program = MailSettings.Sendmail(path: "/p")
        #expect(MailSection.keys.count + 2 == labels(MailSettings(from: "a@b", route: .smtp(server))).count)
        #expect(MailSection.smtpKeys.count == labels(server).count)
        #expect(MailSection.sendmailKeys.count + 1 == labels(program).count)
    }

    @Test("no line of it is without a word on its meaning")
    func commented() {
        let meanings = [
            RulesSection.keys.map(\.meaning), QualitySection.keys.map(\.meaning), LaboratorySection.keys.map(\.meaning),
            WatchSection.keys.map(\.meaning),
            USBSection.keys.map(\.meaning),
        ]
        for key in meanings.joined() {
            #expect(text.contains("# " + key))
        }
    }

    @Test("the set-up holds folders before files, and a hook its own user cannot write")
    func setup() throws {
        let items = embeddedSetup()
        #expect(items.filter { $0.contents == nil }.map(\.path) == ["export", "state", "hooks"])
        let hook = try #require(items.first { $0.path == "hooks/notify" })
        #expect(hook.mode & 0o222 == 0)
        #expect(hook.contents?.hasPrefix("#!/bin/sh\n") == true)
    }

    @Test(
        "texts are written so that YAML reads them back",
        arguments: ["", "plain", "true", "it's", "a: b", "# x", "tab\there", "\\d+", " lead", "β-actin", "- x", "1e5"])
    func roundTrip(value: String) throws {
        let yaml = minimal.replacing("name: Doctor on duty", with: "name: \(yamlText(value))")
        if value.contains("\t") || value.isEmpty {
            #expect(faults(yaml).count <= 1)
        } else {
            #expect(try read(yaml).delivery.recipients.first?.name == value)
        }
    }

    private func labels(_ value: Any) -> Set<String> { Set(Mirror(reflecting: value).children.compactMap(\.label)) }
}
