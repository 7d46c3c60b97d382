extension Chart {
    /// The path of a curve in whole units, which are short and fine enough, by relative steps; broken where a point is
    /// missing or below the chart. Empty for no two points beside each other.
    func path(_ points: some Sequence<(Double, Double?)>) -> String {
        var path = SteppedPath()
        for (a, b) in points {
            guard let b, let place = y.place(b), place >= 0, let atX = px(a), let atY = py(b) else {
                path.lift()
                continue
            }
            path.go(toX: Int(atX.rounded()), y: Int(max(atY, ceiling).rounded()))
        }
        path.lift()
        return path.text
    }

    /// A point, drawn as a dot by the round ends of its line.
    func dot(_ a: Double, _ b: Double) -> String? {
        guard let place = y.place(b), (0...1).contains(place), let atX = px(a), let atY = py(b) else { return nil }
        return "M\(Int(atX.rounded())) \(Int(atY.rounded()))h0"
    }

    /// A line through points, in the chart's own units.
    mutating func line(_ points: [(Double, Double)], _ kind: String) {
        let places = points.compactMap { a, b in px(a).map { "\(tenth($0)) \(tenth(pyHeld(b)))" } }
        guard places.count > 1 else { return }
        add(.empty("path", [.class(kind), Attribute("d", "M" + places.joined(separator: "L"))]))
    }

    /// A level across the chart, with its name at the right; nothing where it lies outside.
    mutating func level(_ value: Double, _ name: String) {
        guard let place = y.place(value), (0...1).contains(place) else { return }
        let at = pyHeld(value)
        add(.empty("path", [.class("limit"), Attribute("d", "M\(tenth(start)) \(tenth(at))H\(tenth(edge))")]))
        add(
            .element(
                "text", [.class("limittext"), Attribute("x", tenth(edge - 4)), Attribute("y", tenth(at - 4))],
                HTML(name)))
    }

    enum Shape { case circle, down, up, diamond }

    /// A mark with what it says when it is pointed at, and the interval of its value.
    mutating func mark(
        _ a: Double, _ b: Double, _ kind: String, _ shape: Shape = .circle, bar: (Double, Double)? = nil, says: String
    ) {
        guard let atX = px(a) else { return }
        let (cx, cy) = (tenth(atX), tenth(pyHeld(b)))
        let bar =
            bar.map {
                HTML.empty(
                    "path", [.class("line"), Attribute("d", "M\(cx) \(tenth(pyHeld($0.0)))V\(tenth(pyHeld($0.1)))")])
            } ?? .none
        let form =
            switch shape {
            case .circle:
                HTML.empty("circle", [.class(kind), Attribute("cx", cx), Attribute("cy", cy), Attribute("r", "4.5")])
            case .down: HTML.empty("path", [.class(kind), Attribute("d", "M\(cx) \(cy)m-5-5h10l-5 9z")])
            case .up: HTML.empty("path", [.class(kind), Attribute("d", "M\(cx) \(cy)m-5 5h10l-5-9z")])
            case .diamond: HTML.empty("path", [.class(kind), Attribute("d", "M\(cx) \(cy)m0-7l6 7-6 7-6-7z")])
            }
        add(.element("g", [], bar, form, .element("title", [], HTML(says))))
    }
}
