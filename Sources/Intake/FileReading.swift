// Reads one file whole, within bounds, and only where it is the file that was seen resting.
internal import Digests
public import Files
public import Foundation
internal import Glibc
public import Linux

public enum FileReading: Sendable {
    /// The bytes, their SHA-256 in lower-case hex, and the stamp that the file had before and after.
    case bytes(Data, sha256: String, FileStamp)
    /// Its stamp was not the expected one, or changed during the read; this is the latest.
    case changed(FileStamp)
    /// It is gone, or no regular file any more.
    case vanished
    case tooLarge(Int64)
    case failed(SystemError)
    /// The system's libcrypto gives no SHA-256.
    case digestRefused
}

/// Reads a file at or below `root`. Blocks as long as its disk or share does.
/// - Parameters:
///   - expecting: the stamp it was seen with; nil: any.
///   - bytesMax: a larger file is not read.
public func readFile(_ path: BytePath, below root: BytePath, expecting: FileStamp?, bytesMax: Int) -> FileReading {
    do throws(SystemError) {
        let file = try openBelow(root, path, directory: false)
        guard let before = try file.stamp() else { return .vanished }
        if let expecting, expecting != before { return .changed(before) }
        guard before.size <= Int64(bytesMax), let size = Int(exactly: before.size), size >= 0 else {
            return .tooLarge(before.size)
        }
        let bytes = try read(file, size)
        guard let after = try file.stamp() else { return .vanished }
        guard after == before, let bytes else { return .changed(after) }
        guard let sha256 = Digest.hex(.sha256, bytes) else { return .digestRefused }
        return .bytes(bytes, sha256: sha256, before)
    } catch {
        switch error.code {
        // ELOOP: a link took its place; ENXIO: a socket.
        case ENOENT, ENOTDIR, ELOOP, ENXIO: return .vanished
        default: return .failed(error)
        }
    }
}

/// Exactly `size` bytes; nil where the file turns out to be shorter or longer.
private func read(_ file: borrowing OpenFile, _ size: Int) throws(SystemError) -> Data? {
    let descriptor = file.descriptor
    // One byte more, so that a file that grew is noticed.
    var data = Data(count: size + 1)
    var filled = 0
    while filled <= size {
        let from = filled
        let count = try systemCall("read", file.path) {
            data.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress.map { $0 + from }, size + 1 - from) }
        }
        if count == 0 { break }
        filled += count
    }
    guard filled == size else { return nil }
    data.removeLast()
    return data
}

/// What a file looks like now, links followed; nil where it cannot be looked at or is no regular file.
public func fileStamp(of path: BytePath) -> FileStamp? {
    var about = stat()
    return path.withCString { stat($0, &about) } == 0 ? FileStamp(about) : nil
}
