// What the verifier notes of the records it has proved, so that questions read few of them.
internal import Alerts
internal import Assay
internal import Casebook
internal import Foundation
internal import Journal
internal import Laboratory
internal import Rules

/// One record as the store gave it.
struct StoredRecord {
    let sequence: Int64
    let time: String
    let kind: String
    let about: Int64?
    let previous: String
    let digest: String
}

struct SiteNotes {
    struct Run {
        let sequence: Int64
        let run: RunID
        let serial: String?
        let started: String?
        let saved: String?
        let conflict: Bool
        let failed: Bool
        let recorded: String
    }
    struct Control {
        let sequence: Int64
        let control: String
        let target: String
        let level: Double
        let recorded: String
    }
    /// Result records of one run that follow one another.
    struct Results {
        let first: Int64
        var last: Int64
        let about: Int64
        var patients: Set<String> = []
        var amends: [Int64] = []
        var digest: String
    }
    struct AlertState {
        let alert: String
        let sequence: Int64
        let patient: String?
        let stands: Bool
        let digest: String
    }
    struct Code {
        let patient: String
        let sequence: Int64
        /// Nil where the record says nothing of infusions.
        let infusions: String?
    }

    var runs: [Run] = []
    var controls: [Control] = []
    var results: [Results] = []
    var alerts: [String: AlertState] = [:]
    var codes: [String: Code] = [:]

    /// Results of one run beyond which a new group begins: what a question reads for one patient stays small.
    static let groupMax = 512

    /// - Throws: where a body does not hold what its kind must: nobody could show it.
    mutating func note(_ record: StoredRecord, _ body: UnsafeRawBufferPointer) throws {
        switch RecordKind(rawValue: record.kind) {
        case .run, .amendment: try noteRun(record, body)
        case .result: try noteResult(record, body)
        case .alert:
            let alert = try shippedAlert(body: String(decoding: body, as: UTF8.self))
            alerts[alert.id.text] = AlertState(
                alert: alert.id.text, sequence: record.sequence, patient: alert.finding.patient,
                stands: alert.state.stands, digest: record.digest)
        case .configuration:
            for (patient, infusions) in try shippedEntries(body: String(decoding: body, as: UTF8.self))
            where Patient.isCode(patient) {
                codes[patient] = Code(
                    patient: patient, sequence: record.sequence, infusions: infusions?.joined(separator: " ") ?? "")
            }
        default: break
        }
    }

    private mutating func noteRun(_ record: StoredRecord, _ body: UnsafeRawBufferPointer) throws {
        guard let members = jsonMembers(body, ["identity", "saved", "conflict", "quality", "summary"]),
            let identity = members["identity"]
        else { throw UnreadableBody() }
        func text(_ name: String) -> String? { members[name].map { String(decoding: body[$0], as: UTF8.self) } }
        let run = try ShippedRun(
            identity: String(decoding: body[identity], as: UTF8.self), summary: text("summary"))
        runs.append(
            Run(
                sequence: record.sequence, run: run.id, serial: run.serial, started: run.started,
                saved: plainString(body, members["saved"]), conflict: text("conflict").map { $0 != "null" } ?? false,
                // A quotation mark in any text is escaped, so this stands only where it is meant.
                failed: text("quality")?.contains("\"status\":\"fail\"") ?? false, recorded: record.time))
        var seen: Set<[String]> = []
        for control in run.summary?.controls ?? [] where control.log10Copies.isFinite {
            guard seen.insert([control.control, control.target]).inserted else { continue }
            controls.append(
                Control(
                    sequence: record.sequence, control: control.control, target: control.target,
                    level: control.log10Copies, recorded: record.time))
        }
    }

    private mutating func noteResult(_ record: StoredRecord, _ body: UnsafeRawBufferPointer) throws {
        guard let about = record.about, let members = jsonMembers(body, ["patient", "amends"]) else {
            throw UnreadableBody()
        }
        if results.last.map({ $0.about != about || $0.last != record.sequence - 1 || Self.isFull($0) }) ?? true {
            results.append(
                Results(first: record.sequence, last: record.sequence, about: about, digest: record.digest))
        }
        let place = results.count - 1
        results[place].last = record.sequence
        results[place].digest = record.digest
        if let patient = plainString(body, members["patient"]), Patient.isCode(patient) {
            results[place].patients.insert(patient)
            if codes[patient] == nil {
                codes[patient] = Code(patient: patient, sequence: record.sequence, infusions: nil)
            }
        }
        if let amends = members["amends"].flatMap({ Int64(String(decoding: body[$0], as: UTF8.self)) }) {
            results[place].amends.append(amends)
        }
    }

    private static func isFull(_ group: Results) -> Bool { group.last - group.first >= Int64(groupMax) }
}

/// A body that does not hold what its kind must.
struct UnreadableBody: Error {}
