// Where the service listens: on a local socket, and nowhere else. Whoever may open it could say to be anybody, so it is
// for the proxy's group alone.
internal import Glibc
internal import Service

/// A local stream socket that listens.
struct ListeningSocket {
    let descriptor: Int32
    /// Made here, and taken away at the end; nil for one that systemd made.
    private let path: String?

    private static let backlog: Int32 = 128
    /// sd_listen_fds(3): the first descriptor that is passed on.
    private static let firstInherited: Int32 = 3

    /// The socket that systemd passes on; nil where it passes none.
    static func inherited(_ environment: [String: String]) throws(StartRefused) -> ListeningSocket? {
        guard environment["LISTEN_PID"] == String(getpid()), let count = environment["LISTEN_FDS"].flatMap(Int.init),
            count > 0
        else { return nil }
        guard count == 1 else { throw StartRefused("\(count) sockets were passed on; one is wanted") }
        let socket = ListeningSocket(descriptor: firstInherited, path: nil)
        guard socket.isLocal else {
            throw StartRefused(
                "the socket that was passed on is no local one: whoever reaches a port could say to be anybody")
        }
        _ = fcntl(firstInherited, F_SETFD, FD_CLOEXEC)
        return socket
    }

    /// A socket at a path, for its owner and group.
    static func made(at path: String) throws(StartRefused) -> ListeningSocket {
        func failure(_ what: String) -> StartRefused {
            StartRefused("\(path): \(what): \(String(cString: strerror(errno)))")
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !bytes.isEmpty, bytes.count < room, !bytes.contains(0) else {
            throw StartRefused("\(path): a socket's path has 1 to \(room - 1) bytes")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure("no socket can be made") }
        func call(_ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        // One that a crash left behind answers nobody; any other is left alone.
        if isSocket(path) {
            guard call({ connect($0, $1, $2) }) != 0, errno == ECONNREFUSED else {
                close(descriptor)
                throw StartRefused("\(path): somebody listens there already")
            }
            unlink(path)
        }
        let mask = umask(0o117)
        defer { umask(mask) }
        guard call({ bind($0, $1, $2) }) == 0, listen(descriptor, backlog) == 0 else {
            let failure = failure("cannot be listened on")
            close(descriptor)
            throw failure
        }
        return ListeningSocket(descriptor: descriptor, path: path)
    }

    func takeAway() { if let path { unlink(path) } }

    private var isLocal: Bool {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let known = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return known == 0 && address.ss_family == sa_family_t(AF_UNIX)
    }
}

private func isSocket(_ path: String) -> Bool {
    var about = stat()
    return lstat(path, &about) == 0 && about.st_mode & S_IFMT == S_IFSOCK
}
