/// Who may do what by browser. Whoever the proxy vouches for has the roles that its header names.
public enum WebRole: String, CaseIterable, Hashable, Sendable, Comparable {
    /// Looks.
    case reader
    /// Looks; corrects, voids and reattributes runs; acknowledges the laboratory's alerts.
    case technician
    /// Looks; acknowledges, closes and silences the alerts of patients.
    case physician
    /// A technician who also accepts failed runs, and closes and silences the laboratory's alerts.
    case laboratory

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// `web`: how the proxy says who looks.
public struct WebSettings: Hashable, Sendable {
    /// The header that names the person, lower case; nil: no page is served.
    public var userHeader: String?
    /// The header with the person's groups, lower case, several parted by commas.
    public var roleHeader: String?
    /// What the proxy calls each role.
    public var roles: [WebRole: Set<String>] = [:]

    public init() {}

    /// All that a page takes is set.
    public var isComplete: Bool { userHeader != nil && roleHeader != nil && !roles.isEmpty }
}
