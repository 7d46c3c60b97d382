// application/x-www-form-urlencoded (https://url.spec.whatwg.org/#urlencoded-parsing), within limits.

/// Fields of a form or of a query, in their order.
struct FormFields {
    private let fields: [(name: String, value: String)]

    /// Nil for too many fields, a broken escape, or what is no UTF-8.
    init?(_ bytes: some Collection<UInt8>) {
        let parts = bytes.split(separator: UInt8(ascii: "&"), maxSplits: WebLimits.formFieldsMax)
        guard parts.count <= WebLimits.formFieldsMax else { return nil }
        var fields: [(String, String)] = []
        for part in parts {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(halves[0]),
                let value = decoded(halves.count == 2 ? halves[1] : halves[0].prefix(0))
            else { return nil }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// The one value of a field; nil where it is missing, empty, or there several times.
    func one(_ name: String) -> String? {
        let found = all(name)
        return found.count == 1 ? found[0] : nil
    }

    /// What was filled in.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }
}

private func decoded(_ bytes: some Collection<UInt8>) -> String? {
    var out: [UInt8] = []
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
        switch byte {
        case UInt8(ascii: "+"): out.append(32)
        case UInt8(ascii: "%"):
            guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
            out.append(high << 4 | low)
        default: out.append(byte)
        }
    }
    return String(validating: out, as: UTF8.self)
}

private func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
}
