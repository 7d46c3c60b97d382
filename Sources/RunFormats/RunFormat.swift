// The one place where bytes become runs. A format is recognised by its content, never by its name; a new one is one
// file and one entry below.
public import Assay
internal import Digests
public import Foundation

/// Why no run could be read: a sentence for a technician.
public enum ReadFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file ends early; the rest may still be arriving.
    case incomplete(String)
    /// Waiting will not help.
    case unreadable(String)

    public var sentence: String {
        switch self {
        case .incomplete(let sentence), .unreadable(let sentence): sentence
        }
    }
    public var description: String { sentence }
}

/// One kind of file that carries runs.
protocol RunFormat: Sendable {
    /// Looks at the bytes only far enough to say whether they are of this kind.
    static func recognises(_ bytes: Data) -> Bool
    /// At least one run.
    static func read(_ bytes: Data) throws(ReadFailure) -> [Run]
}

/// In the order in which they are asked.
let runFormats: [any RunFormat.Type] = [ZippedRuns.self, BareRDML.self, DigitalTable.self, ResultTable.self]

/// Largest file that is read, bytes.
public let runFileBytesMax = ReadingLimits.fileBytesMax

/// Reads every run of a file: a LightCycler 96 container and a result table hold one, RDML of other vendors may hold
/// several. Never traps and never returns an empty list. A run that lacks something says so in `incomplete` and in its
/// findings.
public func readRuns(_ bytes: Data) throws(ReadFailure) -> [Run] {
    guard !bytes.isEmpty else { throw .incomplete("The file is empty.") }
    guard bytes.count <= ReadingLimits.fileBytesMax else {
        throw .unreadable(
            "The file is larger than \(ReadingLimits.fileBytesMax >> 20) MB, so it is no export of one run.")
    }
    if let kind = ForeignFile.kind(bytes) { throw ForeignFile.refusal(kind) }
    for format in runFormats where format.recognises(bytes) {
        return try format.read(bytes).map { identified($0, by: bytes) }
    }
    throw .unreadable(
        "The file is neither a LightCycler 96 project, nor RDML, nor a result table of it or of a digital PCR reader.")
}

/// A run without an id of its own is known by the file's bytes: two such files must never pass for one run.
private func identified(_ run: Run, by bytes: Data) -> Run {
    guard run.identity.id.text.isEmpty, let digest = Digest.hex(.sha256, bytes) else { return run }
    var run = run
    run.identity = RunIdentity(id: "file:\(digest)", serial: run.identity.serial, started: run.identity.started)
    return run
}
