// The pages by browser, from start to end: what the command `web` calls.
internal import Configuration
internal import Foundation
internal import Linux
internal import Log
internal import Logging
internal import Service
internal import Synchronization
internal import Web

/// Serves pages until SIGTERM or SIGINT, or until nobody has looked for a while where systemd holds the socket; SIGHUP
/// reads the configuration anew. `catchServiceSignals` must have been called first thing in main.
/// - Parameters:
///   - socketPath: where to listen; nil: on the socket that systemd passes on.
///   - idleEnd: nobody has asked for so long: a service that a socket started ends, and the socket starts it anew.
/// - Returns: the exit code.
public func runWeb(configurationPath path: String, socketPath: String?, idleEnd: Duration, programVersion: String)
    -> Int32
{
    serving { logger, supervisor in
        var files = try ConfigurationFiles(path: path)
        guard files.configuration.web.isComplete else {
            logger.say(
                .configurationFault,
                "No page is served: `web` in \(path) must say in which headers the proxy names people, and the roles (docs/web.md)."
            )
            return ServiceExit.configuration
        }
        let socket: ListeningSocket
        if let socketPath {
            socket = try ListeningSocket.made(at: socketPath)
        } else if let inherited = try ListeningSocket.inherited(ProcessInfo.processInfo.environment) {
            socket = inherited
        } else {
            throw StartRefused("systemd passed no socket on; name one with --socket")
        }
        defer { socket.takeAway() }
        let clerk = WebClerk(
            files.configuration, seal: try webSeal(beside: files.configuration.journalPath),
            programVersion: programVersion, logger: logger)
        return try serve(clerk, on: socket, idleEnd: socketPath == nil ? idleEnd : nil, supervisor, logger, &files)
    }
}

/// The one clerk; requests come from the server's thread, a new configuration from the main thread.
private final class WebOffice: Sendable {
    private let clerk: Mutex<WebClerk>

    init(_ clerk: WebClerk) { self.clerk = Mutex(clerk) }

    func answer(_ request: WebRequest) -> WebResponse { clerk.withLock { $0.answer(request) } }
    func adopt(_ configuration: Configuration) { clerk.withLock { $0.configuration = configuration } }
    func close() { clerk.withLock { $0.forget() } }
}

private func serve(
    _ clerk: WebClerk, on socket: ListeningSocket, idleEnd: Duration?, _ supervisor: Supervisor, _ logger: Logger,
    _ files: inout ConfigurationFiles
) throws -> Int32 {
    let office = WebOffice(clerk)
    let server = WebServer { office.answer($0) }
    let attendance = try Attendance()
    try server.listen(on: socket)
    IdleMemory.giveBack()
    let sentence = "Serving the pages of \(files.configuration.journalPath)."
    supervisor.ready(sentence)
    logger.say(.started, sentence)
    let end = attend(attendance, server, office, idleEnd: idleEnd, supervisor, logger, &files, sentence)
    supervisor.stopping()
    server.close()
    attendance.close()
    office.close()
    return end
}

private func attend(
    _ attendance: Attendance, _ server: WebServer, _ office: WebOffice, idleEnd: Duration?, _ supervisor: Supervisor,
    _ logger: Logger, _ files: inout ConfigurationFiles, _ sentence: String
) -> Int32 {
    if let idleEnd { attendance.set(at: steadyNow() + idleEnd) }
    while true {
        for call in attendance.next() {
            switch call {
            case .reload:
                supervisor.reloading()
                if reload(&files, logger) { office.adopt(files.configuration) }
                supervisor.ready(sentence)
            case .due:
                let end = (server.idleSince ?? steadyNow()) + (idleEnd ?? .zero)
                guard end <= steadyNow() else {
                    attendance.set(at: end)
                    continue
                }
                logger.say(.stopped, "Nobody has looked for a while: the socket starts the service anew.")
                return ServiceExit.clean
            case .end(let signal):
                logger.say(.stopped, "Stopped by \(signal).")
                return ServiceExit.clean
            case .broken(let reason):
                logger.say(.failed, "\(reason) The service ends; what is journaled is safe.")
                return ServiceExit.failed
            }
        }
    }
}
