// A journaled run read back, as far as attribution asks for it.
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal

/// The part of a run's record that says whose its samples may be.
struct RunGround: Decodable {
    struct Target: Decodable {
        let name: String
        let role: TargetRole?
        let curve: StandardCurve?
    }
    struct Well: Decodable {
        let position: WellPosition
        let sample: String
        let type: SampleType
        let target: String?
    }

    let file: FileBody
    let format: FormatName
    let identity: RunIdentity
    let saved: String?
    let targets: [Target]
    let wells: [Well]
    let quality: [QualityFinding]
    let conflict: Int64?

    static func read(_ record: Int64, _ db: Database) throws -> RunGround {
        guard let body = try String.fetchOne(db, sql: "SELECT body FROM record WHERE sequence = ?", arguments: [record])
        else {
            throw JournalError.refused("The journal holds no record \(record).")
        }
        return try CanonicalJSON.value(RunGround.self, from: body)
    }

    var conflictSentence: String? { conflict.map(ResultBody.conflictSentence) }

    /// The run with the samples given; raw curves and calls, which attribution does not ask for, are left out.
    func run(with samples: [SampleAnalysis]) -> RunAnalysis {
        let silent = CqResult(call: .negative)
        return RunAnalysis(
            format: format, identity: identity, instrument: nil, software: nil, saved: saved, cycles: 0,
            targets: targets.map { TargetAnalysis(name: $0.name, role: $0.role, curve: $0.curve) },
            wells: wells.map {
                WellAnalysis(
                    position: $0.position, sample: $0.sample, type: $0.type, target: $0.target, dye: nil,
                    excluded: false, result: silent,
                    instrumentCq: nil, instrumentCall: nil)
            }, samples: samples, quality: quality)
    }

    /// A journaled result as the sample it was. Only what fills wells of unknowns is labelled, as in the analysis.
    func sample(_ body: ResultBody, naming: SampleNaming) -> SampleAnalysis {
        let types = Set(wells.lazy.filter { $0.sample == body.sample && $0.target == body.target }.map(\.type))
        let label = types.isEmpty || types.contains(.unknown) ? naming.label(of: body.sample) : nil
        return SampleAnalysis(
            name: body.sample, label: label, target: body.target, n: body.n, quantity: body.quantity,
            cqMean: body.cqMean, cqSD: body.cqSd,
            relative: body.relative, flags: body.flags, relativePfaffl: body.relativePfaffl, perCell: body.perCell,
            perMicrogram: body.perMicrogram)
    }
}
