// A record of the journal: the one thing that is ever stored. Everything else is read out of its body.
internal import Assay
internal import Digests
internal import Foundation
internal import Text

/// What a record is about. The raw values stand in the journal and are never renamed.
public enum RecordKind: String, Sendable, Codable, CaseIterable {
    /// A run seen for the first time, or one whose identity contradicts an earlier one (then its body names that in
    /// `conflict`).
    case run
    /// The same run with changed content; `about` names the record that was in force when it came.
    case amendment
    /// One sample and target of a run; `about` names the run's record.
    case result
    case alert
    /// A delivery owed, or the receipt of an attempt; `about` names the alert's record.
    case delivery
    case unreadable
    case device
    case person
    case configuration
    /// A file was looked at and adds nothing to the record that `about` names: it is a copy, or was only touched.
    case sighting
    /// The schedule was looked at up to a date: every patient due was judged.
    case sweep
    /// What became of one message to the hospital's systems on one way; `about` names the record that made it.
    case interface
}

public struct Record: Hashable, Sendable {
    /// Counts from 1 without gaps.
    public let sequence: Int64
    /// UTC, ISO 8601 with milliseconds.
    public let time: String
    public let kind: String
    /// Sequence of the record that this one refers to.
    public let about: Int64?
    /// Digest of the record before; `chainStart` in the first.
    public let previous: String
    /// SHA-256, lower-case hex, over everything above and the body.
    public let digest: String
    /// One JSON object: keys sorted, no blanks.
    public let body: String

    public init(
        sequence: Int64, time: String, kind: String, about: Int64?, previous: String, digest: String, body: String
    ) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.about = about
        self.previous = previous
        self.digest = digest
        self.body = body
    }

    public static let chainStart = String(repeating: "0", count: 64)

    /// SHA-256 over `previous, sequence, time, kind, about, body`, a line each: no field but the last can hold a line
    /// break, so no two records give the same bytes. Nil where the library refuses.
    static func digest(previous: String, sequence: Int64, time: String, kind: String, about: Int64?, body: String)
        -> String?
    {
        var body = body
        return body.withUTF8 {
            self.digest(
                previous: previous, sequence: sequence, time: time, kind: kind, about: about,
                body: UnsafeRawBufferPointer($0))
        }
    }

    /// The same over a body that lies somewhere as bytes.
    public static func digest(
        previous: String, sequence: Int64, time: String, kind: String, about: Int64?, body: UnsafeRawBufferPointer
    ) -> String? {
        let head = "\(previous)\n\(sequence)\n\(time)\n\(kind)\n\(about.map(String.init) ?? "")\n"
        let digest = Digest(.sha256)
        digest.update(Array(head.utf8))
        digest.update(body)
        return digest.hex()
    }

    /// One line of JSON: the record's own fields, then those of its body; the same values as there, escaped for
    /// terminals.
    public var jsonLine: String {
        let head =
            "{\"sequence\":\(sequence),\"time\":\"\(time)\",\"kind\":\"\(kind)\",\"about\":\(about.map(String.init) ?? "null"),"
            + "\"previous\":\"\(previous)\",\"digest\":\"\(digest)\""
        return jsonSafe(body == "{}" ? head + "}" : head + "," + body.dropFirst())
    }
}

/// The newest record: what a later `verify(head:)` is given to show that nothing was cut off.
public struct Head: Hashable, Sendable, Codable {
    public let sequence: Int64
    public let digest: String

    public init(sequence: Int64, digest: String) {
        self.sequence = sequence
        self.digest = digest
    }
}
