// Numbers as instruments write them into XML: decimal point (or, where the caller takes it, decimal comma), optional
// exponent. Written out because a String a number costs more than the XML around it.

/// A finite number, or nil for anything else (empty, NaN, INF, trailing garbage). Blanks around it are allowed.
///
/// Exact where the digits fit 2^53 and the power of ten 10^22 (W. D. Clinger, "How to read floating point numbers
/// accurately", 1990); else Swift's own correctly rounded conversion decides.
func decimalNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var marks = DecimalMarks()
    guard let number = decimalNumber(bytes, marks: &marks), marks.isDisjoint(with: [.comma, .doubtfulComma]) else {
        return nil
    }
    return number
}

/// Decimal marks seen in the numbers of one document.
struct DecimalMarks: OptionSet {
    let rawValue: UInt8
    static let point = DecimalMarks(rawValue: 1)
    /// A comma that cannot mean thousands: "0,25", "12,5".
    static let comma = DecimalMarks(rawValue: 2)
    /// "1,234".
    static let doubtfulComma = DecimalMarks(rawValue: 4)
}

/// The same with a comma as decimal mark; which mark it was is added to `marks`.
func decimalNumber(_ bytes: UnsafeBufferPointer<UInt8>, marks: inout DecimalMarks) -> Double? {
    var start = 0
    var end = bytes.count
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
    guard end > start, end - start <= 64 else { return nil }
    var at = start
    let negative = bytes[at] == 0x2D
    if negative || bytes[at] == 0x2B { at += 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var fraction = 0
    var seenPoint = false
    var seenComma = false
    while at < end {
        let byte = bytes[at]
        if byte == 0x2E || byte == 0x2C {
            guard !seenPoint else { return nil }
            seenPoint = true
            seenComma = byte == 0x2C
        } else if byte >= 0x30, byte <= 0x39 {
            digits += 1
            if digits <= 18 { mantissa = mantissa * 10 + UInt64(byte &- 0x30) }
            if seenPoint { fraction += 1 }
        } else {
            break
        }
        at += 1
    }
    guard digits > 0 else { return nil }
    if seenPoint {
        // One to three digits, the first no zero, and three behind the comma and nothing else: it may group thousands.
        let isDoubtful =
            seenComma && fraction == 3 && (4...6).contains(digits) && bytes[at - digits - 1] != 0x30 && at == end
        marks.insert(!seenComma ? .point : isDoubtful ? .doubtfulComma : .comma)
    }
    var exponent = 0
    if at < end {
        guard bytes[at] | 0x20 == 0x65 else { return nil }
        at += 1
        var negativeExponent = false
        if at < end, bytes[at] == 0x2D || bytes[at] == 0x2B {
            negativeExponent = bytes[at] == 0x2D
            at += 1
        }
        guard at < end else { return nil }
        while at < end {
            guard bytes[at] >= 0x30, bytes[at] <= 0x39, exponent < 10_000 else { return nil }
            exponent = exponent * 10 + Int(bytes[at] &- 0x30)
            at += 1
        }
        if negativeExponent { exponent = -exponent }
    }
    let power = exponent - fraction
    if digits <= 18, mantissa <= 1 << 53, (-22...22).contains(power) {
        let magnitude = power < 0 ? Double(mantissa) / powersOfTen[-power] : Double(mantissa) * powersOfTen[power]
        return negative ? -magnitude : magnitude
    }
    let number = Double(String(decoding: bytes[start..<end].map { $0 == 0x2C ? 0x2E : $0 }, as: UTF8.self))
    return number.flatMap { $0.isFinite ? $0 : nil }
}

private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]

func decimalNumber(_ text: some StringProtocol) -> Double? {
    var copy = String(text)
    return copy.withUTF8 { decimalNumber($0) }
}
