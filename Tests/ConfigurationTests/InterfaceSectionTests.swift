import Foundation
import Hospital
import Testing

@testable import Configuration

private func interface(_ lines: String) -> String {
    minimal + "interface:\n" + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
}

@Suite("interface")
struct InterfaceSectionTests {
    @Test("is nothing where it is not written, and the commented default is accepted once the marks are taken away")
    func defaults() throws {
        #expect(try read(minimal).interface == nil)
        let text = defaultConfigurationText(.embedded)
        let commented = text.split(separator: "\n").drop { !$0.hasPrefix("# interface:") }.map { line -> String in
            let pad = line.prefix { $0 == " " }
            return String(pad) + String(line.dropFirst(pad.count + 2))
        }
        let settings = try #require(try read(minimal + commented.joined(separator: "\n") + "\n").interface)
        #expect(settings.routes == Route.allCases)
        #expect(settings.hl7?.resultStatus == .preliminary && settings.hl7?.tls == TLSFiles())
        #expect(settings.fhir?.token?.client == "cqwatch")
        #expect(settings.names == HL7Names())
        #expect(settings.identifiers.patients == nil)
    }

    @Test("reads codes either way, tables inline or of a file, and paths from its own folder")
    func words() throws {
        let settings = try #require(
            try read(
                interface(
                    """
                    site: LAB1
                    since: 2026-11-29
                    hl7: {host: lis.example.org, port: 6661, resultStatus: final, tls: {ca: ca.pem}}
                    folder: {path: drop, format: fhir}
                    codes: {bcma car-t: '1234-5^CAR-T^LN'}
                    units: {'copies/ul gDNA': '{copies}/mL'}
                    identifiers: {authority: KIS, patients: {P01: '4711'}, placer: table, placers: {P01 D7: 'ORD|9'}}
                    """)
            ).interface)
        #expect(settings.code(of: "BCMA-CAR-T") == LocalCode("1234-5", "CAR-T", "LN"))
        #expect(settings.unit("copies/µl gDNA").code == "{copies}/mL")
        #expect(settings.hl7?.tls?.authority == "/etc/cq/ca.pem" && settings.folder?.path == "/etc/cq/drop")
        #expect(settings.resultStatus(of: .hl7) == .final && settings.resultStatus(of: .folder) == .preliminary)
        #expect(settings.format(of: .folder) == .fhir)
        #expect(settings.identifier(of: "P01") == "4711" && settings.identifier(of: "P02") == nil)
        #expect(settings.placer(of: "P01 D7") == "ORD|9")
    }

    @Test(
        "tells what is wrong or was forgotten at the start, each with its key",
        arguments: [
            ("hl7: {host: h}", "interface.site"), ("site: LABORATORY", "interface.site"),
            ("site: L^1", "interface.site"),
            ("site: L\nhl7: {port: 1}", "interface.hl7.host"), ("site: L\nhl7: {host: 'a b'}", "interface.hl7.host"),
            ("site: L\nhl7: {host: h, tls: {certificate: c.pem}}", "interface.hl7.tls.key"),
            ("site: L\nhl7: {host: h, resultStatus: released}", "interface.hl7.resultStatus"),
            ("site: L\nfhir: {url: ftp://x}", "interface.fhir.url"),
            ("site: L\nfhir: {url: 'https://u:p@x/'}", "interface.fhir.url"),
            ("site: L\nfhir: {url: 'http://x', token: {url: 'https://t/', client: c}}", "interface.fhir.url"),
            ("site: L\nfhir: {url: 'https://x', token: {url: 'http://t/', client: c}}", "interface.fhir.token.url"),
            ("site: L\nfhir: {url: 'https://x', token: {url: 'https://t/'}}", "interface.fhir.token.client"),
            ("site: L\nfolder: {format: hl7}", "interface.folder.path"),
            ("site: L\nfolder: {path: export/drop}", "interface"),
            ("site: L\ncodes: {OTHER: X}", "interface.codes.OTHER"),
            ("site: L\ncodes: {ACTB: X}", "interface.codes.BCMA-CAR-T"),
            ("site: L\nidentifiers: {placer: table}", "interface.identifiers.placers"),
            ("site: L\nhl8: {}", "interface.hl8"),
        ])
    func faulty(lines: String, key: String) { #expect(faults(interface(lines)).map(\.key).contains(key)) }

    @Test("an assay whose unit has no code is told of", arguments: ["copies/cell"])
    func unit(unit: String) {
        let yaml = interface("site: L").replacing("assay:\n", with: "assay:\n  unit: \(unit)\n")
        #expect(faults(yaml).contains { $0.key == "interface.units.\(unit)" })
    }

    @Test("a table of numbers tells the line of each fault")
    func table() throws {
        let yaml = interface("site: L\nidentifiers: {patients: numbers.csv}")
        func found(_ table: String) -> [String] {
            do throws(ConfigurationFaults) {
                _ = try readConfiguration(yaml: Data(yaml.utf8), file: "/etc/cq/cqwatch.yaml") { path in
                    Data((path.hasSuffix("numbers.csv") ? table : header).utf8)
                }
                return []
            } catch { return error.faults.map { "\($0.file):\($0.line ?? 0)" } }
        }
        #expect(found("patient,identifier\nP01,4711\nP02;\n").count == 1)
        #expect(found("patient,identifier\nP01,4711\nP01,4712\n") == ["/etc/cq/numbers.csv:3"])
        #expect(found("code,number\nP01,4711\n") == ["/etc/cq/numbers.csv:1"])
        #expect(found("Patient;Identifier\nP01;4711\n").isEmpty)
    }
}
