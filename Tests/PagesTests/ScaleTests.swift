@testable import Pages
import Testing

@Suite("Scales")
struct ScaleTests {
    @Test("have round ticks inside their range")
    func ticks() {
        #expect(Scale(1, 45).ticks.map(\.text) == ["10", "20", "30", "40"])
        #expect(Scale(0, 0.5).ticks.map(\.text) == ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5"])
        #expect(Scale(-0.04, 0.1).ticks.map(\.text).contains("0.00"))
        #expect(Scale(3, 3e6, log: true).ticks.map(\.exponent) == ["1", "2", "3", "4", "5", "6"])
        #expect(Scale(1e-9, 1e12, log: true).ticks.count <= 7)
    }

    @Test(
        "hold for any numbers",
        arguments: [(0.0, 0.0), (.nan, 1.0), (-.infinity, .infinity), (5.0, -5.0), (1e300, 1e301), (0.0, 1e-300)])
    func anything(low: Double, high: Double) {
        for scale in [Scale(low, high), Scale(low, high, log: true), Scale(days: low, high)] {
            #expect(scale.ticks.count < 100)
            #expect(scale.place(.nan) == nil)
            #expect(scale.place(1) != nil)
        }
    }

    @Test("give the first weeks room beside years")
    func days() {
        let scale = Scale(days: 0, 3650)
        #expect((scale.place(28) ?? 0) > 0.08)
        #expect(scale.ticks.first?.text == "0" && scale.ticks.last?.text == "3650")
        #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $1.place - $0.place > 0.04 })
    }
}
