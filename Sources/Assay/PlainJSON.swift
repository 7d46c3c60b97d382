// JSON escapes ASCII's control characters by rule; a terminal also obeys some beyond ASCII.

/// The same JSON value with U+007F to U+009F and the marks that break lines or turn the direction of writing as
/// `\uXXXX`: `cat` shows it as it is.
/// - Parameter json: a JSON text; outside its strings none of these can stand.
public func plainJSON(_ json: String) -> String {
    guard json.unicodeScalars.contains(where: steers) else { return json }
    var out = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
        guard steers(scalar) else {
            out.append(scalar)
            continue
        }
        let digits = String(scalar.value, radix: 16)
        out.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
    }
    return String(out)
}

private func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}
