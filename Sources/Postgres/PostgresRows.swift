// What a statement gave back.
internal import CPostgres

/// Rows of one result, in text form. One owner of the library's memory.
public final class PostgresRows {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    public var count: Int { Int(PQntuples(result)) }

    /// Rows that an INSERT, UPDATE or DELETE touched.
    public var affected: Int { PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// Nil for NULL, and outside of the result.
    public func text(_ row: Int, _ column: Int) -> String? {
        bytes(row, column) { String(decoding: $0, as: UTF8.self) }
    }

    public func number(_ row: Int, _ column: Int) -> Int64? { text(row, column).flatMap(Int64.init) }

    public func real(_ row: Int, _ column: Int) -> Double? { text(row, column).flatMap(Double.init) }

    public func truth(_ row: Int, _ column: Int) -> Bool { text(row, column) == "t" }

    /// The bytes as they came, without a copy; nil for NULL.
    public func bytes<Value>(_ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) rethrows
        -> Value?
    {
        let (row, column) = (Int32(clamping: row), Int32(clamping: column))
        guard row >= 0, row < PQntuples(result), column >= 0, column < PQnfields(result),
            PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column)
        else { return nil }
        return try body(UnsafeRawBufferPointer(start: value, count: Int(PQgetlength(result, row, column))))
    }
}
