/// Why a secret cannot be had, as a sentence a person can act on; it never holds anything of the file.
package struct PasswordRefused: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
