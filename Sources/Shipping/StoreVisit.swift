// One visit to the central store: ask for this site's head, hold it against the own chain, append what is missing, say how
// far this journal has come. The journal is only read.
public import Central
public import Journal
internal import Postgres

/// Ships one journal under one site's name.
public struct StoreVisit {
    /// Rows of a full batch: one statement, one transaction, prepared once.
    public static let batchRows = 64
    /// Bytes of bodies after which a batch ends early.
    static let batchBytesMax = 1 << 20
    /// Records read from the journal at a time.
    static let readRows = 512
    static let readBytesMax = 2 << 20

    let site: String
    let connection: String
    let journal: Journal
    let program: String

    public init(site: String, connection: String, journal: Journal, program: String) {
        self.site = site
        self.connection = connection
        self.journal = journal
        self.program = program
    }

    /// - Parameters:
    ///   - goesOn: asked between two batches; false ends the visit early, with what was shipped so far.
    ///   - progress: told how many records of how many are there.
    /// - Throws: `JournalError` alone: what the store says is in the outcome.
    public func make(
        goesOn: () -> Bool = { true }, progress: (_ done: Int64, _ of: Int64) -> Void = { _, _ in }
    ) throws(JournalError) -> VisitOutcome {
        do {
            let store = try siteConnection(connection, site: site)
            return try ship(to: store, goesOn, progress)
        } catch let fault as PostgresFault {
            return fault.isTransient ? .unreachable(fault.sentence) : .refused(fault.sentence)
        } catch let fork as Fork {
            return .forked(fork)
        } catch let error as JournalError {
            throw error
        } catch {
            return .unreachable("\(error)")
        }
    }

    private func ship(
        to store: PostgresConnection, _ goesOn: () -> Bool, _ progress: (Int64, Int64) -> Void
    ) throws -> VisitOutcome {
        let head = try journal.head()
        do {
            let there = try Self.head(of: site, at: store)
            let own = try there.map { try journal.digest(of: $0.sequence) } ?? nil
            let start = try shippingStart(store: there, head: ChainPlace(head), own: own)
            let place = start == 0 ? Head.start : Head(sequence: start, digest: there?.digest ?? "")
            if head.sequence - start > Int64(Self.batchRows) {
                // A long way to go: the centre sees how far.
                try say(head, backlog: head.sequence - start, fault: nil, to: store)
            }
            let last = try append(after: place, upTo: head, to: store, goesOn, progress)
            try say(head, backlog: head.sequence - last.sequence, fault: nil, to: store)
            return .shipped(records: last.sequence - start)
        } catch let fork as Fork {
            // The centre hears of it too: it may be the first to look.
            try say(head, backlog: 0, fault: fork.sentence, to: store)
            throw fork
        }
    }

    static func head(of site: String, at store: PostgresConnection) throws(PostgresFault) -> ChainPlace? {
        let rows = try store.execute(SiteStatements.head, [site])
        guard let sequence = rows.number(0, 0), let digest = rows.text(0, 1) else { return nil }
        return ChainPlace(sequence: sequence, digest: digest)
    }

    private func say(_ head: Head, backlog: Int64, fault: String?, to store: PostgresConnection) throws(PostgresFault) {
        try store.execute(
            SiteStatements.contact, [site, "\(head.sequence)", head.digest, "\(backlog)", program, fault])
    }

    /// - Returns: the last record that is at the store.
    private func append(
        after place: Head, upTo head: Head, to store: PostgresConnection, _ goesOn: () -> Bool,
        _ progress: (Int64, Int64) -> Void
    ) throws -> Head {
        var last = place
        while last.sequence < head.sequence, goesOn() {
            var source = BatchSource(journal: journal, place: last, end: head.sequence)
            var sent: ArraySlice<[ChainPlace]> = []
            // Not all of them were new: somebody else ships under this name, or the last visit broke off.
            var doubted: [[ChainPlace]] = []
            do {
                try store.pipeline {
                    guard doubted.isEmpty, goesOn(), let batch = try source.next() else { return nil }
                    sent.append(batch.map(ChainPlace.init))
                    return step(batch)
                } done: { affected in
                    guard let batch = sent.popFirst(), let end = batch.last else { return }
                    if affected < batch.count { doubted.append(batch) }
                    last = Head(sequence: end.sequence, digest: end.digest)
                    progress(last.sequence, head.sequence)
                }
            } catch let fault as PostgresFault where fault.isForeignKey {
                // Other rows stand where ours should: the comparison says which.
                if let refused = sent.first { try checkStanding(before: refused, at: store) }
                throw fault
            }
            for batch in doubted { try check(batch, at: store) }
            if sent.isEmpty, doubted.isEmpty, source.isAtEnd { break }
        }
        return last
    }

    private func step(_ batch: [Record]) -> PostgresConnection.Step {
        var values = PostgresParameters()
        for record in batch {
            values.append(site)
            values.append(record.sequence)
            values.append(record.sequence > 1 ? record.sequence - 1 : nil)
            values.append(record.time)
            values.append(record.kind)
            values.append(record.about)
            values.append(record.previous)
            values.append(record.digest)
            values.append(record.body)
        }
        return PostgresConnection.Step(
            batch.count == Self.batchRows ? Self.fullBatch : SiteStatements.insert(batch.count), values,
            repeats: batch.count == Self.batchRows)
    }

    private static let fullBatch = SiteStatements.insert(batchRows)

    /// What lies at the store under a batch's numbers must be the batch.
    private func check(_ batch: [ChainPlace], at store: PostgresConnection) throws {
        guard let first = batch.first, let last = batch.last else { return }
        let rows = try store.execute(SiteStatements.digests, [site, "\(first.sequence)", "\(last.sequence)"])
        var there: [Int64: String] = [:]
        for row in 0..<rows.count {
            if let sequence = rows.number(row, 0), let digest = rows.text(row, 1) { there[sequence] = digest }
        }
        try compare(batch, with: there)
    }

    /// The store has refused a batch because of the record before it.
    private func checkStanding(before batch: [ChainPlace], at store: PostgresConnection) throws {
        guard let first = batch.first, first.sequence > 1,
            let digest = try journal.digest(of: first.sequence - 1)
        else { return }
        try check([ChainPlace(sequence: first.sequence - 1, digest: digest)], at: store)
    }
}

extension ChainPlace {
    init(_ head: Head) { self.init(sequence: head.sequence, digest: head.digest) }
    init(_ record: Record) { self.init(sequence: record.sequence, digest: record.digest) }
}
