// The proof at the centre: every digest computed again from what the store holds, from the last proved record on, site by
// site, each by its primary key: in a distributed engine each of these reads one shard.
internal import Central
internal import Foundation
internal import Journal
internal import Postgres

/// What the verifier found at one site.
public struct SiteVerification: Hashable, Sendable {
    public let site: String
    /// The newest record that is proved.
    public internal(set) var verified: Int64
    /// Records proved now.
    public internal(set) var records: Int64 = 0
    /// Bytes of their bodies.
    public internal(set) var bytes: Int64 = 0
    /// The first bad record; nil where none is or the fault lies with no single one.
    public internal(set) var bad: Int64?
    public internal(set) var fault: String?
    /// A record whose body this version cannot read; it is proved, and shown nowhere.
    public internal(set) var unread: Int64?
}

extension CentralStore {
    /// Records fetched at a time, while the ones before are proved.
    static let pageRows = 400
    /// Bytes of bodies after which a page ends early.
    static let pageBytes = 32 << 20
    /// Records after which what was noted is written.
    static let noteRows = 8000

    /// Proves what has come since the last time.
    /// - Parameters:
    ///   - only: these sites; empty: all.
    ///   - anew: from the first record on; the notes are made again.
    public func verify(
        only: Set<String> = [], anew: Bool = false, progress: (_ site: String, _ sequence: Int64) -> Void = { _, _ in }
    ) throws -> [SiteVerification] {
        let rows = try store.execute(
            """
            SELECT c.site, v.sequence, v.digest, v.fault, v.unread FROM contact c LEFT JOIN verified v ON v.site = c.site
            ORDER BY c.site
            """)
        let reader = try Self.connect(connection)
        return try (0..<rows.count).compactMap { row in
            guard let site = rows.text(row, 0), only.isEmpty || only.contains(site) else { return nil }
            let place =
                anew ? .start : Head(sequence: rows.number(row, 1) ?? 0, digest: rows.text(row, 2) ?? Record.chainStart)
            if anew { try forget(site) }
            return try verify(
                site, from: place, reader, known: anew ? nil : rows.text(row, 3),
                unread: anew ? nil : rows.number(row, 4), progress)
        }
    }

    /// What `SiteWalk.page` wants.
    static func page(of site: String, after sequence: Int64) -> [String?] {
        [site, "\(sequence)", "\(pageRows)", "\(pageBytes)"]
    }

    private func forget(_ site: String) throws {
        try store.transaction {
            for table in ["run", "control", "results", "alert", "code", "verified"] {
                try store.execute("DELETE FROM \(table) WHERE site = $1", [site])
            }
        }
    }

    private func verify(
        _ site: String, from start: Head, _ reader: PostgresConnection, known: String?, unread: Int64?,
        _ progress: (String, Int64) -> Void
    ) throws -> SiteVerification {
        var result = SiteVerification(site: site, verified: start.sequence)
        var walk = SiteWalk(place: start)
        try reader.request(SiteWalk.anchor, [site, "\(start.sequence)"])
        if start.sequence > 0, try reader.collect().text(0, 0) != start.digest {
            result.bad = start.sequence
            result.fault = "it was proved once, and the store holds it no more as it was"
        } else {
            if start.sequence == 0 { _ = try reader.collect() }
            try reader.request(SiteWalk.page, Self.page(of: site, after: start.sequence))
            var page = try reader.collect()
            while page.count > 0 {
                let last = page.number(page.count - 1, 0) ?? walk.place.sequence
                // The server reads the next while we prove this one.
                try reader.request(SiteWalk.page, Self.page(of: site, after: last))
                walk.prove(page)
                if walk.records - result.records >= Self.noteRows {
                    try write(&walk, of: site, from: start)
                    result.records = walk.records
                    progress(site, walk.place.sequence)
                }
                page = try reader.collect()
                if walk.fault != nil { break }
            }
            result.bad = walk.fault?.sequence
            result.fault = walk.fault?.reason
        }
        result.unread = unread ?? walk.unread
        (result.verified, result.records, result.bytes) = (walk.place.sequence, walk.records, walk.bytes)
        if walk.place != start || result.fault != known || start.sequence == 0 {
            try write(&walk, of: site, from: start, bad: result.bad, fault: result.fault)
        }
        return result
    }

    /// The notes and how far they go are one transaction.
    private func write(
        _ walk: inout SiteWalk, of site: String, from start: Head, bad: Int64? = nil, fault: String? = nil
    ) throws {
        let (notes, place) = (walk.notes, walk.place)
        try store.transaction {
            try notes.write(site: site, to: store)
            try store.execute(
                """
                INSERT INTO verified (site, sequence, digest, bad, fault, unread) VALUES ($1, $2, $3, $4, $5, $6)
                ON CONFLICT (site) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest, at = now(),
                    bad = excluded.bad, fault = excluded.fault, unread = coalesce(verified.unread, excluded.unread)
                    WHERE verified.sequence <= excluded.sequence
                """,
                [
                    site, "\(place.sequence)", place.digest, bad.map(String.init), fault,
                    walk.unread.map(String.init),
                ])
        }
        walk.notes = SiteNotes()
    }
}
