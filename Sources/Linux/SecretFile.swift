// A secret of the service's: one line of a file that nobody else can read, or a credential that systemd hands over.
public import Foundation
internal import Glibc

/// Why a secret cannot be had, as a sentence a person can act on; it never holds anything of the file.
public struct SecretRefused: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
}

public enum SecretFile {
    static let bytesMax = 1024

    /// - Parameters:
    ///   - kind: what it is, "password".
    ///   - credential: its name in the unit; it goes before the file.
    ///   - missing: what is said where neither is there.
    public static func read(
        _ kind: String, credential: String, else path: String?, missing: String = "set secretFile",
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SecretRefused) -> String {
        if let folder = environment["CREDENTIALS_DIRECTORY"] {
            let path = folder + "/" + credential
            // systemd itself sees to who can read it.
            if access(path, F_OK) == 0 { return try line(of: path, kind, isChecked: false) }
        }
        guard let path else {
            throw SecretRefused(description: "\(missing), or give systemd's credential \(credential)")
        }
        return try line(of: path, kind, isChecked: true)
    }

    private static func line(of path: String, _ kind: String, isChecked: Bool) throws(SecretRefused) -> String {
        let bytes: [UInt8]
        do throws(PrivateFile.Refused) {
            bytes = try PrivateFile.firstBytes(of: path, max: bytesMax + 1, isChecked: isChecked)
        } catch { throw SecretRefused(description: "the \(kind) file \(path) \(error)") }
        let line = bytes.prefix { $0 != 10 && $0 != 13 }
        guard !line.isEmpty, bytes.count <= bytesMax, !line.contains(0),
            let secret = String(validating: line, as: UTF8.self)
        else {
            throw SecretRefused(
                description:
                    "the \(kind) file \(path) must hold the \(kind) alone, in one line of at most \(bytesMax) bytes")
        }
        return secret
    }
}
