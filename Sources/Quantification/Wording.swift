// Numbers as people write them, for the sentences of reasons and findings. No locale: the same run gives the same bytes
// everywhere.
import Foundation
internal import Text

/// Fixed digits after the point.
func plain(_ value: Double, digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "an impossible number" }
    return String(format: "%.\(digits)f", value)
}

/// Four significant digits, as a power of ten where that is shorter: 20, 0.02, 2e-05, 1e+06.
func plain(_ value: Double) -> String { value.isFinite ? String(format: "%.4g", value) : "an impossible number" }

/// "25 %".
func percent(_ fraction: Double) -> String {
    fraction.isFinite && fraction < 100 ? "\(plain(fraction * 100, digits: 0)) %" : "over 9999 %"
}

/// The first few of a list and how many more there are; names from files are stripped of control characters and
/// shortened.
func list(_ names: [String]) -> String {
    let shown = names.prefix(listedMax).map(printable).joined(separator: ", ")
    return names.count > listedMax ? "\(shown) and \(names.count - listedMax) more" : shown
}

private let listedMax = 8
private let nameLengthShown = 60

/// A name from a file inside a sentence.
func printable(_ name: String) -> String { shown(name, max: nameLengthShown) }
