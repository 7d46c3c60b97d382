import Testing

@testable import Text

struct WordingTests {
    @Test(
        "Copies read the same on every machine",
        arguments: [
            (84.0, "84"), (84.26, "84.3"), (850, "850"), (8526, "8526"), (9999.6, "1×10^4"), (1e5, "1×10^5"),
            (116_433, "1.16×10^5"), (2.5e4, "2.5×10^4"),
            (99_960, "1×10^5"), (1e300, "1×10^300"), (0, "0"), (0.04, "0.04"), (0.2, "0.2"), (2e-5, "2×10^-5"),
            (0.96, "1"), (1.033e-4, "0.000103"), (7.281e-5, "7.28×10^-5"), (0.9996, "1"), (0.0123, "0.0123"),
        ])
    func copies(number: Double, text: String) { #expect(plainCopies(number) == text) }

    @Test("What is no number is not written as one")
    func noNumber() {
        #expect(!plainCopies(.nan).contains("nan") && !plainCopies(.infinity).contains("inf"))
        #expect(!plainDecimal(.infinity, digits: 2).contains("inf"))
    }

    @Test("One of a thing is no plural")
    func plural() {
        #expect(counted(1, "patient") == "1 patient" && counted(0, "patient") == "0 patients")
        #expect(counted(2, "directory", plural: "directories") == "2 directories")
    }

    @Test("Decimals drop trailing zeros")
    func decimals() {
        #expect(plainDecimal(0.5, digits: 2) == "0.5")
        #expect(plainDecimal(-1.25, digits: 1) == "-1.3")
        #expect(plainDecimal(2, digits: 3) == "2")
    }
}
