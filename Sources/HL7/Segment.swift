// A segment by HL7's own numbers of its fields, which is how every interface specification names them.
internal import Foundation
internal import Text

/// Fields are whole: their text is escaped by whoever composes them. Empty ones are left out at the end.
func segment(_ name: String, _ fields: KeyValuePairs<Int, String>) -> String {
    var places: [String] = []
    for (number, text) in fields where !text.isEmpty {
        while places.count < number { places.append("") }
        places[number - 1] = text
    }
    return ([name] + places).joined(separator: "|")
}

/// Components of a field, each escaped; empty ones at the end are left out.
func components(_ parts: String...) -> String {
    var escaped = parts.map { hl7Safe($0) }
    while escaped.last == "" { escaped.removeLast() }
    return escaped.joined(separator: "^")
}

/// HL7's NM has no exponent: 567500, never 5.675e5. Four significant digits, which is more than any assay holds.
func plainNumber(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    let rounded = String(format: "%.3e", value)
    guard let decimal = Decimal(string: rounded, locale: Locale(identifier: "en_US_POSIX")) else { return "" }
    return decimal.formatted(
        .number.grouping(.never).precision(.significantDigits(1...4)).locale(Locale(identifier: "en_US_POSIX")))
}

/// An instant: `20261128161340+0000`.
func timestamp(_ time: Date) -> String {
    let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().time(includingFractionalSeconds: false)
    return String(time.formatted(style).filter(\.isNumber).prefix(14)) + "+0000"
}

/// A time as the instrument wrote it, `2024-07-16T10:11:55`, without a zone: `20240716101155`. Empty where it is none.
func timestamp(written text: String?) -> String {
    guard let text else { return "" }
    let digits = text.prefix { $0 != "." && $0 != "Z" && $0 != "+" }.filter { $0.isASCII && $0.isNumber }
    return [8, 12, 14].contains(digits.count) ? digits : ""
}
