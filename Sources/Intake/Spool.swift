// A stick may be pulled at any moment. What was read from it is on our own disk before it is analysed, and goes once it
// is journaled: a crash in between loses nothing, for the next start finds it here.
public import Files
public import Foundation
internal import Digests
internal import Glibc
public import Linux

/// Files copied off sticks and not yet journaled: one file each, that says on its first line where its bytes came from.
public struct Spool: Sendable {
    public let folder: BytePath
    /// Files at a time. More than are read at once can only be left by crashes.
    public static let filesMax = 64
    /// The first line of a file in the spool.
    static let headBytesMax = 64 << 10
    private static let partPrefix = "part-"

    public init(folder: String) { self.folder = BytePath(folder) }

    /// Copies a file's bytes to the disk. They are safe when this returns.
    public func keep(_ bytes: Data, of source: SourceFile) throws(SystemError) {
        try make()
        guard try list().count < Self.filesMax else {
            throw SystemError(action: "copy into", subject: folder, code: EDQUOT)
        }
        let head: Data
        do { head = try JSONEncoder().encode(source) } catch {
            throw SystemError(action: "copy into", subject: folder, code: EINVAL)
        }
        let part = folder.appending(Array("\(Self.partPrefix)\(source.sha256)".utf8))
        do throws(SystemError) {
            try write([head, Data([UInt8(ascii: "\n")]), bytes], to: part)
            _ = try systemCall("rename", part) {
                part.withCString { from in path(source.sha256).withCString { rename(from, $0) } }
            }
            let directory = try OpenFile(folder, directory: true)
            let descriptor = directory.descriptor
            _ = try systemCall("save", folder) { fsync(descriptor) }
        } catch {
            _ = part.withCString { unlink($0) }
            throw error
        }
    }

    /// The file is journaled.
    public func drop(_ sha256: String) throws(SystemError) {
        do throws(SystemError) {
            _ = try systemCall("remove", path(sha256)) { path(sha256).withCString { unlink($0) } }
        } catch {
            if error.code != ENOENT { throw error }
        }
    }

    /// Files that an earlier process left, by digest. Half-written ones, which nobody waits for, are deleted.
    public func left() throws(SystemError) -> [String] {
        let names: [BytePath]
        do throws(SystemError) { names = try list() } catch {
            if error.code == ENOENT { return [] }
            throw error
        }
        for name in names where name.text.hasPrefix(Self.partPrefix) {
            _ = folder.appending(name.bytes).withCString { unlink($0) }
        }
        return names.map(\.text).filter { !$0.hasPrefix(Self.partPrefix) }.sorted()
    }

    /// A kept file and where it came from; nil where the spool does not hold it as it was kept.
    public func read(_ sha256: String, bytesMax: Int) -> (bytes: Data, source: SourceFile)? {
        guard
            case .bytes(let data, _, _) = readFile(
                path(sha256), below: folder, expecting: nil, bytesMax: bytesMax + Self.headBytesMax),
            let end = data.prefix(Self.headBytesMax).firstIndex(of: UInt8(ascii: "\n")),
            let source = try? JSONDecoder().decode(SourceFile.self, from: data[..<end])
        else { return nil }
        let bytes = Data(data[(end + 1)...])
        return source.sha256 == sha256 && Digest.hex(.sha256, bytes) == sha256 ? (bytes, source) : nil
    }

    private func path(_ sha256: String) -> BytePath { folder.appending(Array(sha256.utf8)) }

    private func make() throws(SystemError) {
        do throws(SystemError) {
            _ = try systemCall("make", folder) { folder.withCString { mkdir($0, 0o750) } }
        } catch {
            if error.code != EEXIST { throw error }
        }
    }

    private func list() throws(SystemError) -> [BytePath] {
        try names(in: try OpenFile(folder, directory: true), max: Self.filesMax * 4)
    }

    private func write(_ pieces: [Data], to path: BytePath) throws(SystemError) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        let descriptor = try systemCall("write", path) { path.withCString { open($0, flags, 0o640) } }
        defer { close(descriptor) }
        for piece in pieces {
            var written = 0
            while written < piece.count {
                let from = written
                written += try systemCall("write", path) {
                    piece.withUnsafeBytes {
                        Glibc.write(descriptor, $0.baseAddress.map { $0 + from }, piece.count - from)
                    }
                }
            }
        }
        _ = try systemCall("save", path) { fsync(descriptor) }
    }
}
