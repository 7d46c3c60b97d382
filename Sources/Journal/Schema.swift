// The journal's tables. One append-only, chained table holds everything; what queries need is computed out of its
// bodies by virtual columns and kept in partial indexes, so nothing is stored twice and the chain covers all.
internal import GRDB

enum Schema {
    /// Migrations in order; a released one is never edited.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 records") { db in
            try db.execute(sql: records)
            for guardian in guards { try db.execute(sql: guardian.sql) }
            try db.execute(sql: seen)
        }
        migrator.registerMigration("2 laboratory history") { db in try db.execute(sql: history) }
        migrator.registerMigration("3 swept") { db in try db.execute(sql: swept) }
        migrator.registerMigration("4 sightings and sweeps") { db in
            try Seen.forgetUnstated(db)
            try db.execute(sql: "DROP TABLE swept")
            try allowKinds(of: checkOfKinds(firstKinds), toBe: checkOfKinds(firstKinds + ["sighting", "sweep"]), db)
        }
        migrator.registerMigration("5 list of runs") { db in try db.execute(sql: listOfRuns) }
        migrator.registerMigration("6 hospital interface") { db in
            let kinds = firstKinds + ["sighting", "sweep"]
            try allowKinds(of: checkOfKinds(kinds), toBe: checkOfKinds(kinds + ["interface"]), db)
            try db.execute(sql: interface)
        }
        migrator.registerMigration("7 courses") { db in try db.execute(sql: courses) }
        return migrator
    }

    /// The kinds of records that the first schema knew.
    private static let firstKinds = [
        "run", "amendment", "result", "alert", "delivery", "unreadable", "device", "person", "configuration",
    ]

    private static func checkOfKinds(_ kinds: [String]) -> String {
        "kind IN (\(kinds.map { "'\($0)'" }.joined(separator: ", ")))"
    }

    /// Widens a constraint, which changes no row: SQLite's own way to do that without copying the table
    /// (https://www.sqlite.org/lang_altertable.html#otheralter).
    private static func allowKinds(of old: String, toBe new: String, _ db: Database) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA schema_version") ?? 0
        try db.execute(sql: "PRAGMA writable_schema = ON")
        try db.execute(
            sql: "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'record'",
            arguments: [old, new])
        try db.execute(sql: "PRAGMA schema_version = \(version + 1)")
        try db.execute(sql: "PRAGMA writable_schema = RESET")
    }

    /// Kinds whose body names a run, and those whose body names a file.
    private static let runs = "kind IN ('run', 'amendment')"
    private static let files = "kind IN ('run', 'amendment', 'unreadable')"

    private static let records = """
        CREATE TABLE record (
            sequence INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (\(checkOfKinds(firstKinds))),
            about INTEGER REFERENCES record(sequence),
            previous TEXT NOT NULL,
            digest TEXT NOT NULL,
            body TEXT NOT NULL CHECK (json_valid(body)),
            run_id TEXT GENERATED ALWAYS AS (CASE WHEN \(runs) THEN body->>'$.identity.id' END) VIRTUAL,
            run_serial TEXT GENERATED ALWAYS AS (CASE WHEN \(runs) THEN body->>'$.identity.serial' END) VIRTUAL,
            run_started TEXT GENERATED ALWAYS AS (CASE WHEN \(runs) THEN body->>'$.identity.started' END) VIRTUAL,
            run_saved TEXT GENERATED ALWAYS AS (CASE WHEN \(runs) THEN body->>'$.saved' END) VIRTUAL,
            run_content TEXT GENERATED ALWAYS AS (CASE WHEN \(runs) THEN body->>'$.content' END) VIRTUAL,
            run_conflict INTEGER GENERATED ALWAYS AS (CASE WHEN \(runs) THEN body->>'$.conflict' END) VIRTUAL,
            source TEXT GENERATED ALWAYS AS (CASE WHEN \(files) THEN body->>'$.file.sha256' END) VIRTUAL,
            path TEXT GENERATED ALWAYS AS (CASE WHEN \(files) THEN body->>'$.file.path' END) VIRTUAL,
            patient TEXT GENERATED ALWAYS AS (CASE WHEN kind IN ('result', 'alert') THEN body->>'$.patient' END) VIRTUAL,
            target TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'result' THEN body->>'$.target' END) VIRTUAL,
            alert_id TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'alert' THEN body->>'$.id' END) VIRTUAL,
            alert_state TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'alert' THEN body->>'$.state' END) VIRTUAL,
            alert_subject TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'alert' THEN body->>'$.subject' END) VIRTUAL,
            alert_run TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'alert' THEN body->>'$.run' END) VIRTUAL,
            delivery_id TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'delivery' THEN body->>'$.delivery' END) VIRTUAL,
            delivery_state TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'delivery' THEN body->>'$.state' END) VIRTUAL,
            delivery_due TEXT GENERATED ALWAYS AS (CASE WHEN kind = 'delivery' THEN body->>'$.due' END) VIRTUAL
        ) STRICT;
        CREATE INDEX record_kind ON record(kind, time);
        CREATE INDEX record_about ON record(about) WHERE about IS NOT NULL;
        CREATE INDEX record_run ON record(run_id, run_serial, run_started, run_saved, run_content, run_conflict) WHERE \(runs);
        CREATE INDEX record_source ON record(source) WHERE \(runs);
        CREATE INDEX record_unreadable ON record(path) WHERE kind = 'unreadable';
        CREATE INDEX record_result ON record(patient, target) WHERE kind = 'result';
        CREATE INDEX record_alert ON record(alert_id, alert_state) WHERE kind = 'alert';
        CREATE INDEX record_alert_patient ON record(patient, alert_id) WHERE kind = 'alert';
        CREATE INDEX record_alert_subject ON record(alert_subject, alert_id) WHERE kind = 'alert';
        CREATE INDEX record_outbox ON record(delivery_state) WHERE kind = 'delivery';
        CREATE INDEX record_delivery ON record(delivery_id, delivery_state, delivery_due) WHERE kind = 'delivery';
        """

    /// What later runs are held against, read from the index alone. Runs journaled before this migration have none.
    private static let history = """
        ALTER TABLE record ADD COLUMN run_summary TEXT GENERATED ALWAYS AS (CASE WHEN \(runs) THEN body->>'$.summary' END) VIRTUAL;
        CREATE INDEX record_history ON record(run_started, run_id, run_serial, run_saved, run_conflict, run_summary) WHERE \(runs);
        """

    /// What a list of runs shows, read from the index alone. Quotation marks inside a text are escaped in a body, so no
    /// text is taken for a verdict.
    private static let listOfRuns = """
        ALTER TABLE record ADD COLUMN run_verdict TEXT GENERATED ALWAYS AS (CASE WHEN \(runs) THEN
            CASE WHEN instr(body->'$.quality', '"status":"fail"') THEN 'fail'
                WHEN instr(body->'$.quality', '"status":"warn"') THEN 'warn' ELSE 'pass' END END) VIRTUAL;
        CREATE INDEX record_runs ON record(run_id, run_serial, run_started, run_saved, run_conflict, run_verdict, path, source, time)
            WHERE \(runs);
        """

    /// What became of messages to the hospital's systems: by way and state, and the newest of each way.
    private static let interface = """
        ALTER TABLE record ADD COLUMN interface_route TEXT GENERATED ALWAYS AS
            (CASE WHEN kind = 'interface' THEN body->>'$.route' END) VIRTUAL;
        ALTER TABLE record ADD COLUMN interface_state TEXT GENERATED ALWAYS AS
            (CASE WHEN kind = 'interface' THEN body->>'$.state' END) VIRTUAL;
        ALTER TABLE record ADD COLUMN interface_record INTEGER GENERATED ALWAYS AS
            (CASE WHEN kind = 'interface' THEN body->>'$.record' END) VIRTUAL;
        ALTER TABLE record ADD COLUMN interface_void INTEGER GENERATED ALWAYS AS
            (CASE WHEN kind = 'interface' THEN body->>'$.void' END) VIRTUAL;
        ALTER TABLE record ADD COLUMN interface_message TEXT GENERATED ALWAYS AS
            (CASE WHEN kind = 'interface' THEN body->>'$.message' END) VIRTUAL;
        CREATE INDEX record_interface ON record(interface_route, interface_state, interface_record, interface_void)
            WHERE kind = 'interface';
        CREATE INDEX record_interface_last ON record(interface_route) WHERE kind = 'interface';
        """

    /// What a list of patients shows of their results, read from the index alone, and which results are replaced. A
    /// result is plain where these columns are all that its measurement is made of. Casts keep what a foreign hand wrote
    /// from being of another type than its column; numbers that JSON has no form for stand in bodies as words.
    private static let courses = """
        ALTER TABLE record ADD COLUMN result_plain INTEGER GENERATED ALWAYS AS (CASE WHEN kind = 'result' THEN
            body->>'$.conflict' IS 0 AND body->>'$.withheld' IS NULL
                AND instr(body, 'Infinity"') = 0 AND instr(body, '"NaN"') = 0 END) VIRTUAL;
        \(resultColumns.map { name, key, type in
            "ALTER TABLE record ADD COLUMN result_\(name) \(type) GENERATED ALWAYS AS "
                + "(CASE WHEN kind = 'result' THEN CAST(body->>'$.\(key)' AS \(type)) END) VIRTUAL;"
        }.joined(separator: "\n"))
        CREATE INDEX record_course ON record(patient, sequence, time, about, target, result_plain,
            \(resultColumns.map { "result_" + $0.name }.joined(separator: ", ")))
            WHERE kind = 'result' AND patient IS NOT NULL;
        CREATE INDEX record_amends ON record(about, result_amends) WHERE kind = 'result' AND result_amends IS NOT NULL;
        """

    private static let resultColumns: [(name: String, key: String, type: String)] = [
        ("day", "day", "INTEGER"), ("run", "run", "TEXT"), ("saved", "saved", "TEXT"), ("sample", "sample", "TEXT"),
        ("copies", "copies", "REAL"), ("low", "low", "REAL"), ("high", "high", "REAL"), ("lloq", "lloq", "REAL"),
        ("uloq", "uloq", "REAL"), ("unit", "unit", "TEXT"), ("below", "below_lloq", "INTEGER"),
        ("above", "above_uloq", "INTEGER"), ("flags", "flags", "TEXT"), ("wells", "wells", "TEXT"),
        ("amends", "amends", "INTEGER"),
    ]

    /// Up to which date the schedule has been looked at. Records of the kind `sweep` say so since.
    private static let swept = "CREATE TABLE swept (one INTEGER PRIMARY KEY CHECK (one = 1), day TEXT NOT NULL) STRICT;"

    /// Nothing is changed or taken away, and only the next link is added. The last guard stops `INSERT OR REPLACE` too,
    /// which would otherwise delete without asking the second.
    static let guards = [
        Guard(
            "record_no_update",
            "BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'a journal record cannot be changed'); END"),
        Guard(
            "record_no_delete",
            "BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'a journal record cannot be deleted'); END"),
        Guard(
            "record_next_link",
            """
            BEFORE INSERT ON record
            WHEN NEW.sequence IS NOT coalesce((SELECT max(sequence) FROM record), 0) + 1
                OR NEW.previous IS NOT coalesce((SELECT digest FROM record ORDER BY sequence DESC LIMIT 1), '\(Record.chainStart)')
            BEGIN SELECT RAISE(ABORT, 'a journal record must follow the last one'); END
            """),
    ]

    /// A trigger of the record table, as `sqlite_master` shows it.
    struct Guard {
        let name: String
        let sql: String

        init(_ name: String, _ rule: String) {
            self.name = name
            sql = "CREATE TRIGGER \(name) \(rule)"
        }
    }

    /// Which files were looked at and what they looked like, so that a restart reads nothing twice. Each row names the
    /// record that says so. Without its rows every file would be read again and found known, and nothing else would
    /// change.
    private static let seen = """
        CREATE TABLE seen (
            path TEXT PRIMARY KEY,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            sequence INTEGER NOT NULL REFERENCES record(sequence)
        ) STRICT, WITHOUT ROWID;
        """
}
