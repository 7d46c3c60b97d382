// Which names are passed over. Matched on Unicode scalars, without case, in time linear in the name for each star.

/// Patterns with `*` (any run of characters) and `?` (one character).
public struct NamePatterns: Sendable {
    private let patterns: [[Unicode.Scalar]]

    public init(_ patterns: [String]) {
        self.patterns = patterns.map { Array($0.lowercased().unicodeScalars) }
    }

    /// Whether a name, in the bytes the kernel gave, matches one of them. Bytes that are not UTF-8 match `*` and `?`.
    public func match(_ name: [UInt8]) -> Bool {
        let scalars = Array(String(decoding: name, as: UTF8.self).lowercased().unicodeScalars)
        return patterns.contains { matches(scalars, $0) }
    }

    private func matches(_ name: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
        var n = 0, p = 0
        // Where to go on when the last star must take one more character.
        var star: (pattern: Int, name: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, n)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == name[n] {
                n += 1
                p += 1
            } else if let last = star {
                star = (last.pattern, last.name + 1)
                p = last.pattern + 1
                n = last.name + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
