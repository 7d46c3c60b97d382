// The members of one JSON object, found without reading what lies between them: a run's body is long, and the verifier wants
// three of its members.

/// Where the members of an object lie in its text; nil where the bytes are no whole object.
/// - Parameter wanted: names without escapes.
/// - Returns: the bytes of each value, by name.
func jsonMembers(_ bytes: UnsafeRawBufferPointer, _ wanted: [StaticString]) -> [String: Range<Int>]? {
    var scan = JSONScan(bytes: bytes)
    return scan.members(wanted)
}

/// The text of a JSON string without escapes; nil for anything else.
func plainString(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>?) -> String? {
    guard let range, range.count >= 2, bytes[range.lowerBound] == UInt8(ascii: "\"") else { return nil }
    let inner = bytes[range.lowerBound + 1..<range.upperBound - 1]
    return inner.contains(UInt8(ascii: "\\")) ? nil : String(decoding: inner, as: UTF8.self)
}

private struct JSONScan {
    let bytes: UnsafeRawBufferPointer
    var place = 0

    mutating func members(_ wanted: [StaticString]) -> [String: Range<Int>]? {
        var found: [String: Range<Int>] = [:]
        guard consume("{") else { return nil }
        if consume("}") { return place == bytes.count ? found : nil }
        while true {
            guard let name = string(), consume(":") else { return nil }
            let start = place
            guard skipValue() else { return nil }
            if let wanted = wanted.first(where: { equals(name, $0) }) { found["\(wanted)"] = start..<place }
            if consume(",") { continue }
            return consume("}") && place == bytes.count ? found : nil
        }
    }

    private mutating func consume(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    /// A string's bytes between its quotation marks.
    private mutating func string() -> Range<Int>? {
        guard consume("\"") else { return nil }
        let start = place
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                return start..<place - 1
            case UInt8(ascii: "\\"): place += 2
            default: place += 1
            }
        }
        return nil
    }

    /// Brackets are counted, not matched: whoever decodes the value finds whether it is one.
    private mutating func skipValue() -> Bool {
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
                if depth == 0 { return true }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return true }
                depth -= 1
                if depth == 0 {
                    place += 1
                    return true
                }
            case UInt8(ascii: ",") where depth == 0: return true
            default: break
            }
            place += 1
        }
        return false
    }

    private func equals(_ range: Range<Int>, _ name: StaticString) -> Bool {
        range.count == name.utf8CodeUnitCount
            && bytes[range].elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }
}
