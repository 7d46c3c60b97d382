internal import GRDBSQLite

/// The version of SQLite that is loaded.
public var sqliteLibraryVersion: String { String(cString: sqlite3_libversion()) }
