// The other end of a datagram socket: systemd's or journald's, as tests see it.
internal import Glibc

public final class DatagramListener: Sendable {
    private let descriptor: Int32

    /// - Parameter name: a path, or `@` and an abstract name.
    public init(_ name: String) throws {
        let bytes = Array(name.utf8)
        let path = bytes.first == UInt8(ascii: "@") ? [0] + bytes.dropFirst() : bytes + [0]
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw ListenerFault() }
    }

    /// The next datagram that waits; empty where none does.
    public func next() -> String {
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    deinit { close(descriptor) }
}

private struct ListenerFault: Error {}
