// Everything that queries show passes through the schema: a column redefined, a trigger or a view added shows what no
// record says. So the whole of it is compared with the version's own, when a journal is opened, verified, and before
// each write.
internal import GRDB

extension Schema {
    /// "table record" and the like, with its definition; what has none of its own is SQLite's.
    typealias Objects = [String: String]

    /// What this version's own migrations make, worked out once.
    private static let own = Result { try objects(after: nil) }

    /// What is not as the version made it: a sentence; nil where all is.
    static func fault(_ db: Database) throws -> String? { try difference(of: objects(db), from: own.get()) }

    /// The same for a journal that an earlier version left and that is still to be brought up to date.
    static func faultBeforeMigration(_ db: Database) throws -> String? {
        let applied = try migrator.appliedMigrations(db)
        guard let last = applied.last else { return nil }
        return try difference(of: objects(db), from: objects(after: last))
    }

    /// SQLite reads a schema whose objects lack a name or a type; GRDB ends the process. To be asked before GRDB looks.
    static func unnamed(_ db: Database) throws -> String? {
        let sql = "SELECT count(*) FROM sqlite_master WHERE type IS NULL OR name IS NULL OR tbl_name IS NULL"
        return try Int.fetchOne(db, sql: sql) == 0 ? nil : "Its schema holds an object that has no name or no type."
    }

    private static func objects(after migration: String?) throws -> Objects {
        let model = try DatabaseQueue()
        if let migration { try migrator.migrate(model, upTo: migration) } else { try migrator.migrate(model) }
        let objects = try model.read(objects)
        try model.close()
        keepToTheEnd(model)
        return objects
    }

    private static func objects(_ db: Database) throws -> Objects {
        let sql = "SELECT type || ' ' || name, coalesce(sql, '') || ' on ' || tbl_name FROM sqlite_master"
        let rows = try Row.fetchAll(db.cachedStatement(sql: sql))
        return try Dictionary(
            rows.map { try ($0.decode(atIndex: 0), $0.decode(atIndex: 1)) }, uniquingKeysWith: { $0 + $1 })
    }

    private static func difference(of found: Objects, from own: Objects) -> String? {
        if found == own { return nil }
        for (name, definition) in own.sorted(by: { $0.key < $1.key }) {
            guard let there = found[name] else {
                return "The \(name) is missing: somebody may have opened the journal to editing."
            }
            if there != definition { return "The \(name) was changed: what it shows is not what the records say." }
        }
        let foreign = found.keys.filter { own[$0] == nil }.sorted()
        return foreign.first.map { "The \($0) is none of cqwatch's: it could hide or change what is written." }
    }
}
