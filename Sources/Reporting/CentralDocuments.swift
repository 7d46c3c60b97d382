public import Alerts
internal import Text

/// `central verify --json`.
public struct CentralVerifyDocument: Encodable, Sendable {
    public struct Site: Encodable, Sendable {
        public var site: String
        /// The newest record that is proved.
        public var verified: Int64
        /// Records proved now.
        public var records: Int64
        @OrNull public var badRecord: Int64?
        @OrNull public var fault: String?
        @OrNull public var unreadRecord: Int64?

        enum CodingKeys: String, CodingKey {
            case site, verified, records, fault
            case badRecord = "bad_record"
            case unreadRecord = "unread_record"
        }

        public init(
            site: String, verified: Int64, records: Int64, bad: Int64?, fault: String?, unread: Int64?
        ) {
            self.site = site
            self.verified = verified
            self.records = records
            _badRecord = OrNull(wrappedValue: bad)
            _fault = OrNull(wrappedValue: fault)
            _unreadRecord = OrNull(wrappedValue: unread)
        }
    }
    public let schema = documentSchema
    /// No site has a bad record.
    public let intact: Bool
    public let records: Int64
    public let sites: [Site]
    /// Persons measured at several sites whose course was judged.
    public let judged: Int
    /// What that raised, confirmed or took back.
    public let alerts: [AlertDocument]

    public init(_ sites: [Site], judged: Int, alerts: [Alert]) {
        self.sites = sites
        self.judged = judged
        self.alerts = alerts.map(AlertDocument.init)
        records = sites.reduce(0) { $0 + $1.records }
        intact = sites.allSatisfy { $0.fault == nil }
    }
}

/// One line a site that has something new or wrong, then the sum.
public func centralVerifyText(_ document: CentralVerifyDocument) -> String {
    let lines = document.sites.filter { $0.records > 0 || $0.fault != nil }.map { site in
        let fault = site.fault.map { fault in
            ": " + (site.badRecord.map { "record \($0): " } ?? "") + terminalSafe(fault, max: 300)
        }
        return "\(terminalSafe(site.site)): \(site.records) new, proved to record \(site.verified)\(fault ?? "")\n"
    }
    let judged =
        document.judged == 0
        ? ""
        : "; \(counted(document.judged, "person")) of several sites judged, "
            + counted(document.alerts.count, "alert event")
    return lines.joined()
        + "\(counted(document.records, "record")) proved at \(counted(document.sites.count, "site"))\(judged)\n"
}

/// `central alerts --json`: each alert with the site that raised it; null for the centre's own.
public struct CentralAlertsDocument: Encodable, Sendable {
    public struct Entry: Encodable, Sendable {
        public let site: String?
        public let alert: AlertDocument
        private enum Key: String, CodingKey { case site }

        public init(site: String?, _ alert: Alert) {
            self.site = site
            self.alert = AlertDocument(alert)
        }

        public func encode(to encoder: any Encoder) throws {
            try alert.encode(to: encoder)
            var fields = encoder.container(keyedBy: Key.self)
            try fields.encode(site, forKey: .site)
        }
    }
    public let schema = documentSchema
    public let alerts: [Entry]
    public init(_ alerts: [Entry]) { self.alerts = alerts }
}
