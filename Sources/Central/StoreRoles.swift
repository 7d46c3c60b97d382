// Who may do what at the central store. A site's role has the site's name, which is also the common name of its
// certificate: it appends and reads its own rows, and nothing else.

public enum StoreRoles {
    static let statements = [
        "CREATE ROLE cq_site NOLOGIN",
        "CREATE ROLE cq_centre LOGIN",
        "GRANT INSERT ON record TO cq_site",
        "GRANT SELECT ON record TO cq_site",
        "GRANT SELECT, INSERT, UPDATE ON contact TO cq_site",
        "GRANT SELECT ON elsewhere TO cq_site",
        "GRANT SELECT ON store, record, contact TO cq_centre",
        "GRANT SELECT, INSERT ON subject TO cq_centre",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON verified, run, control, results, alert, code, elsewhere TO cq_centre",
        "ALTER TABLE record ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE contact ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE elsewhere ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own_insert ON record FOR INSERT TO cq_site WITH CHECK (site = current_user AND received <= now())",
        "CREATE POLICY own_select ON record FOR SELECT TO cq_site USING (site = current_user)",
        """
        CREATE POLICY own_contact ON contact TO cq_site
            USING (site = current_user) WITH CHECK (site = current_user AND at <= now())
        """,
        "CREATE POLICY own_elsewhere ON elsewhere FOR SELECT TO cq_site USING (site = current_user)",
        "CREATE POLICY centre_record ON record FOR SELECT TO cq_centre USING (true)",
        "CREATE POLICY centre_contact ON contact FOR SELECT TO cq_centre USING (true)",
        "CREATE POLICY centre_elsewhere ON elsewhere TO cq_centre USING (true) WITH CHECK (true)",
    ]

    /// What lets a site in; nil for a name that is none.
    public static func admission(of site: String) -> String? {
        SiteName.isName(site) ? "CREATE ROLE \"\(site)\" LOGIN IN ROLE cq_site;\n" : nil
    }
}

/// A site's name: that of its role, of its certificate, and of its rows.
public enum SiteName {
    static let bytesMax = 63
    /// Names that are the centre's own.
    static let reserved: Set = ["cq_site", "cq_centre", "postgres", "public"]

    /// `[a-z][a-z0-9_-]{0,62}`: what every engine takes for a role's name without folding it.
    public static func isName(_ text: some StringProtocol) -> Bool {
        guard (1...bytesMax).contains(text.utf8.count), let first = text.utf8.first, (97...122).contains(first) else {
            return false
        }
        return !reserved.contains(String(text))
            && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
    }
}
