// A Levey-Jennings chart for a terminal: runs from left to right, the distance from the mean in SD upward.
public import Laboratory
internal import Text

public struct LeveyJenningsPlot: Sendable {
    /// SD above and below the mean that are drawn; what lies beyond stands at the edge.
    static let sdMax = 4.0
    private static let gutter = 7
    private static let rowsPerSD = 2

    let chart: ControlChart

    public init(_ chart: ControlChart) { self.chart = chart }

    /// Title, then one line for each half SD, the latest runs that `width` has room for; empty while there are no
    /// limits.
    public func text(width: Int, colour: Bool = false) -> String {
        guard chart.limits != nil else { return "" }
        let room = max(min(width, 400) - Self.gutter, 1) / 2
        let entries = chart.entries.suffix(room).map { (z: z($0), entry: $0) }
        let rows = Int(Self.sdMax) * Self.rowsPerSD
        var lines = (-rows...rows).reversed().map { row in
            let sd = Double(row) / Double(Self.rowsPerSD)
            let label =
                row % Self.rowsPerSD == 0
                ? (row == 0 ? "mean" : "\(row > 0 ? "+" : "-")\(abs(row) / Self.rowsPerSD) SD") : ""
            var line = InkedLine(
                String(repeating: " ", count: max(5 - label.count, 0)) + label + " │", width: Self.gutter + 2 * room)
            if [0, 2, 3].contains(sd.magnitude) {
                line.put(String(repeating: sd == 0 ? "─" : "╌", count: 2 * entries.count), at: Self.gutter, ink: .dim)
            }
            return line
        }
        for (column, point) in entries.enumerated() {
            let row = Int((min(max(point.z, -Self.sdMax), Self.sdMax) * Double(Self.rowsPerSD)).rounded())
            let beyond = point.z.magnitude > Self.sdMax
            let mark =
                point.entry.rejected ? (beyond ? (point.z > 0 ? "▲" : "▼") : "✕") : point.entry.z == nil ? "○" : "●"
            lines[rows - row].put(
                mark, at: Self.gutter + 2 * column,
                ink: point.entry.rejected ? .red : point.entry.broken.isEmpty ? .bold : .yellow)
        }
        let title = InkedLine(
            "\(terminalSafe(chart.control, max: 60)), \(terminalSafe(chart.target, max: 60)): \(entries.count) of "
                + "\(counted(chart.entries.count, "run")), ○ not judged, ✕ rejected",
            width: Self.gutter + 2 * room, ink: .bold)
        let caption = InkedLine(
            "up: SD of log10 copies; along: runs, the latest at the right", width: Self.gutter + 2 * room, ink: .dim)
        return ([title] + lines + [caption]).map { $0.text(colour: colour) + "\n" }.joined()
    }

    /// As judged when the run came; before there were limits, against those of today.
    private func z(_ entry: ControlEntry) -> Double {
        entry.z ?? chart.limits.map { (entry.value - $0.mean) / $0.sd } ?? 0
    }
}
