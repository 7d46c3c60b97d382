public import Central
public import Foundation

/// `central fleet --json`: every site, and the run controls of all beside one another.
public struct FleetDocument: Encodable, Sendable {
    public struct Site: Encodable, Sendable {
        public var site: String
        /// UTC; null for one that was never heard of.
        @OrNull public var contact: String?
        @OrNull public var silentSeconds: Double?
        public var silent: Bool
        /// The newest record of its own journal at that contact.
        @OrNull public var head: Int64?
        public var verified: Int64
        /// Records that it has and the centre has not proved.
        public var missing: Int64
        public var backlog: Int64
        public var version: String
        public var runsThisWeek: Int
        public var failuresThisWeek: Int
        public var openAlerts: Int
        /// The first bad record.
        @OrNull public var badRecord: Int64?
        /// What somebody must look at.
        public var troubles: [String]

        enum CodingKeys: String, CodingKey {
            case site, contact, silent, head, verified, missing, backlog, version, troubles
            case silentSeconds = "silent_seconds"
            case runsThisWeek = "runs_this_week"
            case failuresThisWeek = "failures_this_week"
            case openAlerts = "open_alerts"
            case badRecord = "bad_record"
        }
    }
    public struct Control: Encodable, Sendable {
        public var control: String
        public var target: String
        public var site: String
        public var runs: Int
        /// Median of its runs.
        public var copies: Double
        /// log10, from the median of the other sites; null where too few others have it.
        @OrNull public var deviation: Double?
        public var drifts: Bool
    }

    public let schema = documentSchema
    public let sites: [Site]
    public let controls: [Control]
    /// log10; a control farther from the others' median drifts.
    public let driftLimit = ControlDrift.limit

    enum CodingKeys: String, CodingKey {
        case schema, sites, controls
        case driftLimit = "drift_limit"
    }

    public init(_ fleet: Fleet, at now: Date, silentAfter: Double) {
        sites = fleet.sites.map { site in
            Site(
                site: site.site, contact: site.contact.map(utcText),
                silentSeconds: site.contact.map { now.timeIntervalSince($0).rounded() },
                silent: site.isSilent(at: now, after: silentAfter), head: site.head?.sequence,
                verified: site.verified, missing: site.missing, backlog: site.backlog, version: site.program,
                runsThisWeek: site.runsThisWeek, failuresThisWeek: site.failuresThisWeek,
                openAlerts: site.openAlerts, badRecord: site.bad,
                troubles: site.troubles(at: now, silentAfter: silentAfter))
        }
        controls = fleet.controls.map {
            Control(
                control: $0.control, target: $0.target, site: $0.site, runs: $0.runs, copies: pow(10, $0.level),
                deviation: $0.deviation, drifts: $0.drifts)
        }
    }
}
