// journald's own protocol (systemd.io/JOURNAL_NATIVE_PROTOCOL): one datagram an entry, a field a line, and a value that
// holds line breaks behind its length.

enum JournaldEntry {
    /// The socket takes some 200 KiB in one datagram; longer texts are cut, and say so.
    static let messageBytesMax = 32 << 10
    static let valueBytesMax = 2 << 10
    static let fieldsMax = 40
    /// Longest name of a field that journald takes.
    static let nameBytesMax = 64

    static func datagram(_ line: LogLine) -> [UInt8] {
        var bytes: [UInt8] = []
        append("MESSAGE", bounded(line.text, messageBytesMax), to: &bytes)
        append("PRIORITY", "\(line.priority)", to: &bytes)
        append("SYSLOG_IDENTIFIER", "cqwatch", to: &bytes)
        for (name, value) in line.fields.prefix(fieldsMax) where isName(name) {
            append(name, bounded(value, valueBytesMax), to: &bytes)
        }
        return bytes
    }

    static func append(_ name: String, _ value: String, to bytes: inout [UInt8]) {
        bytes += Array(name.utf8)
        if value.utf8.contains(UInt8(ascii: "\n")) {
            bytes.append(UInt8(ascii: "\n"))
            withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { bytes += $0 }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += Array(value.utf8) + [UInt8(ascii: "\n")]
    }

    /// Capital letters, digits and underscores, a letter first: other fields are journald's own, or none.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (65...90).contains(first), name.utf8.count <= nameBytesMax else {
            return false
        }
        return name.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") }
    }

    /// The beginning of a text that is too long, whole characters only.
    static func bounded(_ text: String, _ bytesMax: Int) -> String {
        guard text.utf8.count > bytesMax else { return text }
        var kept = ""
        var room = bytesMax - "…".utf8.count
        for scalar in text.unicodeScalars {
            room -= UTF8.width(scalar)
            if room < 0 { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept + "…"
    }
}
