// The records that a hospital's systems are told of, as events in the order of the chain. What a record gives depends on
// it and on those before it alone, never on what came later: so a message that is repeated, next week or after a crash,
// is the same message.
internal import Alerts
internal import Assay
internal import Digests
internal import Foundation
internal import GRDB
public import Hospital
public import Journal
internal import Rules

/// Events of a stretch of the journal.
public struct HospitalPage: Sendable {
    public let events: [HospitalEvent]
    /// The last record that was looked at: nothing up to here is missing.
    public let upTo: Int64
    /// The journal holds no later record.
    public let isLast: Bool
}

extension Casebook {
    /// Records looked at in one transaction.
    public static let hospitalRecordsMax = 500

    /// The events of the next records after one.
    /// - Parameters:
    ///   - patient: of one patient, which costs that patient's records alone; nil: of all.
    ///   - upTo: the last record to look at; nil: the journal's last.
    public func hospitalEvents(of patient: String? = nil, after position: Int64, upTo: Int64? = nil)
        throws(JournalError) -> HospitalPage
    {
        try read { db in
            let head = try Journal.head(db).sequence
            let end = min(upTo ?? head, head)
            let rows =
                try patient.map { try Self.rows(of: $0, after: position, upTo: end, db) }
                ?? Self.rows(after: position, upTo: end, db)
            var events: [HospitalEvent] = []
            // Most looks find nothing: the patients' dates are read where something has come.
            if !rows.isEmpty {
                var reader = try HospitalReader(db, upTo: position)
                events = try rows.flatMap { try reader.events(of: $0) }
            }
            if let patient { events.removeAll { $0.patient != patient } }
            let isLast = rows.count < Self.hospitalRecordsMax
            let last: Int64? = isLast ? end : rows.last?["sequence"]
            return HospitalPage(events: events, upTo: last ?? position, isLast: isLast)
        }
    }

    private static let columns =
        "sequence, time, kind, about, CASE WHEN kind = 'amendment' THEN '' ELSE body END AS body"

    private static func rows(after position: Int64, upTo end: Int64, _ db: Database) throws -> [Row] {
        let sql = """
            SELECT \(columns) FROM record WHERE sequence > ? AND sequence <= ?
            AND kind IN ('result', 'alert', 'amendment', 'configuration') ORDER BY sequence LIMIT ?
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [position, end, hospitalRecordsMax])
    }

    /// The patient's results and alerts, what may take a result of theirs back (the result that amends it, the save that
    /// follows its run), and what the patients file said meanwhile.
    private static func rows(of patient: String, after position: Int64, upTo end: Int64, _ db: Database) throws -> [Row]
    {
        let sql = """
            WITH own AS (SELECT sequence, about FROM record INDEXED BY record_result WHERE kind = 'result' AND patient = ?1)
            SELECT \(columns) FROM record WHERE sequence IN (
                SELECT sequence FROM own
                UNION SELECT sequence FROM record INDEXED BY record_alert_patient WHERE kind = 'alert' AND patient = ?1
                UNION SELECT later.sequence FROM own JOIN record AS later INDEXED BY record_amends ON later.about = own.about
                    AND later.result_amends = own.sequence AND later.kind = 'result'
                UNION SELECT later.sequence FROM own JOIN record AS later INDEXED BY record_about ON later.about = own.about
                    AND later.kind = 'amendment'
                UNION SELECT sequence FROM record INDEXED BY record_kind WHERE kind = 'configuration'
            ) AND sequence > ?2 AND sequence <= ?3 ORDER BY sequence LIMIT ?4
            """
        return try Row.fetchAll(
            db.cachedStatement(sql: sql), arguments: [patient, position, end, hospitalRecordsMax])
    }
}

/// Reads records one after the other; keeps what the next ones ask for again.
private struct HospitalReader {
    let db: Database
    /// As the patients file stood: sampling days count from here.
    private var infusions: [String: CalendarDate] = [:]
    private var runs: [Int64: RunHeading] = [:]
    /// Headings kept.
    private static let runsMax = 100
    /// Results under one order that are looked back at.
    private static let verdictsMax = 100

    init(_ db: Database, upTo position: Int64) throws {
        self.db = db
        let bodies = try String.fetchAll(
            db,
            sql: "SELECT body FROM record INDEXED BY record_kind WHERE kind = 'configuration' AND sequence <= ? "
                + "ORDER BY sequence", arguments: [position])
        for body in bodies { try takePatients(body) }
    }

    mutating func events(of row: Row) throws -> [HospitalEvent] {
        let sequence: Int64 = row["sequence"], body: String = row["body"], about: Int64? = row["about"]
        guard let time = Timestamp.date(row["time"]) else { return [] }
        switch row["kind"] as String {
        case "configuration":
            try takePatients(body)
            return []
        case "amendment": return try dropped(by: sequence, time)
        case "result":
            guard let about else { return [] }
            return try results(sequence, time, try result(body), of: about)
        default: return try alert(sequence, time, try CanonicalJSON.value(AlertBody.self, from: body))
        }
    }

    private func result(_ body: String) throws -> ResultBody {
        try CanonicalJSON.value(ResultBody.self, from: body, keys: .asWritten)
    }

    private mutating func takePatients(_ body: String) throws {
        for change in try CanonicalJSON.value(ConfigurationBody.self, from: body).patients ?? [] {
            infusions[change.patient] = change.new?.infusion
        }
    }

    // MARK: Results

    /// A result of a patient whose run is in force; before it, that the one which it replaces was another patient's.
    private mutating func results(_ sequence: Int64, _ time: Date, _ body: ResultBody, of about: Int64) throws
        -> [HospitalEvent]
    {
        guard let run = try heading(about), run.isInForce, run.isReported(body) else { return [] }
        let before = try predecessors(sequence, body, of: run)
        var events: [HospitalEvent] = []
        if body.amends != nil, let last = before.first, let patient = last.body.patient, patient != body.patient {
            events += try void(
                last, of: run, by: sequence, time,
                because: "This result is taken back: the sample is of another patient, or of none.")
        }
        guard let patient = body.patient else { return events }
        let own = before.prefix { $0.body.patient == patient }
        let reported = try reported(
            body, of: run, upTo: sequence, replaces: own.first.map { MessageNumber($0.sequence) },
            corrects: own.contains { Self.quantity($0.body).reading != nil }, voided: nil)
        events.append(
            HospitalEvent(
                number: MessageNumber(sequence), cause: sequence, time: time, patient: patient,
                content: .result(reported)))
        return events
    }

    /// The results of the save before that the newer save of a run does not hold any more for the same patient.
    private mutating func dropped(by sequence: Int64, _ time: Date) throws -> [HospitalEvent] {
        guard let run = try heading(sequence), run.isInForce, let earlier = run.supersedes,
            let old = try heading(earlier)
        else { return [] }
        let kept = try Casebook.results(ofRun: sequence, db).filter { $0.body.amends == nil }
        return try Casebook.results(ofRun: earlier, db).flatMap { result -> [HospitalEvent] in
            guard old.isReported(result.body), result.body.patient != nil,
                !kept.contains(where: { $0.body.isOfOrder(result.body) && $0.body.patient == result.body.patient })
            else { return [] }
            return try void(
                result, of: run, by: sequence, time,
                because: "This result is taken back: the run was saved anew and does not hold it any more.")
        }
    }

    private func void(
        _ result: (sequence: Int64, body: ResultBody), of run: RunHeading, by cause: Int64, _ time: Date,
        because reason: String
    ) throws -> [HospitalEvent] {
        guard let patient = result.body.patient else { return [] }
        let reported = try reported(
            result.body, of: run, upTo: cause, replaces: MessageNumber(result.sequence),
            corrects: Self.quantity(result.body).reading != nil, voided: reason)
        return [
            HospitalEvent(
                number: MessageNumber(result.sequence, isVoid: true), cause: cause, time: time, patient: patient,
                content: .result(reported))
        ]
    }

    /// The results of the same sample and target that this one followed, the newest first.
    private mutating func predecessors(_ sequence: Int64, _ body: ResultBody, of run: RunHeading) throws
        -> [(sequence: Int64, body: ResultBody)]
    {
        var found: [(sequence: Int64, body: ResultBody)] = []
        var (amends, run) = (body.amends, run)
        while found.count < Self.verdictsMax {
            if let record = amends {
                guard
                    let text = try String.fetchOne(
                        db.cachedStatement(sql: "SELECT body FROM record WHERE sequence = ?"), arguments: [record])
                else { break }
                let earlier = try result(text)
                found.append((record, earlier))
                amends = earlier.amends
            } else {
                guard let save = run.supersedes, let older = try heading(save) else { break }
                run = older
                guard let last = try Casebook.results(ofRun: save, db).first(where: { $0.body.isOfOrder(body) })
                else { break }
                found.append(last)
                amends = last.body.amends
            }
        }
        return found
    }

    private func reported(
        _ body: ResultBody, of run: RunHeading, upTo sequence: Int64, replaces: MessageNumber?, corrects: Bool,
        voided: String?
    ) throws -> ReportedResult {
        let patient = body.patient ?? ""
        let own = try order(run, patient, body)
        var orders = try Casebook.results(ofRun: run.sequence, upTo: sequence, db).filter {
            $0.body.patient == patient && run.isReported($0.body)
        }.map { try order(run, patient, $0.body) }
        if voided == nil, !orders.contains(own) { orders.append(own) }
        return ReportedResult(
            order: own, report: try digest([run.identity.id.text, run.identity.serial, run.identity.started, patient]),
            reportOrders: voided == nil ? orders : orders.filter { $0 != own }, run: run.identity,
            instrument: run.instrument, sample: body.sample, target: body.target, quantity: Self.quantity(body),
            flags: body.flags, sampled: day(body), replaces: replaces, correctsValue: corrects, voided: voided)
    }

    private func order(_ run: RunHeading, _ patient: String, _ body: ResultBody) throws -> String {
        let (id, serial, start) = (run.identity.id.text, run.identity.serial, run.identity.started)
        return ReportedResult.orderNumber(
            digest: try digest([id, serial, start, patient, body.sample, body.target]), sample: body.sample,
            target: body.target)
    }

    /// Each part with its length before it, so that no two lists give the same bytes.
    private func digest(_ parts: [String?]) throws -> String {
        let text = parts.map { "\($0?.utf8.count ?? -1):\($0 ?? "")" }.joined()
        guard let hex = Digest.hex(.sha256, Array(text.utf8)) else {
            throw JournalError.failed("The system's cryptographic library refuses SHA-256; orders cannot be numbered.")
        }
        return String(hex.prefix(32))
    }

    private func day(_ body: ResultBody) -> CalendarDate? {
        guard let day = body.day, let start = body.patient.flatMap({ infusions[$0] }) else { return nil }
        return CalendarDate(dayNumber: start.dayNumber + day)
    }

    private static func quantity(_ body: ResultBody) -> Quantity {
        body.withheld.map { body.quantity.withheld(because: $0) } ?? body.quantity
    }

    // MARK: Runs and alerts

    private mutating func heading(_ sequence: Int64) throws -> RunHeading? {
        if let known = runs[sequence] { return known }
        guard let found = try RunHeading.read(sequence, db) else { return nil }
        if runs.count >= Self.runsMax { runs = [:] }
        runs[sequence] = found
        return found
    }

    private mutating func alert(_ sequence: Int64, _ time: Date, _ body: AlertBody) throws -> [HospitalEvent] {
        if body.event == .test {
            return [
                HospitalEvent(
                    number: MessageNumber(sequence), cause: sequence, time: time, patient: "",
                    content: .test(body.alert.finding.text))
            ]
        }
        guard let patient = body.alert.finding.patient else { return [] }
        let reported = ReportedAlert(
            alert: body.alert, event: body.event, reason: body.detail.reason,
            order: try ground(of: body.alert.finding.run, patient, body.alert.finding.day, before: sequence))
        return [
            HospitalEvent(
                number: MessageNumber(sequence), cause: sequence, time: time, patient: patient,
                content: .alert(reported))
        ]
    }

    /// The order of the result that a finding stands on: the patient's of that run, of that day where there are more.
    private mutating func ground(of run: RunID?, _ patient: String, _ day: Int?, before sequence: Int64) throws
        -> String?
    {
        guard let run else { return nil }
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT about, body FROM record INDEXED BY record_result
                    WHERE kind = 'result' AND patient = ? AND body->>'$.run' = ? AND sequence < ?
                    ORDER BY sequence DESC LIMIT \(Self.verdictsMax)
                    """), arguments: [patient, run.text, sequence])
        let results = try rows.map { (about: $0["about"] as Int64, body: try result($0["body"])) }
        for result in results.filter({ $0.body.day == day }) + results {
            guard let heading = try heading(result.about), heading.isReported(result.body) else { continue }
            return try order(heading, patient, result.body)
        }
        return nil
    }
}

/// What a run's record says of it, without its wells and curves.
private struct RunHeading {
    let sequence: Int64
    let identity: RunIdentity
    let instrument: String?
    /// The save that was in force when this one came.
    let supersedes: Int64?
    /// Of the saves up to this one it was the latest: an older save that comes late tells nobody anything.
    let isInForce: Bool
    /// Names of the assay's targets on the plate, without the reference genes.
    let targets: Set<String>

    static func read(_ sequence: Int64, _ db: Database) throws -> RunHeading? {
        let sql = """
            SELECT about, run_id, run_serial, run_started, body->>'$.instrument' AS instrument, (SELECT
                json_group_array(value->>'$.name') FROM json_each(body, '$.targets') WHERE value->>'$.role' = 'target')
                AS targets FROM record WHERE sequence = ?
            """
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [sequence]),
            let id: String = row["run_id"]
        else { return nil }
        let identity = RunIdentity(id: RunID(id), serial: row["run_serial"], started: row["run_started"])
        let saves = try Casebook.runs(withID: identity.id, db).filter {
            $0.sequence <= sequence && $0.identity == identity
        }
        return RunHeading(
            sequence: sequence, identity: identity, instrument: row["instrument"], supersedes: row["about"],
            isInForce: Casebook.inForce(saves)?.sequence == sequence,
            targets: Set(try CanonicalJSON.value([String].self, from: row["targets"], keys: .asWritten)))
    }

    /// Whether hospitals are told of such a result: what filled the wells of a patient's sample, of a target.
    func isReported(_ body: ResultBody) -> Bool {
        (body.type ?? .unknown) == .unknown && targets.contains(body.target)
    }
}

extension ResultBody {
    fileprivate func isOfOrder(_ other: ResultBody) -> Bool {
        self.sample == other.sample && self.target == other.target
    }
}
