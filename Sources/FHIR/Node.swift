// A JSON value with the few words that resources of FHIR R4 are made of. Fields without a value are left out, as FHIR
// wants it: nothing is null or empty.
internal import Foundation

enum Node: Encodable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    case text(String)
    case number(Double)
    case list([Node])
    case fields([String: Node])
    case nothing

    init(stringLiteral text: String) { self = .text(text) }
    init(arrayLiteral items: Node...) { self = .list(items) }
    init(dictionaryLiteral fields: (String, Node)...) {
        self = .fields(Dictionary(fields, uniquingKeysWith: { $1 }).filter { !$0.value.isEmpty })
    }

    static func optional(_ text: String?) -> Node { text.map(Node.text) ?? .nothing }

    var isEmpty: Bool {
        switch self {
        case .nothing: true
        case .text(let text): text.isEmpty
        case .list(let items): items.isEmpty
        case .fields(let fields): fields.isEmpty
        case .number(let number): !number.isFinite
        }
    }

    subscript(name: String) -> Node {
        if case .fields(let fields) = self { fields[name] ?? .nothing } else { .nothing }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .list(let items): try container.encode(items.filter { !$0.isEmpty })
        case .fields(let fields): try container.encode(fields.filter { !$0.value.isEmpty })
        case .nothing: try container.encodeNil()
        }
    }

    /// One line, the same bytes for the same value.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

func identifier(_ system: String, _ value: String) -> Node { ["system": .text(system), "value": .text(value)] }

func coding(_ system: String, _ code: String, _ display: String? = nil) -> Node {
    ["system": .text(system), "code": .text(code), "display": .optional(display)]
}

func concept(_ coded: Node, _ text: String) -> Node { ["coding": [coded], "text": .text(text)] }

/// An instant as FHIR writes it.
func instant(_ time: Date) -> Node {
    .text(time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
}

/// Four significant digits, which is more than any assay holds.
func rounded(_ value: Double) -> Double {
    guard value != 0, value.isFinite else { return value }
    let exponent = Int(log10(value.magnitude).rounded(.down)) - 3
    let scale = pow(10, Double(exponent.magnitude))
    return exponent >= 0 ? (value / scale).rounded() * scale : (value * scale).rounded() / scale
}
