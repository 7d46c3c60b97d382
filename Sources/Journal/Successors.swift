// The journal read from a place on, for whoever carries it elsewhere: only what follows the chain is given away.
internal import GRDB

extension Journal {
    /// The records that follow a place, in order, each checked against the one before it.
    /// - Parameter bytesMax: no further record is read once their bodies are so long.
    /// - Returns: and what is wrong with the one after them; nil where nothing was found.
    public func records(after place: Head, atMost count: Int, bytesMax: Int) throws(JournalError) -> (
        records: [Record], fault: Verification.Fault?
    ) {
        try read { db in
            var records: [Record] = []
            var last = place
            var bytes = 0
            while records.count < count, bytes < bytesMax {
                // A few at a time: one long run must not bring hundreds more into memory.
                var taken = 0
                let (reached, fault) = try Self.walk(db, after: last, atMost: min(Self.stride, count - records.count)) {
                    records.append($0)
                    bytes += $0.body.utf8.count
                    taken += 1
                }
                last = reached
                if fault != nil { return (records, fault) }
                if taken == 0 { break }
            }
            return (records, nil)
        }
    }

    /// The digest of one record; nil where the journal ends before it.
    public func digest(of sequence: Int64) throws(JournalError) -> String? {
        try read { db in
            try String.fetchOne(db, sql: "SELECT digest FROM record WHERE sequence = ?", arguments: [sequence])
        }
    }

    private static let stride = 64
}
