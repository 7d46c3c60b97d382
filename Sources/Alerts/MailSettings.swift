/// How mail leaves, and how much of it.
public struct MailSettings: Hashable, Sendable, Codable {
    /// One of two ways out of the house.
    public enum Route: Hashable, Sendable, Codable {
        case sendmail(Sendmail)
        case smtp(Smtp)
    }

    /// A sendmail-compatible program: `path arguments… -f from recipient`, the message on standard input.
    public struct Sendmail: Hashable, Sendable, Codable {
        public var path: String
        public var arguments = ["-i"]
        /// Killed after this, seconds.
        public var deadlineSeconds = 60.0
        public init(path: String) { self.path = path }
    }

    /// Submission to a mail server, always over TLS with a checked certificate.
    public struct Smtp: Hashable, Sendable, Codable {
        public enum Security: String, Sendable, Codable, CaseIterable { case starttls, tls }

        public var server: String
        public var port = 587
        public var security = Security.starttls
        /// Nil: the server asks for no authentication.
        public var user: String?
        /// A file of mode 0600 with the password. A credential `cqwatch-smtp` of systemd goes before it.
        public var passwordFile: String?
        /// Certificates of authorities, PEM; the system's where it is nil.
        public var authorityFile: String?
        /// Until the connection stands, seconds.
        public var connectSeconds = 15.0
        /// For one whole message, seconds.
        public var totalSeconds = 60.0
        public init(server: String) { self.server = server }
    }

    /// A span of every day, in minutes after midnight; it may go over midnight. Empty where both are equal.
    public struct QuietHours: Hashable, Sendable, Codable {
        public var fromMinute: Int
        public var toMinute: Int
        public init(fromMinute: Int, toMinute: Int) {
            self.fromMinute = fromMinute
            self.toMinute = toMinute
        }
    }

    /// The sender's address.
    public var from: String
    public var route: Route
    /// Mails that one recipient gets in an hour; what is more waits and comes as one summary. Critical alerts do not
    /// wait.
    public var hourlyMax = 20
    /// Only critical alerts go out then.
    public var quiet: QuietHours?

    public init(from: String, route: Route) {
        self.from = from
        self.route = route
    }

    /// Longest time that one message may take.
    public var deadlineSeconds: Double {
        switch route {
        case .sendmail(let program): program.deadlineSeconds
        case .smtp(let server): server.totalSeconds
        }
    }
}
