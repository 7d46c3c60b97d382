// How values and names stand in a page. A number that is rounded for people carries seven digits for programs, as
// `<data value>`.
import Foundation
import Text

/// Longest name that is shown, characters; the whole of a longer one is in its title.
let nameMax = 40
private let wholeNameMax = 20_000

/// A name from a file: apart from the direction of the text around it.
func name(_ text: String, max: Int = nameMax) -> HTML {
    let short = bounded(text, max)
    // Letters of ASCII run from left to right.
    if short == text, text.utf8.allSatisfy({ $0 < 128 }) { return HTML(text) }
    return .element("bdi", short == text ? [] : [.title(bounded(text, wholeNameMax))], HTML(short))
}

func bounded(_ text: String, _ max: Int = nameMax) -> String {
    // By scalars: a name of thousands of combining marks is one character.
    text.unicodeScalars.count > max ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(max))) + "…" : text
}

/// "23.10"; "–" where there is none.
func number(_ value: Double?, _ digits: Int) -> HTML {
    guard let value, value.isFinite else { return "–" }
    return data(value, shown: fixedText(value, digits))
}

func fixedText(_ value: Double?, _ digits: Int) -> String {
    guard let value, value.isFinite else { return "–" }
    return String(format: "%.\(digits)f", value)
}

/// Copies as every text of the program writes them.
func copies(_ value: Double?) -> HTML {
    guard let value, value.isFinite else { return "–" }
    return data(value, shown: plainCopies(value))
}

func interval(_ low: Double?, _ high: Double?) -> HTML {
    guard low != nil || high != nil else { return "–" }
    return copies(low) + " – " + copies(high)
}

private func data(_ value: Double, shown: String) -> HTML {
    // Seven digits are more than any of these values is known to.
    let exact = String(format: "%.7g", value)
    return exact == shown || exact == shown + ".0"
        ? HTML(shown) : .element("data", [Attribute("value", exact)], HTML(shown))
}
