// Which files are done. A hundred thousand names must cost no more than a few megabytes, so neither paths nor stamps
// are kept but 64 bits of each: two files would have to agree in all 128, under a key that is drawn anew in each
// process, for one to be taken for the other.
public import Files

public struct KnownFiles: Sendable {
    private var stamps: [Int: Int] = [:]

    public init() {}

    public init(_ files: [BytePath: FileStamp]) {
        for (path, stamp) in files { insert(path, stamp) }
    }

    public var count: Int { stamps.count }

    /// This very file, unchanged, is done.
    public func holds(_ path: BytePath, _ stamp: FileStamp) -> Bool { stamps[Self.key(path)] == stamp.hashValue }

    /// Beyond `Monitor.knownMax` some other file is forgotten: the journal alone tells of it then.
    public mutating func insert(_ path: BytePath, _ stamp: FileStamp) {
        let key = Self.key(path)
        if stamps.count >= Monitor.knownMax, stamps[key] == nil, let some = stamps.first?.key { stamps[some] = nil }
        stamps[key] = stamp.hashValue
    }

    /// This path is done no longer: should it come back, it is looked at anew.
    mutating func forget(_ path: BytePath) { stamps[Self.key(path)] = nil }

    static func key(_ path: BytePath) -> Int { path.hashValue }
}
