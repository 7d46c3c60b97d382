// The bodies of run and result records: all that was known and concluded, in one place, so that a record explains
// itself.
internal import Assay
internal import Digests
internal import Files
internal import Foundation
internal import Journal
internal import Laboratory
internal import Rules

/// The file a record was made from, and what the file system said of it.
struct FileBody: Codable {
    let path: String
    let sha256: String?
    let size: Int?
    let stamp: FileStamp
    /// The stick it was read off; nil for a file of a watched directory.
    let stick: Stick?
}

extension FileBody {
    init(_ file: SourceFile, _ stamp: FileStamp) {
        self.init(path: file.path, sha256: file.sha256, size: file.size, stamp: stamp, stick: file.stick)
    }
}

/// Body of `run` and `amendment`.
struct RunBody: Encodable {
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
    /// What was measured, so that the run can be looked at for as long as its record is kept; nil in older records.
    let curves: PackedCurves?
    /// What later runs are held against; nil for a run that failed its own quality control.
    let summary: RunSummary?
    /// SHA-256 over what the analysis says (`RunContent`): equal for a file that was only packed or saved again.
    let content: String
    /// Record of the run that has the same id but another serial or start; nil where nothing contradicts it.
    let conflict: Int64?
    let programVersion: String
    /// Digest of the configuration that the values were computed with.
    let configuration: String
}

/// What makes two analyses of one run the same: everything but where the file lay, when it was saved and by which
/// software.
struct RunContent: Encodable {
    let instrument: String?
    let cycles: Int
    let targets: [TargetAnalysis]
    let wells: [WellAnalysis]
    let samples: [SampleAnalysis]
    let quality: [QualityFinding]
    let incomplete: String?

    init(_ run: RunAnalysis) {
        instrument = run.instrument
        cycles = run.cycles
        targets = run.targets
        wells = run.wells
        samples = run.samples
        quality = run.quality
        incomplete = run.incomplete
    }

    func digest() throws -> String {
        guard let hex = Digest.hex(.sha256, Array(try CanonicalJSON.text(self).utf8)) else {
            throw JournalError.failed(
                "The system's cryptographic library refuses SHA-256; the journal cannot chain its records.")
        }
        return hex
    }
}

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

/// Body of `unreadable`.
struct UnreadableBody: Codable {
    let file: FileBody
    let reason: String
    /// The file has been taken away since; nil where it is there.
    var gone: Bool?
    let programVersion: String
}

/// Body of `sighting`.
struct SightingBody: Codable {
    let file: FileBody
    let programVersion: String
}

/// Body of `sweep`.
struct SweepBody: Codable {
    /// In the laboratory's zone.
    let day: CalendarDate
}

/// Body of `configuration`: which settings hold from this record on, and which held before.
struct ConfigurationBody: Codable {
    let previous: String?
    let digest: String
    let reason: String
    /// Entries of the patients file that are new or corrected.
    let patients: [PatientChange]?
    let programVersion: String
}

struct PatientChange: Codable {
    let patient: String
    /// Nil for a patient who was not in the file.
    let old: PatientEntry?
    /// Nil for one who no longer is.
    let new: PatientEntry?
}
