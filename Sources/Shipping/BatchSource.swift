// The journal cut into statements: full batches of one size, so that the server plans one text, and a rest.
internal import Journal

struct BatchSource {
    let journal: Journal
    private var place: Head
    private let end: Int64
    private var waiting: ArraySlice<Record> = []
    /// Nothing is left up to the end.
    var isAtEnd: Bool { place.sequence >= end && waiting.isEmpty }

    /// - Parameters:
    ///   - place: what is at the store already.
    ///   - end: the last record that is wanted; what is written meanwhile is the next visit's.
    init(journal: Journal, place: Head, end: Int64) {
        self.journal = journal
        self.place = place
        self.end = end
    }

    /// Nil at the end.
    /// - Throws: `JournalError.damaged` where the journal's own chain is broken: nothing behind that is shipped.
    mutating func next() throws(JournalError) -> [Record]? {
        if waiting.count < StoreVisit.batchRows, place.sequence < end { try fill() }
        guard !waiting.isEmpty else { return nil }
        var bytes = 0
        let batch = waiting.prefix(StoreVisit.batchRows).prefix { record in
            defer { bytes += record.body.utf8.count }
            return bytes < StoreVisit.batchBytesMax
        }
        waiting = waiting.dropFirst(batch.count)
        return Array(batch)
    }

    private mutating func fill() throws(JournalError) {
        let (records, fault) = try journal.records(
            after: place, atMost: min(StoreVisit.readRows, Int(clamping: end - place.sequence)),
            bytesMax: StoreVisit.readBytesMax)
        if let last = records.last { place = Head(sequence: last.sequence, digest: last.digest) }
        waiting = ArraySlice(Array(waiting) + records)
        guard let fault else { return }
        // The records before the damaged one are shipped first.
        guard waiting.isEmpty else { return }
        throw .damaged(
            "The journal is damaged\(fault.sequence.map { " at record \($0)" } ?? ""), and is shipped up to there: "
                + "\(fault.reason) Run `cqwatch journal verify`.")
    }
}
