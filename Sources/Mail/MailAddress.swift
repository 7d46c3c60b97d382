// A mailbox as a header and an envelope may carry it. What is none is refused here, so that nothing that was configured
// or read can become a header, an option of a program or a command of SMTP.

public struct MailAddress: Hashable, Sendable {
    /// Shown beside the address; may be empty.
    public let name: String
    /// `local@domain`, ASCII.
    public let address: String

    /// RFC 5321's longest path without its brackets, and its longest parts.
    static let lengthMax = 254
    static let localMax = 64
    static let labelMax = 63

    /// Nil where `address` is no dot-atom at a host name: quoted local parts and address literals are not used by
    /// people.
    public init?(name: String = "", address: String) {
        guard address.utf8.count <= Self.lengthMax, let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else {
            return nil
        }
        let local = address[..<at], domain = address[address.index(after: at)...]
        guard (1...Self.localMax).contains(local.utf8.count), !local.hasPrefix("-"),
            Self.areAtoms(local, where: Self.isAtomText),
            Self.isHostName(String(domain))
        else { return nil }
        self.name = name
        self.address = address
    }

    /// The part behind the @.
    public var domain: String { address.split(separator: "@").last.map(String.init) ?? "" }

    /// Labels with dots between them.
    public static func isHostName(_ text: String) -> Bool {
        text.utf8.count <= lengthMax
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isLabel(String($0)) }
    }

    private static func areAtoms(_ text: Substring, where allowed: (UInt8) -> Bool) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0.utf8.allSatisfy(allowed)
        }
    }

    /// One part of a host name.
    public static func isLabel(_ label: String) -> Bool {
        (1...labelMax).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy(isHostText)
    }

    /// RFC 5322's `atext`.
    static func isAtomText(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte) }

    private static func isHostText(_ byte: UInt8) -> Bool { isLetterOrDigit(byte) || byte == UInt8(ascii: "-") }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
