// A patient's course for a mail: copies on a logarithmic scale over the days after the infusion, with thresholds and
// alerts.
internal import Assay
public import Foundation
internal import Kinetics
public import Reporting
internal import Rules
internal import Text

public enum KineticsPicture {
    /// Twice what a mail shows, so that it is sharp on fine screens.
    static let width = 1280
    static let height = 800

    /// A PNG; nil where the font is no font or nothing can be drawn.
    /// - Parameter font: an outline font with Latin letters, e.g. DejaVu Sans.
    public static func png(_ report: PatientReport, font: Data) -> Data? {
        guard let typeface = Typeface(font) else { return nil }
        let plot = KineticsPlot(report)
        guard !plot.points.isEmpty else { return nil }
        var canvas = Canvas(width: width, height: height)
        let frame = PictureFrame(
            plot, report, left: 118, right: Double(width) - 36, top: 124, bottom: Double(height) - 124)
        frame.drawAxes(typeface, unit: report.unit, on: &canvas)
        frame.drawThresholds(plot, typeface, on: &canvas)
        frame.drawCourse(plot, report, on: &canvas)
        frame.drawAlerts(plot, typeface, on: &canvas)
        typeface.draw(terminalSafe(report.patient.code, max: 32), frame.left, 54, size: 40, Ink.text, on: &canvas)
        let start = frame.left + typeface.width(terminalSafe(report.patient.code, max: 32), size: 40) + 26
        typeface.draw(headline(plot, report), start, 54, size: 25, Ink.quiet, on: &canvas)
        frame.drawLegend(plot, typeface, y: Double(height) - 24, on: &canvas)
        return canvas.png()
    }

    /// The newest value and the peak.
    private static func headline(_ plot: KineticsPlot, _ report: PatientReport) -> String {
        let newest = plot.points.last.map { point in
            let sign = point.kind == .value ? "" : point.kind == .belowLLOQ ? "below " : "above "
            return "\(sign)\(shown(point.copies)) \(report.unit) on day \(plainDecimal(point.day, digits: 1))"
        }
        let peak = report.kinetics.cmax.map {
            "peak \(shown($0))"
                + (report.kinetics.tmax.map { " on day \(plainDecimal($0 + Double(report.course.offset), digits: 1))" }
                    ?? "")
        }
        return [newest, peak].compactMap(\.self).joined(separator: "   ·   ")
    }

    /// The words of the alerts, their powers raised.
    static func shown(_ copies: Double) -> String { raisedPowers(plainCopies(copies)) }

    /// "1×10^5 expansion" as "1×10⁵ expansion".
    static func raisedPowers(_ text: String) -> String {
        guard let hat = text.firstIndex(of: "^") else { return text }
        let power = text[text.index(after: hat)...].prefix { $0 == "-" || $0.isNumber }
        return text[..<hat] + raised(String(power)) + text[power.endIndex...]
    }

    static func raised(_ digits: String) -> String {
        let high: [Character: Character] = [
            "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
            "9": "⁹",
        ]
        return String(digits.map { high[$0] ?? $0 })
    }
}

/// Colours that differ in lightness too, for those who see few hues and for printers that have none.
enum Ink {
    static let text = Colour(0x1F2933)
    static let quiet = Colour(0x52606D)
    static let grid = Colour(0xE4E7EB)
    static let axis = Colour(0x9AA5B1)
    static let course = Colour(0x1F4E8C)
    static let interval = Colour(0x8FAFD6)
    static let limit = Colour(0x9A5B00)
    static let paper = Colour(0xFFFFFF)

    static func of(_ severity: Severity) -> Colour {
        switch severity {
        case .critical: Colour(0xB3261E)
        case .warning: Colour(0xC26A00)
        case .notice: Colour(0x1A7F5A)
        case .task, .laboratory: Colour(0x52606D)
        }
    }
}
