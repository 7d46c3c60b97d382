// Datagrams to a socket of this machine: journald's, and the one on which systemd hears a service (sd_notify(3)). A few
// lines, so no library.
internal import Glibc

/// Owns one socket; safe from any thread.
public final class LocalDatagrams: Sendable {
    private let descriptor: Int32
    /// `sockaddr_un`, as long as it needs to be.
    private let address: [UInt8]

    /// - Parameters:
    ///   - name: an absolute path, or `@` and an abstract name.
    ///   - patienceSeconds: a receiver that does not take a datagram for so long does not get it; nil: it is waited
    ///     for.
    /// - Returns: nil where the name is neither or too long, or the system gives no socket.
    public init?(to name: String, patienceSeconds: Int? = nil) {
        let bytes = Array(name.utf8)
        guard bytes.count > 1, bytes[0] == UInt8(ascii: "/") || bytes[0] == UInt8(ascii: "@") else { return nil }
        // An abstract address begins with NUL and is as long as it is; a path is ended by NUL.
        let path = bytes[0] == UInt8(ascii: "@") ? [0] + bytes.dropFirst() : bytes + [0]
        guard path.count <= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        address = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) } + path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        guard let patienceSeconds else { return }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// - Parameter waits: for a receiver whose queue is full.
    /// - Returns: whether the receiver has it.
    public func send(_ bytes: [UInt8], waits: Bool = true) -> Bool {
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        while true {
            let sent = address.withUnsafeBytes { address in
                sendto(
                    descriptor, bytes, bytes.count, flags, address.assumingMemoryBound(to: sockaddr.self).baseAddress,
                    socklen_t(address.count))
            }
            if sent >= 0 || errno != EINTR { return sent == bytes.count }
        }
    }
}
