/// Where a set-up keeps its things; relative paths start at the configuration file's folder.
public struct SetupPlaces: Sendable {
    public var export: String
    public var patients: String
    public var journal: String
    /// Nil: a hook is only shown how it is set up.
    public var hook: String?
    /// Nil: no metrics are written.
    public var metrics: String?

    /// What `cqwatch init DIR` writes: everything below one folder.
    public static let embedded = SetupPlaces(
        export: "export", patients: "patients.csv", journal: "state/journal.sqlite", hook: "hooks/notify", metrics: nil)
    /// What the packaged service uses.
    public static let system = SetupPlaces(
        export: "/srv/lightcycler", patients: "/etc/cqwatch/patients.csv", journal: "/var/lib/cqwatch/journal.sqlite",
        hook: nil,
        metrics: "/run/cqwatch/metrics/cqwatch.prom")
}
