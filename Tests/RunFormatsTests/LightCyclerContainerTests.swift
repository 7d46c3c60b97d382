// How the members of a LightCycler 96 container join, and what is said when one of them lies or lacks.
import Assay
import Foundation
import RunFormats
import Testing

@Suite struct LightCyclerContainerTests {
    @Test func `A whole container reads without a complaint`() throws {
        let run = try onlyRun(TestContainer().bytes())
        #expect(run.incomplete == nil)
        #expect(run.findings.allSatisfy { $0.status == .pass }, "\(run.findings)")
        #expect(run.identity == RunIdentity(id: "run-1", serial: "000000000000042", started: "2026-05-14T09:30:00"))
        #expect(run.reactions.count == 96)
        #expect(run.cycles == TestContainer.cycles)
        #expect(run.well("A1")?.standardQuantity == 10)
        #expect(run.well("A1")?.instrumentCq == 1.25)
        #expect(run.well("A3")?.excluded == true)
        #expect(run.well("A3")?.instrumentCq == nil)
        #expect(run.well("A7")?.instrumentCall == .negative)
        #expect(run.well("A9")?.sampleName == "P00 D14")
        #expect(run.well("A9")?.instrumentQuantity == 90)
        #expect(run.well("H12")?.sampleType == .unused)
        #expect(run.well("H12")?.target == nil)
        #expect(run.well("B2")?.amplification?.fluorescence.first == 14.1)
        #expect(run.well("B2")?.melt?.temperature == [65.1, 65.3])
    }

    @Test func `A digest that differs fails the run`() throws {
        var container = TestContainer()
        container.hashkey = "00000000000000000000000000000000"
        let run = try onlyRun(container.bytes())
        #expect(run.status("manifest_digest") == .fail)
        #expect(run.incomplete == nil)
    }

    @Test(arguments: TestContainer.names + ["manifest.xml"])
    func `A missing member is named and the rest is read`(name: String) throws {
        let run = try onlyRun(TestContainer().without(name).bytes())
        let incomplete = try #require(run.incomplete)
        #expect(incomplete.contains(name))
        #expect(isPlainSentence(incomplete))
        #expect(run.status("container_members") == .fail)
        #expect(!run.reactions.isEmpty)
        if name == "module_data.xml" { #expect(run.well("A3")?.excluded == true) }
        if name == "app_data.xml" { #expect(run.well("A1")?.standardQuantity == 7) }
        if name == "rdml_data.xml" {
            #expect(run.well("A1")?.instrumentCq == 1.25)
            #expect(run.reactions.allSatisfy { $0.amplification == nil && $0.sampleName.isEmpty })
        }
    }

    @Test func `Only a document of a LightCycler 96 is not taken for another vendor's, whose Cq would count`() throws {
        let bytes = try TestZip.archive([("rdml_data.xml", Data(TestContainer().text(of: "rdml_data.xml").utf8))])
        for bytes in [bytes, Data(TestContainer().text(of: "rdml_data.xml").utf8)] {
            let run = try onlyRun(bytes)
            #expect(run.format == .lc96)
            #expect(run.reactions.allSatisfy { $0.instrumentCq == nil })
            #expect(run.incomplete != nil)
        }
    }

    @Test func `Ninety-five wells are read and the missing one is named`() throws {
        var container = TestContainer()
        container.wells.removeAll { $0 == 96 }
        let run = try onlyRun(container.bytes())
        #expect(run.reactions.count == 95)
        #expect(run.status("plate_wells") == .fail)
        #expect(run.findings.contains { $0.detail.contains("H12") })
    }

    @Test func `A position used twice is flagged in both reactions`() throws {
        let run = try onlyRun(TestContainer().edited("rdml_data.xml", "<react id=\"10\">", "<react id=\"9\">").bytes())
        #expect(run.reactions.filter { $0.flags.contains(.duplicatePosition) }.map(\.position.label) == ["A9", "A9"])
        #expect(run.status("duplicate_position") == .fail)
        #expect(run.status("plate_wells") == .fail)
    }

    @Test func `A reaction outside the plate is left out and named`() throws {
        let run = try onlyRun(TestContainer().edited("rdml_data.xml", "<react id=\"96\">", "<react id=\"97\">").bytes())
        #expect(run.reactions.count == 95)
        #expect(run.status("well_position") == .fail)
    }

    @Test(arguments: ["NaN", "INF", "1e999", "", "abc", "-1.#IND"])
    func `A value that is no number leaves a gap and a flag`(text: String) throws {
        let run = try onlyRun(
            TestContainer().edited("rdml_data.xml", "<fluor>9.4</fluor>", "<fluor>\(text)</fluor>").bytes())
        let well = try #require(run.well("A9"))
        #expect(well.flags.contains(.nonFinite))
        #expect(well.amplification?.fluorescence.filter(\.isNaN).count == 1)
        #expect(run.status("curves") == .fail)
    }

    @Test func `A curve without a single number is none, and fails the run`() throws {
        let text = TestContainer().text(of: "rdml_data.xml")
        let well = try #require(text.range(of: "<react id=\"9\">"))
        let end = try #require(text.range(of: "</react>", range: well.upperBound..<text.endIndex))
        let react = String(text[well.lowerBound..<end.upperBound])
        let blank = react.replacing(/<fluor>[^<]*</, with: "<fluor>NaN<")
        let run = try onlyRun(TestContainer().edited("rdml_data.xml", react, blank).bytes())
        let reaction = try #require(run.well("A9"))
        #expect(reaction.amplification == nil && reaction.flags.contains(.nonFinite))
        #expect(run.status("curves") == .fail)
        let none = react.replacing(/<adp>.*?<\/adp>/.dotMatchesNewlines(), with: "")
        let without = try onlyRun(TestContainer().edited("rdml_data.xml", react, none).bytes())
        #expect(without.well("A9")?.flags.contains(.missingCycles) == true)
        #expect(without.status("curves") == .fail)
    }

    @Test func `A missing cycle leaves a gap and a flag`() throws {
        let cycle = "<adp><cyc>4</cyc><tmp>72.0</tmp><fluor>9.4</fluor></adp>"
        let run = try onlyRun(TestContainer().edited("rdml_data.xml", cycle, "").bytes())
        let well = try #require(run.well("A9"))
        #expect(well.flags.contains(.missingCycles))
        #expect(well.amplification?.fluorescence.count == TestContainer.cycles)
        #expect(well.amplification?.fluorescence[3].isNaN == true)
    }

    @Test func `Two samples with one name are both kept, each with its own key`() throws {
        let run = try onlyRun(TestContainer().edited("rdml_data.xml", "P01 D14", "P00 D14").bytes())
        let shared = run.reactions.filter { $0.sampleName == "P00 D14" }
        #expect(Set(shared.map(\.sampleID)) == ["unk0", "unk1"])
    }

    @Test func `A standard without a concentration is flagged`() throws {
        let run = try onlyRun(
            TestContainer().edited("app_data.xml", " geneConcentration=\"1E2\"", "").edited(
                "calculated_data.xml", "<standard>7</standard>", ""
            ).bytes())
        #expect(run.well("A2")?.standardQuantity == nil)
        #expect(run.well("A2")?.flags.contains(.standardWithoutQuantity) == true)
        #expect(run.well("A1")?.standardQuantity == 10)
    }

    @Test func `A plate without standards, with a dye nobody knows, is read as it is`() throws {
        let run = try onlyRun(
            TestContainer().edited("rdml_data.xml", "<type>std</type>", "<type>unkn</type>").edited(
                "rdml_data.xml", "FAM", "Ruby 7"
            )
            .edited("app_data.xml", "FAM", "Ruby 7").edited("calculated_data.xml", "FAM", "Ruby 7").bytes())
        #expect(run.reactions.allSatisfy { $0.standardQuantity == nil && $0.dye == "Ruby 7" })
        #expect(run.well("A1")?.instrumentCq == 1.25)
    }

    @Test func `Graph ids that stand for two wells give no well a result that may be another's`() throws {
        let run = try onlyRun(
            TestContainer().edited("app_data.xml", "\"g10\"", "\"g9\"").edited(
                "calculated_data.xml", "factGraph id=\"g10\"", "factGraph id=\"g9\""
            ).bytes())
        #expect(run.well("A9")?.instrumentCq == nil)
        #expect(run.well("A10")?.instrumentCq == nil)
        #expect(run.status("graph_ids") == .fail)
    }

    @Test func `A gene may hold an at sign`() throws {
        var container = TestContainer()
        for name in TestContainer.names { container = container.edited(name, "FAM@BCMA-CAR-T", "FAM@a@b") }
        let run = try onlyRun(container.bytes())
        #expect(run.well("A9")?.target == "a@b")
        #expect(run.well("A9")?.dye == "FAM")
    }

    @Test func `A run that the vendor's software has not analysed is whole without calculated data`() throws {
        let container = TestContainer().without("calculated_data.xml").edited(
            "manifest.xml", "state=", "analysisPresent=\"false\" state=")
        let run = try onlyRun(container.bytes())
        #expect(run.incomplete == nil)
        #expect(run.status("instrument_analysis") == .warn)
        #expect(run.reactions.allSatisfy { $0.instrumentCq == nil })
    }

    @Test func `Two analyses that differ keep the first and say so`() throws {
        let second =
            "<relQuantDataSource><graphId>g9</graphId><call>Positive</call><cq>33</cq></relQuantDataSource></dataSource>"
        let run = try onlyRun(TestContainer().edited("calculated_data.xml", "</dataSource>", second).bytes())
        #expect(run.well("A9")?.instrumentCq == 9.25)
        #expect(run.status("analyses") == .warn)
    }

    @Test func `A run without an id is known by its bytes`() throws {
        let run = try onlyRun(TestContainer().edited("rdml_data.xml", "<run id=\"run-1\">", "<run>").bytes())
        #expect(run.identity.id.text.hasPrefix("file:"))
    }

    @Test func `Plate measures beyond all reason end in a finding`() throws {
        let run = try onlyRun(
            TestContainer().edited(
                "rdml_data.xml", "<rows>8</rows><columns>12</columns>", "<rows>1E18</rows><columns>1E18</columns>"
            ).bytes())
        #expect(run.reactions.count == 96)
        #expect(run.status("plate_format") == .warn)
    }

    @Test func `Start times that contradict each other fail the run`() throws {
        let run = try onlyRun(TestContainer().edited("instrument_data.xml", "09:30:00", "08:30:00").bytes())
        #expect(run.status("start_time") == .fail)
        #expect(run.identity.started == "2026-05-14T08:30:00")
    }
}
