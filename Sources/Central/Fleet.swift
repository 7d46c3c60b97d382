// The fleet as the centre sees it: who was heard of, how far each site is proved, what runs there.
public import Foundation

/// What the store and the verifier know of one site.
public struct SiteStatus: Hashable, Sendable {
    public let site: String
    /// Its last visit; nil for rows without one.
    public var contact: Date?
    /// The newest record of its own journal, as it said there.
    public var head: ChainPlace?
    /// Records that it had not shipped then.
    public var backlog: Int64 = 0
    public var program = ""
    /// Why it ships no more, in its own words.
    public var stopped: String?
    /// The newest record that the centre has proved.
    public var verified: Int64 = 0
    /// The first bad record.
    public var bad: Int64?
    /// What is wrong with it.
    public var fault: String?
    /// A proved record that the centre's program cannot read.
    public var unread: Int64?
    public var runsThisWeek = 0
    public var failuresThisWeek = 0
    public var openAlerts = 0

    public init(site: String) { self.site = site }

    /// Records that it has and the centre has not proved.
    public var missing: Int64 { max(0, (head?.sequence ?? 0) - verified) }

    public func isSilent(at now: Date, after seconds: Double) -> Bool {
        contact.map { now.timeIntervalSince($0) > seconds } ?? true
    }

    /// What somebody must look at, a sentence each.
    public func troubles(at now: Date, silentAfter seconds: Double) -> [String] {
        var troubles: [String] = []
        if let fault { troubles.append((bad.map { "Record \($0): " } ?? "") + fault) }
        if let unread {
            troubles.append(
                "Record \(unread) is of a newer form: install that site's version of cqwatch at the centre, "
                    + "then run `cqwatch central verify --all`.")
        }
        if let stopped { troubles.append(stopped) }
        if isSilent(at: now, after: seconds) {
            troubles.append("Its last contact is longer ago than a site may be silent.")
        }
        if let head, head.sequence < verified {
            troubles.append("Its journal ends at record \(head.sequence), the store holds \(verified).")
        }
        return troubles
    }
}

/// All sites, and their run controls beside one another.
public struct Fleet: Sendable {
    /// What "this week" and the control charts look back, days.
    public static let weekDays = 7.0
    public static let controlDays = 90.0

    public let sites: [SiteStatus]
    public let controls: [SiteControl]

    public init(sites: [SiteStatus], controls: [SiteControl]) {
        self.sites = sites
        self.controls = controls
    }

    public var drifting: [SiteControl] { controls.filter(\.drifts) }
}
