// Which characters a text export's bytes mean. The vendor's encoding follows the version and the country of Windows.
package import Foundation

/// The text of a table in UTF-8, UTF-16 or Windows' Western code page, without its byte order mark.
package struct DecodedText {
    package let text: String
    /// The bytes end within a character.
    package let endsWithinCharacter: Bool
    /// Read in Windows' Western code page for want of a better one: any bytes but zeros are text in it.
    package let isGuessed: Bool

    /// Byte order marks first, then the zeros that UTF-16 leaves in Latin text, then UTF-8 where it is valid, then
    /// Windows' Western code page. Nil for binary data.
    package init?(_ bytes: Data) {
        let head = Array(bytes.prefix(4))
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            self.init(utf8: bytes.dropFirst(3))
        } else if head.starts(with: [0xFF, 0xFE]) {
            self.init(utf16: bytes.dropFirst(2), .utf16LittleEndian)
        } else if head.starts(with: [0xFE, 0xFF]) {
            self.init(utf16: bytes.dropFirst(2), .utf16BigEndian)
        } else if head.count == 4, head[0] != 0, head[1] == 0, head[2] != 0, head[3] == 0 {
            self.init(utf16: bytes, .utf16LittleEndian)
        } else if head.count == 4, head[0] == 0, head[1] != 0, head[2] == 0, head[3] != 0 {
            self.init(utf16: bytes, .utf16BigEndian)
        } else {
            self.init(utf8: bytes)
        }
    }

    private init?(utf8 bytes: Data) {
        guard !bytes.contains(0) else { return nil }
        if let text = String(data: bytes, encoding: .utf8) {
            self.init(text: text, endsWithinCharacter: false)
            return
        }
        // A character cut in half at the end is still UTF-8 that has not arrived whole, if it is UTF-8 elsewhere beyond
        // ASCII.
        for missing in 1...3 where bytes.count > missing {
            guard let text = String(data: bytes.dropLast(missing), encoding: .utf8),
                !text.utf8.allSatisfy({ $0 < 0x80 })
            else { continue }
            self.init(text: text, endsWithinCharacter: true)
            return
        }
        guard let text = String(data: bytes, encoding: .windowsCP1252) else { return nil }
        self.init(text: text, endsWithinCharacter: false, isGuessed: true)
    }

    private init?(utf16 bytes: Data, _ encoding: String.Encoding) {
        let odd = bytes.count % 2 == 1
        guard let text = String(data: odd ? bytes.dropLast() : bytes, encoding: encoding),
            !text.unicodeScalars.contains("\0")
        else { return nil }
        self.init(text: text, endsWithinCharacter: odd)
    }

    private init(text: String, endsWithinCharacter: Bool, isGuessed: Bool = false) {
        self.text = text
        self.isGuessed = isGuessed
        self.endsWithinCharacter = endsWithinCharacter
    }
}
