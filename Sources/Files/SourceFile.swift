/// Where a run was read from.
public struct SourceFile: Hashable, Sendable, Codable {
    public let path: String
    /// SHA-256 of the bytes, lower-case hex.
    public let sha256: String
    public let size: Int
    /// The stick it was read off; nil for a file of a watched directory.
    public let stick: Stick?
    public init(path: String, sha256: String, size: Int, stick: Stick? = nil) {
        self.path = path
        self.sha256 = sha256
        self.size = size
        self.stick = stick
    }
}
