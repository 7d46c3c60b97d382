// Text for a terminal and for the log: nothing is lost, what would steer is written as its number.

/// Text from outside, safe to print: characters that steer or that no font knows as `\u{1B}`, cut after `max`
/// characters.
package func terminalSafe(_ text: String, max: Int = 1000) -> String { numbered(text, max: max, uppercase: true) }

/// Text from outside in a line of the log or of a service's status, whole: it begins no line of its own. As
/// `terminalSafe`, with the digits as the log has always written them: `\u{1b}`.
package func logSafe(_ text: String) -> String { numbered(text, max: .max, uppercase: false) }

private func numbered(_ text: String, max: Int, uppercase: Bool) -> String {
    var out = ""
    var left = max
    for scalar in text.unicodeScalars {
        guard left > 0 else { return out + "…" }
        left -= 1
        if scalar.steers || scalar.isUnassigned {
            out += "\\u{\(String(scalar.value, radix: 16, uppercase: uppercase))}"
        } else {
            out.unicodeScalars.append(scalar)
        }
    }
    return out
}
