/// Bits one after the other, the highest of a byte first.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var held: UInt8 = 0
    private var count = 0

    mutating func bit(_ isSet: Bool) {
        held = held << 1 | (isSet ? 1 : 0)
        count += 1
        if count == 8 {
            bytes.append(held)
            (held, count) = (0, 0)
        }
    }

    /// The lowest `width` bits of a number.
    mutating func bits(_ value: UInt64, _ width: Int) {
        for place in stride(from: width - 1, through: 0, by: -1) { bit(value >> UInt64(place) & 1 == 1) }
    }

    /// The bytes so far, the last filled with zeros.
    var finished: [UInt8] { count == 0 ? bytes : bytes + [held << UInt8(8 - count)] }
}

/// Reads them back; nil beyond their end.
struct BitReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func bit() -> Bool? {
        guard place < bytes.count * 8 else { return nil }
        defer { place += 1 }
        return bytes[place / 8] >> UInt8(7 - place % 8) & 1 == 1
    }

    mutating func bits(_ width: Int) -> UInt64? {
        var value: UInt64 = 0
        for _ in 0..<width {
            guard let bit = bit() else { return nil }
            value = value << 1 | (bit ? 1 : 0)
        }
        return value
    }
}
