import Assay
import Testing

struct SameUnitTests {
    @Test(
        "Units are the same whatever their case, blanks and micro sign, and nothing else",
        arguments: [
            ("copies/ul gDNA", "copies/µl gDNA", true), ("copies/ul gDNA", "Copies / μL gDNA", true),
            ("copies/ul gDNA", "copies/ug gDNA", false), ("copies/ul", "copies/ul gDNA", false), ("", "", true),
        ])
    func same(a: String, b: String, expected: Bool) {
        #expect(sameUnit(a, b) == expected)
    }
}
