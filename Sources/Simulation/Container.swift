import Digests
public import Foundation

/// A LightCycler 96 container (`.lc96p`) of the plate: the six members in the vendor's order, deflated. Same design and
/// seed, same bytes.
public func lightCyclerContainer(_ design: PlateDesign, seed: UInt64) throws(SimulationFailure) -> Data {
    try zipArchive(
        lightCyclerMembers(design, seed: seed).map { ($0.member.rawValue, $0.bytes) }, modified: design.saved)
}

/// The members of the plate's container before they are packed.
public func lightCyclerMembers(_ design: PlateDesign, seed: UInt64) throws(SimulationFailure) -> [(
    member: ContainerMember, bytes: [UInt8]
)] {
    let record = PlateRecord(design, seed: seed)
    var members: [(member: ContainerMember, bytes: [UInt8])] = [
        (.rdmlData, record.rdmlData()),
        (.instrumentData, record.instrumentData()),
        (.appData, record.appData()),
        (.moduleData, record.moduleData()),
        (.calculatedData, record.calculatedData()),
    ]
    members.removeAll { design.withoutMembers.contains($0.member) }
    guard !design.withoutMembers.contains(.manifest) else { return members }
    let digest = if let given = design.manifestDigest { given } else { try manifestDigest(of: members) }
    members.append((.manifest, manifest(design, digest: digest)))
    return members
}

/// MD5 over the members' bytes in alphabetical order of their names.
private func manifestDigest(of members: [(member: ContainerMember, bytes: [UInt8])]) throws(SimulationFailure) -> String
{
    let digest = Digest(.md5)
    for (_, bytes) in members.sorted(by: { $0.member.rawValue < $1.member.rawValue }) { digest.update(bytes) }
    guard let hex = digest.hex() else {
        throw SimulationFailure(
            description: "OpenSSL refuses MD5 here (a FIPS set-up does), which the vendor's manifest needs.")
    }
    return hex
}

private func manifest(_ design: PlateDesign, digest: String) -> [UInt8] {
    var xml = XMLText()
    xml.element("lc96manifest", [("Version", "1.00.00")]) { xml in
        xml.empty(
            "experiment",
            [
                ("analysisPresent", "true"), ("dateUpdated", design.saved.iso), ("state", "processed"),
                ("hashkey", digest),
            ])
    }
    return xml.bytes
}
