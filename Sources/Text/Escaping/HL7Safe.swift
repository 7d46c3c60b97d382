// Text as the content of a field of HL7 v2 (chapter 2.7): the delimiters become escapes, a line break the formatting
// command for one. Characters that would end the segment or tear MLLP's frame are dropped: no receiver agrees on another
// way for them.

/// - Parameter max: characters that are kept. Cut before escaping, so never inside an escape.
package func hl7Safe(_ text: String, max: Int = 32_000) -> String {
    var out = ""
    var before: Unicode.Scalar?
    for scalar in text.unicodeScalars.prefix(max) {
        switch scalar {
        case "\\": out += "\\E\\"
        case "|": out += "\\F\\"
        case "^": out += "\\S\\"
        case "&": out += "\\T\\"
        case "~": out += "\\R\\"
        case "\n" where before == "\r": break
        case "\n", "\r": out += "\\.br\\"
        default: if !scalar.steers || scalar.isJoiner { out.unicodeScalars.append(scalar) }
        }
        before = scalar
    }
    return out
}
