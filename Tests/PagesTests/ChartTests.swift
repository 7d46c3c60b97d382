@testable import Pages
import Testing

@Suite("Charts")
struct ChartTests {
    private let chart = Chart(
        "A chart", x: Scale(0, 10), y: Scale(0, 10), xName: "x", yName: "y", width: 172, height: 154)

    private func path(_ points: (Double, Double?)...) -> String { chart.path(points) }

    @Test("draw a curve by relative steps and break it where a point is missing")
    func curves() {
        #expect(path((0, 0), (1, 10), (2, 0)) == "M58 110l10-100 10 100")
        #expect(path((0, 0), (1, 10), (2, nil), (3, 5), (4, 5)) == "M58 110l10-100M88 60l10 0")
        #expect(path((0, 1), (1, nil), (2, .nan), (3, 4)) == "")
        #expect(path() == "")
    }

    @Test("keep what lies above on their upper edge and leave out what lies below")
    func edges() {
        #expect(path((0, 0), (1, 15)) == "M58 110l10-100")
        #expect(path((0, -5), (1, -5)) == "")
    }

    @Test("tell what they show to those who cannot see it")
    func title() {
        let svg = Chart("A <chart>", x: Scale(0, 1), y: Scale(0, 1), xName: "a&b", yName: "y").svg.source
        #expect(svg.contains("role=\"img\" aria-label=\"A &lt;chart&gt;\"") && svg.contains("a&amp;b"))
    }
}
