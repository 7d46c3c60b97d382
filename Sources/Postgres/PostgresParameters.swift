// The values of one statement, as libpq wants them: texts that end in NUL, one after the other in one buffer.

public struct PostgresParameters: Sendable {
    private var bytes: [UInt8] = []
    /// Where each begins; -1 for NULL.
    private var offsets: [Int] = []

    public init() {}
    public init(_ values: [String?]) { for value in values { append(value) } }

    public var count: Int { offsets.count }

    /// - Precondition of PostgreSQL: the text holds no NUL; one that does is cut there.
    public mutating func append(_ text: String?) {
        guard let text else { return offsets.append(-1) }
        offsets.append(bytes.count)
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
    }

    public mutating func append(_ number: Int64?) { append(number.map(String.init)) }

    /// Pointers that hold as long as `body` runs.
    func withPointers<Result>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result) -> Result {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.bindMemory(to: CChar.self).baseAddress
            let pointers = offsets.map { offset in offset < 0 ? nil : start.map { $0 + offset } }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
