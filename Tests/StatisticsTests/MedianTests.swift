import Testing

@testable import Statistics

struct MedianTests {
    @Test("The median is the middle number, or the mean of the middle two; there is none of nothing")
    func median() {
        #expect(Statistics.median([Double]()) == nil)
        #expect(Statistics.median([3]) == 3)
        #expect(Statistics.median([9, 1, 4]) == 4)
        #expect(Statistics.median([4, 1, 9, 2]) == 3)
    }
}
