// `central`: where the central store is, and who we are there.

public struct CentralSettings: Hashable, Sendable {
    /// Whose numbers the sites' patient codes are.
    public enum Codes: String, Hashable, Sendable, CaseIterable {
        /// Each site's own: who is one person is said code by code.
        case site
        /// The study's: one code is one person wherever it stands.
        case study
    }

    /// This site's name: that of its role, of its certificate and of its rows. Nil where nothing is shipped.
    public var site: String?
    /// libpq's connection string or `service=…`, without a password. Nil: there is no central store.
    public var connection: String?
    public var codes = Codes.site
    /// A site that was not heard of for longer is silent.
    public var silentAfter = 86_400.0

    public init() {}
}

/// What is wrong with a connection string, and what to do; nil where nothing is.
public func connectionFault(_ text: String) -> (fault: String, fix: String)? {
    let lower = text.lowercased()
    let words = lower.split { $0.isWhitespace || $0 == "&" || $0 == "?" }
    if words.contains(where: { $0.hasPrefix("password") || $0.hasPrefix("sslpassword") }) || uriHoldsPassword(lower) {
        return (
            "it holds a password", "remove it: the certificate says who we are (sslcert=, sslkey=), or use a passfile"
        )
    }
    if let mode = words.first(where: { $0.hasPrefix("sslmode") }), !mode.hasSuffix("=verify-full"),
        !mode.hasSuffix("='verify-full'")
    {
        return ("it does not ask for the server's certificate", "write sslmode=verify-full and sslrootcert=")
    }
    return nil
}

/// `postgresql://user:password@host/…`
private func uriHoldsPassword(_ text: String) -> Bool {
    guard let scheme = text.firstRange(of: "://") else { return false }
    let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
    guard let at = authority.lastIndex(of: "@") else { return false }
    return authority[..<at].contains(":")
}
