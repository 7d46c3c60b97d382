/// Text as HTML shows it, between tags and inside quoted attributes alike. What would steer a page's direction, and
/// what HTML forbids, becomes U+FFFD.
package func htmlSafe(_ text: String) -> String {
    guard text.utf8.contains(where: isSpecial) else { return text }
    var out = ""
    out.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": out += "&amp;"
        case "<": out += "&lt;"
        case ">": out += "&gt;"
        case "\"": out += "&quot;"
        case "'": out += "&#39;"
        case "\t", "\n": out.unicodeScalars.append(scalar)
        default: out.unicodeScalars.append(isUnwanted(scalar) ? "\u{FFFD}" : scalar)
        }
    }
    return out
}

/// Bytes that plain text may be without; all beyond ASCII is looked at.
private func isSpecial(_ byte: UInt8) -> Bool {
    byte < 32 || byte > 126 || byte == 38 || byte == 60 || byte == 62 || byte == 34 || byte == 39
}

private func isUnwanted(_ scalar: Unicode.Scalar) -> Bool {
    scalar.steers && !scalar.isJoiner || scalar.properties.isNoncharacterCodePoint
}
