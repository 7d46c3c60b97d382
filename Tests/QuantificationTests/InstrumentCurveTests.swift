import Assay
import Foundation
import Quantification
import RunFormats
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)")) struct InstrumentCurveTests {
    @Test func `the vendor's own curve, end points and slopes are read as its report prints them`() throws {
        let run = try #require(try readRuns(SharedData.bytes("lc96/li_aqfl2_plate1.lc96p")).first)
        let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming())
        let curve = try #require(analysis.targets.first { $0.name == "16S rRNA" }?.instrumentCurve)
        #expect(String(format: "%.4f", curve.slope) == "-3.0902")
        let others = [curve.intercept, curve.efficiency, curve.r2, curve.error].map {
            String(format: "%.2f", $0 ?? .nan)
        }
        #expect(others == ["20.24", "2.11", "0.95", "1.59"])
        let well = try #require(analysis.wells.first { $0.position.label == "A1" })
        #expect(well.instrumentEndPoint == 2.085741 && well.instrumentSlope == 0.3568)
    }

    @Test func `a plate without standards has none`() throws {
        let run = try #require(try readRuns(SharedData.bytes("lc96/aqfl2_DI_actb.lc96p")).first)
        #expect(run.instrumentCurves.isEmpty)
    }
}
