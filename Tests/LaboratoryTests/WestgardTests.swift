import Testing

@testable import Laboratory

struct WestgardTests {
    @Test(
        "Each rule of Westgard is broken by what it names and by nothing less",
        arguments: [
            ([1.9], []), ([2.1], [.oneTwoS]), ([-3.1], [.oneTwoS, .oneThreeS]), ([2.1, 2.2], [.oneTwoS, .twoTwoS]),
            ([2.1, -2.2], [.oneTwoS, .rangeFourS]),
            ([2.1, 1.9], []), ([1.1, 1.2, 1.3, 1.4], [.fourOneS]), ([1.1, 0.9, 1.3, 1.4], []),
            ([-1.1, -1.2, -1.3, -1.4], [.fourOneS]),
            (Array(repeating: 0.2, count: 10), [.tenX]), (Array(repeating: 0.2, count: 9), []),
            ([-0.1] + Array(repeating: 0.2, count: 9), []), ([], []),
        ] as [([Double], [WestgardRule])])
    func rules(z: [Double], broken: [WestgardRule]) { #expect(westgard(z) == broken) }
}
