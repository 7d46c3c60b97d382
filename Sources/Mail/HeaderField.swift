// Header fields: folded, in ASCII, one field a field whatever their text holds.
internal import Foundation
internal import Text

enum HeaderField {
    /// RFC 5322 asks for no more in a line, RFC 2047 for no more in one that holds an encoded word.
    static let lineMax = 76
    /// Bytes of text in one encoded word: 39 become 52 of base64, 64 with the frame, which fits behind every field's
    /// name.
    static let wordBytesMax = 39

    /// A field of free text: as it stands where that is ASCII of short words, else in encoded words (RFC 2047).
    static func text(_ name: String, _ value: String) -> String {
        folded(name, isPlain(value) ? words(of: headerSafe(value)) : encodedWords(headerSafe(value)))
    }

    /// A field of addresses, one a line.
    static func addresses(_ name: String, _ addresses: [MailAddress]) -> String {
        let boxes = addresses.map { box in
            box.name.isEmpty ? box.address : phrase(box.name).joined(separator: "\r\n ") + " <\(box.address)>"
        }
        return "\(name): " + boxes.joined(separator: ",\r\n ") + "\r\n"
    }

    /// A field whose tokens the program makes itself: message ids, a list's id.
    static func tokens(_ name: String, _ tokens: [String]) -> String { folded(name, tokens) }

    /// A display name: encoded words, or a quoted string.
    static func phrase(_ name: String) -> [String] {
        let line = headerSafe(name)
        guard isPlain(line) else { return encodedWords(line) }
        return ["\"" + line.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""]
    }

    private static func folded(_ name: String, _ words: [String]) -> String {
        var out = name + ":"
        var column = out.utf8.count
        for word in words {
            if column + 1 + word.utf8.count > lineMax, column > name.utf8.count + 1 {
                out += "\r\n"
                column = 0
            }
            out += " " + word
            column += 1 + word.utf8.count
        }
        return out + "\r\n"
    }

    /// Printable ASCII whose words fit into a line and cannot be taken for encoded words.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (32...126).contains($0) } && !text.contains("=?")
            && words(of: text).allSatisfy { $0.utf8.count <= lineMax / 2 }
    }

    private static func words(of text: String) -> [String] { text.split(separator: " ").map(String.init) }

    /// Each word holds whole characters; readers join what stands in neighbouring words.
    private static func encodedWords(_ text: String) -> [String] {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > wordBytesMax { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }
    }
}
