// What systemd is told (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names. A few lines, so no library.
internal import Glibc
internal import Log

struct Supervisor: Sendable {
    private let socket: LocalDatagrams?
    /// How often the watchdog must be fed; nil: there is none.
    let watchdog: Duration?

    /// - Parameter environment: of the process. WATCHDOG_PID, where given, must be ours.
    init(environment: [String: String], process: Int32 = getpid()) {
        socket = environment["NOTIFY_SOCKET"].flatMap(LocalDatagrams.init(to:))
        let mine = environment["WATCHDOG_PID"].map { $0 == String(process) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdog = mine && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    func ready(_ status: String) { tell("READY=1\nSTATUS=\(printable(status))") }
    func status(_ status: String) { tell("STATUS=\(printable(status))") }
    func alive() { if watchdog != nil { tell("WATCHDOG=1") } }
    func stopping() { tell("STOPPING=1\nSTATUS=Stopping.") }
    /// `ready` ends it.
    func reloading() {
        let now = steadyNow()
        tell("RELOADING=1\nMONOTONIC_USEC=\(Int64(now / .microseconds(1)))")
    }

    /// Nobody listening is no fault: the service also runs without systemd.
    private func tell(_ message: String) { _ = socket?.send(Array(message.utf8)) }
}
