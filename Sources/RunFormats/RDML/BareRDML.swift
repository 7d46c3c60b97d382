// An RDML document that was not zipped.
internal import Assay
internal import Foundation
internal import Text

enum BareRDML: RunFormat {
    /// XML in UTF-8, with or without a mark, or in UTF-16 with one.
    static func recognises(_ bytes: Data) -> Bool {
        var head = Array(bytes.prefix(512))
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            head = head.dropFirst(2).filter { $0 != 0 }
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        return head.first { $0 > 0x20 } == UInt8(ascii: "<")
    }

    static func read(_ bytes: Data) throws(ReadFailure) -> [Run] {
        let (document, fault) = readDocument(MemorySource(bytes))
        return try runs(of: document, fault: fault, from: bytes, memberName: nil)
    }
}

/// One RDML document, as far as it goes.
func readDocument(_ source: some ByteSource) -> (RDMLDocument, XMLFault?) {
    var receiver = RDMLReceiver()
    let fault = walkElements(of: source, into: &receiver)
    if fault != nil { receiver.closeEarly() }
    return (receiver.document, fault)
}

/// Runs of a document that stands alone: another vendor's, or a LightCycler 96's torn out of its container.
func runs(of document: RDMLDocument, fault: XMLFault?, from bytes: Data, memberName: String?) throws(ReadFailure)
    -> [Run]
{
    let subject = memberName.map { "The member \(quoted($0))" } ?? "The file"
    // A zip is whole or it does not open: what ends early inside it will not grow.
    let growing = memberName == nil && fault?.endsEarly ?? false
    var findings = Findings()
    var incomplete: String?
    if fault?.reason == RDMLReceiver.foreignRoot {
        throw .unreadable("\(subject) is XML but no RDML, so it is no export of a run.")
    }
    if let fault = document.marksFault { throw .unreadable("\(fault) Export the run again with decimal points.") }
    if document.marks.contains(.comma) {
        findings.add("decimal_comma", .warn, "Numbers are written with decimal commas and were read so.")
    }
    if let fault {
        incomplete =
            growing
            ? "\(subject) ends early (\(fault.reason))." : "\(subject) cannot be read to its end: \(fault.reason)."
        findings.add("xml", .fail, incomplete ?? "")
    }
    if !document.repeatedSamples.isEmpty {
        findings.add(
            "sample_ids", .fail,
            "Sample ids are declared twice: \(listed(document.repeatedSamples.map { quoted($0) })). The first declaration is "
                + "used."
        )
    }
    var runs =
        isLightCycler96(document)
        ? [lightCyclerRun(LightCyclerMembers(loneDocument: document), findings: findings)].compactMap(\.self)
        : plainRuns(of: document, from: bytes, findings: findings)
    runs.removeAll { $0.reactions.isEmpty }
    guard !runs.isEmpty else {
        guard fault != nil else {
            throw .unreadable("\(subject) holds no reaction. Export the run again after it has finished.")
        }
        throw growing ? .incomplete(incomplete ?? "") : .unreadable(incomplete ?? "")
    }
    if let incomplete { for index in runs.indices { runs[index].incomplete = incomplete } }
    return runs
}
