// The zip container of a LightCycler 96: six members, and a manifest with a digest over the other five.
internal import Assay
internal import Digests
internal import Foundation
internal import Text

enum LightCyclerContainer {
    /// Any of the vendor's own members makes the zip a LightCycler 96 container; the RDML document alone does not.
    static func recognises(_ archive: ZipArchive) -> Bool {
        let own = Set(LightCyclerMembers.digestedNames).subtracting([LightCyclerMembers.documentName]).union([
            LightCyclerMembers.manifestName
        ])
        return archive.members.contains { own.contains($0.name) }
    }

    static func read(_ archive: ZipArchive) throws(ReadFailure) -> [Run] {
        var reading = ContainerReading(archive: archive)
        let run = try reading.run()
        guard let run, !run.reactions.isEmpty else {
            let why =
                (reading.members.missing.map { "\($0) is missing" }
                + reading.members.damaged.map { "\($0.name), \($0.reason)" }).joined(separator: "; ").nonEmpty
            throw .unreadable(
                "The LightCycler 96 container holds no well that can be read\(why.map { ": " + $0 } ?? ""). Save the "
                    + "run again in the vendor's software."
            )
        }
        return [run]
    }
}

private struct ContainerReading {
    let archive: ZipArchive
    var members = LightCyclerMembers()
    var findings = Findings()
    private let digest = Digest(.md5)

    init(archive: ZipArchive) { self.archive = archive }

    mutating func run() throws(ReadFailure) -> Run? {
        try archive.refuseEncryption()
        var manifest = ManifestReceiver()
        if try walk(LightCyclerMembers.manifestName, into: &manifest, digested: false) {
            members.manifest = manifest.manifest
        }
        // In the digest's order, so that one pass serves both.
        var app = AppDataReceiver()
        try walk("app_data.xml", into: &app)
        members.app = app.data
        var calculated = CalculatedDataReceiver()
        try walk(LightCyclerMembers.calculatedName, into: &calculated)
        members.calculated = calculated.data
        var instrument = InstrumentDataReceiver()
        try walk("instrument_data.xml", into: &instrument)
        members.times = instrument.times
        var module = ModuleDataReceiver()
        try walk(LightCyclerMembers.moduleName, into: &module)
        members.module = module.data
        var document = RDMLReceiver()
        if try !walk(LightCyclerMembers.documentName, into: &document) { document.closeEarly() }
        members.document = document.document
        if let fault = members.document.marksFault {
            throw .unreadable("\(fault) Save the run again in the vendor's software.")
        }
        if members.document.marks.contains(.comma) {
            findings.add("decimal_comma", .warn, "Numbers are written with decimal commas and were read so.")
        }
        if members.document.runs.isEmpty { members.document.runs = [members.runWithoutDocument()].compactMap(\.self) }
        if members.manifest?.analysed == false, members.missing.contains(LightCyclerMembers.calculatedName) {
            members.missing.removeAll { $0 == LightCyclerMembers.calculatedName }
            findings.add(
                "instrument_analysis", .warn,
                "The vendor's software has not analysed this run: there is no instrument's Cq.")
        }
        checkMembers()
        checkDigest()
        checkSamples()
        return lightCyclerRun(members, findings: findings)
    }

    /// Reads one member to its end, whatever the XML in it is worth; false where it is missing or damaged.
    @discardableResult
    private mutating func walk(_ name: String, into receiver: inout some ElementReceiver, digested: Bool = true)
        throws(ReadFailure) -> Bool
    {
        guard let member = try archive.member(named: name) else {
            members.missing.append(name)
            return false
        }
        guard let reason = damage(of: member, digested: digested, &receiver) else { return true }
        members.damaged.append((name, reason))
        return false
    }

    private func damage(of member: ZipArchive.Member, digested: Bool, _ receiver: inout some ElementReceiver) -> String?
    {
        do {
            let source = DigestedSource(try archive.open(member), digest: digested ? digest : nil)
            let fault = walkElements(of: source, into: &receiver)
            source.drain()
            return fault?.reason ?? source.failure
        } catch {
            return error.reason
        }
    }

    private mutating func checkMembers() {
        guard !members.missing.isEmpty || !members.damaged.isEmpty else {
            findings.add("container_members", .pass, "All parts of the container are present and readable.")
            return
        }
        if !members.missing.isEmpty {
            findings.add("container_members", .fail, "Missing from the container: \(listed(members.missing)).")
        }
        for damage in members.damaged {
            findings.add(
                "container_members", .fail, "Unreadable part of the container: \(damage.name), \(damage.reason).")
        }
    }

    private mutating func checkDigest() {
        guard let written = members.manifest?.hashkey?.lowercased(), !written.isEmpty else {
            findings.add(
                "manifest_digest", .fail,
                "The container carries no digest of its contents, so nobody can tell whether it is whole.")
            return
        }
        guard let computed = digest.hex() else {
            findings.add(
                "manifest_digest", .fail,
                "The digest of the contents cannot be computed here: the system's cryptography refuses MD5.")
            return
        }
        if computed == written {
            findings.add("manifest_digest", .pass, "The contents agree with the manifest's digest.")
        } else {
            findings.add(
                "manifest_digest", .fail,
                "The contents do not agree with the manifest's digest: the file was damaged or changed after the "
                    + "vendor's software saved it."
            )
        }
    }

    private mutating func checkSamples() {
        let repeated = members.document.repeatedSamples
        guard !repeated.isEmpty else { return }
        findings.add(
            "sample_ids", .fail,
            "Sample ids are declared twice: \(listed(repeated.map { quoted($0) })). The first declaration is used.")
    }
}

/// Passes bytes on and digests them on the way.
final class DigestedSource: ByteSource {
    private let source: any ByteSource
    private let digest: Digest?
    var failure: String? { source.failure }

    init(_ source: any ByteSource, digest: Digest?) {
        self.source = source
        self.digest = digest
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = source.read(into: buffer)
        if count > 0 { digest?.update(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
        return count
    }

    /// Reads what the XML parser left, so that digest and checksum cover the whole member.
    func drain() {
        withUnsafeTemporaryAllocation(byteCount: ReadingLimits.pieceBytes, alignment: 16) {
            while read(into: $0) > 0 {}
        }
    }
}
