/// Text as one line: a header of a mail, a variable of a hook's environment, an answer of a mail server. Characters
/// that could end a header's line or a C string, and those that turn the direction of writing, become blanks.
package func headerSafe(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars { out.unicodeScalars.append(scalar.steers && !scalar.isJoiner ? " " : scalar) }
    return out
}
