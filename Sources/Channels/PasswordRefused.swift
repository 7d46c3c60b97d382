/// Why a mail server's password cannot be had, as a sentence a person can act on; it never holds anything of the file.
struct PasswordRefused: Error, Hashable, Sendable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
