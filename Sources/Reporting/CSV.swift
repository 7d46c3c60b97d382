// Lists as tables for spreadsheets: the very fields of the JSON documents, so that both say the same.
import Foundation
import Text

/// - Parameter columns: fields of a row, by their names in JSON; a field of an inner object is reached by a point, and
///   the column is called by what follows the last one. Lists are joined by blanks, null is an empty cell.
func csv(_ rows: [some Encodable], columns: [String]) throws -> String {
    let paths = columns.map { $0.split(separator: ".").map(String.init) }
    var text = delimitedLine(paths.map { $0.last ?? "" }) + "\n"
    let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
    for row in rows {
        let fields = try decoder.decode(Field.self, from: encoder.encode(row))
        text += delimitedLine(paths.map { path in path.reduce(fields) { $0[$1] }.cell }) + "\n"
    }
    return text
}

/// A value of a JSON document.
private enum Field: Decodable {
    case none, truth(Bool), whole(Int64), number(Double), text(String), list([Field]), object([String: Field])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .none
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let whole = try? value.decode(Int64.self) {
            self = .whole(whole)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([Field].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: Field].self))
        }
    }

    subscript(name: String) -> Field { if case .object(let fields) = self { fields[name] ?? .none } else { .none } }

    var cell: String {
        switch self {
        case .none, .object: ""
        case .truth(let truth): truth ? "true" : "false"
        case .whole(let number): "\(number)"
        case .number(let number): "\(number)"
        case .text(let text): tableCell(text)
        case .list(let fields): tableCell(fields.map(\.plain).joined(separator: " "))
        }
    }

    private var plain: String { if case .text(let text) = self { text } else { cell } }
}
