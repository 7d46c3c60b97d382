// The kernel tells of every mount and unmount through /proc/self/mountinfo (poll(2), POLLPRI): no timer is needed.
internal import Files
internal import Glibc

final class MountWatch {
    private static let table = "/proc/self/mountinfo"
    private static let pieceBytes = 64 << 10

    /// Ready with POLLPRI when the table has changed since it was last waited on.
    let descriptor: Int32

    init() throws(DeviceFault) {
        descriptor = open(Self.table, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("\(Self.table) cannot be read", errno) }
    }

    deinit { close(descriptor) }

    /// What is mounted on the folders of `parent`, whose own links are followed; nothing where there is no such folder.
    func directlyBelow(_ parent: String) throws(DeviceFault) -> [Mount] {
        guard let resolved = realpath(parent, nil) else { return [] }
        defer { free(resolved) }
        return Mount.directlyBelow(BytePath(String(cString: resolved)), in: try read())
    }

    private func read() throws(DeviceFault) -> [UInt8] {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .system("\(Self.table) cannot be read", errno) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: Self.pieceBytes)
        while bytes.count < Mount.tableBytesMax {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("\(Self.table) cannot be read", errno) }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return bytes
    }
}
