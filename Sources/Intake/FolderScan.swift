// A scan says what lies below a watched directory: the truth, of which all notifications only make the next one come
// early.
internal import CLinux
public import Files
internal import Glibc
internal import Linux

public struct FolderScan: Sendable {
    public struct Entry: Sendable {
        public let path: BytePath
        public let stamp: FileStamp
    }
    /// Regular files that the caller wanted to hear of, and how many there are in all.
    public internal(set) var entries: [Entry] = []
    public internal(set) var files = 0
    /// What was passed over for its name: some of it, at most `ignoredNamedMax`, and how much.
    public internal(set) var ignored: [BytePath] = []
    public internal(set) var ignoredCount = 0
    /// What could not be looked at, a sentence each, at most `faultsMax`.
    public internal(set) var faults: [String] = []
    /// The file system lies on another machine, or is one that may (FUSE).
    public internal(set) var network = false

    static let faultsMax = 20
    static let ignoredNamedMax = 50
    /// Entries of any kind that one scan looks at, as a multiple of the files it may find.
    static let looksPerFile = 4

    mutating func fault(_ sentence: String) {
        if faults.count < Self.faultsMax { faults.append(sentence) }
    }
}

/// What a scan may find.
public struct ScanLimits: Sendable {
    /// Levels of sub-directories.
    public let depthMax: Int
    public let filesMax: Int
    public init(depthMax: Int, filesMax: Int) {
        self.depthMax = depthMax
        self.filesMax = filesMax
    }
}

/// Scans a directory and what is below it. Links are not followed, but for the directory itself. Blocks as long as its
/// disk or share does.
/// - Parameters:
///   - folders: only these folders of it, by their paths in it; none: all of it. One that is not there is no fault.
///   - ignoring: names to pass over, files and directories.
///   - entering: called for each directory before it is listed, so that what is watched from then on cannot be missed.
///   - wanting: names of the files to be found.
///   - keeping: of these, the ones that become entries; asked once for each.
public func scanFolder(
    _ root: BytePath, below folders: [BytePath] = [], limits: ScanLimits, ignoring: (_ name: [UInt8]) -> Bool,
    entering: (_ directory: BytePath) -> Void = { _ in }, wanting: (_ name: [UInt8]) -> Bool = { _ in true },
    keeping: (BytePath, FileStamp) -> Bool = { _, _ in true }
) -> FolderScan {
    var walk = Walk(root: root, folders: folders, limits: limits)
    while let (path, depth) = walk.waiting.popLast() {
        do throws(SystemError) {
            try walk.visit(path, depth: depth, ignoring, entering) { wanting($0) ? keeping($1, $2) : nil }
        } catch {
            // What went while we looked is no fault, unless it is the watched directory itself.
            if error.code != ENOENT || path == root { walk.scan.fault(error.description) }
        }
    }
    return walk.scan
}

/// Whether a file becomes an entry; nil where it is none of the files that are looked for.
private typealias Keeps = (_ name: [UInt8], BytePath, FileStamp) -> Bool?

/// A scan under way.
private struct Walk {
    let root: BytePath
    let limits: ScanLimits
    var scan = FolderScan()
    /// Directories yet to be listed, with their level.
    var waiting: [(path: BytePath, depth: Int)]
    var looks: Int

    init(root: BytePath, folders: [BytePath], limits: ScanLimits) {
        self.root = root
        self.limits = limits
        waiting = folders.isEmpty ? [(root, 0)] : folders.reversed().map { (root.appending($0.bytes), 1) }
        looks = limits.filesMax * FolderScan.looksPerFile
    }

    mutating func visit(
        _ path: BytePath, depth: Int, _ ignoring: (_ name: [UInt8]) -> Bool,
        _ entering: (_ directory: BytePath) -> Void, _ keeps: Keeps
    ) throws(SystemError) {
        let folder = try openBelow(root, path, directory: true)
        if depth == 0 { scan.network = try isNetwork(folder) }
        entering(path)
        for name in try names(in: folder, max: looks + 1).sorted() {
            if ignoring(name.bytes) {
                passOver(path, name)
                continue
            }
            looks -= 1
            guard looks >= 0, scan.files < limits.filesMax else {
                scan.fault(
                    "\(root.text) holds more than \(limits.filesMax) files: the rest is not watched. Move old runs "
                        + "elsewhere."
                )
                waiting = []
                return
            }
            do throws(SystemError) {
                try look(at: name, in: folder, depth: depth, keeps)
            } catch {
                if error.code != ENOENT { scan.fault(error.description) }
            }
        }
    }

    private mutating func passOver(_ folder: BytePath, _ name: BytePath) {
        scan.ignoredCount += 1
        if scan.ignored.count < FolderScan.ignoredNamedMax { scan.ignored.append(folder.appending(name.bytes)) }
    }

    private mutating func look(at name: BytePath, in folder: borrowing OpenFile, depth: Int, _ keeps: Keeps)
        throws(SystemError)
    {
        let path = folder.path.appending(name.bytes)
        let descriptor = folder.descriptor
        var about = stat()
        _ = try systemCall("examine", path) {
            name.withCString { fstatat(descriptor, $0, &about, AT_SYMLINK_NOFOLLOW) }
        }
        if let stamp = FileStamp(about) {
            guard let isKept = keeps(name.bytes, path, stamp) else { return }
            scan.files += 1
            if isKept { scan.entries.append(FolderScan.Entry(path: path, stamp: stamp)) }
        } else if about.st_mode & S_IFMT == S_IFDIR {
            if depth < limits.depthMax {
                waiting.append((path, depth + 1))
            } else {
                scan.fault("\(path.text) lies more than \(limits.depthMax) levels deep and is not watched.")
            }
        }
    }
}
