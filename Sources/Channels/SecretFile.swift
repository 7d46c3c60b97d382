// A secret of the service's: one line of a file that nobody else can read, or a credential that systemd hands over.
internal import Foundation
internal import Glibc

package enum SecretFile {
    static let bytesMax = 1024

    /// - Parameters:
    ///   - credential: its name in the unit; it goes before the file.
    ///   - missing: what is said where neither is there.
    /// - Throws: a sentence that never holds anything of the file.
    package static func read(
        credential: String, else path: String?, missing: String = "set secretFile",
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(PasswordRefused) -> String {
        if let folder = environment["CREDENTIALS_DIRECTORY"] {
            let path = folder + "/" + credential
            if access(path, F_OK) == 0 { return try firstLine(path, checked: false) }
        }
        guard let path else {
            throw PasswordRefused("\(missing), or give systemd's credential \(credential)")
        }
        return try firstLine(path, checked: true)
    }

    /// - Parameter checked: others must not be able to read it; systemd sees to that itself.
    private static func firstLine(_ path: String, checked: Bool) throws(PasswordRefused) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw PasswordRefused("the password file \(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw PasswordRefused("the password file \(path) is no file")
        }
        if checked, status.st_mode & 0o077 != 0 {
            throw PasswordRefused("the password file \(path) is refused: others can read or write it; chmod 600 it")
        }
        if checked, geteuid() != 0, status.st_uid != geteuid() {
            throw PasswordRefused("the password file \(path) is refused: it belongs to another user than the service")
        }
        var bytes = [UInt8](repeating: 0, count: bytesMax + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count >= 0 else {
            throw PasswordRefused("the password file \(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        let line = bytes.prefix(count).prefix { $0 != 10 && $0 != 13 }
        guard !line.isEmpty, count <= bytesMax, !line.contains(0),
            let password = String(validating: line, as: UTF8.self)
        else {
            throw PasswordRefused(
                "the password file \(path) must hold the password alone, in one line of at most \(bytesMax) bytes")
        }
        return password
    }
}
