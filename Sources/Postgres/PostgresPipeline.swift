// Statements sent without waiting for the answer to each: a line with a long delay is filled, and a server is never idle.
internal import CPostgres

extension PostgresConnection {
    /// Statements whose answer is not read yet. Their answers are some bytes each, far less than a socket holds.
    public static let windowMax = 16

    /// One statement of a pipeline: a transaction of its own.
    public struct Step {
        /// Equal texts are prepared once a connection where `repeats`.
        public let sql: String
        public let parameters: PostgresParameters
        public let repeats: Bool

        public init(_ sql: String, _ parameters: PostgresParameters, repeats: Bool) {
            (self.sql, self.parameters, self.repeats) = (sql, parameters, repeats)
        }
    }

    /// Sends what `next` gives until it gives nothing, and tells `done` the rows that each touched, in order.
    /// - Throws: the first fault of the server, or what `next` and `done` throw. What was sent before holds.
    public func pipeline(next: () throws -> Step?, done: (_ affected: Int) throws -> Void) throws {
        guard PQenterPipelineMode(handle) == 1 else { throw broken() }
        var waiting = 0
        var first: (any Error)?
        do {
            while let step = try next() {
                try send(step)
                waiting += 1
                if waiting >= Self.windowMax {
                    waiting -= 1
                    try done(try answer())
                }
            }
        } catch { first = error }
        // The server answers all that was sent, whatever became of the first.
        while waiting > 0, isUsable {
            waiting -= 1
            do {
                let affected = try answer()
                if first == nil { try done(affected) }
            } catch { first = first ?? error }
        }
        if isUsable, PQexitPipelineMode(handle) != 1, first == nil { first = broken() }
        if let first { throw first }
    }

    private func send(_ step: Step) throws(PostgresFault) {
        let count = Int32(step.parameters.count)
        let sent: Int32
        if step.repeats {
            let name = "cq\(count)"
            if prepared[name] != step.sql {
                guard prepared[name] == nil else {
                    throw PostgresFault(state: nil, sentence: "two statements of \(count) values in one pipeline")
                }
                guard PQsendPrepare(handle, name, step.sql, count, nil) == 1 else { throw broken() }
                prepared[name] = step.sql
            }
            sent = step.parameters.withPointers { PQsendQueryPrepared(handle, name, count, $0, nil, nil, 0) }
        } else {
            sent = step.parameters.withPointers { PQsendQueryParams(handle, step.sql, count, nil, $0, nil, nil, 0) }
        }
        guard sent == 1, PQpipelineSync(handle) == 1 else { throw broken() }
    }

    /// Reads the answers up to the next point of synchronization.
    private func answer() throws(PostgresFault) -> Int {
        var affected = 0
        var fault: PostgresFault?
        while true {
            guard let result = try nextResult() else {
                // Nothing more of this statement; twice in a row only where the connection is gone.
                guard isUsable else { throw fault ?? broken() }
                continue
            }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                PQclear(result)
                if let fault { throw fault }
                return affected
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: affected = PostgresRows(result).affected
            case PGRES_PIPELINE_ABORTED: PQclear(result)
            default:
                if fault == nil { fault = Self.fault(of: result) }
                PQclear(result)
                guard isUsable else { throw fault ?? broken() }
            }
        }
    }
}
