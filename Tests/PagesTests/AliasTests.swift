import Assay
import Foundation
@testable import Pages
import Reporting
import Testing

@Suite("A page of a plate whose target has another name in the file")
struct AliasTests {
    @Test("shows its curves all the same")
    func alias() throws {
        var plate = PagePlate()
        plate.standards(target: "bcma car t")
        plate.well("P01 D14", cq: 24.5, target: "bcma car t")
        let (run, curves) = plate.documents()
        #expect(Set(run.wells.map(\.target)) == [PagePlate.target])
        #expect(PlateSeries.all(run, curves).map(\.curves.count) == [15])
    }
}
