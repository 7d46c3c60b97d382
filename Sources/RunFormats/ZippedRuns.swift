// Everything that comes as a zip: the LightCycler 96's container, or RDML of any vendor under any member name.
internal import Assay
internal import Foundation
internal import Text

enum ZippedRuns: RunFormat {
    static func recognises(_ bytes: Data) -> Bool { ZipArchive.looksLikeZip(bytes) }

    static func read(_ bytes: Data) throws(ReadFailure) -> [Run] {
        let archive = try ZipArchive(bytes)
        if LightCyclerContainer.recognises(archive) { return try LightCyclerContainer.read(archive) }
        let member = try document(in: archive)
        try archive.refuseEncryption()
        let source: ZipMemberReader
        do { source = try archive.open(member) } catch {
            throw .unreadable("The member \(quoted(member.name)) is damaged: \(error.reason).")
        }
        let (document, fault) = readDocument(source)
        return try runs(of: document, fault: fault, from: bytes, memberName: member.name)
    }

    /// rdml_data.xml by rule; some vendors name it after the file. Where only one candidate stands there is nothing to
    /// choose.
    private static func document(in archive: ZipArchive) throws(ReadFailure) -> ZipArchive.Member {
        if let usual = try archive.member(named: LightCyclerMembers.documentName) { return usual }
        if let kind = ForeignFile.kind(zipped: archive.members) { throw ForeignFile.refusal(kind) }
        let files = archive.members.filter { !$0.name.hasPrefix(".") }
        let documents = files.filter { $0.name.hasSuffix(".xml") || $0.name.hasSuffix(".rdml") }
        let candidates = documents.isEmpty ? files : documents
        guard let only = candidates.first, candidates.count == 1 else {
            throw .unreadable(
                candidates.isEmpty
                    ? "The zip archive holds no file."
                    : "The zip archive holds \(candidates.count) files and none is "
                        + "\(LightCyclerMembers.documentName), so it is no export of a run."
            )
        }
        return only
    }
}
