// A run as its records tell it: what was measured and what was concluded, whole.
public import Assay
public import Foundation
internal import GRDB
public import Journal
public import Rules
public import Snapshots

/// A journaled run with its results as they now stand.
public struct JournaledRun: Sendable {
    /// Of its record.
    public let sequence: Int64
    public let recorded: Date?
    public let path: String
    public let sha256: String
    /// With its curves, where its record holds them.
    public let analysis: RunAnalysis
    /// One a sample of the analysis.
    public let attributions: [Attribution]
    /// Why its id tells nothing; nil where no other run has it.
    public let conflict: String?
    /// What persons decided about it, oldest first.
    public let decisions: [RunDecision]
}

/// The part of a run's record that is shown.
private struct ShownRun: Decodable {
    let file: FileBody
    let format: FormatName
    let identity: RunIdentity
    let instrument: String?
    let software: String?
    let saved: String?
    let cycles: Int
    let targets: [TargetAnalysis]
    let wells: [WellAnalysis]
    let quality: [QualityFinding]
    let incomplete: String?
    let curves: PackedCurves?
    let conflict: Int64?

    func analysis(_ samples: [SampleAnalysis]) -> RunAnalysis {
        var analysis = RunAnalysis(
            format: format, identity: identity, instrument: instrument, software: software, saved: saved,
            cycles: cycles, targets: targets, wells: wells, samples: samples, quality: quality, incomplete: incomplete)
        analysis.curves = curves
        return analysis
    }
}

extension Casebook {
    /// The run of one record; nil where that record is no run's.
    /// - Parameter acceptBy: `laboratory.acceptBy`.
    public func run(_ sequence: Int64, naming: SampleNaming, acceptBy: Int = 1) throws(JournalError) -> JournaledRun? {
        try remembering { memory, db in
            let row = try Row.fetchOne(
                db, sql: "SELECT time, body FROM record WHERE sequence = ? AND kind IN ('run', 'amendment')",
                arguments: [sequence])
            guard let row else { return nil }
            let run = try CanonicalJSON.value(ShownRun.self, from: row.decode(forColumn: "body"))
            let ground = try CanonicalJSON.value(RunGround.self, from: row.decode(forColumn: "body"))
            let results = try Self.results(ofRun: sequence, db).map(\.body)
            try memory.decisions.catchUp(db)
            return try JournaledRun(
                sequence: sequence, recorded: Timestamp.date(row.decode(forColumn: "time")), path: run.file.path,
                sha256: run.file.sha256 ?? "",
                analysis: run.analysis(results.map { ground.sample($0, naming: naming) }),
                attributions: results.map {
                    Attribution(patient: $0.patient, day: $0.day, withheld: $0.withheld, toLaboratory: false)
                }, conflict: ground.conflictSentence,
                decisions: memory.decisions.all(on: run.identity, acceptBy: acceptBy))
        }
    }
}
