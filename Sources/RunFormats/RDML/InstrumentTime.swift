// Times as instruments write them: local, mostly without a zone.

/// `yyyy-MM-ddTHH:mm:ss` of a time that begins like that; fractions and zones are cut off. Nil for anything else.
func instrumentTime(_ text: String?) -> String? {
    guard let text else { return nil }
    let head = text.prefix(19)
    let pattern = Array("0000-00-00T00:00:00".utf8)
    guard head.utf8.count == pattern.count else { return nil }
    for (byte, mark) in zip(head.utf8, pattern) {
        let fits = mark == UInt8(ascii: "0") ? (0x30...0x39).contains(byte) : byte == mark
        guard fits else { return nil }
    }
    return String(head)
}
