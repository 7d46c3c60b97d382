// What the hospital's systems have been told, and what waits.
internal import Text

/// `interface status --json`.
public struct InterfaceDocument: Encodable, Sendable {
    public struct Way: Encodable, Sendable {
        public let route: String
        /// Every record up to this one is settled.
        public let cursor: Int64
        /// Messages by state.
        public let accepted: Int
        public let waiting: Int
        public let parked: Int
        public let skipped: Int
        /// Messages that are owed and were not tried yet.
        public let owed: Int

        public init(
            route: String, cursor: Int64, accepted: Int, waiting: Int, parked: Int, skipped: Int, owed: Int
        ) {
            self.route = route
            self.cursor = cursor
            self.accepted = accepted
            self.waiting = waiting
            self.parked = parked
            self.skipped = skipped
            self.owed = owed
        }
    }
    public struct Message: Encodable, Sendable {
        public let id: String
        public let route: String
        public let patient: String
        public let state: String
        public let attempts: Int
        public let detail: String?
        public let time: String

        public init(
            id: String, route: String, patient: String, state: String, attempts: Int, detail: String?, time: String
        ) {
            self.id = id
            self.route = route
            self.patient = patient
            self.state = state
            self.attempts = attempts
            self.detail = detail
            self.time = time
        }
    }
    public let schema = 1
    public let site: String
    /// A service sends now.
    public let running: Bool
    public let routes: [Way]
    /// Those that are not done, the oldest first.
    public let messages: [Message]

    public init(site: String, running: Bool, routes: [Way], messages: [Message]) {
        self.site = site
        self.running = running
        self.routes = routes
        self.messages = messages
    }
}

/// The same for people.
public func interfaceText(_ document: InterfaceDocument) -> String {
    var ways = AlignedTable([
        .init("route"), .init("accepted", .right), .init("owed", .right), .init("waiting", .right),
        .init("set aside", .right), .init("given up", .right),
    ])
    for way in document.routes {
        ways.add([way.route] + [way.accepted, way.owed, way.waiting, way.parked, way.skipped].map(String.init))
    }
    let state = document.running ? "cqwatch interface runs." : "cqwatch interface does not run: nothing is sent."
    var out = "Site \(terminalSafe(document.site)). \(state)\n\n" + ways.text()
    guard !document.messages.isEmpty else { return out }
    var messages = AlignedTable([
        .init("message"), .init("route"), .init("patient"), .init("state"), .init("attempts", .right), .init("since"),
        .init("why"),
    ])
    for message in document.messages {
        messages.add([
            message.id, message.route, message.patient, message.state, String(message.attempts), message.time,
            message.detail ?? "",
        ])
    }
    out += "\n" + messages.text()
    return out
}
