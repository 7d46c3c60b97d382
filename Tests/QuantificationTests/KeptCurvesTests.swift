import Assay
import Foundation
import Quantification
import RunFormats
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)")) struct KeptCurvesTests {
    /// Of a plate of 96 wells with 45 cycles and a melt, in a record.
    private static let plateBytesMax = 60_000

    @Test(arguments: [
        "aqfl2_DI_actb.lc96p", "aqfl2_DI_gapdh.lc96p", "aqfl2_PI_rnapo2.lc96p", "aqfl2_PI_zo1.lc96p",
        "lc96_bACTXY.rdml", "li_aqfl1_run1-plate1.lc96p", "li_aqfl2_plate1.lc96p",
    ])
    func `a real plate's curves are kept as they were exported, within 60 kB`(file: String) throws {
        for run in try readRuns(SharedData.bytes("lc96/\(file)")) {
            let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming(), keepingCurves: true)
            let curves = try #require(analysis.curves)
            #expect(curves.bits.utf8.count <= Self.plateBytesMax, "\(curves.bits.utf8.count)")
            let drawn = plateCurves(analysis.wells, curves)
            // Of unused wells nothing is said, so nothing is kept.
            let used = run.reactions.filter { $0.sampleType != .unused }
            for reaction in used {
                // A target is called as the assay calls it, whatever the file does.
                let well = drawn.first { $0.position == reaction.position && $0.dye == reaction.dye }
                // As text, where a missing value is equal to itself.
                #expect("\(String(describing: well?.amplification))" == "\(String(describing: reaction.amplification))")
                #expect("\(String(describing: well?.melt))" == "\(String(describing: reaction.melt))")
            }
        }
    }
}
