// What systemd is told (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names. A few lines, so no library.
internal import Glibc
internal import Linux
internal import Log
internal import Text

package struct Supervisor: Sendable {
    /// A supervisor that is too busy to hear that we are ready is waited for so long; anything else is said again, or
    /// can go unsaid.
    private static let patienceSeconds = 1

    private let socket: LocalDatagrams?
    /// How often the watchdog must be fed; nil: there is none.
    let watchdog: Duration?

    /// - Parameter environment: of the process. WATCHDOG_PID, where given, must be ours.
    package init(environment: [String: String], process: Int32 = getpid()) {
        socket = environment["NOTIFY_SOCKET"].flatMap { LocalDatagrams(to: $0, patienceSeconds: Self.patienceSeconds) }
        let mine = environment["WATCHDOG_PID"].map { $0 == String(process) } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdog = mine && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    package func ready(_ status: String) { tell("READY=1\nSTATUS=\(logSafe(status))", waits: true) }
    func status(_ status: String) { tell("STATUS=\(logSafe(status))") }
    func alive() { if watchdog != nil { tell("WATCHDOG=1") } }
    package func stopping() { tell("STOPPING=1\nSTATUS=Stopping.") }
    /// `ready` ends it.
    package func reloading() {
        let now = steadyNow()
        tell("RELOADING=1\nMONOTONIC_USEC=\(Int64(now / .microseconds(1)))")
    }

    /// Nobody listening is no fault: the service also runs without systemd.
    private func tell(_ message: String, waits: Bool = false) { _ = socket?.send(Array(message.utf8), waits: waits) }
}
