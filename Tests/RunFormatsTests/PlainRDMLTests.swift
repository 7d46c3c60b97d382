// RDML of other vendors: what its Cq, types and ids mean.
import Assay
import Foundation
import RunFormats
import Testing

@Suite struct PlainRDMLTests {
    private func read(_ text: String) throws -> Run { try onlyRun(Data(text.utf8)) }

    @Test(arguments: [
        ("-1.0", true), ("0", true), ("40.0", true), ("40", true), ("41.3", true), ("39.99", false), ("12", false),
    ])
    func `A Cq that no curve of the run can have is undetermined`(text: String, undetermined: Bool) throws {
        let run = try read(plainRDML(wells: 3, cq: { $0 == 2 ? text : "20.5" }))
        #expect((run.well("A2")?.instrumentCq == nil) == undetermined)
        #expect((run.well("A2")?.flags.contains(.undeterminedCq) == true) == undetermined)
        #expect(run.well("A1")?.instrumentCq == 20.5)
    }

    private func curveless(_ cq: @escaping (Int) -> String) -> String {
        plainRDML(wells: 3, cq: cq).replacingOccurrences(of: "<adp>.*?</adp>", with: "", options: .regularExpression)
    }

    @Test(arguments: ["<cq>NaN</cq>", "<cq></cq>", "<cq/>", "", "<cq>-1</cq>", "<cq>0</cq>", "<cq>No Cq</cq>"])
    func `Without curves a well without a Cq has none, as its vendor means it`(written: String) throws {
        let text = curveless { $0 == 2 ? "none" : "20.5" }.replacingOccurrences(of: "<cq>none</cq>", with: written)
        let run = try read(text)
        #expect(run.well("A2")?.instrumentCq == nil && run.well("A2")?.flags.contains(.undeterminedCq) == true)
        #expect(run.well("A1")?.flags == [.instrumentCqOnly])
    }

    @Test func `A curve that is lost is no word of the vendor's`() throws {
        let run = try read(
            plainRDML(wells: 2).replacingOccurrences(
                of: "<cq>2.5</cq>(<adp>.*?</adp>)+", with: "", options: .regularExpression))
        #expect(run.well("A2")?.amplification == nil && run.well("A2")?.flags.contains(.undeterminedCq) == false)
    }

    @Test func `A melt without amplification is a melt`() throws {
        let melt = (60...90).map { "<mdp><tmp>\($0)</tmp><fluor>\(100 - $0)</fluor></mdp>" }.joined()
        let run = try read(
            plainRDML(wells: 2).replacingOccurrences(
                of: "<cq>[^<]*</cq>(<adp>.*?</adp>)+", with: melt, options: .regularExpression))
        #expect(run.reactions.allSatisfy { $0.flags == [.meltOnly] && $0.melt != nil })
    }

    @Test func `Decimal commas are read and said`() throws {
        let text = plainRDML(wells: 2, cq: { "2\($0),25" })
        let run = try read(text)
        #expect(run.well("A1")?.instrumentCq == 21.25 && run.status("decimal_comma") == .warn)
        for mixed in [text.replacingOccurrences(of: "22,25", with: "22.25"), plainRDML(wells: 2, cq: { "2\($0),125" })]
        {
            #expect(throws: ReadFailure.self) { try read(mixed) }
        }
    }

    @Test func `A reaction that is excluded keeps its curve and loses its Cq`() throws {
        let run = try read(
            plainRDML(wells: 2).replacingOccurrences(of: "<cq>1.5</cq>", with: "<cq>1.5</cq><excl>bubble</excl>"))
        #expect(run.well("A1")?.excluded == true)
        #expect(run.well("A1")?.instrumentCq == nil)
        #expect(run.well("A1")?.amplification != nil)
        #expect(run.well("A2")?.excluded == false)
    }

    @Test func `Quantities and types may differ by target`() throws {
        let sample =
            "<sample id=\"S\"><type targetId=\"T\">std</type><type targetId=\"U\">ntc</type><quantity "
            + "targetId=\"U\"><value>3</value></quantity><quantity "
            + "targetId=\"T\"><value>5E2</value></quantity></sample>"
        let run = try read(
            plainRDML(wells: 1).replacingOccurrences(of: "<sample id=\"S\"><type>unkn</type></sample>", with: sample))
        #expect(run.well("A1")?.sampleType == .standard)
        #expect(run.well("A1")?.standardQuantity == 500)
    }

    @Test func `Several targets a well and several runs a file all come out`() throws {
        var text = plainRDML(wells: 2)
        text = text.replacingOccurrences(
            of: "</data></react>", with: "</data><data><tar id=\"U\"/><cq>30</cq></data></react>")
        let begin = try #require(text.range(of: "<experiment"))
        let end = try #require(text.range(of: "</rdml>"))
        let experiment = String(text[begin.lowerBound..<end.lowerBound])
        text.insert(
            contentsOf: experiment.replacingOccurrences(of: "experiment id=\"e\"", with: "experiment id=\"f\""),
            at: end.lowerBound)
        let runs = try readRuns(Data(text.utf8))
        #expect(runs.map(\.identity.id) == ["e/r", "f/r"])
        #expect(runs.allSatisfy { $0.reactions.map(\.target) == ["T", "U", "T", "U"] })
        #expect(runs[0].reactions[1].flags == [.instrumentCqOnly])
    }

    @Test func `A run without a start is known by the file's digest`() throws {
        let text = plainRDML(wells: 1).replacingOccurrences(of: "<runDate>2026-05-14T09:30:00</runDate>", with: "")
        let run = try read(text)
        #expect(run.identity.id.text.hasPrefix("rdml:"))
        #expect(run.identity.id.text.hasSuffix("/r"))
        let other = try read(text + "\n")
        #expect(other.identity.id != run.identity.id)
    }

    @Test func `Wells may be named and the plate unstated`() throws {
        var text = plainRDML(wells: 2).replacingOccurrences(
            of: "<pcrFormat><rows>8</rows><columns>12</columns></pcrFormat>", with: "<pcrFormat>free format</pcrFormat>"
        )
        text = text.replacingOccurrences(of: "<react id=\"2\">", with: "<react id=\"B1\">")
        #expect(try read(text).reactions.map(\.position.label) == ["A1", "B1"])
    }

    @Test func `Prefixes, other encodings and a byte order mark change nothing`() throws {
        let text = plainRDML(wells: 1).replacingOccurrences(of: "id=\"S\"", with: "id=\"Müller\"")
        let plain = try read(text)
        #expect(plain.well("A1")?.sampleName == "Müller")
        let marked = Data([0xEF, 0xBB, 0xBF]) + Data(text.utf8)
        #expect(try onlyRun(marked).well("A1")?.sampleName == "Müller")
        let wide = Data([0xFF, 0xFE]) + (text.data(using: .utf16LittleEndian) ?? Data())
        #expect(try onlyRun(wide).well("A1")?.sampleName == "Müller")
        let prefixed = text.replacingOccurrences(of: "</", with: "</r:").replacingOccurrences(
            of: "(?<=<)(?=[a-z])", with: "r:", options: .regularExpression
        )
        .replacingOccurrences(of: "</r:r:", with: "</r:").replacingOccurrences(
            of: "<r:rdml ", with: "<r:rdml xmlns:r=\"http://www.rdml.org\" ")
        #expect(try read(prefixed).well("A1")?.amplification == plain.well("A1")?.amplification)
    }

    @Test func `A greater-than sign inside an attribute is text, wherever the pieces end`() throws {
        let name = String(repeating: "a>b ", count: 3000)
        let run = try read(plainRDML(wells: 1).replacingOccurrences(of: "id=\"S\"", with: "id=\"\(name)\""))
        #expect(run.well("A1")?.sampleName == name)
    }

    @Test func `Cycles out of order are put in order, repeated ones are unknown`() throws {
        var text = plainRDML(wells: 1, cycles: 3)
        text = text.replacingOccurrences(of: "<adp><cyc>1</cyc><fluor>1</fluor></adp>", with: "")
            .replacingOccurrences(of: "</data>", with: "<adp><cyc>1.0</cyc><fluor>7</fluor></adp></data>")
        #expect(try read(text).well("A1")?.amplification == AmplificationCurve(fluorescence: [7, 2, 3]))
        text = text.replacingOccurrences(of: "</data>", with: "<adp><cyc>2</cyc><fluor>9</fluor></adp></data>")
        let well = try #require(try read(text).well("A1"))
        #expect(well.amplification?.fluorescence[1].isNaN == true)
        #expect(well.flags.contains(.nonFinite))
    }

    @Test func `A cycle number beyond any instrument's is no reason for a huge curve`() throws {
        let run = try read(
            plainRDML(wells: 1, cycles: 3).replacingOccurrences(of: "<cyc>3</cyc>", with: "<cyc>2000000000</cyc>"))
        #expect(run.well("A1")?.amplification?.fluorescence == [1, 2])
        #expect(run.well("A1")?.flags.contains(.missingCycles) == true)
    }
}
