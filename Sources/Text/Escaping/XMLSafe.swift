/// Text as data of an XML 1.0 document, between tags and inside attributes in double quotes. What XML has no place for
/// is dropped; all else is kept, since a program reads it back.
package func xmlSafe(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 < 32 || $0 > 126 || $0 == 38 || $0 == 60 || $0 == 62 || $0 == 34 }) else {
        return text
    }
    var out = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": out += "&amp;"
        case "<": out += "&lt;"
        case ">": out += "&gt;"
        case "\"": out += "&quot;"
        case _ where scalar.value < 32 || (0xFFFE...0xFFFF).contains(scalar.value): continue
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out
}
