import Foundation
internal import Text

/// XML as the vendor's software writes it: UTF-8 without a byte order mark, CRLF, two blanks a level, " />" for empty
/// elements, no newline at the end.
struct XMLText {
    typealias Attributes = [(name: String, value: String)]

    private(set) var bytes: [UInt8] = Array(#"<?xml version="1.0" encoding="utf-8"?>"#.utf8)
    private var depth = 0

    static let schemaInstance = (name: "xmlns:xsi", value: "http://www.w3.org/2001/XMLSchema-instance")
    static let schema = (name: "xmlns:xsd", value: "http://www.w3.org/2001/XMLSchema")

    /// The two prefixes and the default namespace that the vendor repeats on many elements.
    static func namespaces(_ namespace: String) -> Attributes { [schemaInstance, schema, ("xmlns", namespace)] }

    mutating func element(_ name: String, _ attributes: Attributes = [], _ body: (inout XMLText) -> Void) {
        start(name, attributes)
        append(">")
        depth += 1
        body(&self)
        depth -= 1
        newLine()
        end(name)
    }

    mutating func leaf(_ name: String, _ text: String, _ attributes: Attributes = []) {
        guard !text.isEmpty else { return empty(name, attributes) }
        start(name, attributes)
        append(">")
        append(xmlSafe(text))
        end(name)
    }

    mutating func leaf(_ name: String, _ number: Double) { leaf(name, Self.number(number)) }
    mutating func leaf(_ name: String, _ number: Int) { leaf(name, String(number)) }

    mutating func empty(_ name: String, _ attributes: Attributes = []) {
        start(name, attributes)
        append(" />")
    }

    /// Invariant notation with the vendor's significant digits and capital E, as C's "%.nG" gives it.
    static func number(_ value: Double, digits: Int = 17) -> String {
        short(value, digits: digits) ?? String(format: "%.\(digits)G", value)
    }

    /// The same for the many readings of a plate, several times faster; nil where an exponent or more than nine digits
    /// are needed.
    private static func short(_ value: Double, digits: Int) -> String? {
        guard digits <= 9, value.magnitude >= 1e-4, value.magnitude < 1e9 else { return value == 0 ? "0" : nil }
        var power = Int(log10(value.magnitude).rounded(.down))
        var mantissa = Int((value.magnitude * pow(10, Double(digits - 1 - power))).rounded())
        let full = Int(pow(10, Double(digits)))
        if mantissa >= full { (mantissa, power) = (mantissa / 10, power + 1) }
        guard power < digits, mantissa > 0 else { return nil }
        // The last digit stands for 10^(power − digits + 1).
        var places = digits - 1 - power
        while places > 0, mantissa % 10 == 0 { (mantissa, places) = (mantissa / 10, places - 1) }
        let text = String(mantissa)
        let padded = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
        let sign = value < 0 ? "-" : ""
        return places == 0 ? sign + padded : sign + padded.dropLast(places) + "." + padded.suffix(places)
    }

    /// Six significant digits, as readings of the instrument are written.
    static func reading(_ value: Double) -> String { number(value, digits: 6) }

    private mutating func start(_ name: String, _ attributes: Attributes) {
        newLine()
        bytes.append(UInt8(ascii: "<"))
        append(name)
        for attribute in attributes { append(" \(attribute.name)=\"\(xmlSafe(attribute.value))\"") }
    }

    private mutating func end(_ name: String) {
        append("</")
        append(name)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func newLine() {
        bytes.append(13)
        bytes.append(10)
        for _ in 0..<depth * 2 { bytes.append(32) }
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
