// Why a statement or a connection did not do what it was asked: PostgreSQL's own words, and its code for programs.
internal import Text

public struct PostgresFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLSTATE, five characters; nil where the connection itself failed.
    public let state: String?
    /// One line for a person.
    public let sentence: String

    public init(state: String?, sentence: String) {
        self.state = state
        // The server's words, and a stranger may have written some of them.
        self.sentence = terminalSafe(
            sentence.split(whereSeparator: \.isWhitespace).joined(separator: " "), max: Self.lengthMax)
    }

    private static let lengthMax = 600

    public var description: String { sentence }

    /// The transaction lost against another one and may be tried again as it is.
    public var isSerialization: Bool { state == "40001" || state == "40P01" }
    /// The server cannot be reached, is starting or stopping, or has no room: waiting helps.
    public var isTransient: Bool {
        guard let state else { return true }
        return isSerialization || ["08", "53", "57", "58"].contains(String(state.prefix(2)))
    }
    /// A row does not stand on the row before it.
    public var isForeignKey: Bool { state == "23503" }
}
