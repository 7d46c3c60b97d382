import Rules

/// Who hears of alerts and how.
public struct DeliverySettings: Hashable, Sendable, Codable {
    public enum Detail: String, Sendable, Codable, CaseIterable { case coded, minimal }

    public struct Recipient: Hashable, Sendable, Codable {
        public var key: String
        public var role: String
        public var name: String
        public var address: String
        public init(key: String, role: String, name: String, address: String) {
            self.key = key
            self.role = role
            self.name = name
            self.address = address
        }
    }

    /// An executable that gets one alert event on standard input.
    public struct Hook: Hashable, Sendable, Codable {
        public var name: String
        public var path: String
        /// Killed after this, seconds.
        public var deadlineSeconds: Double
        public init(name: String, path: String, deadlineSeconds: Double = 30) {
            self.name = name
            self.path = path
            self.deadlineSeconds = deadlineSeconds
        }
    }

    public var recipients: [Recipient] = []
    /// Key of the recipient for patients whose physician is unknown.
    public var defaultRecipient = ""
    /// Key of the laboratory's recipient; the default recipient where it is nil.
    public var laboratory: String?
    /// Keys of those who hear of an alert that nobody acknowledges; the default recipient where they are nil.
    public var secondContact: String?
    public var head: String?
    public var escalation = EscalationSettings()
    public var log = true
    public var hooks: [Hook] = []
    /// Nil: no mail is sent.
    public var mail: MailSettings?
    public var heartbeat = HeartbeatSettings()
    /// Where people find the pages, ending with a stroke; nil: mails link to none.
    public var pagesURL: String?
    public var detail = Detail.coded
    /// First wait after a failed attempt; doubled each time up to `retryMaxSeconds`.
    public var retrySeconds = 30.0
    public var retryMaxSeconds = 3600.0
    public var attemptsMax = 20
    /// A critical mail that failed so often goes to the next contact too.
    public var nextContactAttempts = 5

    public init() {}
}

/// A sign of life by mail that comes as long as watching and delivering both work: whoever misses it knows.
public struct HeartbeatSettings: Hashable, Sendable, Codable {
    /// Seconds between two; 0: none.
    public var everySeconds = 0.0
    /// Key of `DeliverySettings.recipients`; the laboratory's where it is nil.
    public var recipient: String?

    public init() {}
}
