import Testing
import Text

@Suite("Commas in numbers")
struct DecimalCommasTests {
    @Test(
        "are decimal where some number could mean nothing else, or semicolons part the cells",
        arguments: [
            (["0,5", "1,234"], UInt8.tab, 1.234), (["12,34", "1,234"], .comma, 1.234), (["1,234"], .semicolon, 1.234),
            (["4,618E+1", "1,234"], .tab, 1.234),
        ])
    func decimal(cells: [String], separator: UInt8, value: Double) {
        #expect(DecimalCommas(cells, separator: separator).number("1,234") == value)
    }

    @Test(
        "are no decimals where they may group thousands, a point stands beside them, or only names hold them",
        arguments: [["1,234"], ["0,5", "1.5"], ["1,234,567"], ["BCMA, CAR"], ["1,5 ml"]])
    func doubtful(cells: [String]) {
        let commas = DecimalCommas(cells, separator: .tab)
        #expect(commas.number("1,234") == nil && commas.number("2.5") == 2.5)
    }

    @Test("make no number of what is none", arguments: ["", "0x10", "nan", "inf", "1,2,3", "1 000", "e", "١٢"])
    func none(text: String) { #expect(DecimalCommas(["0,5"], separator: .semicolon).number(text) == nil) }
}
