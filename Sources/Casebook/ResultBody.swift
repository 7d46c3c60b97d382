// The body of a result record, and the measurement that the rules read from it.
internal import Assay
internal import Digests
internal import Files
internal import Foundation
internal import Journal
internal import Laboratory
internal import Rules

/// Body of `result`: one sample and target of one run. It names its run so that it can be read alone. The quantity's
/// fields stand beside the others.
@dynamicMemberLookup
struct ResultBody: Codable {
    struct Head: Codable {
        var run: RunID
        var serial: String?
        var started: String?
        var saved: String?
        /// The run's identity contradicts an earlier run.
        var conflict: Bool
        var patient: String?
        var day: Int?
        var withheld: String?
        var sample: String
        var target: String
        var n: Int
        var cqMean: Double?
        var cqSd: Double?
        var relative: Double?
        var relativePfaffl: Double?
        var perCell: Quantity?
        var perMicrogram: Quantity?
        var flags: [Flag]
        /// What the wells held; nil where no well is known by the sample's name.
        var type: SampleType?
        /// Labels of the wells that were joined; nil in a record of before they were kept.
        var wells: [String]?
        /// The result that this one replaces: the same value, attributed anew.
        var amends: Int64?

        private enum CodingKeys: String, CodingKey {
            case run, serial, started, saved, conflict, patient, day, withheld, sample, target, n, relative, flags,
                type, wells, amends
            case cqMean = "cq_mean", cqSd = "cq_sd", relativePfaffl = "relative_pfaffl", perCell = "per_cell",
                perMicrogram = "per_microgram"
        }
    }
    private var head: Head
    /// As the analysis gave it: `head.withheld` says what the attribution adds.
    let quantity: Quantity

    init(_ sample: SampleAnalysis, of run: RunAnalysis, attribution: Attribution, conflict: String?) {
        let wells = run.wells.filter { $0.sample == sample.name && $0.target == sample.target }
        head = Head(
            run: run.identity.id, serial: run.identity.serial, started: run.identity.started, saved: run.saved,
            conflict: conflict != nil,
            patient: attribution.patient, day: attribution.day, withheld: Self.withheld(conflict, attribution),
            sample: sample.name,
            target: sample.target, n: sample.n, cqMean: sample.cqMean, cqSd: sample.cqSD, relative: sample.relative,
            relativePfaffl: sample.relativePfaffl, perCell: sample.perCell, perMicrogram: sample.perMicrogram,
            flags: sample.flags,
            type: wells.first?.type, wells: wells.filter { !$0.excluded }.map(\.position.label))
        quantity = sample.quantity
    }

    init(from decoder: any Decoder) throws {
        head = try Head(from: decoder)
        head.day = try head.day.map(RecordNumber.day)
        quantity = try Quantity(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        try head.encode(to: encoder)
        try quantity.encode(to: encoder)
    }

    subscript<T>(dynamicMember member: WritableKeyPath<Head, T>) -> T {
        get { head[keyPath: member] }
        set { head[keyPath: member] = newValue }
    }

    static func withheld(_ conflict: String?, _ attribution: Attribution) -> String? {
        let reasons = [conflict, attribution.withheld].compactMap(\.self)
        return reasons.isEmpty ? nil : reasons.joined(separator: " ")
    }

    static func conflictSentence(with record: Int64) -> String {
        "The run id is that of record \(record), but serial or start differ."
    }

    /// As the rules see it. `sequence` and `run` are those of the result's and its run's records.
    func measurement(sequence: Int64, run record: Int64, recorded: Date?) -> Rules.Measurement {
        var made = Rules.Measurement(
            // The run it contradicts must not be taken for an older save of it.
            result: sequence, run: record,
            runID: head.conflict ? head.run.inConflict(record: record) : head.run, saved: head.saved,
            sample: head.sample, target: head.target, day: head.day,
            quantity: Quantity(
                quantity.seen, limits: quantity.limits, unit: quantity.unit,
                withheld: [head.withheld].compactMap(\.self)),
            recorded: recorded)
        made.mark(head.flags)
        made.wells = head.wells ?? []
        return made
    }
}

extension Rules.Measurement {
    /// Takes over what a result's flags say of it.
    mutating func mark(_ flags: [Flag]) {
        referenceMissing = flags.contains(.referenceMissing)
        unusualDNA = flags.contains(.unusualDNA)
        contradicted = flags.contains(.instrumentContradicts)
        method = flags.contains(.digitalPCR) ? .digital : .realTime
        bridged = flags.contains(.methodBridged)
    }
}
