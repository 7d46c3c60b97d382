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

    @Test(arguments: [
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
    }

    @Test func `A table that ends early is incomplete`() throws {
        let text = Self.quantaSoft.trimmingCharacters(in: .newlines)
        #expect(
            try onlyRun(Data(text.dropLast(8).utf8)).incomplete != nil || failure(Data(text.dropLast(8).utf8)) != nil)
        #expect(try onlyRun(Data(text.utf8)).incomplete == nil)
    }
}
