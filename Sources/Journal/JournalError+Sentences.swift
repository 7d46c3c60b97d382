// What a fault of SQLite, of the disk or of a record is for a person: a sentence that says what to do.
internal import GRDB
internal import Text

extension Journal {
    static func failed(_ verb: String, _ error: any Error) -> JournalError {
        if let fault = fieldFault(error) { return .damaged(damageSentence("The journal", fault)) }
        guard let error = error as? DatabaseError else { return .failed("The journal failed to \(verb): \(error)") }
        switch error.resultCode {
        case .SQLITE_FULL:
            return .failed(
                "The disk that holds the journal is full; nothing of this was written. Whoever runs this machine must "
                    + "make room on it; then try again.")
        case .SQLITE_IOERR:
            return .failed(
                "The disk that holds the journal failed to \(verb) (\(error.extendedResultCode)): whoever runs this "
                    + "machine must look at it first; then try again."
            )
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(damageSentence("The journal", plain(error)))
        default: return .failed("The journal failed to \(verb): \(plain(error)).")
        }
    }

    static func opening(_ path: String, readOnly: Bool, _ error: any Error) -> JournalError {
        if let fault = fieldFault(error) { return .damaged(damageSentence("The journal \(path)", fault)) }
        guard let error = error as? DatabaseError else {
            return .cannotOpen("The journal \(path) cannot be opened: \(error)")
        }
        switch error.resultCode {
        case .SQLITE_NOTADB:
            return .damaged("\(path) is no SQLite database: it is no journal, or its first page is damaged.")
        case .SQLITE_CORRUPT: return .damaged(damageSentence("The journal \(path)", plain(error)))
        case .SQLITE_BUSY:
            return .busy(
                "The journal \(path) is in use by another process for more than \(Int(busyTimeoutSeconds)) seconds.")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            let hint =
                readOnly
                ? "reading it needs its -wal and -shm files beside it, which the running daemon makes, or permission "
                    + "to write to its directory"
                : "its file and directory must be writable"
            return .cannotOpen("The journal \(path) cannot be opened: \(hint) (\(plain(error))).")
        default: return .cannotOpen("The journal \(path) cannot be opened: \(plain(error)).")
        }
    }

    private static func damageSentence(_ what: String, _ fault: String) -> String {
        "\(what) is damaged (\(fault)). \(whatToDoAboutDamage)"
    }

    static let whatToDoAboutDamage =
        "Keep the file, run `cqwatch journal verify` (with `--head` and the digest in a mail: a chain that was written "
        + "anew is whole), and restore a backup beside it."

    /// SQLite gave a row as it stands in the file, and it is not what any version of the program wrote.
    private static func fieldFault(_ error: any Error) -> String? {
        switch error {
        case is RowDecodingError: "a field does not hold what it must"
        case let error as DecodingError: "the text of a record does not say what it must: \(why(error))"
        case let error as DatabaseError where error.isMalformedText: "the text of a record is no JSON"
        default: nil
        }
    }

    private static func why(_ error: DecodingError) -> String {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
            .dataCorrupted(let context):
            shown(context.debugDescription, max: 120)
        @unknown default: "unknown"
        }
    }

    private static func plain(_ error: DatabaseError) -> String {
        error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    }
}
