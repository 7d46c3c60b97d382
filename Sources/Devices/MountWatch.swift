// The kernel tells of every mount and unmount through /proc/self/mountinfo (poll(2), POLLPRI): no timer is needed.
internal import Files
internal import Glibc
internal import Linux

final class MountWatch {
    private static let table = "/proc/self/mountinfo"
    private static let pieceBytes = 64 << 10

    private let owner: Descriptor

    init() throws(SystemError) {
        owner = try Descriptor("read", Self.table) { open(Self.table, O_RDONLY | O_CLOEXEC) }
    }

    /// Ready with `Epoll.Interest.priority` when the table has changed since it was last waited on.
    var descriptor: Int32 { owner.number }

    /// What is mounted on the folders of `parent`, whose own links are followed; nothing where there is no such folder.
    func directlyBelow(_ parent: String) throws(SystemError) -> [Mount] {
        guard let resolved = realpath(parent, nil) else { return [] }
        defer { free(resolved) }
        return Mount.directlyBelow(BytePath(String(cString: resolved)), in: try read())
    }

    private func read() throws(SystemError) -> [UInt8] {
        _ = try systemCall("read", Self.table) { lseek(descriptor, 0, SEEK_SET) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        while bytes.count < Mount.tableBytesMax {
            let count = try systemCall("read", Self.table) { Glibc.read(descriptor, &piece, piece.count) }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return bytes
    }
}
