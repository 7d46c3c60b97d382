// The bodies of records but results: all that was known and concluded, in one place, so that a record explains itself.
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
