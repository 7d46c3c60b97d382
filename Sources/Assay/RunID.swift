/// Which run: the vendor's own id; for a result table, which has none, "table:" and the digest of its bytes.
public struct RunID: TextID {
    public let text: String
    public init(_ text: String) { self.text = text }
    public init(stringLiteral text: String) { self.init(text) }

    /// The id of a run that another run has too, so that neither is taken for a save of the other.
    /// - Parameter record: sequence of the record of this one.
    public func inConflict(record: Int64) -> RunID { RunID("\(text) (identity in conflict, record \(record))") }
}
