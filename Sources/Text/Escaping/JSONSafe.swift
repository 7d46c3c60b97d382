// JSON escapes ASCII's control characters by rule; a terminal also obeys some beyond ASCII.

/// The same JSON value, in which every character beyond ASCII that steers, and DEL, stands as `\uXXXX`: `cat` shows it
/// as it is.
/// - Parameter json: a JSON text; outside its strings none of these can stand.
package func jsonSafe(_ json: String) -> String {
    guard json.unicodeScalars.contains(where: mustBeEscaped) else { return json }
    var out = ""
    for scalar in json.unicodeScalars {
        guard mustBeEscaped(scalar) else {
            out.unicodeScalars.append(scalar)
            continue
        }
        for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
    return out
}

private func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 0x7F && scalar.steers }
