import Assay
import Testing

@testable import Laboratory

struct ControlChartTests {
    private let target = "BCMA-CAR-T"

    private func runs(_ values: [Double], control: String = "PC") -> [RunSummary] {
        values.enumerated().map { index, value in
            RunSummary(
                run: "r\(index)", started: "2026-03-\(index < 9 ? "0" : "")\(index + 1)T09:00:00",
                controls: [.init(control: control, target: target, log10Copies: value)])
        }
    }
    private let steady = [4.0, 4.1, 3.9, 4.05, 3.95, 4.1, 3.9, 4.0, 4.02, 3.98, 4.07, 3.93]
    private var early: LaboratorySettings {
        var settings = LaboratorySettings()
        (settings.controls.establishing, settings.controls.establishingMin) = (12, 10)
        return settings
    }

    @Test("Limits come from the first controls; the next ones are held against them, and a shifted one is rejected")
    func chart() throws {
        let chart = try #require(controlCharts(runs(steady + [4.6]), settings: early).first)
        #expect(chart.entries.prefix(10).allSatisfy { $0.limits == nil && $0.z == nil && $0.broken.isEmpty })
        #expect(abs(try #require(chart.limits?.mean) - 4.0) < 0.02)
        #expect(chart.entries.filter(\.rejected).map(\.value) == [4.6])
        #expect(chart.entries.last?.broken == [.oneTwoS, .oneThreeS])
    }

    @Test("With the defaults nothing is judged before the twenty-first control")
    func defaults() throws {
        let twenty = (0..<20).map { $0 % 2 == 0 ? 3.95 : 4.05 }
        let chart = try #require(controlCharts(runs(twenty + [9])).first)
        #expect(chart.entries.map(\.rejected) == Array(repeating: false, count: 20) + [true])
    }

    @Test("What comes later changes no verdict on what came before")
    func causal() throws {
        let values = steady + [4.3, 3.9, 4.6, 4.0]
        let whole = try #require(controlCharts(runs(values), settings: early).first)
        for count in values.indices {
            let part = controlCharts(runs(Array(values[...count])), settings: early).first
            #expect(part?.entries.last == whole.entries[count])
        }
    }

    @Test("An outlier among the first does not widen the limits that would hide it")
    func outlier() throws {
        let chart = try #require(
            controlCharts(runs(Array(steady.prefix(6)) + [5.5] + Array(steady.suffix(6)) + [5.5]), settings: early)
                .first)
        #expect(try #require(chart.limits?.sd) < 0.1)
        #expect(chart.entries.last?.rejected == true)
    }

    @Test("Assigned limits hold from the first control on, whatever its spelling")
    func assigned() throws {
        var settings = LaboratorySettings()
        settings.controls.assigned = [.init(control: "p-c", copies: 1e4, sdLog10: 0.1)]
        #expect(
            try #require(controlCharts(runs([4, 4.1, 9]), settings: settings).first).entries.map(\.rejected) == [
                false, false, true,
            ])
    }

    @Test("Each control and target has its own chart, and what is no number is left out")
    func apart() {
        let charts = controlCharts(runs(steady) + runs(steady + [.nan], control: "LOW"))
        #expect(charts.map(\.control) == ["LOW", "PC"])
        #expect(charts.map(\.entries.count) == [12, 12])
    }

    @Test("Two controls of one run that leave their limits together reject it, to one side or to both")
    func beside() throws {
        var settings = LaboratorySettings()
        settings.controls.assigned = [
            .init(control: "HIGH", copies: 1e4, sdLog10: 0.1), .init(control: "LOW", copies: 1e2, sdLog10: 0.1),
        ]
        func broken(_ high: Double, _ low: Double) -> Set<WestgardRule> {
            let run = RunSummary(
                run: "r", started: "2026-03-01T09:00:00",
                controls: [
                    .init(control: "HIGH", target: target, log10Copies: high),
                    .init(control: "LOW", target: target, log10Copies: low),
                ])
            return Set(
                judgeControls(
                    of: run, after: HistoryColumns([], settings: settings).window(before: 0),
                    settings: settings.controls
                ).flatMap(\.broken))
        }
        #expect(broken(4.25, 2.25) == [.oneTwoS, .twoTwoS])
        #expect(broken(4.25, 1.75) == [.oneTwoS, .rangeFourS])
        #expect(broken(4.25, 2.1) == [.oneTwoS])
    }
}
