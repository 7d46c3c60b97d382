import Assay
import Foundation
import Quantification
import TestSupport
import Testing

@Suite struct DetectionLimitsTests {
    @Test(
        .enabled(if: SharedData.present, "\(SharedData.absence)"),
        arguments: [("BHC", -3.340, 10.0, 10.0), ("SVC", -3.254, 10, 100)])
    func `the published dilution series has its published limits`(
        target: String, slope: Double, lod: Double, loq: Double
    ) throws {
        let text = String(decoding: try SharedData.bytes("kinetics/lod_dilution_replicates.csv"), as: UTF8.self)
        let series = try #require(try readDilutions(text).first { $0.target == target })
        #expect(series.levels.count == 6 && series.levels.allSatisfy { $0.replicates == 96 })
        let limits = detectionLimits(series.levels)
        #expect(abs(try #require(limits.slope) - slope) < 5e-4)
        #expect(limits.lod == lod)
        #expect(limits.loq == loq)
    }

    @Test func `a series that cannot give a line gives no limits`() {
        let none = detectionLimits([])
        #expect(none.lod == nil && none.loq == nil && none.slope == nil && none.levels.isEmpty)
        let one = detectionLimits([DilutionLevel(quantity: 10, cqs: [Double](repeating: 30, count: 8), replicates: 8)])
        #expect(one.lod == 10 && one.loq == nil && one.slope == nil)
        let broken = detectionLimits([
            DilutionLevel(quantity: .nan, cqs: [.nan], replicates: 2),
            DilutionLevel(quantity: -1, cqs: [1], replicates: 0),
        ])
        #expect(broken == none)
    }

    @Test func `a table is read with its own names and its own decimals, and a missing Cq did not amplify`() throws {
        let series = try readDilutions(
            "Quantity;CQ\n100;26,60013761\n100;26,5\n10;NA\n10;30,1\n10;undetermined\nNA;38,0\n")
        #expect(series.count == 1 && series[0].target == "")
        #expect(
            series[0].levels == [
                DilutionLevel(quantity: 100, cqs: [26.60013761, 26.5], replicates: 2),
                DilutionLevel(quantity: 10, cqs: [30.1], replicates: 3),
            ])
        var few = QualityLimits()
        few.detectionReplicatesMin = 2
        let limits = detectionLimits(series[0].levels, few)
        #expect(limits.lod == 100 && limits.levels.map(\.detected) == [2, 1])
    }

    @Test(arguments: ["", "well,cq\nA1,20", "cq,quantity\nx,10", "cq,quantity\n20,ten"])
    func `a table without what is needed is refused with a sentence`(text: String) {
        #expect(throws: MatrixError.self) { try readDilutions(text) }
    }

    @Test func `A level of a few wells shows no share and counts for nothing`() {
        let whole = [100.0, 10].map {
            DilutionLevel(quantity: $0, cqs: [Double](repeating: 30 - log10($0), count: 20), replicates: 20)
        }
        let stray = detectionLimits(whole + [DilutionLevel(quantity: 2, cqs: [35], replicates: 1)])
        #expect(stray.lod == 10 && stray.levels.map(\.counts) == [true, true, false])
        let alone = detectionLimits([100.0, 10].map { DilutionLevel(quantity: $0, cqs: [30], replicates: 1) })
        #expect(alone.lod == nil && alone.lod95 == nil && alone.levels.count == 2)
    }

    @Test(arguments: NoCq.words + ["", "0", "-1", "100", "999", "--"])
    func `Every way of writing no Cq is no detection`(word: String) throws {
        let series = try readDilutions("cp\tquantity\n" + String(repeating: "24.5\t10\n", count: 3) + "\(word)\t10\n")
        #expect(series[0].levels == [DilutionLevel(quantity: 10, cqs: [24.5, 24.5, 24.5], replicates: 4)])
        #expect(series[0].remarks.isEmpty == (Double(word).map { !$0.isFinite } ?? true))
    }

    @Test func `A word that is none is refused with the words that are`() {
        #expect { try readDilutions("Ct;SQ\nlate;10\n") } throws: {
            "\($0)".contains("late") && "\($0)".contains("No Ct, No Cp")
        }
    }

    @Test func `Many Cqs of one whole number at the top are remarked, and none where the runs had so many cycles`()
        throws
    {
        let text = "Ct,quantity\n24.51,100\n24.6,100\n" + String(repeating: "40.00,1\n", count: 5)
        let told = try readDilutions(text)
        #expect(
            told[0].levels[1].cqs.count == 5
                && told[0].remarks.contains { $0.contains("5 wells") && $0.contains("--cycles 40") })
        let known = try readDilutions(text, cycles: 40)
        #expect(known[0].levels[1].cqs.isEmpty && known[0].remarks.contains { $0.contains("count as not detected") })
        // Whole numbers throughout are a habit of rounding.
        #expect(try readDilutions("cq,quantity\n24,100\n" + String(repeating: "40,1\n", count: 5))[0].remarks.isEmpty)
    }

    @Test func `Excel's line about the separator is passed over`() throws {
        #expect(try readDilutions("sep=;\ncq;quantity\n24,5;10\n")[0].levels[0].cqs == [24.5])
        #expect { try readDilutions("sep=;\ncq;quantity\nx;10\n") } throws: { "\($0)".contains("Line 3") }
    }

    @Test(
        .enabled(if: SharedData.present, "\(SharedData.absence)"),
        arguments: [("empty", 0), ("cq_0", 1), ("cq_m1", 1), ("cq_100", 1), ("cq_40", 1)])
    func `Placeholders for no Cq give the limits of empty cells, or a remark`(name: String, remarks: Int) throws {
        let text = String(
            decoding: try SharedData.bytes("field/4-lod-counts-placeholder-cq/\(name).csv"), as: UTF8.self)
        let series = try #require(try readDilutions(text).first)
        #expect(series.remarks.count == remarks)
        let limits = detectionLimits(try #require(try readDilutions(text, cycles: 40).first).levels)
        #expect(limits.lod == 100 && limits.loq == 100 && abs((limits.slope ?? 0) + 3.441) < 5e-4)
    }

    @Test(
        .enabled(if: SharedData.present, "\(SharedData.absence)"),
        arguments: [("hake", 5.0), ("eulachon", 5), ("lamprey", 1)])
    func `Four stray wells do not move the limits of a real series`(target: String, lod: Double) throws {
        for file in ["hake", "hake_declared_levels"] {
            let text = String(decoding: try SharedData.bytes("field/5-lod-from-one-well/\(file).csv"), as: UTF8.self)
            let series = try #require(try readDilutions(text).first { $0.target.lowercased().contains(target) })
            #expect(detectionLimits(series.levels).lod == lod)
        }
        let one = String(
            decoding: try SharedData.bytes("field/5-lod-from-one-well/one_well_a_level.csv"), as: UTF8.self)
        #expect(detectionLimits(try readDilutions(one)[0].levels).lod == nil)
    }

    @Test(.enabled(if: SharedData.present, "\(SharedData.absence)"))
    func `MxPro's NoCt is read`() throws {
        let text = String(decoding: try SharedData.bytes("field/10-messages/monis_nocts.csv"), as: UTF8.self)
        #expect(try readDilutions(text)[0].levels.map(\.replicates) == [6, 3, 3, 3, 3, 2])
    }
}
