import Testing

@testable import Laboratory

struct WestgardTests {
    @Test(
        "Each rule of Westgard is broken by what it names and by nothing less",
        arguments: [
            ([1.9], []), ([2.1], [.oneTwoS]), ([-3.1], [.oneTwoS, .oneThreeS]), ([2.1, 2.2], [.oneTwoS, .twoTwoS]),
            ([2.1, -2.2], [.oneTwoS]),
            ([2.1, 1.9], []), ([1.1, 1.2, 1.3, 1.4], [.fourOneS]), ([1.1, 0.9, 1.3, 1.4], []),
            ([-1.1, -1.2, -1.3, -1.4], [.fourOneS]),
            (Array(repeating: 0.2, count: 10), [.tenX]), (Array(repeating: 0.2, count: 9), []),
            ([-0.1] + Array(repeating: 0.2, count: 9), []), ([], []),
        ] as [([Double], [WestgardRule])])
    func rules(z: [Double], broken: [WestgardRule]) { #expect(westgard(z).map(\.rule) == broken) }

    @Test("R-4s is broken within a run, never by two runs")
    func range() {
        #expect(westgard([-2.2], beside: [2.1]).map(\.rule) == [.oneTwoS, .rangeFourS])
        #expect(westgard([2.1, -2.2]).map(\.rule) == [.oneTwoS])
        #expect(westgard([2.1, -2.2], beside: [-2.3]).map(\.rule) == [.oneTwoS, .twoTwoS])
    }

    @Test("A shift too small to matter warns; each rule rejects, warns or is off by configuration")
    func actions() {
        var settings = ControlSettings()
        func action(_ z: [Double], _ rule: WestgardRule) -> WestgardAction? {
            westgard(z).first { $0.rule == rule }?.action(settings)
        }
        let small = Array(repeating: 0.2, count: 10), large = Array(repeating: 0.6, count: 10)
        #expect(action(small, .tenX) == .warn)
        #expect(action(large, .tenX) == .reject)
        #expect(action([1.1, 1.1, 1.1, 1.1], .fourOneS) == .reject)
        settings.shiftMinSD = 0.1
        #expect(action(small, .tenX) == .reject)
        settings.rules.tenX = .off
        #expect(action(large, .tenX) == .off)
        settings.rules.oneThreeS = .warn
        #expect(action([3.5], .oneThreeS) == .warn)
        #expect(action([3.5], .oneTwoS) == .warn)
    }
}
