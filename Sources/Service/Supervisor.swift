// What systemd is told (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names. A few lines, so no library.
internal import Glibc

struct Supervisor: Sendable {
    private let socketPath: [UInt8]?
    /// How often the watchdog must be fed; nil: there is none.
    let watchdog: Duration?

    /// - Parameter environment: of the process. WATCHDOG_PID, where given, must be ours.
    init(environment: [String: String], process: Int32 = getpid()) {
        let path = environment["NOTIFY_SOCKET"].map { Array($0.utf8) }
        socketPath = path.flatMap { ($0.first == UInt8(ascii: "/") || $0.first == UInt8(ascii: "@")) && $0.count > 1 ? $0 : nil }
        let mine = environment["WATCHDOG_PID"].map { $0 == String(process) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdog = mine && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    func ready(_ status: String) { tell("READY=1\nSTATUS=\(oneLine(status))") }
    func status(_ status: String) { tell("STATUS=\(oneLine(status))") }
    func alive() { if watchdog != nil { tell("WATCHDOG=1") } }
    func stopping() { tell("STOPPING=1\nSTATUS=Stopping.") }
    /// `ready` ends it.
    func reloading() {
        let now = steadyNow()
        tell("RELOADING=1\nMONOTONIC_USEC=\(Int64(now / .microseconds(1)))")
    }

    private func oneLine(_ text: String) -> String { printable(text) }

    /// Nobody listening is no fault: the service also runs without systemd.
    private func tell(_ message: String) {
        guard let socketPath else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An abstract address begins with NUL, is written as @, and is as long as it is; a path is ended by NUL.
        let name = socketPath[0] == UInt8(ascii: "@") ? [0] + socketPath.dropFirst() : socketPath + [0]
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { field in
            guard name.count <= field.count else { return false }
            field.copyBytes(from: name)
            return true
        }
        guard fits else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(message.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
