// What persons decided about runs, as their records say: looked up once, then kept by the records that have come since.
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal
internal import Rules
internal import Snapshots
internal import Text

/// What a person's record says beside who and why, where it is about a run.
struct RunActBody: Codable, Hashable {
    /// As the file says, whatever was corrected.
    let run: RunIdentity
    /// The corrected start.
    var started: String?
    /// Accepted, or reattributed; nil for the whole run.
    var samples: [String]?
    var patient: String?
    var day: Int?
    /// Record of the decision that this one takes back.
    var undoes: Int64?

    init(run: RunIdentity) { self.run = run }
}

struct RunDecisions: Sendable {
    struct Entry: Sendable {
        let sequence: Int64
        let time: String
        let act: String
        let by: String
        let user: String
        let note: String
        let body: RunActBody
    }

    private var entries: [RunIdentity: [Entry]] = [:]
    /// The last record that was looked at; nil: none was.
    private var upTo: Int64?

    mutating func catchUp(_ db: Database) throws {
        let head = try Journal.head(db).sequence
        guard upTo != head else { return }
        // At first by their kind, then by their place.
        let place = upTo == nil ? "record INDEXED BY record_kind" : "record NOT INDEXED"
        let sql = """
            SELECT sequence, time, body FROM \(place) WHERE kind = 'person' AND sequence > ? AND body->'$.run' IS NOT NULL ORDER BY sequence
            """
        for row in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [upTo ?? 0]) {
            let body = try CanonicalJSON.value(PersonBody.self, from: row.decode(forColumn: "body"))
            guard let run = body.run else { continue }
            _ = try run.day.map(RecordNumber.day)
            entries[run.run, default: []].append(
                try Entry(
                    sequence: row.decode(forColumn: "sequence"), time: row.decode(forColumn: "time"), act: body.act,
                    by: body.by, user: body.user,
                    note: body.note ?? "", body: run))
        }
        upTo = head
    }

    /// Decisions that nobody has taken back, oldest first.
    func live(on run: RunIdentity) -> [Entry] {
        let all = entries[run] ?? []
        let undone = Set(all.compactMap(\.body.undoes))
        return all.filter { $0.body.undoes == nil && !undone.contains($0.sequence) }
    }

    func adjustment(of run: RunIdentity) -> RunAdjustment {
        var adjustment = RunAdjustment()
        for entry in live(on: run) {
            let body = entry.body
            switch entry.act {
            case RunAct.void.name:
                adjustment.voided = "Voided by \(shown(entry.by)): \(shown(entry.note, max: 200))"
            case RunAct.correct(started: "").name: adjustment.started = body.started
            case RunAct.accept(samples: []).name:
                adjustment.acceptances.append(.init(by: entry.by, note: entry.note, samples: body.samples ?? []))
            default:
                // Reattributed; what a later version may add is left alone.
                guard let patient = body.patient, let day = body.day else { continue }
                for sample in body.samples ?? [] {
                    adjustment.owners[AssaySettings.folded(sample)] = .init(patient: patient, day: day)
                }
            }
        }
        return adjustment
    }

    /// All that was decided about a run, oldest first; what a later version may add is left out.
    /// - Parameter acceptBy: different persons that an acceptance takes.
    func all(on run: RunIdentity, acceptBy: Int) -> [RunDecision] {
        let live = live(on: run)
        let adjustment = adjustment(of: run)
        return (entries[run] ?? []).compactMap { entry in
            guard let act = RunDecision.Act.allCases.first(where: { "run \($0.rawValue)" == entry.act }) else {
                return nil
            }
            let samples = entry.body.samples ?? []
            let isLive = live.contains { $0.sequence == entry.sequence }
            let holds =
                switch act {
                case .corrected: isLive && live.last { $0.act == entry.act }?.sequence == entry.sequence
                case .accepted:
                    isLive
                        && (samples.isEmpty
                            ? adjustment.isAccepted(by: acceptBy)
                            : samples.allSatisfy { adjustment.accepts($0, by: acceptBy) })
                case .voided, .reattributed: isLive
                case .undone: true
                }
            return RunDecision(
                record: entry.sequence, time: entry.time, act: act, by: entry.by, user: entry.user, note: entry.note,
                started: entry.body.started, samples: samples, patient: entry.body.patient, day: entry.body.day,
                undoes: entry.body.undoes, holds: holds)
        }
    }

    /// Runs that somebody has decided about.
    var isEmpty: Bool { entries.isEmpty }
}
