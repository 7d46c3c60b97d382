// The scales of a picture, and what is drawn on them.
internal import Assay
internal import Foundation
internal import Reporting
internal import Rules

struct PictureFrame {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    /// log10 of the lowest and of the highest copies.
    private let low: Double
    private let high: Double
    private let dayMax: Double

    /// Days that the axis may name, in the order in which they get room.
    private static let days = [
        0, 30, 330, 150, 7, 60, 510, 14, 240, 90, 420, 600, 690, 780, 960, 1140, 1500, 1860, 2220, 2940, 3650,
    ]

    init(_ plot: KineticsPlot, _ report: PatientReport, left: Double, right: Double, top: Double, bottom: Double) {
        (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
        let intervals = report.values.flatMap { [$0.low, $0.high].compactMap(\.self) }
        let copies =
            (plot.points.map(\.copies) + intervals + plot.thresholds.map(\.copies) + [plot.copiesMin, plot.copiesMax])
            .filter { $0.isFinite && $0 > 0 }.map { log10($0) }
        // Room for the arrow of a value below the limit, where that lies at the axis.
        let arrows = plot.points.filter { $0.kind == .belowLLOQ }.map { log10($0.copies) - 0.4 }
        low = min((copies.min() ?? 1).rounded(.down), arrows.min() ?? .infinity)
        high = max((copies.max() ?? 6).rounded(.up), low + 1)
        dayMax = max(plot.dayMax, plot.points.last?.day ?? 0, 1) * 1.04
    }

    /// The square root gives the weekly visits room beside two years.
    private func x(_ day: Double) -> Double { left + (right - left) * (min(max(day / dayMax, 0), 1)).squareRoot() }
    private func y(_ copies: Double) -> Double {
        bottom - (bottom - top) * min(max((log10(copies) - low) / (high - low), 0), 1)
    }
    private func place(_ point: KineticsPlot.Point) -> (x: Double, y: Double) { (x(point.day), y(point.copies)) }

    func drawAxes(_ typeface: Typeface, unit: String, on canvas: inout Canvas) {
        let step = max(1, Int(((high - low) / 9).rounded(.up)))
        for exponent in stride(from: Int(low.rounded(.up)), through: Int(high), by: step) {
            let row = y(pow(10, Double(exponent)))
            canvas.line((left, row), (right, row), Ink.grid, width: 2)
            let label =
                (0...3).contains(exponent)
                ? String(Int(pow(10, Double(exponent)))) : "10" + KineticsPicture.raised(String(exponent))
            typeface.draw(label, left - 16, row + 8, size: 23, Ink.quiet, anchor: .right, on: &canvas)
        }
        var taken: [ClosedRange<Double>] = []
        for day in Self.days where Double(day) <= dayMax {
            let column = x(Double(day)), half = typeface.width(String(day), size: 23) / 2 + 12
            let span = column - half...column + half
            guard !taken.contains(where: { $0.overlaps(span) }) else { continue }
            taken.append(span)
            canvas.line((column, bottom), (column, bottom + 9), Ink.axis, width: 2)
            typeface.draw(String(day), column, bottom + 37, size: 23, Ink.quiet, anchor: .middle, on: &canvas)
        }
        canvas.line((left, bottom), (right, bottom), Ink.axis, width: 2.5)
        canvas.line((left, top), (left, bottom), Ink.axis, width: 2.5)
        typeface.draw(unit, left - 96, top - 26, size: 23, Ink.quiet, on: &canvas)
        typeface.draw(
            "days after the infusion (square-root scale)", right, bottom + 72, size: 23, Ink.quiet, anchor: .right,
            on: &canvas)
    }

    /// Pixels between two points of the course that words are kept away from.
    private static let obstacleStep = 12.0

    /// Whether words have room there: inside the axes, off the line, and off the marks of all values but `own`.
    private func isFree(
        _ plot: KineticsPlot, x start: Double, width: Double, baseline: Double, own: KineticsPlot.Point? = nil
    ) -> Bool {
        let xs = (start - 6)...(start + width + 6), ys = (baseline - 24)...(baseline + 6)
        guard xs.lowerBound > left, xs.upperBound < right + 4, ys.lowerBound > top - 40, ys.upperBound < bottom else {
            return false
        }
        for point in plot.points where point != own {
            // A value is wider than the line: its mark, its ring, its interval; and the names of its alerts beside it.
            let at = place(point), mark = 26.0, names = own == nil ? 46 * Double(point.alerts.count) : 0
            if at.x > xs.lowerBound - mark - names, at.x < xs.upperBound + mark + names, at.y > ys.lowerBound - mark,
                at.y < ys.upperBound + mark
            {
                return false
            }
        }
        let places = plot.points.map(place)
        for (a, b) in zip(places, places.dropFirst()) {
            let steps = max(1, Int(max(abs(b.x - a.x), abs(b.y - a.y)) / Self.obstacleStep))
            for step in 0...steps {
                let part = Double(step) / Double(steps)
                if xs.contains(a.x + (b.x - a.x) * part), ys.contains(a.y + (b.y - a.y) * part) { return false }
            }
        }
        return true
    }

    /// Their names stand at the right, or further left where the course is in the way.
    func drawThresholds(_ plot: KineticsPlot, _ typeface: Typeface, on canvas: inout Canvas) {
        for threshold in plot.thresholds {
            let row = y(threshold.copies)
            canvas.line((left, row), (right, row), Ink.axis, width: 2, dash: 9)
            let label = KineticsPicture.raisedPowers(threshold.label), width = typeface.width(label, size: 21)
            let starts = stride(from: right - width - 8, to: left, by: -60)
            let free = starts.first { isFree(plot, x: $0, width: width, baseline: row - 9) }
            typeface.draw(label, free ?? right - width - 8, row - 9, size: 21, Ink.quiet, on: &canvas)
        }
    }

    func drawCourse(_ plot: KineticsPlot, _ report: PatientReport, on canvas: inout Canvas) {
        for value in report.values where value.copies != nil {
            guard let low = value.low, let high = value.high, low > 0, high > 0 else { continue }
            let column = x(Double(value.day))
            canvas.line((column, y(low)), (column, y(high)), Ink.interval, width: 5)
        }
        for (a, b) in zip(plot.points, plot.points.dropFirst()) where a.kind == .value && b.kind == .value {
            canvas.line(place(a), place(b), Ink.course, width: 4)
        }
        for point in plot.points {
            let at = place(point)
            switch point.kind {
            case .value:
                canvas.disc(at, radius: 11, Ink.paper)
                canvas.disc(at, radius: 8.5, Ink.course)
            case .belowLLOQ: arrow(at, down: true, on: &canvas)
            case .aboveULOQ: arrow(at, down: false, on: &canvas)
            }
        }
    }

    /// From the limit into what lies beyond it.
    private func arrow(_ at: (x: Double, y: Double), down: Bool, on canvas: inout Canvas) {
        let way = down ? 1.0 : -1.0, tip = (x: at.x, y: at.y + 34 * way)
        canvas.line((at.x - 13, at.y), (at.x + 13, at.y), Ink.limit, width: 4)
        canvas.line(at, tip, Ink.limit, width: 4)
        for side in [-1.0, 1.0] { canvas.line(tip, (tip.x + 10 * side, tip.y - 13 * way), Ink.limit, width: 4) }
    }

    /// A ring around the value, and the rules beside it.
    func drawAlerts(_ plot: KineticsPlot, _ typeface: Typeface, on canvas: inout Canvas) {
        for point in plot.points {
            guard let severity = point.severity, !point.alerts.isEmpty else { continue }
            let at = place(point), label = point.alerts.joined(separator: " "), width = typeface.width(label, size: 23)
            canvas.disc(at, radius: 18, Ink.of(severity), ring: 4)
            // Above, right, left, below.
            let places = [
                (at.x - width / 2, at.y - 32), (at.x + 30, at.y + 8), (at.x - width - 30, at.y + 8),
                (at.x - width / 2, at.y + 52),
            ]
            let free = places.first { isFree(plot, x: $0.0, width: width, baseline: $0.1, own: point) }
            let (x, y) = free ?? (min(max(places[0].0, left + 8), right - width - 8), places[0].1)
            // A white rim keeps the words readable on lines.
            for (dx, dy) in [(-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (1, 1), (-1, 1), (1, -1)] {
                typeface.draw(label, x + Double(dx), y + Double(dy), size: 23, Ink.paper, on: &canvas)
            }
            typeface.draw(label, x, y, size: 23, Ink.of(severity), on: &canvas)
        }
    }

    func drawLegend(_ plot: KineticsPlot, _ typeface: Typeface, y row: Double, on canvas: inout Canvas) {
        var pen = left
        func put(_ text: String) {
            typeface.draw(text, pen + 24, row, size: 21, Ink.quiet, on: &canvas)
            pen += 24 + typeface.width(text, size: 21) + 40
        }
        canvas.line((pen + 4, row - 18), (pen + 4, row + 4), Ink.interval, width: 5)
        canvas.disc((pen + 4, row - 7), radius: 7, Ink.course)
        put("value with 95 % interval")
        for (kind, down, text) in [
            (KineticsPlot.Point.Kind.belowLLOQ, true, "below the limit of quantification"),
            (.aboveULOQ, false, "above its upper limit"),
        ]
        where plot.points.contains(where: { $0.kind == kind }) {
            let way = down ? 1.0 : -1.0, middle = row - 7
            canvas.line((pen + 4, middle - 9 * way), (pen + 4, middle + 9 * way), Ink.limit, width: 3)
            for side in [-1.0, 1.0] {
                canvas.line((pen + 4, middle + 9 * way), (pen + 4 + 7 * side, middle + 1 * way), Ink.limit, width: 3)
            }
            put(text)
        }
        if plot.points.contains(where: { $0.severity != nil }) {
            canvas.disc((pen + 4, row - 7), radius: 9, Ink.of(.critical), ring: 3)
            put("alert")
        }
    }
}
