// A small LightCycler 96 container for these tests: 96 wells, 12 cycles, one target; standards in row A, an excluded
// well, unused wells.
import Digests
import Foundation

struct TestContainer {
    var wells = Array(1...96)
    /// Changes to the members' text before they are zipped.
    var edits: [(member: String, old: String, new: String)] = []
    var leftOut: Set<String> = []
    var hashkey: String?
    static let cycles = 12

    static let names = [
        "app_data.xml", "calculated_data.xml", "instrument_data.xml", "module_data.xml", "rdml_data.xml",
    ]

    func edited(_ member: String, _ old: String, _ new: String) -> TestContainer {
        var copy = self
        copy.edits.append((member, old, new))
        return copy
    }

    func without(_ member: String) -> TestContainer {
        var copy = self
        copy.leftOut.insert(member)
        return copy
    }

    func bytes() throws -> Data { try TestZip.archive(members()) }

    func members() -> [(name: String, bytes: Data)] {
        var present: [(name: String, bytes: Data)] = []
        for name in Self.names where !leftOut.contains(name) { present.append((name, Data(text(of: name).utf8))) }
        let hash = hashkey ?? Digest.hex(.md5, present.reduce(Data()) { $0 + $1.bytes }) ?? ""
        if !leftOut.contains("manifest.xml") {
            present.append(
                (
                    "manifest.xml",
                    Data(
                        edit(
                            "manifest.xml",
                            "<lc96manifest Version=\"1.00.00\"><experiment dateUpdated=\"2026-05-14T12:00:00\" "
                                + "state=\"processed\" hashkey=\"\(hash)\" /></lc96manifest>"
                        ).utf8)
                ))
        }
        return present
    }

    func text(of name: String) -> String {
        switch name {
        case "app_data.xml": edit(name, app)
        case "calculated_data.xml": edit(name, calculated)
        case "instrument_data.xml":
            edit(
                name,
                "<rocheLC96InstrumentData><experiment id=\"e\"><measurementData "
                    + "runId=\"run-1\"><startTime>2026-05-14T09:30:00</startTime></measurementData></experiment></rocheLC96InstrumentData>"
            )
        case "module_data.xml": edit(name, module)
        default: edit(name, document)
        }
    }

    private func edit(_ name: String, _ text: String) -> String {
        edits.filter { $0.member == name }.reduce(text) { $0.replacingOccurrences(of: $1.old, with: $1.new) }
    }

    /// Wells 1 to 6 are standards, 7 and 8 no-template controls, to 24 unknowns, the rest unused.
    private func sample(_ well: Int) -> String {
        well <= 6 ? "std\(well)" : well <= 8 ? "ntc" : well <= 24 ? "unk\((well - 9) / 2)" : "none"
    }
    private func target(_ well: Int) -> String {
        well <= 24 ? "FAM@BCMA-CAR-T" : "FAM@ba126e09-c0ff-455f-b475-ea8f49bace0f"
    }

    private var document: String {
        var text = """
            <?xml version="1.0" encoding="utf-8"?>
            <rdml version="1.1" xmlns="http://www.rdml.org"><dateMade>2026-05-14T09:00:00</dateMade><dateUpdated>2026-05-14T12:00:00</dateUpdated>
            <id><publisher>Roche Diagnostics</publisher><serialNumber>000000000000042</serialNumber></id><dye id="FAM" />
            """
        for index in 1...6 {
            text += "<sample id=\"std\(index)\"><description>Standard\(index)</description><type>std</type></sample>"
        }
        text +=
            "<sample id=\"ntc\"><description>NTC</description><type>ntc</type></sample><sample "
            + "id=\"none\"><description /><type>ntp</type></sample>"
        for index in 0..<8 {
            text += "<sample id=\"unk\(index)\"><description>P0\(index) D14</description><type>unkn</type></sample>"
        }
        text +=
            "<target id=\"\(target(1))\"><type>ref</type><dyeId id=\"FAM\" /></target><target "
            + "id=\"\(target(96))\"><type>ref</type><dyeId id=\"FAM\" /></target>"
        text += """
            <experiment id="e"><run id="run-1"><instrument>LC96SN42</instrument><dataCollectionSoftware><name>LightCycler&amp;#174; 96</name><version>1</version></dataCollectionSoftware>
            <pcrFormat><rows>8</rows><columns>12</columns></pcrFormat><runDate>2026-05-14T09:30:00</runDate>
            """
        for well in wells {
            text +=
                "<react id=\"\(well)\"><sample id=\"\(sample(well))\" /><data><tar id=\"\(target(well))\" "
                + "/><cq>100</cq>"
            for cycle in 1...Self.cycles {
                text += "<adp><cyc>\(cycle)</cyc><tmp>72.0</tmp><fluor>\(well).\(cycle)</fluor></adp>"
            }
            text +=
                "<mdp><tmp>65.1</tmp><fluor>1.5</fluor></mdp><mdp><tmp>65.3</tmp><fluor>1.4</fluor></mdp><endPt>2</endPt></data></react>"
        }
        return text + "</run></experiment></rdml>"
    }

    private var app: String {
        var text =
            "<rocheLC96AppExtension softwareVersion=\"1.1.0.1320\"><target id=\"\(target(96))\" isDefined=\"false\" "
            + "/><experiment id=\"e\"><run id=\"run-1\">"
        for well in wells {
            let concentration = well <= 6 ? " geneConcentration=\"1E\(well)\"" : ""
            text +=
                "<react id=\"\(well)\"><factGraph id=\"g\(well)\" targetId=\"\(target(well))\"\(concentration) "
                + "isExcluded=\"false\" /></react>"
        }
        return text + "</run></experiment></rocheLC96AppExtension>"
    }

    private var calculated: String {
        var text = "<rocheLC96CalculatedData><experiment id=\"e\"><run id=\"run-1\">"
        for well in wells {
            text +=
                "<react id=\"\(well)\"><factGraph id=\"g\(well)\" "
                + "targetId=\"\(target(well))\"><call>\(well <= 6 || (9...24).contains(well) ? "Positive" : "Negative")</call>"
            text += "<normFlour><cyc>1</cyc><fluor>0.1</fluor></normFlour></factGraph></react>"
        }
        text += "</run><moduleCalculatedData><module id=\"Analysis\"><absQuantDataModel><dataSource>"
        for well in wells where well <= 24 {
            text += "<absQuantDataSource><graphId>g\(well)</graphId>"
            if well == 3 {
                // Excluded: the vendor leaves its row empty.
            } else if well == 7 || well == 8 {
                text += "<call>Negative</call><failureType>None</failureType>"
            } else {
                text +=
                    "<call>Positive</call><cq>\(well).25</cq><standard>7</standard><failureType>None</failureType><concentration>\(well)E+1</concentration>"
            }
            text += "</absQuantDataSource>"
        }
        return text
            + "</dataSource></absQuantDataModel></module></moduleCalculatedData></experiment></rocheLC96CalculatedData>"
    }

    private var module: String {
        var text = "<rocheLC96ModuleData><experiment id=\"e\"><module id=\"Analysis\"><absQuantDataModel><dataSource>"
        for well in wells where well <= 24 {
            text +=
                "<absQuantDataSource><graphId>g\(well)</graphId><excluded>\(well == 3)</excluded></absQuantDataSource>"
        }
        return text + "</dataSource></absQuantDataModel></module></experiment></rocheLC96ModuleData>"
    }
}
