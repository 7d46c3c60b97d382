// The statements of both sides, in one place for whoever checks them against an engine's documentation.

/// What a site says to the store.
public enum SiteStatements {
    /// Each row is held against the one before it, by a plan that is made once a connection. A store that was vacuumed
    /// while it was empty would choose to read the whole table for each (367 records a second instead of 32,000).
    public static let byKey = "SET enable_seqscan = off"

    /// Its newest record there.
    public static let head = "SELECT sequence, digest FROM record WHERE site = $1 ORDER BY sequence DESC LIMIT 1"

    /// What lies there already of a batch that was not all new.
    public static let digests = "SELECT sequence, digest FROM record WHERE site = $1 AND sequence BETWEEN $2 AND $3"

    /// Values of a record in `insert`, in this order.
    public static let columns = ["site", "sequence", "after", "time", "kind", "about", "previous", "digest", "body"]

    /// Appends so many records. Without a target of the conflict: two shippers at once may meet at either key.
    public static func insert(_ rows: Int) -> String {
        let width = columns.count
        let values = (0..<rows).map { row in
            "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ",") + ")"
        }
        return "INSERT INTO record (\(columns.joined(separator: ", "))) VALUES \(values.joined(separator: ","))"
            + " ON CONFLICT DO NOTHING"
    }

    public static let contact = """
        INSERT INTO contact (site, head, digest, backlog, program, fault) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (site) DO UPDATE SET at = now(), head = excluded.head, digest = excluded.digest,
            backlog = excluded.backlog, program = excluded.program, fault = excluded.fault
        """

    /// What others measured of one of its patients.
    public static let elsewhere = """
        SELECT origin, sequence, value FROM elsewhere WHERE site = $1 AND patient = $2 ORDER BY origin, sequence
        """
}
