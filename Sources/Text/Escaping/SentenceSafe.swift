// Text from a file inside a sentence of ours, before it is known who will read the sentence, and where.

/// Plain inside a sentence for everybody: cut after `max` characters, each that steers becomes U+FFFD.
package func shown(_ text: String, max: Int = 80) -> String {
    var out = ""
    for scalar in text.unicodeScalars.prefix(max) {
        out.unicodeScalars.append(scalar.steers ? "\u{FFFD}" : scalar)
    }
    return text.unicodeScalars.count > max ? out + "…" : out
}

/// In quotation marks, for whoever has to find it in the file: cut after `max` characters, each that steers is written
/// as its number.
package func quoted(_ text: some StringProtocol, max: Int = 60) -> String {
    let head = String(String.UnicodeScalarView(text.unicodeScalars.prefix(max)))
    return "\"" + logSafe(head) + (text.unicodeScalars.count > max ? "…" : "") + "\""
}
