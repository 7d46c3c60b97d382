import Assay
import Configuration
import Foundation
import Rules
import TestSupport
import Testing
import Text

@Suite("Faults of cqwatch.yaml")
struct FaultTests {
    @Test("every fault is told at once, with line, key and fix")
    func all() {
        let found = faults(minimal + "rules:\n  lateDays: 60\n  expansionCopies: -1\nnonsense: 1\n")
        #expect(found.map(\.key) == ["rules.lateDays", "rules.expansionCopies", "nonsense"])
        #expect(found.map(\.line) == [14, 15, 16])
        #expect(found[0].column == 3)
        #expect(found[0].fix == "did you mean `lateDay`?")
        #expect(found.allSatisfy { !$0.fix.isEmpty && $0.file == "/etc/cq/cqwatch.yaml" })
        #expect(
            found[1].description
                == "/etc/cq/cqwatch.yaml:15:3: rules.expansionCopies: -1 is out of range; write a number from 0.001 "
                + "to 1000000000000"
        )
    }

    @Test("an empty file lacks every required key")
    func empty() {
        #expect(
            Set(faults("").map(\.key)) == [
                "watch.directories", "assay.standards.unit", "journal.path", "patients", "delivery.default",
            ])
        #expect(Set(faults("# nothing yet\n").map(\.key)) == Set(faults("").map(\.key)))
    }

    @Test("standards in copies a reaction need the template volume")
    func templateVolume() throws {
        let text = minimal.replacing("copies/ul template", with: "copies/reaction")
        #expect(faults(text).map(\.key) == ["assay.standards.templateVolume"])
        #expect(
            try read(text.replacing("copies/reaction", with: "copies/reaction\n    templateVolume: 2")).assay
                .templateVolumeMicrolitres == 2
        )
    }

    @Test("recipients that the section names must exist")
    func references() {
        let found = faults(minimal.replacing("default: doctor", with: "default: docter\n  laboratory: lab"))
        #expect(found.map(\.key) == ["delivery.default", "delivery.laboratory"])
        #expect(found[0].fix == "did you mean `doctor`?")
    }

    @Test("thresholds in another unit than the assay's are refused")
    func units() {
        #expect(faults(minimal + "rules: {unit: copies/ug gDNA}\n").map(\.key) == ["rules.unit"])
        #expect(
            faults(minimal.replacing("assay:", with: "assay:\n  unit: copies/ug gDNA")).map(\.key) == ["rules.unit"])
    }

    @Test(
        "pages go into no folder of the laboratory's or the journal's",
        arguments: ["export", "export/pages", "./export//", "state", "/run/cqwatch/media/sda1", "cqwatch.yaml"])
    func pagesFolder(path: String) {
        #expect(faults(minimal + "pages: {folder: \(path)}\n").map(\.key) == ["pages.folder"])
        #expect(faults(minimal + "pages: {folder: state/pages, url: 'https://intranet/cqwatch'}\n").isEmpty)
    }

    @Test(
        "the pages' address is one that a browser opens",
        arguments: [
            "intranet", "javascript:alert(1)", "https://a b", "https://a?x=1", "https://u:p@a/", "https://a/<b>",
        ])
    func pagesAddress(url: String) {
        #expect(faults(minimal + "pages: {url: '\(url)'}\n").map(\.key) == ["pages.url"])
    }

    @Test(
        "what is written must be nothing that is read: no file of ours, and no folder of the laboratory",
        arguments: [
            ("state/journal.sqlite", "metrics.textfile"), ("./state//journal.sqlite-wal", "metrics.textfile"),
            ("/etc/cq/patients.csv", "metrics.textfile"),
            ("cqwatch.yaml", "metrics.textfile"), ("export/metrics.prom", "metrics.textfile"),
            ("export", "metrics.textfile"),
            ("/run/cqwatch/media/sda1/x.prom", "metrics.textfile"),
        ])
    func writtenOver(path: String, key: String) throws {
        #expect(faults(minimal + "metrics: {textfile: \(path)}\n").map(\.key) == [key])
        #expect(faults(minimal + "metrics: {textfile: exported/metrics.prom}\n").isEmpty)
        #expect(
            faults(minimal.replacing("state/journal.sqlite", with: "export/journal.sqlite")).map(\.key) == [
                "journal.path"
            ])
        #expect(faults(minimal.replacing("state/journal.sqlite", with: "patients.csv")).map(\.key) == ["journal.path"])
    }

    @Test("visits are listed by day, each with its grace")
    func visits() throws {
        #expect(
            try read(minimal + "rules: {visits: [{day: 7, grace: 3}, {day: 30, grace: 7}]}\n").rules.visits.map(\.day)
                == [7, 30])
        #expect(
            faults(minimal + "rules: {visits: [{day: 30, grace: 7}, {day: 7, grace: 3}]}\n").map(\.key) == [
                "rules.visits[1]"
            ])
        #expect(
            faults(minimal + "rules: {visits: [{day: 30}, 7]}\n").map(\.key) == [
                "rules.visits[0].grace", "rules.visits[1]",
            ])
    }

    @Test(
        "wrong kinds of values name what is wanted",
        arguments: [
            ("rules: {lateDay: sixty}", "rules.lateDay", "is no number"),
            ("rules: {lateDay: 60.5}", "rules.lateDay", "no whole number"),
            ("rules: {lateDay: [60]}", "rules.lateDay", "a list"), ("rules: 5", "rules", "no section"),
            ("rules: {expansionCopies: .inf}", "rules.expansionCopies", "is no number"),
            ("rules: {expansionCopies: nan}", "rules.expansionCopies", "is no number"),
            ("rules: {relapseCopies: \"8,5\"}", "rules.relapseCopies", "is no number"),
            ("samples: {tables: yes}", "samples.tables", "none of the choices"),
            ("samples: {pattern: \"(\"}", "samples.pattern", "cannot be used"),
        ])
    func kinds(line: String, key: String, message: String) {
        let found = faults(minimal + line + "\n")
        #expect(found.map(\.key) == [key])
        #expect(found.first?.message.contains(message) == true)
    }

    @Test("limits that cross each other are refused")
    func crossed() {
        #expect(
            faults(minimal.replacing("assay:", with: "assay:\n  quality: {slopeMin: -3.0}")).map(\.key) == [
                "assay.quality.slopeMin"
            ])
    }

    @Test("one name for two targets is refused, and so is an assay without a target")
    func targets() {
        let twice = "assay:\n  targets: [{name: CAR, role: target}, {name: ACTB, role: reference, aliases: [c-a r]}]"
        #expect(faults(minimal.replacing("assay:", with: twice)).first?.message.contains("names both") == true)
        let none = "assay:\n  targets: [{name: ACTB, role: reference}]"
        #expect(faults(minimal.replacing("assay:", with: none)).map(\.key) == ["assay.targets"])
        let mistyped = "assay:\n  targets: [{name: CAR, role: target}, {name: ACTB, rule: reference}]"
        #expect(
            faults(minimal.replacing("assay:", with: mistyped)).map(\.key) == [
                "assay.targets[1].role", "assay.targets[1].rule",
            ])
    }

    @Test("alerts that would reach nobody are refused")
    func nobody() {
        #expect(
            faults(minimal.replacing("delivery:", with: "delivery:\n  channels: {log: false}")).map(\.key) == [
                "delivery.channels"
            ])
    }
}

@Suite("Hostile YAML")
struct HostileYamlTests {
    @Test("broken YAML has a line and a remedy")
    func broken() {
        let found = faults("watch:\n  directories: [export\nassay:\n")
        #expect(found.count == 1)
        #expect(found.first?.line != nil)
    }

    @Test("a key that stands twice is a fault")
    func duplicate() {
        let found = faults(minimal + "patients: other.csv\n")
        #expect(found.map(\.key) == ["patients"])
        #expect(found.first?.line != nil)
    }

    @Test("two documents in one file are a fault")
    func documents() { #expect(faults(minimal + "---\nwatch: {}\n").count == 1) }

    @Test("an alias bomb ends at once in a fault")
    func bomb() {
        let levels = (1...30).map { "  a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]" }
        #expect(faults("watch:\n  a0: &a0 [x]\n" + levels.joined(separator: "\n") + "\n").count == 1)
    }

    @Test("nesting beyond every use is refused before it is parsed", arguments: ["[", "{a: ", "- ", "? "])
    func depth(opening: String) {
        #expect(faults("watch: \n  " + String(repeating: opening, count: 100_000)).count == 1)
    }

    @Test("indentation without end is refused")
    func indentation() {
        let text = (0..<400).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(faults(text).count == 1)
    }

    @Test("what is no text, or too much of it, is a fault")
    func bytes() {
        let binary = Data([0x77, 0x0A, 0xFF, 0xFE, 0x00])
        #expect(throws: ConfigurationFaults.self) { try readConfiguration(yaml: binary, file: "c") { _ in Data() } }
        #expect(faults(String(repeating: "# long\n", count: 200_000)).count == 1)
        #expect(faults("just words").count == 1)
        #expect(faults("a: \u{1}").count == 1)
    }

    @Test("texts from the file are escaped in messages")
    func escaped() {
        let found = faults(minimal + "samples: {tables: \"\\e[31mred\"}\n")
        #expect(found.count == 1)
        #expect(found.allSatisfy { !$0.description.unicodeScalars.contains("\u{1B}") })
    }

    @Test("no fault steers a terminal, whatever stands in the file")
    func steering() {
        let base = minimal + "rules: {lateDay: 60}\nsamples: {pattern: '(', tables: trusted}\n"
        let marks = [
            "\t", "\u{1B}[2J", "\u{7F}", "\u{9B}31m", "\u{202E}", "\u{2028}", "\"\\e[2J\": 1\n", "\"\\u009b\": 1\n",
        ]
        for seed in seeds(0..<400) {
            var random = SeededNumbers(seed: seed)
            let mark = marks.randomElement(using: &random) ?? "\t"
            func changed(_ text: String) -> String {
                let at = text.indices.randomElement(using: &random) ?? text.startIndex
                return text[..<at] + mark + text[at...]
            }
            let found =
                faults(changed(base)) + faults(minimal + "\"\\e\(seed)\": 1\n\"\\e\(seed)\": 2\n")
                + patientFaults(changed(header) + "P01,2025-05-14,1.5,A,ward,,\n")
                + patientFaults(header + changed("P01,2025-05-14,1.5,A,ward,,\nP01,2025-05-14,1.5,A,ward,,\n"))
            #expect(
                found.map(\.description).filter { $0.unicodeScalars.contains { $0.steers } } == [], "seed \(seed)")
        }
    }

    /// The fuzzer's own find.
    @Test("a key with a control character is named by its number")
    func controlCharacter() throws {
        let found = faults(minimal + "deliv\u{9}Iry: {default: ward}\n\"deliv\\eery\": 1\n")
        #expect(found.allSatisfy { !$0.description.unicodeScalars.contains { $0.steers } })
        #expect(faults(minimal + "\"deliv\\eery\": 1\n").first?.key == "deliv\\u{1B}ery")
    }
}
