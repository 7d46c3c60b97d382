/// What the file system says of a file without reading it: equal stamps mean that nothing need be read again.
public struct FileStamp: Hashable, Sendable, Codable {
    /// Bytes.
    public let size: Int64
    /// Last modification, nanoseconds since 1970.
    public let modified: Int64
    /// Last change of the inode, nanoseconds since 1970: tells a rewrite that restored the modification time.
    public let changed: Int64
    public let inode: UInt64

    public init(size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
    }

    /// No file has it: it stands for a stamp that is not known.
    public static let unknown = FileStamp(size: 0, modified: 0, changed: 0, inode: 0)
}
