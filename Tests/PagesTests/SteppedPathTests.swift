@testable import Pages
import Testing

@Suite("A path in steps")
struct SteppedPathTests {
    private func text(_ points: [(Int, Int)?]) -> String {
        var path = SteppedPath()
        for point in points { if let point { path.go(toX: point.0, y: point.1) } else { path.lift() } }
        path.lift()
        return path.text
    }

    @Test("joins what goes on in one direction, and nothing else")
    func joined() {
        #expect(text([(0, 5), (10, 5), (20, 5), (30, 4), (40, 3), (50, 3)]) == "M0 5l20 0 20-2 10 0")
        #expect(text([(0, 0), (10, 1), (20, 3)]) == "M0 0l10 1 10 2")
        #expect(text([(0, 0), (0, 1), (0, 2)]) == "M0 0l0 1 0 1")
    }

    @Test("begins anew after a gap, and draws no point by itself")
    func gaps() {
        #expect(text([(0, 0), (1, 1), nil, (5, 5), nil, (7, 7), (8, 9)]) == "M0 0l1 1M7 7l1 2")
        #expect(text([]) == "" && text([(3, 3)]) == "")
    }
}
