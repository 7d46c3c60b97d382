public import Foundation
internal import GRDB

extension Journal {
    /// Journals that another configuration holds from now on. Adds nothing where `digest` is the one that holds already.
    /// - Parameter digest: SHA-256 of the configuration and of the patients file together.
    /// - Returns: sequence of the new record, or nil.
    @discardableResult
    public func recordConfiguration(digest: String, reason: String, programVersion: String, at now: Date) throws(JournalError) -> Int64? {
        try write(at: now) { appender in
            let newest = try String.fetchOne(appender.db, sql: "SELECT body FROM record INDEXED BY record_kind WHERE kind = 'configuration' ORDER BY sequence DESC LIMIT 1")
            let held = try newest.map { try CanonicalJSON.value(ConfigurationBody.self, from: $0) }
            if held?.digest == digest, held?.programVersion == programVersion { return nil }
            return try appender.append(
                .configuration, about: nil,
                ConfigurationBody(previous: held?.digest, digest: digest, reason: reason, programVersion: programVersion))
        }
    }
}
