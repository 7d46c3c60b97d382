// How a kinetics plot is drawn: lines of braille between the values, marks on the values, thresholds behind both.
import Rules
import Alerts
import Foundation
import Text

extension KineticsPlot {
    private static let gutter = 6
    private static let dash: Character = "╌"

    func lines(width: Int, height: Int) -> [InkedLine] {
        let width = min(max(width, Self.widthMin), Self.widthMax)
        let frame = Frame(self, columns: width - Self.gutter, rows: min(max(height, Self.heightMin), Self.heightMax))
        var lines = [InkedLine(terminalSafe(title, max: width), width: width, ink: .bold)]
        lines += frame.axis.indices.map { row in
            var line = InkedLine(frame.axis[row], width: width)
            line.put("┤", at: Self.gutter - 1)
            return line
        }
        drawThresholds(frame, into: &lines)
        drawCourse(frame, into: &lines)
        nameThresholds(frame, into: &lines)
        lines.append(
            InkedLine(
                String(repeating: " ", count: Self.gutter - 1) + "└" + String(repeating: "─", count: frame.columns),
                width: width))
        lines.append(dayAxis(frame, width: width))
        if points.contains(where: { !$0.alerts.isEmpty }) { lines.append(alertAxis(frame, width: width)) }
        return lines
    }

    /// Line 0 is the title: row `r` of the frame is line `r + 1`.
    private func drawThresholds(_ frame: Frame, into lines: inout [InkedLine]) {
        for threshold in thresholds {
            let row = frame.row(threshold.copies) + 1
            lines[row].put(String(repeating: Self.dash, count: frame.columns), at: Self.gutter, ink: .dim)
        }
    }

    /// At the right end, or where the course leaves room.
    private func nameThresholds(_ frame: Frame, into lines: inout [InkedLine]) {
        for threshold in thresholds {
            let row = frame.row(threshold.copies) + 1
            let label = " \(terminalSafe(threshold.label, max: 30)) "
            let room = frame.columns - label.count
            for start in [room, room / 2, room * 3 / 4, room / 4, 2] where start >= 0 {
                let cells = Self.gutter + start..<Self.gutter + start + label.count
                guard cells.allSatisfy({ lines[row].shows(Self.dash, at: $0) }) else { continue }
                lines[row].put(label, at: cells.lowerBound, ink: .dim)
                break
            }
        }
    }

    private func drawCourse(_ frame: Frame, into lines: inout [InkedLine]) {
        var canvas = BrailleCanvas(columns: frame.columns, rows: frame.rows)
        for (a, b) in zip(points, points.dropFirst()) where a.kind == .value && b.kind == .value {
            canvas.line(from: frame.dot(a), to: frame.dot(b))
        }
        for row in 0..<frame.rows {
            for column in 0..<frame.columns {
                if let character = canvas.character(column: column, row: row) {
                    lines[row + 1].put(String(character), at: Self.gutter + column, ink: .blue)
                }
            }
        }
        for point in points {
            let mark: (text: String, ink: Ink) =
                switch point.kind {
                case .value where !point.alerts.isEmpty: ("◆", point.severity == .critical ? .red : .yellow)
                case .value: ("●", .bold)
                case .belowLLOQ: ("↓", .yellow)
                case .aboveULOQ: ("↑", .yellow)
                }
            lines[frame.row(point.copies) + 1].put(mark.text, at: Self.gutter + frame.column(point.day), ink: mark.ink)
        }
    }

    /// The rules that spoke, under the day they spoke of; the gravest days find room first.
    private func alertAxis(_ frame: Frame, width: Int) -> InkedLine {
        var line = InkedLine("alerts", width: width, ink: .dim)
        for point in points.filter({ !$0.alerts.isEmpty }).sorted(by: {
            ($0.severity == .critical ? 0 : 1, -$0.day) < ($1.severity == .critical ? 0 : 1, -$1.day)
        }) {
            let label = point.alerts.joined(separator: " ")
            let start = max(min(Self.gutter + frame.column(point.day), width - label.count), Self.gutter + 1)
            guard (start - 1...start + label.count).allSatisfy({ !(0..<width).contains($0) || line.isBlank($0) }) else {
                continue
            }
            line.put(label, at: start, ink: point.severity == .critical ? .red : .yellow)
        }
        return line
    }

    /// Visit days that find room, the outer ones first.
    private func dayAxis(_ frame: Frame, width: Int) -> InkedLine {
        var line = InkedLine(width: width)
        let last = Int(frame.dayMax)
        for day in [0, last, 30, 330, 150, 60, 510, 7, 14, 240, 90, 420, 600] where day <= last {
            let label = day == 0 ? "day 0" : String(day)
            let start = min(
                Self.gutter + frame.column(Double(day)) - (day == 0 ? 4 : label.count / 2), width - label.count)
            guard (start - 1...start + label.count).allSatisfy({ !(0..<width).contains($0) || line.isBlank($0) }) else {
                continue
            }
            line.put(label, at: start)
        }
        return line
    }
}

/// The scales of one plot: copies and days to rows, columns and dots.
private struct Frame {
    let columns: Int
    let rows: Int
    let dayMax: Double
    /// Label of every row that carries a power of ten.
    var axis: [String] = []
    private let low: Double
    private let high: Double
    private let scale: KineticsPlot.DayScale

    init(_ plot: KineticsPlot, columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        scale = plot.dayScale
        dayMax = max(min(plot.dayMax, KineticsPlot.dayLimit), plot.points.last?.day ?? 0, 1)
        let copies = plot.points.map(\.copies) + plot.thresholds.map(\.copies) + [plot.copiesMin, plot.copiesMax]
        let usable = copies.filter { $0.isFinite && $0 > 0 }.map { log10($0) }
        low = (usable.min() ?? 0).rounded(.down)
        high = max((usable.max() ?? 1).rounded(.up), low + 1)
        axis = Array(repeating: "", count: rows)
        for exponent in Int(low)...Int(high) {
            let row = row(pow(10, Double(exponent)))
            if axis[row].isEmpty { axis[row] = "1e\(exponent)" }
        }
    }

    /// 0 at the top of the scale, 1 at its bottom.
    private func depth(_ copies: Double) -> Double { min(max((high - log10(copies)) / (high - low), 0), 1) }

    private func along(_ day: Double) -> Double {
        let part = min(max(day / dayMax, 0), 1)
        return scale == .linear ? part : part.squareRoot()
    }

    func row(_ copies: Double) -> Int { Int((depth(copies) * Double(rows - 1)).rounded()) }
    func column(_ day: Double) -> Int { Int((along(day) * Double(columns - 1)).rounded()) }

    func dot(_ point: KineticsPlot.Point) -> (x: Int, y: Int) {
        (column(point.day) * 2 + 1, row(point.copies) * 4 + 2)
    }
}
