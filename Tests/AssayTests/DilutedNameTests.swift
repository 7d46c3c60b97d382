import Assay
import Testing

@Suite struct DilutedNameTests {
    @Test(arguments: [("P01 D14 1:10", "P01 D14", 10.0), ("P01_D14_1/100", "P01_D14", 100), ("x 1:2 ", "x", 2)])
    func `a dilution names its neat sample`(name: String, neat: String, factor: Double) {
        #expect(DilutedName(name)?.neat == neat && DilutedName(name)?.factor == factor)
    }

    @Test(arguments: [
        "P01 D14", "P01 D11:10", "1:10", "P01 1:1", "P01 1:", "P01 1:10x", "P01 2:10", "", ":", "P01 1:99999999999",
    ])
    func `other names are none`(name: String) { #expect(DilutedName(name) == nil) }
}
