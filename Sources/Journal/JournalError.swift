/// Why the journal could not do what it was asked, as a sentence a person can act on.
public enum JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file is missing, not permitted, or no journal.
    case cannotOpen(String)
    /// A newer version of the program wrote it.
    case newer(String)
    /// Another process held the write lock for longer than `Journal.busyTimeoutSeconds`. Nothing was written.
    case busy(String)
    /// The file's content is not what SQLite or the chain wrote. Nothing was changed.
    case damaged(String)
    /// The files were deleted, moved or replaced while they were in use. Final.
    case gone(String)
    /// Reading, writing or syncing failed. Final for a writer: stop, let the supervisor restart, read back.
    case failed(String)
    /// The request fits nothing in the journal.
    case refused(String)

    public var sentence: String {
        switch self {
        case .cannotOpen(let text), .newer(let text), .busy(let text), .damaged(let text), .gone(let text),
            .failed(let text), .refused(let text):
            text
        }
    }

    public var description: String { sentence }
}
