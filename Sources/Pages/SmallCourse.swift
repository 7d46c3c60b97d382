import Foundation
import Reporting

/// A course of a thumb's width: its shape alone. The figures stand beside it in the row, and whole on the patient's
/// page.
func smallCourse(_ patient: PatientSummary) -> HTML {
    let width = 110.0, height = 24.0, margin = 3.0
    guard let first = patient.course.first, let last = patient.course.last else { return "–" }
    let x = Scale(days: Double(min(0, first.day)), Double(max(last.day, 28)))
    let levels = patient.course.map(\.level)
    guard let low = levels.min(), let high = levels.max() else { return "–" }
    let y = Scale(low / 1.5, high * 1.5, log: true)
    let places = patient.course.compactMap { point -> String? in
        guard let a = x.place(Double(point.day)), let b = y.place(point.level) else { return nil }
        return
            "\(Int((margin + a * (width - 2 * margin)).rounded())) \(Int((margin + (1 - b) * (height - 2 * margin)).rounded()))"
    }
    guard let end = places.last else { return "–" }
    let line =
        places.count > 1
        ? HTML.empty("path", [.class("line"), Attribute("d", "M" + places.joined(separator: "L"))]) : .none
    let dot = HTML.empty("path", [.class("end"), Attribute("d", "M\(end)h0")])
    return .element(
        "svg",
        [.class("small"), Attribute("viewBox", "0 0 \(Int(width)) \(Int(height))"), Attribute("aria-hidden", "true")],
        line, dot)
}
