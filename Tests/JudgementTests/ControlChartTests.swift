import Testing

@testable import Judgement

struct ControlChartTests {
    @Test(
        "Each rule of Westgard is broken by what it names and by nothing less",
        arguments: [
            ([1.9], []), ([2.1], [.oneTwoS]), ([-3.1], [.oneTwoS, .oneThreeS]), ([2.1, 2.2], [.oneTwoS, .twoTwoS]), ([2.1, -2.2], [.oneTwoS, .rangeFourS]),
            ([2.1, 1.9], []), ([1.1, 1.2, 1.3, 1.4], [.fourOneS]), ([1.1, 0.9, 1.3, 1.4], []), ([-1.1, -1.2, -1.3, -1.4], [.fourOneS]),
            (Array(repeating: 0.2, count: 10), [.tenX]), (Array(repeating: 0.2, count: 9), []), ([-0.1] + Array(repeating: 0.2, count: 9), []), ([], []),
        ] as [([Double], [WestgardRule])])
    func rules(z: [Double], broken: [WestgardRule]) { #expect(westgard(z) == broken) }

    private func points(_ values: [Double], control: String = "PC") -> [ControlPoint] {
        values.enumerated().map { index, value in
            ControlPoint(
                runID: "r\(index)", started: "2026-03-\(index < 9 ? "0" : "")\(index + 1)T09:00:00", control: control, target: "BCMA-CAR-T", log10Copies: value)
        }
    }
    private let steady = [4.0, 4.1, 3.9, 4.05, 3.95, 4.1, 3.9, 4.0, 4.02, 3.98, 4.07, 3.93]

    @Test("Limits come from the first controls; a shifted one is rejected, in whatever order the points come")
    func chart() throws {
        let chart = try #require(controlCharts(points(steady + [4.6]).reversed()).first)
        #expect(abs(try #require(chart.mean) - 4.0) < 0.02)
        #expect(chart.entries.filter(\.rejected).map(\.point.log10Copies) == [4.6])
        let last = try #require(chart.entries.last)
        #expect(last.broken == [.oneTwoS, .oneThreeS])
        let finding = try #require(shiftedControlFinding(last, of: chart))
        #expect(finding.rule == "R10")
        #expect(finding.text.contains("1-3s"))
        #expect(shiftedControlFinding(chart.entries[0], of: chart) == nil)
    }

    @Test("An outlier among the first does not widen the limits that would hide it")
    func outlier() throws {
        let chart = try #require(controlCharts(points(Array(steady.prefix(6)) + [5.5] + Array(steady.suffix(6)))).first)
        #expect(try #require(chart.sd) < 0.1)
        #expect(chart.entries.filter(\.rejected).map(\.point.log10Copies) == [5.5])
    }

    @Test("Too few controls give no limits and no verdict; assigned limits hold from the first")
    func few() throws {
        let early = try #require(controlCharts(points([4, 4.1, 9])).first)
        #expect(early.mean == nil)
        #expect(early.entries.allSatisfy { $0.z == nil && $0.broken.isEmpty })
        var settings = ControlSettings()
        (settings.assignedMean, settings.assignedSD) = (4, 0.1)
        #expect(try #require(controlCharts(points([4, 4.1, 9]), settings: settings).first).entries.map(\.rejected) == [false, false, true])
    }

    @Test("Each control and target has its own chart, and what is no number is left out")
    func apart() {
        let charts = controlCharts(points(steady) + points(steady + [.nan], control: "LOW"))
        #expect(charts.map(\.control) == ["LOW", "PC"])
        #expect(charts.map(\.entries.count) == [12, 12])
    }
}
