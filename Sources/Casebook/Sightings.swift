// A file that was looked at is noted, so that no later scan reads it again; a record states what is noted.
internal import Assay
public import Files
internal import Journal
internal import Alerts

/// A file whose bytes a record was made from.
public struct Sighting: Sendable {
    public let file: SourceFile
    let stamp: FileStamp
    public let record: Int64

    public init(_ file: SourceFile, _ stamp: FileStamp, of record: Int64) {
        (self.file, self.stamp, self.record) = (file, stamp, record)
    }
}

extension Casebook {
    /// Notes that a file was looked at and adds nothing to record `known`: where that does not state this path and
    /// stamp, a sighting does. Of a stick, and of a file without a stamp, nothing is noted: both are looked at anew in
    /// any case.
    static func sight(_ file: FileBody, as known: Int64, context: JudgementContext, to appender: inout Appender) throws
    {
        guard file.stick == nil, file.stamp != .unknown, try !Seen.isNoted(file.path, file.stamp, appender.db) else {
            return
        }
        let states = try Seen.statement(of: known, appender.db).map { $0 == (file.path, file.stamp) } ?? false
        let sequence =
            states
            ? known
            : try appender.append(
                .sighting, about: known, SightingBody(file: file, programVersion: context.programVersion))
        try Seen.note(file.path, file.stamp, as: sequence, appender.db)
    }
}
