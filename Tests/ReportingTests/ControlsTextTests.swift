import Assay
import Foundation
import Laboratory
import Reporting
import Statistics
import Testing

@Suite("The control charts")
struct ControlsTextTests {
    /// Twenty controls about 10^4, then these.
    private func history(_ last: [Double] = [4.02, 4.2], runs: Int = 20) -> LaboratoryHistory {
        let values = (0..<runs).map { $0 % 2 == 0 ? 3.95 : 4.05 } + last
        let summaries = values.enumerated().map { index, value in
            RunSummary(
                run: "r\(index)", started: String(format: "2026-%02d-%02dT09:00:00", index / 28 + 1, index % 28 + 1),
                curves: [.init(target: "CAR", intercept: 38)],
                controls: [.init(control: "P\u{1B}C", target: "CAR", log10Copies: value)],
                references: [.init(gene: "ACTB", cqs: [20, 20.2])])
        }
        return LaboratoryHistory(summaries, settings: LaboratorySettings())
    }

    @Test("tell each run's verdict, and what the next is held against")
    func table() {
        let text = controlsText(history())
        #expect(text.contains("mean 1×10^4 copies (4 log10), SD 0.051 log10"))
        #expect(text.contains("in control") && text.contains("1-2s 1-3s: rejected") && text.contains("not judged yet"))
        #expect(text.contains("intercept within 1 of 38 cycles, the median of 22 runs"))
        #expect(text.contains("next ACTB: up to Cq 21.6, by 44 samples"))
        #expect(!text.contains("\u{1B}"))
    }

    @Test("say that there are none, or none yet")
    func few() {
        #expect(controlsText(LaboratoryHistory([], settings: LaboratorySettings())).hasPrefix("no run controls yet"))
        #expect(controlsText(history([], runs: 3)).contains("no limits yet, 3 of 20 controls"))
        #expect(controlsText(history([], runs: 3)).contains("warns only until there are 5"))
    }

    @Test("are drawn with the mean, two and three SD, and what was rejected")
    func plot() throws {
        let chart = try #require(history([4.02, 4.2, 3]).charts.first)
        let lines = LeveyJenningsPlot(chart).text(width: 80).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 20)
        #expect(lines.contains { $0.hasPrefix(" mean │") } && lines.contains { $0.hasPrefix("+3 SD │╌") })
        #expect(
            lines.contains { $0.hasPrefix("+4 SD") && $0.contains("✕") }
                && lines.contains { $0.hasPrefix("-4 SD") && $0.contains("▼") })
        #expect(LeveyJenningsPlot(chart).text(width: 30).split(separator: "\n").allSatisfy { $0.count <= 31 })
        #expect(LeveyJenningsPlot(try #require(history([], runs: 3).charts.first)).text(width: 80).isEmpty)
    }

    @Test("are a document with every key")
    func document() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json(ControlsDocument(history())).utf8)) as? [String: Any])
        let chart = try #require((object["controls"] as? [[String: Any]])?.first)
        #expect(Set(chart.keys) == ["control", "target", "mean", "sd_log10", "points"])
        let points = try #require(chart["points"] as? [[String: Any]])
        #expect(points.count == 22 && points[0]["z"] is NSNull && points[21]["rejected"] as? Bool == true)
        #expect((object["references"] as? [[String: Any]])?.first?["samples"] as? Int == 44)
    }
}
