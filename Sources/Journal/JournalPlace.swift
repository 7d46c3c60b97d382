// An open file stays whole for whoever holds it, even where nobody finds it any more: what is written then is nowhere.
// So a service asks again and again whether the journal's files still lie where it opened them.
internal import Glibc

struct JournalPlace: Sendable {
    private struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64

        /// Nil where no file lies.
        init?(_ path: String) {
            var about = stat()
            guard stat(path, &about) == 0 else { return nil }
            (device, inode) = (UInt64(about.st_dev), UInt64(about.st_ino))
        }
    }

    /// The journal, its write-ahead log and the log's index.
    static func files(of path: String) -> [String] { ["", "-wal", "-shm"].map { path + $0 } }

    private let opened: [(path: String, identity: Identity)]

    /// As the files lie now, when SQLite has just opened them.
    init(_ path: String) {
        opened = Self.files(of: path).compactMap { file in Identity(file).map { (file, $0) } }
    }

    /// What is no longer there: a sentence; nil where all is.
    func fault() -> String? {
        for (path, identity) in opened {
            guard let there = Identity(path) else { return "\(path) was deleted or moved away while it was in use" }
            if there != identity { return "another file was put in the place of \(path) while it was in use" }
        }
        return nil
    }

    /// The journal itself lies where it did, and nobody has begun another write-ahead log: what the lost log holds can
    /// still be folded in.
    func canBeRescued(_ path: String) -> Bool {
        Identity(path) != nil && Identity(path) == opened.first { $0.path == path }?.identity
            && Identity(path + "-wal") == nil
    }
}
