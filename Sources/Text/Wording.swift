// How alerts write numbers and names: the same text on every machine, whatever its locale.
import Foundation

/// Copies for people: "84", "8526", "1.2×10^5"; three significant digits from 10^4 on.
package func plainCopies(_ copies: Double) -> String {
    guard copies.isFinite, copies >= 0 else { return "an unusable number of" }
    if copies > 0, copies < 0.95 { return smallCopies(copies) }
    if copies < 9_999.5 { return copies < 99.95 ? plainDecimal(copies, digits: 1) : String(Int(copies.rounded())) }
    var exponent = 4
    var mantissa = copies / 1e4
    while mantissa >= 9.995, exponent < 320 {
        mantissa /= 10
        exponent += 1
    }
    return plainDecimal(mantissa, digits: 2) + "×10^\(exponent)"
}

/// Three significant digits: "0.02", "2.5×10^-5". Standards may be declared in shares of one.
private func smallCopies(_ copies: Double) -> String {
    var exponent = 0
    var mantissa = copies
    while mantissa < 0.9995, exponent < 320 {
        mantissa *= 10
        exponent += 1
    }
    return exponent <= 4
        ? plainDecimal(copies, digits: exponent + 2) : plainDecimal(mantissa, digits: 2) + "×10^-\(exponent)"
}

/// A decimal with at most `digits` places, trailing zeros dropped, a point whatever the locale.
package func plainDecimal(_ number: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<min(max(digits, 0), 6) { scale *= 10 }
    let scaled = (number * scale).rounded()
    guard scaled.isFinite, scaled.magnitude < 1e15 else { return "out of range" }
    let whole = Int(scaled.magnitude) / Int(scale)
    var fraction = String(Int(scaled.magnitude) % Int(scale) + Int(scale)).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let sign = scaled < 0 ? "-" : ""
    return sign + String(whole) + (fraction.isEmpty ? "" : "." + fraction)
}

/// A fall as people say it: "1.23 log10 (17-fold)".
package func plainFall(_ log10Fall: Double) -> String {
    "\(plainDecimal(log10Fall, digits: 2)) log10 (\(plainCopies(pow(10, log10Fall)))-fold)"
}

/// "1 patient", "2 patients".
package func counted(_ count: some BinaryInteger, _ thing: String, plural: String? = nil) -> String {
    "\(count) \(count == 1 ? thing : plural ?? thing + "s")"
}

package func plainDays(_ days: Int) -> String { counted(days, "day") }

/// A full stop at the end, where there is none.
package func stopped(_ text: String) -> String { text.hasSuffix(".") || text.hasSuffix("…") ? text : text + "." }

/// First letter up, a full stop at the end.
package func asSentence(_ text: String) -> String { stopped(text.prefix(1).uppercased() + text.dropFirst()) }

/// At most `max` items, then how many more there are.
package func plainList(_ items: [String], max: Int) -> String {
    let head = items.prefix(max).joined(separator: "; ")
    return items.count > max ? head + "; and \(items.count - max) more" : head
}
