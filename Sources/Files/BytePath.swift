/// A path as the kernel knows it: bytes, of which not all are UTF-8, and of which two that look alike may differ.
/// Its `text` is what the journal keeps and people read; no two paths have the same text.
public struct BytePath: Hashable, Sendable, Comparable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// A path as a person wrote it, in UTF-8 and without escapes.
    public init(_ path: String) { bytes = Array(path.utf8) }

    /// Reads `text` back.
    public init(text: String) {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            if source[index] == backslash, index + 3 < source.count, source[index + 1] == UInt8(ascii: "x"),
                let high = hexValue(source[index + 2]), let low = hexValue(source[index + 3])
            {
                bytes.append(high << 4 | low)
                index += 4
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        self.bytes = bytes
    }

    /// Printable: what is not UTF-8, control and invisible formatting characters and the backslash stand as `\xNN`.
    public var text: String {
        var text = ""
        var parser = Unicode.UTF8.ForwardParser()
        var source = bytes.makeIterator()
        var index = 0
        while true {
            switch parser.parseScalar(from: &source) {
            case .emptyInput: return text
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if isPlain(scalar) {
                    text.unicodeScalars.append(scalar)
                } else {
                    escape(bytes[index..<index + encoded.count], into: &text)
                }
                index += encoded.count
            case .error(let length):
                escape(bytes[index..<index + length], into: &text)
                index += length
            }
        }
    }

    /// The last component.
    public var name: BytePath { BytePath(bytes: Array(bytes[(bytes.lastIndex(of: slash).map { $0 + 1 } ?? 0)...])) }

    public func appending(_ name: [UInt8]) -> BytePath {
        BytePath(bytes: bytes.last == slash ? bytes + name : bytes + [slash] + name)
    }

    public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

private let backslash = UInt8(ascii: "\\")
private let slash = UInt8(ascii: "/")

private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F && scalar != "\\" }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
    default: true
    }
}

private func escape(_ bytes: ArraySlice<UInt8>, into text: inout String) {
    for byte in bytes {
        let hex = String(byte, radix: 16)
        text += hex.count == 1 ? "\\x0" + hex : "\\x" + hex
    }
}

private func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
}
