// One connection to a server that speaks PostgreSQL's protocol. Its calls block, each for a bounded time.
internal import CPostgres

/// Not to be used by two threads at once. Closed when its owner is gone.
public final class PostgresConnection {
    /// How long each part of a conversation may take before it counts as lost.
    public enum Patience {
        /// To connect, TLS included, an address.
        public static let connectSeconds = 10
        /// For one statement on the server.
        public static let statementSeconds = 120
        /// For an answer, and for bytes that nobody takes: longer than a statement may run, since a server at work reads
        /// nothing, and so that it has the first word.
        public static let answerSeconds = statementSeconds + 30
    }
    /// How often a transaction is tried that loses against another.
    public static let attemptsMax = 8

    let handle: OpaquePointer
    let answerMax: Duration
    /// The server kept us waiting for too long: whatever it says later answers nothing that is asked now.
    var isLost = false
    /// Statements that the server keeps for this connection, by name.
    var prepared: [String: String] = [:]

    /// Connects.
    /// - Parameters:
    ///   - connection: a connection string of libpq: `host=… dbname=…`, a URI, or `service=…`.
    ///   - application: the name that the server shows for this connection.
    ///   - settings: what holds where the string does not say otherwise.
    ///   - answerMax: how long an answer may take.
    public init(
        _ connection: String, application: String, settings: [(key: String, value: String)] = [],
        answerMax: Duration = .seconds(Patience.answerSeconds)
    ) throws(PostgresFault) {
        let defaults =
            [
                ("connect_timeout", "\(Patience.connectSeconds)"),
                ("tcp_user_timeout", "\(Patience.answerSeconds * 1000)"), ("keepalives_idle", "60"),
                ("keepalives_interval", "10"), ("keepalives_count", "3"), ("application_name", application),
                ("client_encoding", "UTF8"),
            ] + settings.map { ($0.key, $0.value) } + [("dbname", connection)]
        let keywords = PostgresParameters(defaults.map { Optional($0.0) } + [nil])
        let values = PostgresParameters(defaults.map { Optional($0.1) } + [nil])
        let made = keywords.withPointers { keywords in
            values.withPointers { values -> OpaquePointer? in
                guard let keywords, let values else { return nil }
                return PQconnectdbParams(keywords, values, 1)
            }
        }
        guard let made else { throw PostgresFault(state: nil, sentence: "libpq has no memory for a connection") }
        guard PQstatus(made) == CONNECTION_OK else {
            defer { PQfinish(made) }
            throw PostgresFault(state: nil, sentence: Self.message(of: made))
        }
        (handle, self.answerMax) = (made, answerMax)
        // Warnings and notices are for a person at a terminal, and nobody sits here.
        PQsetNoticeProcessor(made, { _, _ in }, nil)
        guard PQsetnonblocking(made, 1) == 0 else { throw broken() }
        _ = try execute("SET statement_timeout = \(Patience.statementSeconds * 1000)")
    }

    deinit { PQfinish(handle) }

    /// The role that the server knows us as.
    public var user: String { PQuser(handle).map { String(cString: $0) } ?? "" }
    /// Whether what is said is encrypted.
    public var isEncrypted: Bool { PQsslInUse(handle) != 0 }
    /// Whether it goes over a socket of this machine.
    public var isLocal: Bool { PQhost(handle).map { String(cString: $0).hasPrefix("/") } ?? false }
    /// How a server's certificate was checked: "verify-full", …
    public var certificateCheck: String {
        guard let options = PQconninfo(handle) else { return "" }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if String(cString: keyword) == "sslmode" { return option.pointee.val.map { String(cString: $0) } ?? "" }
            option += 1
        }
        return ""
    }

    /// Runs one statement.
    @discardableResult
    public func execute(_ sql: String, _ parameters: [String?] = []) throws(PostgresFault) -> PostgresRows {
        try request(sql, parameters)
        return try collect()
    }

    /// Runs one statement without parameters, or several at once.
    @discardableResult
    public func run(_ script: String) throws(PostgresFault) -> PostgresRows {
        guard PQsendQuery(handle, script) == 1 else { throw broken() }
        return try collect()
    }

    /// Runs `body` in a transaction, and again from its beginning where it loses against another one.
    public func transaction<Value>(_ body: () throws -> Value) throws -> Value {
        for attempt in 1... {
            try run("BEGIN")
            do {
                let value = try body()
                try run("COMMIT")
                return value
            } catch {
                // A connection that is gone has rolled back already.
                _ = try? run("ROLLBACK")
                guard let fault = error as? PostgresFault, fault.isSerialization, attempt < Self.attemptsMax else {
                    throw error
                }
            }
        }
        throw PostgresFault(state: "40001", sentence: "the transaction was tried too often")
    }

    func rows(_ result: OpaquePointer?) throws(PostgresFault) -> PostgresRows {
        guard let result else { throw broken() }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return PostgresRows(result)
        default:
            defer { PQclear(result) }
            throw Self.fault(of: result)
        }
    }

    static func fault(of result: OpaquePointer) -> PostgresFault {
        func field(_ code: Character) -> String? {
            code.asciiValue.flatMap { PQresultErrorField(result, Int32($0)) }.map { String(cString: $0) }
        }
        let words = [field("M"), field("D")].compactMap(\.self).joined(separator: " ")
        let whole = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        return PostgresFault(state: field("C"), sentence: words.isEmpty ? whole : words)
    }

    static func message(of handle: OpaquePointer) -> String {
        PQerrorMessage(handle).map { String(cString: $0) } ?? "the server says nothing"
    }
}

extension PostgresConnection {
    /// What a connection string says, by libpq's keywords; what it leaves open is not in it.
    /// - Throws: what libpq cannot read.
    public static func options(of connection: String) throws(PostgresFault) -> [String: String] {
        var words: UnsafeMutablePointer<CChar>?
        guard let parsed = PQconninfoParse(connection, &words) else {
            defer { PQfreemem(words) }
            throw PostgresFault(state: nil, sentence: words.map { String(cString: $0) } ?? "libpq has no memory")
        }
        defer { PQconninfoFree(parsed) }
        var options: [String: String] = [:]
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { options[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return options
    }

    /// Sends one statement; `collect` gets its rows. Nothing else may be asked in between.
    public func request(_ sql: String, _ parameters: [String?]) throws(PostgresFault) {
        let parameters = PostgresParameters(parameters)
        let sent = parameters.withPointers {
            PQsendQueryParams(handle, sql, Int32(parameters.count), nil, $0, nil, nil, 0)
        }
        guard sent == 1 else { throw broken() }
    }

    /// The rows of the last statement that was sent.
    public func collect() throws(PostgresFault) -> PostgresRows {
        var last: OpaquePointer?
        do throws(PostgresFault) {
            // All are read, so that the next statement may be sent; of several statements the last speaks, or the one
            // that failed.
            while let result = try nextResult() {
                last.map(PQclear)
                last = result
            }
        } catch {
            last.map(PQclear)
            throw error
        }
        return try rows(last)
    }
}
