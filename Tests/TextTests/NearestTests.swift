@testable import Text
import Testing

@Suite("Did you mean")
struct NearestTests {
    @Test(
        "the edit distance counts insertions, deletions and substitutions",
        arguments: [("", "", 0), ("kitten", "sitting", 3), ("abc", "", 3), ("lateDay", "lateDays", 1)])
    func distance(a: String, b: String, expected: Int) { #expect(editDistance(Array(a), Array(b)) == expected) }

    @Test("only a near key is suggested")
    func near() {
        #expect(nearest(to: "LATEDAY", among: ["lateDay", "maxDelayDays"]) == "lateDay")
        #expect(nearest(to: "colour", among: ["lateDay", "maxDelayDays"]) == nil)
        #expect(nearest(to: String(repeating: "a", count: 10_000), among: ["a"]) == nil)
    }
}
