// What one record after the other tells the hospital.
internal import Alerts
internal import Assay
internal import Foundation
internal import GRDB
internal import Hospital
internal import Journal
internal import Rules

/// Reads records one after the other; keeps what the next ones ask for again.
struct HospitalReader {
    let db: Database
    /// As the patients file stood: sampling days count from here.
    private(set) var infusions: [String: CalendarDate] = [:]
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
        let sequence: Int64 = try row.decode(forColumn: "sequence"), body: String = try row.decode(forColumn: "body")
        let about: Int64? = try row.decode(forColumn: "about")
        guard let time = try Timestamp.date(row.decode(forColumn: "time")) else { return [] }
        switch try row.decode(forColumn: "kind") as String {
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
            events += try void(last, of: run, by: sequence, time, because: Self.reason(toTakeBackFor: body))
        }
        guard let patient = body.patient else { return events }
        let own = before.filter { $0.body.patient == patient }
        let reported = try reported(
            body, of: run, upTo: sequence, replaces: own.first.map { MessageNumber($0.sequence) },
            corrects: own.contains { Self.quantity($0.body).reading != nil }, voided: nil)
        events.append(
            HospitalEvent(
                number: MessageNumber(sequence), cause: sequence, time: time, patient: patient,
                content: .result(reported)))
        return events
    }

    /// Whose the sample is instead is nobody's business but that patient's.
    private static func reason(toTakeBackFor next: ResultBody) -> String {
        guard next.patient == nil else { return "This result is taken back: the sample is of another patient." }
        return next.withheld.map { "This result is taken back. \($0)" }
            ?? "This result is taken back: the sample is of no patient that is known."
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
        let results = try rows.map {
            try (about: $0.decode(forColumn: "about") as Int64, body: result($0.decode(forColumn: "body")))
        }
        for result in results.filter({ $0.body.day == day }) + results {
            guard let heading = try heading(result.about), heading.isReported(result.body) else { continue }
            return try order(heading, patient, result.body)
        }
        return nil
    }
}

extension ResultBody {
    fileprivate func isOfOrder(_ other: ResultBody) -> Bool {
        self.sample == other.sample && self.target == other.target
    }
}
