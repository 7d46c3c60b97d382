import Foundation
@testable import Simulation
import Testing

@Suite("XML as the vendor writes it")
struct XMLTextTests {
    @Test("writes numbers as C's %G does")
    func numbers() {
        var random = SeededRandom(seed: 9)
        var values = [
            0, 1, -1, 0.1, 10, 84, 1e7, 1e-5, 9.878714e-7, 999_999.6, 0.999_999_6, 100, 123_456, 1_234_567,
            0.000_123_456_7, 72.016, -0.002_689_782,
        ]
        values += (0..<2000).map { _ in random.normal() * pow(10, (random.uniform() * 12 - 6).rounded()) }
        for value in values {
            for digits in [6, 7, 15] {
                let expected = String(format: "%.\(digits)G", value)
                let written = XMLText.number(value, digits: digits)
                // A tie between two last digits may fall either way.
                let differs = abs((Double(written) ?? .nan) - (Double(expected) ?? 0))
                #expect(
                    written == expected || differs <= abs(value) * pow(10, Double(1 - digits)), "\(value) \(digits)")
            }
        }
        #expect(
            XMLText.reading(0.293_624) == "0.293624" && XMLText.reading(72.03) == "72.03"
                && XMLText.number(1e7, digits: 15) == "10000000")
        #expect(
            XMLText.number(1e-5, digits: 15) == "1E-05" && XMLText.reading(-0.5) == "-0.5"
                && XMLText.reading(100) == "100")
        #expect(XMLText.reading(0.999_999_6) == "1" && XMLText.reading(999_999.6) == "1E+06")
    }

    @Test("indents by two, ends lines with CRLF and closes empty elements with a blank")
    func layout() {
        var xml = XMLText()
        xml.element("a", [("id", "1")]) { xml in
            xml.leaf("b", "x < y")
            xml.leaf("c", "")
        }
        let lines = [
            #"<?xml version="1.0" encoding="utf-8"?>"#, #"<a id="1">"#, "  <b>x &lt; y</b>", "  <c />", "</a>",
        ]
        #expect(String(decoding: xml.bytes, as: UTF8.self) == lines.joined(separator: "\r\n"))
    }
}
