// Exports of digital readers, in the shapes that their programs give them.
import Assay
import Foundation
import RunFormats
import TestSupport
import Testing

@Suite struct DigitalTableTests {
    static let quantaSoft = """
        Well,ExptType,Experiment,Sample,TargetType,Target,Status,Concentration,Supermix,CopiesPer20uLWell,Positives,Negatives,AcceptedDroplets
        A01,Absolute Quantification,ABS,P01 D30,Ch1Unknown,BCMA-CAR-T,Manual,12.3,ddPCR Supermix for Probes (No dUTP),246,165,15600,15765
        B01,Absolute Quantification,ABS,NTC,Ch1NTC,BCMA-CAR-T,Manual,No Call,ddPCR Supermix for Probes (No dUTP),0,0,15000,15000

        """
    static let qxManager = """
        Well,Sample description 1,Sample description 2,Target,Conc(copies/µL),Status,SampleType,TargetType,DyeName(s),Accepted Droplets,Positives,Negatives
        A01,P01 D30,,BCMA-CAR-T,12.3,Manual,Unknown,Unknown,FAM,15765,165,15600
        B01,water,,BCMA-CAR-T,0,Manual,NTC,NTC,FAM,15000,0,15000

        """
    static let qiacuity = """
        sep=,
        "","Sample/NTC/Control","Reaction Mix","Target","IC","Control type","Concentration (copies/µL)","CI (95%)","Partitions (valid)","Partitions (positive)","Partitions (negative)","Threshold"
        "A1","P01 D30","mix","BCMA-CAR-T","","","12.3","5 %","15765","165","15600","40"
        "B1","NTC","mix","BCMA-CAR-T","","Non Template Control","0","","15000","0","15000","40"

        """

    @Test(arguments: [quantaSoft, qxManager, qiacuity, qiacuity.replacingOccurrences(of: ",", with: ";")])
    func `Every known reader's table gives the same wells`(text: String) throws {
        let run = try onlyRun(Data(text.utf8))
        #expect(
            run.format == .digital && run.identity.id.text.hasPrefix("dpcr:") && run.incomplete == nil
                && run.findings.isEmpty)
        #expect(run.well("A1")?.partitions == PartitionCount(positive: 165, negative: 15_600, concentration: 12.3))
        #expect(
            run.well("A1")?.sampleName == "P01 D30" && run.well("A1")?.target == "BCMA-CAR-T"
                && run.well("A1")?.sampleType == .unknown)
        #expect(run.well("B1")?.sampleType == .ntc && run.well("B1")?.partitions?.positive == 0)
    }

    @Test(arguments: DigitalExport.allCases)
    func `Every header that the readers' programs write gives the same wells`(export: DigitalExport) throws {
        let run = try onlyRun(export.bytes)
        #expect(run.format == .digital && run.incomplete == nil && run.findings.isEmpty, "\(run.findings)")
        #expect(run.reactions.map(\.position.label) == ["A1", "A1", "B1", "B1"])
        let (car, reference) = (run.reactions[0], run.reactions[1])
        #expect(car.sampleName == "P01 D30" && car.target == "BCMA-CAR-T" && car.sampleType == .unknown)
        #expect(car.partitions == PartitionCount(positive: 165, negative: 15_600, concentration: 12.38))
        #expect(reference.sampleName == "P01 D30" && reference.target == "RPPH1" && reference.sampleType == .unknown)
        #expect(reference.partitions?.positive == 5_720)
        #expect(run.reactions[2].sampleType == .ntc && run.reactions[3].sampleType == .ntc)
    }

    @Test func `A well that was never read is said and left out, and nothing else of the table changes`() throws {
        let planned = "C01,Absolute Quantification,ABS,P02 D30,Ch1Unknown,BCMA-CAR-T,Manual,,,,,,\n"
        let run = try onlyRun(Data((Self.quantaSoft.trimmingCharacters(in: .newlines) + "\n" + planned).utf8))
        #expect(run.reactions.count == 2 && run.status("partitions_missing") == .warn && run.findings.count == 1)
    }

    @Test(arguments: [
        ("Control", "positive control", SampleType.positive), ("NTC", "water", .ntc), ("Sample", "NTC_1", .ntc),
        ("Sample", "ntc 2", .ntc), ("Sample", "NTCP knockout", .unknown), ("PosCtrl", "plasmid", .positive),
        ("Blank", "buffer", .ntc), ("Sample", "P01 D30", .unknown),
    ])
    func `A control is no patient's sample, by its type or by its name`(type: String, name: String, is kind: SampleType)
        throws
    {
        let text = """
            Well,Sample/NTC/Control,Type,Target (Name),Partitions (Valid),Partitions (Positive),Partitions (Negative)
            A1,\(name),\(type),BCMA-CAR-T,25000,10,24990

            """
        #expect(try onlyRun(Data(text.utf8)).reactions.map(\.sampleType) == [kind])
    }

    @Test func `Counts may be grouped in threes, and a concentration whose mark cannot be told is none`() throws {
        func read(_ concentrations: [String], _ accepted: String = "15,765", _ negative: String = "15,600") throws
            -> Run
        {
            let rows = concentrations.enumerated().map {
                "A\($0.offset + 1),S,T,\"\($0.element)\",\"\(accepted)\",165,\"\(negative)\"\n"
            }
            let head = "Well,Sample,Target,Conc(copies/\u{B5}L),Accepted Droplets,Positives,Negatives\n"
            return try onlyRun(Data((head + rows.joined()).utf8))
        }
        #expect(try read(["12.3"]).reactions[0].partitions?.accepted == 15_765)
        #expect(try read(["12.3"], "15765", "15600").reactions[0].partitions?.concentration == 12.3)
        #expect(try read(["12,38", "1,234"]).reactions.map { $0.partitions?.concentration } == [12.38, 1.234])
        #expect(try read(["1,234"]).reactions.map { $0.partitions?.concentration } == [nil])
        #expect(try read(["12.3", "1,234"]).reactions.map { $0.partitions?.concentration } == [nil, nil])
        #expect(throws: ReadFailure.self) { try read(["12.3"], "15,76") }
    }

    @Test(arguments: [
        "Run,Date,Instrument,Plate,Group,Name,Well,Total,Dye,Target,Conc. cp/uL,SD,CV%,95%CI,Positives\nr,d,i,p,g,S,A1,20000,FAM,T,1,,,1,10\n",
        "sep=,\n\"Well\",\"Hyperwell\",\"Categories\",\"Group\",\"Count\",\"Total\",\"Volume\"\n\"A1\",\"A1\",\"++\",\"g\",\"1\",\"2\",\"3\"\n",
        "Ch1 Amplitude,Ch2 Amplitude,Cluster\n2360.1,6119.2,1\n",
        "Chamber,Sample,Target,Total droplets,Positive droplets\nA1,S,T,20000,10\n",
        "Well,Sample Name,Dye,Microchambers analysed,Positives\nA1,S,FAM,20000,10\n",
    ])
    func `Another reader's table is refused by what it is`(text: String) {
        guard case .unreadable(let sentence) = failure(Data(text.utf8)) else { return #expect(Bool(false)) }
        #expect(
            isPlainSentence(sentence) && sentence.contains("digital PCR reader whose export is not known"),
            "\(sentence)")
    }

    @Test func `Counts that contradict each other are left out and said`() throws {
        let run = try onlyRun(Data(Self.quantaSoft.replacingOccurrences(of: "15600,15765", with: "15600,15766").utf8))
        #expect(run.reactions.count == 1 && run.status("partitions") == .fail)
        let broken = try onlyRun(Data(Self.quantaSoft.replacingOccurrences(of: ",165,", with: ",many,").utf8))
        #expect(broken.reactions.count == 1 && broken.status("table_numbers") == .fail)
    }

    @Test func `Joined wells are not counted twice`() throws {
        let text =
            "Well,Sample,Target,AcceptedDroplets,Positives,Negatives,MergedWells\nA01,S,T,15000,10,14990,\nM01,S,T,30000,20,29980,\"A01,B01\"\n"
        #expect(try onlyRun(Data(text.utf8)).reactions.map(\.position.label) == ["A1"])
        let one = text.replacingOccurrences(of: "\"A01,B01\"", with: "(A01)")
        #expect(try onlyRun(Data(one.utf8)).reactions.map(\.position.label) == ["A1"])
    }

    @Test func `A table that ends early is incomplete`() throws {
        let text = Self.quantaSoft.trimmingCharacters(in: .newlines)
        #expect(
            try onlyRun(Data(text.dropLast(8).utf8)).incomplete != nil || failure(Data(text.dropLast(8).utf8)) != nil)
        #expect(try onlyRun(Data(text.utf8)).incomplete == nil)
    }
}
