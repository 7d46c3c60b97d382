// A chart as SVG: a frame with two axes and their names, and what is drawn in it. Colours and dashes are classes of the
// page's style.

struct Chart {
    let x: Scale
    let y: Scale
    let width: Double
    let height: Double
    private let left = 58.0, right = 14.0, top = 10.0, bottom = 44.0
    private var parts: [HTML] = []
    private let title: String
    private let xName: String
    private let yName: String

    /// `title` says in a sentence what the picture shows: who cannot see it hears that, and reads the table beside it.
    init(_ title: String, x: Scale, y: Scale, xName: String, yName: String, width: Double = 760, height: Double = 380) {
        (self.title, self.x, self.y, self.xName, self.yName, self.width, self.height) = (
            title, x, y, xName, yName, width, height
        )
    }

    var innerWidth: Double { width - left - right }
    var innerHeight: Double { height - top - bottom }

    func px(_ value: Double) -> Double? { x.place(value).map { left + $0 * innerWidth } }
    /// Nil outside the chart by more than its own height.
    func py(_ value: Double) -> Double? {
        y.place(value).flatMap { (-1...2).contains($0) ? top + (1 - $0) * innerHeight : nil }
    }
    /// On the chart's edge where the value lies beyond it.
    func pyHeld(_ value: Double) -> Double { top + (1 - min(max(y.place(value) ?? 0, 0), 1)) * innerHeight }
    var floor: Double { top + innerHeight }
    var edge: Double { left + innerWidth }
    var ceiling: Double { top }
    var start: Double { left }

    mutating func add(_ part: HTML) { parts.append(part) }

    var svg: HTML {
        let frame = HTML.element(
            "svg",
            [
                Attribute("viewBox", "0 0 \(Int(width)) \(Int(height))"), Attribute("role", "img"),
                Attribute("aria-label", title),
            ], HTML(axes), HTML(parts))
        return frame
    }

    private var axes: [HTML] {
        var out: [HTML] = []
        for tick in x.ticks {
            let at = left + tick.place * innerWidth
            out.append(.empty("path", [.class("g"), Attribute("d", "M\(tenth(at)) \(tenth(top))V\(tenth(floor))")]))
            out.append(label(tick, [Attribute("x", tenth(at)), Attribute("y", tenth(floor + 16)), .class("m")]))
        }
        for tick in y.ticks {
            let at = top + (1 - tick.place) * innerHeight
            out.append(.empty("path", [.class("g"), Attribute("d", "M\(tenth(left)) \(tenth(at))H\(tenth(edge))")]))
            out.append(label(tick, [Attribute("x", tenth(left - 7)), Attribute("y", tenth(at + 4)), .class("r")]))
        }
        out.append(
            .element(
                "text", [Attribute("x", tenth(left + innerWidth / 2)), Attribute("y", tenth(height - 8)), .class("m")],
                HTML(xName)))
        out.append(
            .element(
                "text",
                [Attribute("transform", "translate(13 \(tenth(top + innerHeight / 2))) rotate(-90)"), .class("m")],
                HTML(yName)))
        return out
    }

    private func label(_ tick: (place: Double, text: String, exponent: String?), _ attributes: [Attribute]) -> HTML {
        let exponent =
            tick.exponent.map { HTML.element("tspan", [Attribute("dy", "-5"), .class("e")], HTML($0)) } ?? .none
        return .element("text", attributes, HTML(tick.text), exponent)
    }
}

/// A length to a tenth of a unit, as short as it can be.
func tenth(_ value: Double) -> String {
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
}
