// `central patient`: one person's results from every site, out of proved records alone, each proved once more as it is read.
public import Assay
internal import Casebook
public import Central
internal import Foundation
internal import Journal
internal import Postgres
public import Rules

/// A result of one site, as the rules are to see it.
public struct SiteMeasurement: Sendable {
    public let code: SiteCode
    /// Its record's number at the site.
    public let sequence: Int64
    /// The run's start, as its file says.
    public let started: String?
    /// As the site calls it.
    public let run: RunID
    /// Its run's id has the site before it; numbers of records are the answer's own.
    public var measurement: Rules.Measurement
}

/// What one site knows of a person.
public struct SitePerson: Sendable {
    public let code: SiteCode
    public internal(set) var results: [SiteMeasurement] = []
    /// Dates that the site counts days from; nil where it never said.
    public let infusions: [String]?
    /// Records that are no more what was proved, or hold what this version cannot read: shown nowhere.
    public internal(set) var damaged: [Int64] = []
}

extension CentralStore {
    /// Everything that these codes' sites measured, results in force alone.
    public func results(of codes: [SiteCode]) throws -> [SitePerson] {
        var number: Int64 = 0
        return try codes.map { code in
            var person = try results(of: code)
            for index in person.results.indices {
                number += 1
                person.results[index].measurement.result = number
            }
            return person
        }
    }

    private func results(of code: SiteCode) throws -> SitePerson {
        let known = try store.execute(
            "SELECT infusions FROM code WHERE site = $1 AND patient = $2", [code.site, code.patient])
        var person = SitePerson(
            code: code, infusions: known.text(0, 0)?.split(separator: " ").map(String.init))
        let replaced = try replaced(at: code.site)
        let saves = try saves(at: code.site)
        let rows = try store.execute(
            """
            SELECT r.sequence, r.time, r.kind, r.about, r.previous, r.digest, r.body, g.last, g.digest
            FROM results g JOIN record r ON r.site = g.site AND r.sequence BETWEEN g.first AND g.last
            WHERE g.site = $1 AND g.patients LIKE $2 ORDER BY g.first, r.sequence
            """, [code.site, "% \(likeText(code.patient)) %"])
        var seen: Set<Int64> = []
        var group = ProvedGroup()
        for row in 0..<rows.count {
            guard let record = StoredRecord(rows, row) else { continue }
            guard group.takes(record, rows, row, last: rows.number(row, 7), digest: rows.text(row, 8)) else {
                person.damaged.append(record.sequence)
                continue
            }
            let body = rows.bytes(row, 6) { body -> String? in
                plainString(body, jsonMembers(body, ["patient"])?["patient"]) == code.patient
                    ? String(decoding: body, as: UTF8.self) : nil
            }
            guard let body = body ?? nil, !replaced.contains(record.sequence), seen.insert(record.sequence).inserted,
                let about = record.about
            else { continue }
            do {
                let result = try ShippedResult(
                    body: body, sequence: record.sequence, about: about, recorded: Timestamp.date(record.time))
                guard result.patient == code.patient, saves.isInForce(about, of: result) else { continue }
                person.results.append(SiteMeasurement(code, record.sequence, result))
            } catch { person.damaged.append(record.sequence) }
        }
        // What a group holds is proved to its last record, or not at all.
        person.damaged = Set(person.damaged).union(group.damaged).sorted()
        person.results.removeAll { group.damaged.contains($0.sequence) }
        return person
    }

    private func replaced(at site: String) throws(PostgresFault) -> Set<Int64> {
        let rows = try store.execute("SELECT amends FROM results WHERE site = $1 AND amends <> ''", [site])
        return Set((0..<rows.count).flatMap { (rows.text($0, 0) ?? "").split(separator: " ").compactMap { Int64($0) } })
    }

    private func saves(at site: String) throws(PostgresFault) -> SavesInForce {
        let rows = try store.execute(
            "SELECT sequence, run, serial, started, saved FROM run WHERE site = $1 ORDER BY sequence", [site])
        var saves = SavesInForce()
        for row in 0..<rows.count {
            guard let sequence = rows.number(row, 0), let run = rows.text(row, 1) else { continue }
            saves.add(
                sequence, RunIdentity(id: RunID(run), serial: rows.text(row, 2), started: rows.text(row, 3)),
                saved: rows.text(row, 4))
        }
        return saves
    }

    /// A text as LIKE finds it literally.
    private func likeText(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}

extension SiteMeasurement {
    init(_ code: SiteCode, _ sequence: Int64, _ result: ShippedResult) {
        var measurement = result.measurement
        // Two instruments may give two runs one id; two sites' runs are never saves of one.
        measurement.runID = "\(code.site)/\(measurement.runID)"
        self.init(
            code: code, sequence: sequence, started: result.started, run: result.measurement.runID,
            measurement: measurement)
    }
}

/// Of the saves of one run the one in force, as at the site.
struct SavesInForce {
    private var newest: [RunIdentity: (sequence: Int64, saved: String?)] = [:]

    mutating func add(_ sequence: Int64, _ run: RunIdentity, saved: String?) {
        if let known = newest[run], isLaterSave(known.saved, than: saved) { return }
        newest[run] = (sequence, saved)
    }

    func isInForce(_ record: Int64, of result: ShippedResult) -> Bool {
        newest[RunIdentity(id: result.runID, serial: result.serial, started: result.started)]?.sequence == record
    }
}

/// Result records that follow one another, held against the digest that the verifier noted of their last.
struct ProvedGroup {
    private(set) var damaged: [Int64] = []
    private var open: [Int64] = []
    private var last: StoredRecord?

    /// Whether the record follows the one before it and its content gives its digest.
    mutating func takes(_ record: StoredRecord, _ rows: PostgresRows, _ row: Int, last end: Int64?, digest: String?)
        -> Bool
    {
        let follows = open.isEmpty || last.map { $0.digest == record.previous } ?? true
        let computed =
            rows.bytes(row, 6) {
                Record.digest(
                    previous: record.previous, sequence: record.sequence, time: record.time, kind: record.kind,
                    about: record.about, body: $0)
            } ?? nil
        let isWhole = follows && computed == record.digest
        open.append(record.sequence)
        last = record
        if !isWhole { damaged += open }
        if record.sequence == end {
            if record.digest != digest { damaged += open }
            open = []
        }
        return isWhole
    }
}
