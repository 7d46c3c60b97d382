// Results that stand in the place of earlier ones, as they come. A patient with hundreds of runs would else ask each of
// them, at every new plate, whether a result of it has become another's.
internal import Foundation
internal import GRDB
internal import Journal

struct ReplacedResults: Sendable {
    /// Replacements kept in memory, some tens of bytes each; those of long ago are asked for, run by run.
    static let keptMax = 10_000

    struct Replacement: Sendable {
        let sequence: Int64
        /// Record of the run.
        let about: Int64
        let amended: Int64
        let patient: String?
    }

    /// The newest record that was looked at.
    private(set) var upTo: Int64 = 0
    /// Those after `keptFrom`, oldest first.
    private var kept: [Replacement] = []
    private var keptFrom: Int64 = 0

    private static let columns = "sequence, about, result_amends, patient"

    /// Call it in the transaction whose view is wanted.
    mutating func catchUp(_ db: Database) throws {
        let head = try Journal.head(db).sequence
        defer { upTo = head }
        // The first time there is nothing to begin from: who asks then is answered run by run.
        guard upTo > 0 else { return keptFrom = head }
        guard head > upTo else { return }
        let sql = """
            SELECT \(Self.columns) FROM record NOT INDEXED
            WHERE sequence > ? AND kind = 'result' AND about IS NOT NULL AND result_amends IS NOT NULL ORDER BY sequence
            """
        kept += try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [upTo]).map(Replacement.init)
        if kept.count > Self.keptMax {
            keptFrom = kept[kept.count - Self.keptMax - 1].sequence
            kept.removeFirst(kept.count - Self.keptMax)
        }
    }

    /// - Parameters:
    ///   - sequence: only what came after it.
    ///   - runs: only replacements of these runs' results.
    func since(
        _ sequence: Int64, below runs: @autoclosure () -> Set<Int64>, _ db: Database,
        where isAskedFor: (Replacement) -> Bool
    ) throws -> [Replacement] {
        if sequence >= keptFrom {
            let first = kept.lastIndex { $0.sequence <= sequence }.map { $0 + 1 } ?? 0
            let new = kept[first...].filter(isAskedFor)
            // Mostly there are none, and a patient's runs need not be listed.
            if new.isEmpty { return [] }
            let runs = runs()
            return new.filter { runs.contains($0.about) }
        }
        let sql = """
            SELECT \(Self.columns) FROM record INDEXED BY record_amends
            WHERE about = ? AND kind = 'result' AND result_amends IS NOT NULL AND sequence > ?
            """
        return try runs().flatMap { run in
            try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [run, sequence]).map(Replacement.init)
        }.filter(isAskedFor)
    }
}

extension ReplacedResults.Replacement {
    fileprivate init(_ row: Row) throws {
        try self.init(
            sequence: row.decode(atIndex: 0), about: row.decode(atIndex: 1), amended: row.decode(atIndex: 2),
            patient: row.decode(atIndex: 3))
    }
}
