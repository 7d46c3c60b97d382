// Where the mail server's password comes from: systemd's credentials, or a file that nobody else can read. It stays out
// of the configuration, the command line, the log and the journal.
internal import Alerts
internal import Foundation
internal import Linux

enum SmtpPassword {
    /// `LoadCredential=cqwatch-smtp:…` in the unit.
    static let credentialName = "cqwatch-smtp"

    /// Nil where the server is to be used without authentication.
    /// - Throws: a sentence that never holds anything of the file.
    static func read(_ server: MailSettings.Smtp, environment: [String: String] = ProcessInfo.processInfo.environment)
        throws(SecretRefused) -> String?
    {
        guard server.user != nil else { return nil }
        return try SecretFile.read(
            "password", credential: credentialName, else: server.passwordFile,
            missing: "the mail server's password is missing: set passwordFile",
            environment: environment)
    }
}
