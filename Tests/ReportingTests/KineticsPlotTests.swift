import Foundation
import Reporting
import Testing

@Suite("The plot of kinetics")
struct KineticsPlotTests {
    let thresholds = [
        KineticsPlot.Threshold(copies: 1e5, label: "1×10^5 expansion"), .init(copies: 84, label: "84 relapse"),
    ]
    let points: [KineticsPlot.Point] = [
        .init(day: 0, copies: 10, kind: .belowLLOQ), .init(day: 7, copies: 3e3), .init(day: 14, copies: 4e4),
        .init(day: 30, copies: 2.5e4),
        .init(day: 60, copies: 2.2e4), .init(day: 240, copies: 1.7e4), .init(day: 307, copies: 84),
    ]

    @Test("looks like this")
    func snapshot() {
        let text = KineticsPlot(title: "P03 stable disease", points: points, thresholds: thresholds).text(
            width: 60, height: 11)
        #expect(
            text == """
                P03 stable disease
                1e6  ┤
                     ┤
                1e5  ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 1×10^5 expansion
                     ┤           ●⠤⠤⠤⠤⠤●⠤⠤⠤⠤⠤●⠤⠤⢄⣀⣀⣀⣀⣀⡀
                1e4  ┤         ⢀⠔⠁                    ⠈⠉⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠢⠤⠤●⡀
                     ┤        ●⠊                                      ⠘⢄
                1e3  ┤                                                  ⠣⡀
                     ┤                                                   ⠘⢄
                1e2  ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 84 relapse ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌●
                     ┤
                1e1  ┤↓
                     └──────────────────────────────────────────────────────
                  day 0       7 14    30    60    90      150       240  307
                up: copies, log; along: days after the infusion

                """)
    }

    @Test(
        "has lines of the width and height it was asked for, within its limits",
        arguments: [(60, 10), (0, 0), (10_000, 10_000)])
    func size(width: Int, height: Int) {
        let lines = KineticsPlot(title: "t", points: points, thresholds: thresholds).text(width: width, height: height)
            .split(separator: "\n")
        let rows = min(max(height, KineticsPlot.heightMin), KineticsPlot.heightMax)
        #expect(lines.count == rows + 4)
        #expect(lines.allSatisfy { $0.count <= min(max(width, KineticsPlot.widthMin), KineticsPlot.widthMax) })
    }

    @Test("leaves out what has no place on its axes, and never traps")
    func hostile() {
        let plot = KineticsPlot(
            title: "\u{1B}[2J",
            points: [
                .init(day: .nan, copies: 1), .init(day: 3, copies: 0), .init(day: 5, copies: .infinity),
                .init(day: -1, copies: 5), .init(day: 1e300, copies: 5),
            ],
            thresholds: [.init(copies: -1, label: "x")])
        #expect(plot.points.isEmpty && plot.thresholds.isEmpty)
        #expect(!plot.text(width: 40, height: 8).contains("\u{1B}"))
        let far = KineticsPlot(
            title: "", points: [.init(day: 99_999, copies: 1e300), .init(day: 0, copies: 1e-300)], thresholds: [])
        #expect(far.text(width: 40, height: 8).contains("●"))
    }

    @Test("stands beside others on common axes")
    func grid() {
        let plots = (1...3).map { KineticsPlot(title: "P0\($0)", points: points, thresholds: thresholds) }
        let text = plotGrid(plots, width: 100, plotWidth: 48, height: 8)
        let titles = text.split(separator: "\n").filter { $0.contains("P0") }
        #expect(
            titles.count == 2 && titles[0].contains("P01") && titles[0].contains("P02") && titles[1].contains("P03"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
}
