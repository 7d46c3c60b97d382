// A picture of pixels: lines, discs and letters with soft edges. Every shape is a distance: a pixel is covered as far
// as it lies inside.
import Foundation

struct Colour: Hashable {
    let red: UInt8
    let green: UInt8
    let blue: UInt8
    init(_ hex: UInt32) { (red, green, blue) = (UInt8(hex >> 16 & 255), UInt8(hex >> 8 & 255), UInt8(hex & 255)) }
}

struct Canvas {
    let width: Int
    let height: Int
    /// RGB, rows from the top.
    private(set) var pixels: [UInt8]

    /// Largest side, pixels.
    static let sideMax = 4096

    init(width: Int, height: Int) {
        self.width = min(max(width, 1), Self.sideMax)
        self.height = min(max(height, 1), Self.sideMax)
        pixels = [UInt8](repeating: 255, count: self.width * self.height * 3)
    }

    /// Mixes a colour into a pixel; `share` of 0 to 1. Outside nothing happens.
    mutating func mix(_ x: Int, _ y: Int, _ colour: Colour, share: Double) {
        guard share > 0, x >= 0, y >= 0, x < width, y < height else { return }
        let weight = Int((min(share, 1) * 256).rounded()), at = (y * width + x) * 3
        pixels[at] = UInt8((Int(pixels[at]) * (256 - weight) + Int(colour.red) * weight) >> 8)
        pixels[at + 1] = UInt8((Int(pixels[at + 1]) * (256 - weight) + Int(colour.green) * weight) >> 8)
        pixels[at + 2] = UInt8((Int(pixels[at + 2]) * (256 - weight) + Int(colour.blue) * weight) >> 8)
    }

    /// A line with round ends; `dash` and the gap after it are as long.
    mutating func line(
        _ a: (x: Double, y: Double), _ b: (x: Double, y: Double), _ colour: Colour, width lineWidth: Double,
        dash: Double? = nil
    ) {
        let dx = b.x - a.x, dy = b.y - a.y, length = (dx * dx + dy * dy).squareRoot()
        guard length.isFinite else { return }
        if let dash, dash > 0, length > dash {
            for start in stride(from: 0, to: length, by: 2 * dash) {
                let from = start / length, to = min(1, (start + dash) / length)
                line((a.x + dx * from, a.y + dy * from), (a.x + dx * to, a.y + dy * to), colour, width: lineWidth)
            }
            return
        }
        let radius = lineWidth / 2, reach = radius + 1
        for y in rows(min(a.y, b.y) - reach, max(a.y, b.y) + reach) {
            // The part of the line that is near this row.
            let ends =
                dy == 0
                ? [0, 1] : [(Double(y) - reach - a.y) / dy, (Double(y) + reach - a.y) / dy].map { min(max($0, 0), 1) }
            let xs = ends.map { a.x + dx * $0 }
            for x in columns((xs.min() ?? 0) - reach, (xs.max() ?? 0) + reach) {
                let px = Double(x) - a.x, py = Double(y) - a.y
                let along = length > 0 ? min(max((px * dx + py * dy) / (length * length), 0), 1) : 0
                let away = ((px - dx * along) * (px - dx * along) + (py - dy * along) * (py - dy * along)).squareRoot()
                mix(x, y, colour, share: radius + 0.5 - away)
            }
        }
    }

    /// A disc, or a ring of that width.
    mutating func disc(_ centre: (x: Double, y: Double), radius: Double, _ colour: Colour, ring: Double? = nil) {
        guard centre.x.isFinite, centre.y.isFinite, radius.isFinite else { return }
        let reach = radius + (ring ?? 0) + 1
        for y in rows(centre.y - reach, centre.y + reach) {
            for x in columns(centre.x - reach, centre.x + reach) {
                let away =
                    ((Double(x) - centre.x) * (Double(x) - centre.x) + (Double(y) - centre.y) * (Double(y) - centre.y))
                    .squareRoot()
                mix(x, y, colour, share: ring.map { $0 / 2 + 0.5 - abs(away - radius) } ?? radius + 0.5 - away)
            }
        }
    }

    private func rows(_ from: Double, _ to: Double) -> Range<Int> { Self.inside(from, to, height) }
    private func columns(_ from: Double, _ to: Double) -> Range<Int> { Self.inside(from, to, width) }

    private static func inside(_ from: Double, _ to: Double, _ limit: Int) -> Range<Int> {
        let low = Int(min(max(from.rounded(.down), 0), Double(limit))),
            high = Int(min(max(to.rounded(.up) + 1, 0), Double(limit)))
        return low..<max(low, high)
    }
}
