// The centre's side of the store: it proves what came and answers what operators and physicians ask. Plain reads and
// inserts: no trigger and no listener, so a timer runs it.
internal import Central
public import Postgres

public struct CentralStore {
    let store: PostgresConnection
    let connection: String

    /// - Throws: a connection that is neither a socket of this machine nor checked by certificate is refused.
    public init(_ connection: String) throws(PostgresFault) {
        self.connection = connection
        store = try Self.connect(connection)
        let version = try Self.version(store)
        guard version == StoreSchema.current else {
            throw PostgresFault(
                state: Self.wrongVersion,
                sentence: version < StoreSchema.current
                    ? "the store's tables are of version \(version), this program's are \(StoreSchema.current): run "
                        + "`cqwatch central init --apply` as the owner of the database"
                    : "the store's tables are of version \(version), which a newer cqwatch has made: install that")
        }
    }

    /// PostgreSQL's object_not_in_prerequisite_state.
    private static let wrongVersion = "55000"

    static func connect(_ connection: String) throws(PostgresFault) -> PostgresConnection {
        let store = try PostgresConnection(
            connection, application: "cqwatch-central", settings: [("sslmode", "verify-full")])
        guard store.isLocal || store.isEncrypted && store.certificateCheck == "verify-full" else {
            throw PostgresFault(
                state: "28000",
                sentence: "the connection does not check the server's certificate (sslmode=verify-full)")
        }
        return store
    }

    private static func version(_ store: PostgresConnection) throws(PostgresFault) -> Int {
        do {
            return Int(try store.execute(StoreSchema.versionQuery).number(0, 0) ?? 0)
        } catch  where error.state == undefinedTable {
            return 0
        }
    }

    private static let undefinedTable = "42P01"

    /// Makes what is missing, as the owner of the database.
    /// - Returns: the versions that were made.
    public static func prepare(_ connection: String) throws(PostgresFault) -> [Int] {
        let store = try connect(connection)
        let there = try version(store)
        let missing = StoreSchema.versions.filter { $0.number > there }
        for version in missing {
            for statement in version.statements { try store.run(statement) }
            try store.run(StoreSchema.recorded(version))
        }
        return missing.map(\.number)
    }
}
