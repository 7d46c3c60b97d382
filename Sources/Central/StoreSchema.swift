// The central store's tables, in the SQL that PostgreSQL, Citus, YugabyteDB and CockroachDB all know: no sequence, trigger,
// LISTEN, advisory lock or COPY, and no jsonb of what is hashed. `cqwatch central init` prints it; sql/ holds the same.

/// One step from an empty database to the version that this program speaks.
public struct StoreVersion: Sendable {
    public let number: Int
    /// Why it exists, for its file's first line.
    public let title: String
    /// One statement each.
    public let statements: [String]
}

public enum StoreSchema {
    /// In order. A step that has been released is never changed: a further one follows.
    public static let versions = [first]
    public static let current = versions.last?.number ?? 0

    /// The version of a database; empty where the program never made anything there.
    public static let versionQuery = "SELECT max(version) FROM store"

    /// A step as a script.
    public static func script(_ version: StoreVersion) -> String {
        "-- cqwatch central store, version \(version.number): \(version.title).\n\n"
            + (version.statements + [recorded(version)]).map { $0 + ";\n" }.joined(separator: "\n")
    }

    /// Notes that a step is made.
    public static func recorded(_ version: StoreVersion) -> String {
        "INSERT INTO store (version) VALUES (\(version.number)) ON CONFLICT DO NOTHING"
    }

    /// Of one record, far more than the longest run's: who holds a site's key fills neither the centre's memory nor its disk
    /// with one row.
    public static let bodyBytesMax = 16 << 20

    private static let zeros = String(repeating: "0", count: 64)

    private static let first = StoreVersion(
        number: 1, title: "tables, roles and who may do what; run once, as the owner of the database",
        statements: tables + StoreRoles.statements)

    static let tables = [
        """
        -- Which steps were made here.
        CREATE TABLE IF NOT EXISTS store (
            version int NOT NULL PRIMARY KEY,
            applied timestamptz NOT NULL DEFAULT now()
        )
        """,
        """
        -- The sites' journals, record by record. Each row stands on the one before it by a foreign key, so the store itself
        -- refuses a gap and a fork; the primary key makes a repeated shipment nothing. Append-only by privilege.
        CREATE TABLE IF NOT EXISTS record (
            site      text   NOT NULL,
            sequence  bigint NOT NULL CHECK (sequence > 0),
            after     bigint CHECK (after = sequence - 1),       -- null in the first record alone
            time      text   NOT NULL CHECK (length(time) <= 64),  -- as hashed
            kind      text   NOT NULL CHECK (length(kind) <= 64),
            about     bigint,
            previous  text   NOT NULL CHECK (length(previous) = 64),
            digest    text   NOT NULL CHECK (length(digest) = 64),
            -- As hashed: jsonb would sort and round.
            body      text   NOT NULL CHECK (octet_length(body) <= \(bodyBytesMax)),
            received  timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (site, sequence),
            UNIQUE (site, sequence, digest),
            CHECK ((sequence = 1) = (after IS NULL)),
            CHECK (sequence > 1 OR previous = '\(zeros)'),
            FOREIGN KEY (site, after, previous) REFERENCES record (site, sequence, digest)
        )
        """,
        """
        -- What a site says of itself at each visit, also when it has nothing to ship: silence is told from idleness.
        CREATE TABLE IF NOT EXISTS contact (
            site    text NOT NULL PRIMARY KEY,
            at      timestamptz NOT NULL DEFAULT now(),
            head    bigint NOT NULL,                             -- of its own journal
            digest  text NOT NULL CHECK (length(digest) <= 64),
            backlog bigint NOT NULL,                             -- records that were not shipped yet
            program text NOT NULL CHECK (length(program) <= 200),
            fault   text CHECK (length(fault) <= 2000)           -- why it ships no more
        )
        """,
        """
        -- How far the centre has computed every digest itself. What lies beyond is shown nowhere.
        CREATE TABLE IF NOT EXISTS verified (
            site     text NOT NULL PRIMARY KEY,
            sequence bigint NOT NULL,
            digest   text NOT NULL,
            at       timestamptz NOT NULL DEFAULT now(),
            bad      bigint,                                     -- the first bad record
            fault    text,
            unread   bigint                                      -- proved, but of a form that the centre's program does not know
        )
        """,
        """
        -- From here on: what the verifier noted of verified records, so that questions read few of them. It can be dropped and
        -- is made again by `cqwatch central verify --all`.
        CREATE TABLE IF NOT EXISTS run (
            site     text NOT NULL,
            sequence bigint NOT NULL,
            run      text NOT NULL,
            serial   text,
            started  text,
            saved    text,
            conflict boolean NOT NULL,                           -- its identity contradicts another run's
            failed   boolean NOT NULL,                           -- its own quality control
            recorded text NOT NULL,
            PRIMARY KEY (site, sequence)
        )
        """,
        "CREATE INDEX IF NOT EXISTS run_recorded ON run (recorded, site)",
        "CREATE INDEX IF NOT EXISTS run_name ON run (site, run)",
        """
        CREATE TABLE IF NOT EXISTS control (
            site     text NOT NULL,
            sequence bigint NOT NULL,
            control  text NOT NULL,
            target   text NOT NULL,
            level    double precision NOT NULL,                  -- log10 copies
            recorded text NOT NULL,
            PRIMARY KEY (site, sequence, control, target)
        )
        """,
        "CREATE INDEX IF NOT EXISTS control_recorded ON control (recorded, site)",
        """
        -- Result records of one run that follow one another.
        CREATE TABLE IF NOT EXISTS results (
            site     text NOT NULL,
            first    bigint NOT NULL,
            last     bigint NOT NULL,
            about    bigint NOT NULL,                            -- record of their run
            patients text NOT NULL,                              -- the site's codes, a blank around each
            amends   text NOT NULL,                              -- results that they replace, a blank between two
            digest   text NOT NULL,                              -- of the last
            PRIMARY KEY (site, first)
        )
        """,
        """
        CREATE TABLE IF NOT EXISTS alert (
            site     text NOT NULL,
            alert    text NOT NULL,
            sequence bigint NOT NULL,                            -- its newest record
            patient  text,
            stands   boolean NOT NULL,
            digest   text NOT NULL,
            PRIMARY KEY (site, alert)
        )
        """,
        "CREATE INDEX IF NOT EXISTS alert_stands ON alert (stands, site)",
        """
        -- The patients that a site has spoken of, and the infusions that it knows: days count from them.
        CREATE TABLE IF NOT EXISTS code (
            patient   text NOT NULL,
            site      text NOT NULL,
            sequence  bigint NOT NULL,                           -- the record that said so last
            infusions text,                                      -- dates, a blank between two; null where it was not told
            PRIMARY KEY (patient, site)
        )
        """,
        """
        -- Which person of the study a site's code means. Rows are added, never changed: the newest of a code holds.
        CREATE TABLE IF NOT EXISTS subject (
            site    text NOT NULL,
            patient text NOT NULL,
            since   timestamptz NOT NULL DEFAULT now(),
            subject text NOT NULL,
            named   text NOT NULL,                               -- who said so
            PRIMARY KEY (site, patient, since)
        )
        """,
        "CREATE INDEX IF NOT EXISTS subject_subject ON subject (subject)",
        """
        -- What a site may know of its own patients from elsewhere; written by the centre.
        CREATE TABLE IF NOT EXISTS elsewhere (
            site     text NOT NULL,                              -- who may read it
            patient  text NOT NULL,                              -- that site's code
            origin   text NOT NULL,                              -- the site that measured
            sequence bigint NOT NULL,                            -- its record
            value    text NOT NULL,                              -- JSON
            PRIMARY KEY (site, patient, origin, sequence)
        )
        """,
    ]
}
