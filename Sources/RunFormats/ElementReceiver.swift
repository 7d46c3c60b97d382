// What a reader of one kind of document gives the walk: which elements it wants, and what it does with their text.

/// What the walk does with an element.
enum Visit { case children, text, skip }

protocol ElementReceiver {
    /// An element begins; `parent` is nil for the root and for children of elements without a name of ours.
    mutating func start(_ name: ElementName?, in parent: ElementName?, depth: Int, _ attributes: ElementAttributes)
        -> Visit
    /// An element that was not skipped ends; the text is empty unless it was asked for.
    mutating func end(_ name: ElementName, in parent: ElementName?, _ text: ElementText)
    /// Set by the receiver to end the walk: a sentence fragment without full stop.
    var refusal: String? { get }
}

/// The attributes of one element, valid within `start` only.
struct ElementAttributes {
    let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    let count: Int
    let names: InternedNames<AttributeName>

    /// libxml2 gives five pointers an attribute: local name, prefix, namespace, begin and end of the value.
    subscript(_ wanted: AttributeName) -> String? {
        guard let base else { return nil }
        for index in 0..<count {
            guard let key = base[5 * index], names[key] == wanted, let begin = base[5 * index + 3],
                let end = base[5 * index + 4]
            else { continue }
            return String(decoding: UnsafeBufferPointer(start: begin, count: end - begin), as: UTF8.self)
        }
        return nil
    }

    var longest: Int {
        guard let base else { return 0 }
        var longest = 0
        for index in 0..<count {
            guard let begin = base[5 * index + 3], let end = base[5 * index + 4] else { continue }
            longest = max(longest, end - begin)
        }
        return longest
    }
}

/// The text of one element, valid within `end` only.
struct ElementText {
    let bytes: UnsafeBufferPointer<UInt8>

    var string: String {
        var bytes = bytes[...]
        while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
    /// Nil where the text is empty.
    var filled: String? {
        let string = string
        return string.isEmpty ? nil : string
    }
    /// Finite, or nil.
    var number: Double? { decimalNumber(bytes) }
    var isTrue: Bool { string == "true" || string == "1" }
}
